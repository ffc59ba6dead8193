"""What has to be corrected on a form page of the back office, each with the field it stands at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.text import capfirst
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.contrib.admin.helpers import InlineAdminFormSet
    from django.forms import BaseForm
    from django.forms.boundfield import BoundField


@dataclass(frozen=True)
class Fault:
    """One thing to correct."""

    place: str
    """The label of the field; before it, for a row, which row it is."""
    sentence: str
    anchor: str
    """Id of the element to jump to."""


def list_faults(form: BaseForm, inlines: Iterable[InlineAdminFormSet]) -> list[Fault]:
    """Return the faults of a form and of the rows below it, in the order of the page.

    What concerns the form as a whole is left out: it stands at the top anyway.
    """
    found = list(_fields(form, ""))
    for inline in inlines:
        found += _rows(inline)
    return found


def _rows(inline: InlineAdminFormSet) -> Iterator[Fault]:
    rows: Any = inline.formset
    kind = str(capfirst(inline.opts.verbose_name))
    for sentence in rows.non_form_errors():
        yield Fault(str(capfirst(inline.opts.verbose_name_plural)), str(sentence), f"{rows.prefix}-group")
    for index, form in enumerate(rows.forms):
        if getattr(form, "cleaned_data", {}).get(DELETION_FIELD_NAME):
            continue
        where = _("%(kind)s %(number)d") % {"kind": kind, "number": index + 1}
        about_row = [*form.non_field_errors(), *(error for field in form.hidden_fields() for error in field.errors)]
        for sentence in about_row:
            yield Fault(where, str(sentence), f"{rows.prefix}-{index}")
        yield from _fields(form, where)


def _fields(form: BaseForm, where: str) -> Iterator[Fault]:
    for field in form.visible_fields():
        for sentence in field.errors:
            place = " › ".join(filter(None, (where, str(capfirst(field.label)))))
            yield Fault(place, str(sentence), _anchor(field))


def _anchor(field: BoundField) -> str:
    """Return the id of the element that takes the focus; of check boxes, that of the first one."""
    if field.use_fieldset and field.subwidgets:
        return str(field.subwidgets[0].id_for_label)
    return str(field.id_for_label or field.auto_id)
