"""Which days are worked and which are off, year by year, each year with its source; changes go through the verbs.

A year counts as covered when it has its row here. Nothing else fills the gap: dates that lead into another year are not
computable until somebody has entered it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from foundation import access, audit
from foundation.access import Capability
from foundation.calendar_notices import NAME_LENGTH, SOURCE_LENGTH, NamedDay, write_lines
from foundation.clock import local_now
from foundation.people import User
from foundation.workdays import WorkCalendar
from foundation.workflow import Conflict, Refused

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100
"""A calendar of a year outside these is a slip of the pen."""

ANNOUNCED_IN: Final = 10
"""The month from which on next year's calendar is asked for: the notice usually comes in October or November."""

_ONE_AT_A_TIME: Final = 20_270_101
"""Key of the lock that makes changes of calendars queue up: two people may enter the same new year at once."""


class CalendarYear(models.Model):
    """A year whose calendar is known."""

    year = models.PositiveSmallIntegerField(gettext_lazy("year"), primary_key=True)
    source = models.CharField(
        gettext_lazy("source of the days"),
        max_length=SOURCE_LENGTH,
        help_text=gettext_lazy("The document number of the notice."),
    )
    entered_at = models.DateTimeField(gettext_lazy("entered at"))
    entered_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=gettext_lazy("entered by"),
        help_text=gettext_lazy("Empty: the system itself."),
    )
    edit_version = models.PositiveIntegerField(gettext_lazy("edit version"), default=1, editable=False)

    class Meta:
        verbose_name = gettext_lazy("working-day calendar")
        verbose_name_plural = gettext_lazy("working-day calendars")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)), name="calendaryear_plausible"),
        ]

    def __str__(self) -> str:
        return _("Working-day calendar of %(year)d") % {"year": self.year}

    def clean(self) -> None:
        """Refuse a year that can only be a slip."""
        if self.year is not None and not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValidationError({"year": _implausible()})

    def named_days(self) -> list[NamedDay]:
        """Return the days that the calendar names, in order."""
        return [NamedDay(day.date, day.is_workday, day.name, day.source) for day in self.days.all()]

    def workday_count(self) -> int:
        """Return how many working days the year has."""
        exceptions = {day.date: day.is_workday for day in self.days.all()}
        return len(WorkCalendar.build([self.year], exceptions).workdays[self.year])


class DayKind(models.TextChoices):
    """What a calendar says of a day."""

    WORKDAY = "workday", gettext_lazy("working day")
    RESTDAY = "restday", gettext_lazy("day off")


class CalendarDay(models.Model):
    """A day that its year's calendar names. It may say what the weekday says already: spans of days off do."""

    calendar = models.ForeignKey(
        CalendarYear, models.CASCADE, related_name="days", verbose_name=gettext_lazy("working-day calendar")
    )
    date = models.DateField(gettext_lazy("date"), unique=True)
    kind = models.CharField(gettext_lazy("kind"), max_length=10, choices=DayKind)
    name = models.CharField(gettext_lazy("name"), max_length=NAME_LENGTH, blank=True)
    source = models.CharField(
        gettext_lazy("source of the days"),
        max_length=SOURCE_LENGTH,
        blank=True,
        help_text=gettext_lazy("Empty: that of its year."),
    )

    class Meta:
        verbose_name = gettext_lazy("day of a calendar")
        verbose_name_plural = gettext_lazy("days of a calendar")
        ordering = ["date"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DayKind.values), name="calendarday_kind_known"),
            models.CheckConstraint(condition=Q(date__year=F("calendar")), name="calendarday_in_its_year"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()}"

    def clean(self) -> None:
        """Hold the day to the year of its calendar."""
        if self.date is not None and self.date.year != self.calendar_id:
            raise ValidationError({"date": _("The day lies in another year than its calendar.")})

    @property
    def is_workday(self) -> bool:
        """Whether the day is worked."""
        return self.kind == DayKind.WORKDAY


def load_calendar() -> WorkCalendar:
    """Return the working days of all entered years, as they stand now, with one query.

    Nothing is kept between calls: load once per request, command or job and hand it on.
    """
    rows = list(CalendarYear.objects.order_by().values_list("year", "days__date", "days__kind"))
    exceptions = {date: kind == DayKind.WORKDAY for _year, date, kind in rows if date is not None}
    return WorkCalendar.build({year for year, _date, _kind in rows}, exceptions)


