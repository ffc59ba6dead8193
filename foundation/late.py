"""A verb that came too late: what was typed is kept on the page, beside what the colleague did who was faster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django import forms
from django.db import models

from foundation.audit import Act, AuditEntry

if TYPE_CHECKING:
    from django.http import QueryDict
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class LateVerb:
    """What somebody tried, the texts typed for it, and the last act on the record, which was faster."""

    label: StrOrPromise
    typed: Sequence[tuple[str, str]]
    faster: AuditEntry | None


def late_verb(record: models.Model, label: StrOrPromise, form: forms.Form) -> LateVerb:
    """Return what is kept of a form whose verb is no longer offered."""
    acts = AuditEntry.objects.filter(target_type=record._meta.label_lower, target_id=str(record.pk))
    faster = acts.exclude(act=Act.PERSONAL_READ).select_related("actor").first()
    return LateVerb(label, list(_typed(form)), faster)


def bring_up_to(form: forms.Form, edit_version: int, sentence: str) -> None:
    """Let a form that was opened before somebody else saved go over the stored text next time, knowingly.

    The page shows both texts.
    """
    typed = cast("QueryDict", form.data).copy()
    typed[form.add_prefix("edit_version")] = str(edit_version)
    form.data = typed
    form.add_error(None, sentence)


def _typed(form: forms.Form) -> Iterator[tuple[str, str]]:
    """Yield label and text of what was typed or chosen; files cannot be kept."""
    for field in form.visible_fields():
        chosen = [str(choice.data["label"]) for choice in field.subwidgets if choice.data.get("selected")]
        text = "、".join(chosen) if hasattr(field.field, "choices") else str(field.value() or "")
        if text and not isinstance(field.field, forms.FileField):
            yield str(field.label), text
