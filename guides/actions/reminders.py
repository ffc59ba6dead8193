"""The verb that brings the reminders of guides up to date; it may run at any time and as often as one likes."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction

from foundation.reminding import Reminded, bring_up_to_date, remind_each
from foundation.workdays import WorkCalendar
from guides.freshness import State, occasions
from guides.models import Guide, GuideReminder, PublishedGuide
from guides.reports.freshness import standing_of, with_freshness

JOB: Final = "guides.remind"


def remind_all(calendar: WorkCalendar, *, today: dt.date) -> Reminded:
    """Bring the reminders of all guides up to date, one transaction for each; one that fails stops no other."""
    rows = with_freshness(PublishedGuide.objects.all(), today=today)
    pressing = rows.exclude(state=State.IN_TIME).values_list("record", flat=True)
    reminded = GuideReminder.objects.standing().values_list("guide", flat=True)
    keys = sorted({*pressing, *reminded})
    return remind_each(JOB, keys, lambda key: remind(key, calendar, today=today))


def remind(key: int, calendar: WorkCalendar, *, today: dt.date) -> None:
    """Raise what stands for one guide and is not raised yet, and settle what has passed; of a withdrawn one all."""
    with transaction.atomic():
        guide = Guide.objects.select_for_update(of=("self",)).get(pk=key)
        row = with_freshness(PublishedGuide.objects.filter(record=guide), today=today).first()
        wanted = occasions(standing_of(row), calendar, today=today) if row is not None else {}
        bring_up_to_date(guide.reminders, wanted)
