"""Audit entries in the words of the office: which fields changed, by their labels, and what else was noted."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from foundation.audit import AuditEntry


def detail_in_words(entry: AuditEntry) -> str:
    """Return the detail of an entry in words; empty where there is nothing that words are known for."""
    detail, model = entry.detail, _model_of(entry)
    names = [*detail.get("changed", ()), *detail.get("rows", ())]
    parts = ["、".join(dict.fromkeys(str(capfirst(field_label(model, name))) for name in names))] if names else []
    if detail.get("revision"):
        parts.append(_("revision %s") % detail["revision"])
    parts += [str(detail[key]) for key in ("note", "reason") if detail.get(key)]
    lists = {
        "roles_given": _("given"),
        "roles_taken": _("taken"),
        "days_added": _("added"),
        "days_removed": _("removed"),
    }
    parts += [f"{label} {'、'.join(detail[what])}" for what, label in lists.items() if detail.get(what)]
    return "；".join(parts)


def _model_of(entry: AuditEntry) -> type[models.Model] | None:
    try:
        return apps.get_model(entry.target_type)
    except (LookupError, ValueError):
        return None


def field_label(model: type[models.Model] | None, name: str) -> str:
    """Return the label of a field or of the rows of a model; the name itself where there is none."""
    try:
        field = model._meta.get_field(name) if model is not None else None
    except FieldDoesNotExist:
        return name
    if isinstance(field, models.Field):
        return str(field.verbose_name)
    related: Any = field.related_model if field is not None else None
    return str(related._meta.verbose_name_plural) if related is not None else name
