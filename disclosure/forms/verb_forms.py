"""What the small forms of the case desk have in common."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.actions import clock
from disclosure.forms.register import day_field
from disclosure.models.register import Request
from foundation.people import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def text_area(label: Any, length: int = 500, *, required: bool = True, rows: int = 2) -> forms.CharField:
    """Return a field for some lines of text."""
    return forms.CharField(
        label=label, max_length=length, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


class VerbForm(forms.Form):
    """A verb on a request.  ``carry_out`` calls its action."""

    verb: ClassVar[str]
    label: ClassVar[StrOrPromise]
    done: ClassVar[StrOrPromise]
    hint: ClassVar[StrOrPromise] = ""
    danger: ClassVar[bool] = False

    def __init__(self, request: Request, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", "prefix": self.verb, **kwargs})
        self.request, self.today = request, today
        for field in self.fields.values():
            if isinstance(field, forms.DateField) and field.required and field.initial is None:
                field.initial = today
        self.prepare()

    def prepare(self) -> None:
        """Narrow choices to this request."""

    @classmethod
    def is_offered(cls, _request: Request) -> bool:
        """Tell whether the verb makes sense now, beyond the state table."""
        return True

    def carry_out(self, actor: User) -> Any:
        """Call the action."""
        raise NotImplementedError


class DayAndEvidence(VerbForm):
    """A day with its evidence, for verbs that record one fact."""

    on = day_field(_("Day"))
    evidence = text_area(_("Evidence"))

    def carry_out(self, actor: User) -> Any:
        """Call the action that is named like the verb."""
        data = self.cleaned_data
        action = getattr(clock, self.verb)
        return action(self.request, on=data["on"], evidence=data["evidence"], actor=actor, today=self.today)
