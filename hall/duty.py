"""Who is on duty on a day: the roster of its weekday, unless the calendar says that nobody works. Pure but for rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from foundation.workdays import WorkCalendar, YearNotCovered, is_weekend
from hall.codelists import DutyDay
from hall.models import DutyTurn


def duty_day(day: dt.date, calendar: WorkCalendar) -> DutyDay | None:
    """Return whose roster holds on a day; None where the calendar makes a weekday free.

    A weekend that is worked has a roster of its own, as nobody can tell from the notice of the year whose weekday it
    makes up for. Without a calendar of the year the weekday alone decides.
    """
    own = DutyDay(day.isoweekday())
    try:
        worked = calendar.is_workday(day)
    except YearNotCovered:
        return own
    if worked and is_weekend(day):
        return DutyDay.MAKE_UP
    return own if worked or is_weekend(day) else None


@dataclass(frozen=True)
class OnDuty:
    """The people at one window on a day."""

    turns: Sequence[DutyTurn]
    moment: dt.time

    @property
    def shown(self) -> Sequence[tuple[DutyTurn, bool]]:
        """The turns of the day, each with whether it runs at this moment."""
        return [(turn, turn.is_now(self.moment)) for turn in self.turns]


def on_duty(now: dt.datetime, calendar: WorkCalendar) -> Mapping[int, OnDuty]:
    """Return who may be shown as being on duty on this day, by the window."""
    day = duty_day(now.date(), calendar)
    found: dict[int, list[DutyTurn]] = {}
    if day is not None:
        for turn in DutyTurn.objects.public_on(day):
            found.setdefault(turn.window_id, []).append(turn)
    return {window: OnDuty(turns, now.time()) for window, turns in found.items()}
