"""What the small forms of the desks have in common: a verb on a record, what it asks for, the action that it calls."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from django import forms
from django.db import models

from foundation.people import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

RecordT = TypeVar("RecordT", bound=models.Model)


def text_area(label: Any, length: int = 500, *, required: bool = True, rows: int = 2) -> forms.CharField:
    """Return a field for some lines of text."""
    return forms.CharField(
        label=label, max_length=length, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """Return a field for a day, with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


class RecordVerbForm(forms.Form, Generic[RecordT]):
    """A verb on a record.  ``carry_out`` calls its action."""

    verb: ClassVar[str]
    label: ClassVar[StrOrPromise]
    done: ClassVar[StrOrPromise]
    hint: ClassVar[StrOrPromise] = ""
    danger: ClassVar[bool] = False

    def __init__(self, record: RecordT, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", "prefix": self.verb, **kwargs})
        self.record, self.today = record, today
        for field in self.fields.values():
            if isinstance(field, forms.DateField) and field.required and field.initial is None:
                field.initial = today
        self.prepare()

    def prepare(self) -> None:
        """Narrow choices to this record."""

    def carry_out(self, actor: User) -> Any:
        """Call the action."""
        raise NotImplementedError
