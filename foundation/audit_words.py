"""Audit entries in the words of the office: which fields changed, by their labels, and what else was noted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from foundation.audit import AuditEntry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_LABELS: Final[Mapping[str, StrOrPromise]] = {
    "about": gettext_lazy("department that it is about"),
    "after": pgettext_lazy("audit", "after"),
    "amount": gettext_lazy("amount in yuan"),
    "answer": gettext_lazy("answer"),
    "basis": gettext_lazy("counted"),
    "before": pgettext_lazy("audit", "before"),
    "by": pgettext_lazy("audit", "by"),
    "cells": gettext_lazy("cells"),
    "channel": gettext_lazy("channel"),
    "comment": gettext_lazy("comment"),
    "comments": gettext_lazy("comments"),
    "consents": gettext_lazy("agrees to the publication"),
    "consultation": gettext_lazy("consultation"),
    "copied_from": gettext_lazy("copied from"),
    "count": gettext_lazy("number of rows"),
    "created": gettext_lazy("rows added"),
    "day": gettext_lazy("day"),
    "days": gettext_lazy("days"),
    "department": gettext_lazy("department"),
    "due": gettext_lazy("due on"),
    "file_sha256": gettext_lazy("checksum of the file"),
    "final": gettext_lazy("decided after a dispute"),
    "format": gettext_lazy("format"),
    "from": pgettext_lazy("audit", "from"),
    "grade": gettext_lazy("grade"),
    "handler": gettext_lazy("officer"),
    "imported": gettext_lazy("taken over from a file"),
    "index_number": gettext_lazy("index number"),
    "items": gettext_lazy("points"),
    "kind": gettext_lazy("kind"),
    "letter": gettext_lazy("letter"),
    "message": gettext_lazy("message"),
    "number": gettext_lazy("number"),
    "of": pgettext_lazy("audit", "earlier record"),
    "on": gettext_lazy("day"),
    "outcome": gettext_lazy("outcome"),
    "profile": gettext_lazy("columns"),
    "quoted": gettext_lazy("quoted in public"),
    "remedy": gettext_lazy("case"),
    "report": gettext_lazy("year of the report"),
    "role": gettext_lazy("role"),
    "rows": gettext_lazy("number of rows"),
    "rule": gettext_lazy("by a rule"),
    "set": gettext_lazy("together with others"),
    "sha256": gettext_lazy("checksum"),
    "size": gettext_lazy("size in bytes"),
    "solved": gettext_lazy("verdict of the writer"),
    "step": gettext_lazy("step"),
    "to": pgettext_lazy("audit", "to"),
    "told": gettext_lazy("told on"),
    "until": gettext_lazy("until"),
    "way": gettext_lazy("way"),
    "what": gettext_lazy("what"),
    "year": gettext_lazy("year"),
}
"""How what is noted is called; a name without a label stands as it is."""

_WORDS: Final[Mapping[str, StrOrPromise]] = {
    "accepted": pgettext_lazy("audit", "accepted"),
    "added": pgettext_lazy("audit", "added"),
    "answered": pgettext_lazy("audit", "answered"),
    "changed": pgettext_lazy("audit", "changed"),
    "deleted": pgettext_lazy("audit", "deleted"),
    "notified": pgettext_lazy("audit", "notice received"),
    "rater": pgettext_lazy("audit", "the rater"),
    "returned": pgettext_lazy("audit", "came back"),
    "sent": pgettext_lazy("audit", "sent"),
    "served": pgettext_lazy("audit", "served"),
    "struck_out": pgettext_lazy("audit", "struck out"),
    "writer": pgettext_lazy("audit", "the writer"),
}
"""Steps and persons that no choice of a field names."""

_SAID: Final = frozenset(
    {"changed", "rows", "revision", "note", "reason", "roles_given", "roles_taken", "days_added", "days_removed"}
)
"""What has words of its own."""
_ASIDE: Final = frozenset({"what", "occasion", "sha256", "file_sha256", "size"})
"""What a list leaves out: the act says it, or only a search for traces needs it."""
_MEANS: Final[Mapping[str, str]] = {"before": "kind", "after": "kind", "step": "outcome"}
"""Names whose codes are those of another field."""


def detail_in_words(entry: AuditEntry, departments: Mapping[str, str] | None = None) -> str:
    """Return the detail of an entry in one line; empty where there is nothing that words are known for.

    ``departments`` holds their names by code, where they are known already.
    """
    facts = [f"{label} {words}" for name, label, words in _facts(entry, departments or {}) if name not in _ASIDE]
    return "；".join([*_told(entry), *facts])


def facts_of(entry: AuditEntry, departments: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return everything that was noted as labels and words; codes are told by their labels."""
    told = _told(entry)
    first = [(_("what was noted"), "；".join(told))] if told else []
    return [*first, *((str(capfirst(label)), words) for _name, label, words in _facts(entry, departments))]


def _told(entry: AuditEntry) -> list[str]:
    """Return what has words of its own: fields that changed, the revision, note and reason, roles, days."""
    detail, model = entry.detail, _model_of(entry)
    rows = detail.get("rows", ())
    names = [*detail.get("changed", ()), *(rows if isinstance(rows, dict) else ())]
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
    return parts + [f"{label} {'、'.join(detail[what])}" for what, label in lists.items() if detail.get(what)]


def _facts(entry: AuditEntry, departments: Mapping[str, str]) -> Iterator[tuple[str, StrOrPromise, str]]:
    """Yield name, label and words of what has no words of its own; what is empty is left out."""
    for name, value in entry.detail.items():
        is_count = name == "rows" and isinstance(value, int)
        if (name in _SAID and not is_count) or value in (None, "", [], {}):
            continue
        yield name, _LABELS.get(name, name), _in_words(entry, name, value, departments)


def _in_words(entry: AuditEntry, name: str, value: Any, departments: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return "、".join(f"{key} {_in_words(entry, key, one, departments)}" for key, one in value.items())
    if isinstance(value, list):
        return "、".join(_in_words(entry, name, one, departments) for one in value)
    if name in {"department", "about"}:
        return departments.get(str(value), str(value))
    return _code_word(entry, _MEANS.get(name, name), value) or str(_WORDS.get(str(value), value))


def _code_word(entry: AuditEntry, name: str, value: Any) -> str:
    """Return the label of a code: of the record's own field of that name, or of one in its app."""
    model = _model_of(entry)
    if model is None or not isinstance(value, str):
        return ""
    others = (one for one in apps.get_app_config(model._meta.app_label).get_models() if one is not model)
    for owner in (model, *others):
        field = next((one for one in owner._meta.fields if one.name == name and one.choices), None)
        labels = dict(field.flatchoices) if field is not None else {}
        if value in labels:
            return str(labels[value])
    return ""


def _model_of(entry: AuditEntry) -> type[models.Model] | None:
    try:
        return apps.get_model(entry.target_type)
    except (LookupError, ValueError):
        return None


def kind_of_record(entry: AuditEntry) -> str:
    """Return what sort of record an entry is about; empty where none is named."""
    model = _model_of(entry)
    return str(model._meta.verbose_name) if model is not None else ""


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
