"""What the small forms of the case desk have in common."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from disclosure.actions import clock
from disclosure.models.register import Request
from foundation.people import User
from foundation.verb_forms import RecordVerbForm, day_field, text_area


class VerbForm(RecordVerbForm[Request]):
    """A verb on a request."""

    def __init__(self, request: Request, *args: Any, today: dt.date, **kwargs: Any) -> None:
        self.request = request
        super().__init__(request, *args, today=today, **kwargs)

    @classmethod
    def is_offered(cls, _request: Request) -> bool:
        """Tell whether the verb makes sense now, beyond the state table."""
        return True


class DayAndEvidence(VerbForm):
    """A day with its evidence, for verbs that record one fact."""

    on = day_field(_("Day"))
    evidence = text_area(_("Evidence"))

    def carry_out(self, actor: User) -> Any:
        """Call the action that is named like the verb."""
        data = self.cleaned_data
        action = getattr(clock, self.verb)
        return action(self.request, on=data["on"], evidence=data["evidence"], actor=actor, today=self.today)