def missing_year(today: dt.date) -> int | None:
    """Return the year whose calendar should be entered by now: this one, or from October on the next."""
    wanted = [today.year, today.year + 1] if today.month >= ANNOUNCED_IN else [today.year]
    entered = set(CalendarYear.objects.filter(year__in=wanted).values_list("year", flat=True))
    return next((year for year in wanted if year not in entered), None)


def enter_year(
    year: int, days: Iterable[NamedDay], *, source: str, actor: User | None, edit_version: int | None = None
) -> CalendarYear:
    """Enter the calendar of a year, in place of the one that is there; nothing happens if it says the same already.

    ``edit_version`` is that of the calendar the actor saw, 0 if there was none; None takes it as it is.
    Raises PermissionDenied, Refused (implausible year) and Conflict (somebody was quicker).
    """
    if actor is not None:
        access.require(actor, Capability.MANAGE_REFERENCE)
    with transaction.atomic():
        known = lock_calendars().get(year)
        if edit_version is not None and edit_version != (known.edit_version if known else 0):
            raise Conflict(
                _("Somebody changed or removed this calendar in the meantime.")
                if edit_version
                else _("The calendar of %(year)d is entered already; change it on its own page.") % {"year": year}
            )
        if write_year(year, list(days), source=source, actor=actor, known=known):
            recompute_later()
        return CalendarYear.objects.get(pk=year)


def remove_year(calendar: CalendarYear, *, actor: User | None) -> None:
    """Remove the calendar of a year, unless somebody did already: its days are not computable from then on.

    Raises PermissionDenied.
    """
    if actor is not None:
        access.require(actor, Capability.MANAGE_REFERENCE)
    with transaction.atomic():
        known = lock_calendars().get(calendar.pk)
        if known is None:
            return
        detail = {"what": "deleted", **_difference(known.named_days(), [])}
        audit.record(audit.Act.REFERENCE_CHANGED, actor=actor, target=known, detail=detail)
        known.delete()
        recompute_later()


def lock_calendars() -> dict[int, CalendarYear]:
    """Let changes of calendars happen one after the other, until the transaction ends; return what is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    return {calendar.year: calendar for calendar in CalendarYear.objects.prefetch_related("days")}


def write_year(
    year: int, days: Sequence[NamedDay], *, source: str, actor: User | None, known: CalendarYear | None
) -> bool:
    """Write a calendar with its audit entry, under the lock; tell whether anything changed."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(_implausible())
    before = known.named_days() if known else []
    if known and known.source == source and before == sorted(days):
        return False
    calendar = CalendarYear(
        year=year,
        source=source,
        entered_at=local_now(),
        entered_by=actor,
        edit_version=known.edit_version + 1 if known else 1,
    )
    calendar.save(force_insert=known is None, force_update=known is not None)
    calendar.days.all().delete()
    CalendarDay.objects.bulk_create(day_rows(year, days))
    detail = {"what": "changed" if known else "added", **_difference(before, days)}
    if known and known.source != source:
        detail["changed"] = ["source"]
    audit.record(audit.Act.REFERENCE_CHANGED, actor=actor, target=calendar, detail=detail)
    return True


def day_rows(year: int, days: Iterable[NamedDay]) -> Iterator[CalendarDay]:
    """Yield the days of a year as they are stored."""
    for day in days:
        yield CalendarDay(calendar_id=year, date=day.date, kind=_kind(day), name=day.name, source=day.source)


def recompute_later() -> None:
    """Hand what depends on the calendar to the job worker, in the transaction of the change.

    The ground floor knows no app, so the roof names the jobs (settings.JOBS_AFTER_CALENDAR_CHANGE).
    """
    for name in settings.JOBS_AFTER_CALENDAR_CHANGE:
        app.configure_task(name).defer()


def _kind(day: NamedDay) -> DayKind:
    return DayKind.WORKDAY if day.is_workday else DayKind.RESTDAY


def _difference(before: Iterable[NamedDay], after: Iterable[NamedDay]) -> dict[str, list[str]]:
    """Return which days came and went, for the audit trail; names and sources are free text and stay out of it."""
    old, new = ({NamedDay(day.date, day.is_workday) for day in days} for days in (before, after))
    found = {"days_added": sorted(new - old), "days_removed": sorted(old - new)}
    return {what: write_lines(days).splitlines() for what, days in found.items() if days}


def _implausible() -> str:
    return _("A calendar has a year from %(first)d to %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
