"""How many messages came, how they ended and how long the replies took: per month and per department.

The counting rule.  A message counts as received on its day of receipt and as answered on the day of its last reply;
one that was opened again counts as answered only after its next reply.  It counts for the department that hosts it
now.  Days are working days after the day of receipt, up to and with the day of the reply; the median is the smallest
number of days within which half of the replies came, the other figure that within which nine in ten came.  A reply is
late when it came after the day it was due.  Endings are never added up; what writers withdraw counts on that day.
Grades are those of replies, counted in the month in which the rated reply was sent, for the department that gave it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Final

from django.db.models import Case, Count, F, IntegerField, Min, Q, Value, When
from django.db.models.functions import ExtractMonth

from feedback.deadlines import FactKind
from feedback.grades import BAD
from feedback.models import Message, MessageFact, Rating
from feedback.models.messages import MessageQuerySet
from feedback.reports.ratings import percent
from feedback.states import REPLY_ENDINGS, Ending
from foundation.calendar_days import load_calendar
from foundation.organization import Department
from foundation.workdays import WorkCalendar, YearNotCovered

MONTHS: Final = tuple(range(1, 13))
NINE_IN_TEN: Final = 0.9
HALF: Final = 0.5


@dataclass
class Figures:
    """The figures of one row: a month, a department, or all together."""

    received: int = 0
    answered: int = 0
    late: int = 0
    withdrawn: int = 0
    open: int = 0
    open_late: int = 0
    endings: Counter[str] = field(default_factory=Counter)
    published: Counter[str] = field(default_factory=Counter)
    """How many of each ending can be read on this site."""
    days: Counter[int] = field(default_factory=Counter)
    """How many replies took so many working days."""
    grades: Counter[str] = field(default_factory=Counter)
    """How many replies got each grade; a rating whose appeal was granted counts nowhere."""

    @property
    def rated(self) -> int:
        """How many replies were rated."""
        return self.grades.total()

    @property
    def satisfied(self) -> int | None:
        """满意率: the three upper grades among the replies that were rated, in percent; None without ratings."""
        return percent(self.rated - sum(self.grades[grade] for grade in BAD), self.rated)

    @property
    def spread(self) -> list[tuple[int, int, int]]:
        """The working days, how many replies took just so many, and how many so many or fewer."""
        days = sorted(self.days)
        return list(zip(days, (self.days[n] for n in days), accumulate(self.days[n] for n in days), strict=True))

    @property
    def public(self) -> int:
        """How many of the answered can be read on this site."""
        return self.published.total()

    @property
    def hidden(self) -> int:
        """How many of the answered are not public."""
        return self.answered - self.public

    @property
    def median(self) -> int | None:
        """Working days within which half of the replies came; None without replies."""
        return within(self.days, HALF)

    @property
    def nine_in_ten(self) -> int | None:
        """Working days within which nine in ten replies came; None without replies."""
        return within(self.days, NINE_IN_TEN)


@dataclass(frozen=True)
class Scoreboard:
    """All figures of a year."""

    year: int
    years: Sequence[int]
    is_present: bool
    """Whether it is the present year: only then what is open now belongs to it."""
    total: Figures
    """Of the chosen department, or of all."""
    whole: Figures
    """Of all departments."""
    months: Mapping[int, Figures]
    departments: Sequence[tuple[Department | None, Figures]]
    """In the order of the departments; None stands for messages that no department has yet."""
    missing_year: int | None
    """A year without a calendar: its replies are counted, but not their days."""


def within(days: Counter[int], share: float) -> int | None:
    """Return the smallest number of days within which this share of the replies came; None without replies."""
    total, reached = days.total(), 0
    for length, replies in sorted(days.items()):
        reached += replies
        if reached >= share * total:
            return length
    return None


def scoreboard_of(
    year: int,
    *,
    department: Department | None = None,
    among: MessageQuerySet | None = None,
    today: dt.date,
) -> Scoreboard:
    """Return the figures of a year, the months for one department or for all; a fixed number of queries.

    ``among`` are the messages that are counted; all of them where none are named.
    """
    messages = Message.objects.all() if among is None else among
    count = _Count(year, department.pk if department else None, messages, load_calendar())
    count.received()
    count.answered()
    count.withdrawn()
    count.grades()
    if year == today.year:
        count.open(today)
    names = {one.pk: one for one in Department.objects.filter(pk__in=[key for key in count.departments if key])}
    ordered = sorted(names.values(), key=lambda one: (one.position, one.code))
    rows: list[tuple[Department | None, Figures]] = [(one, count.departments[one.pk]) for one in ordered]
    if None in count.departments:
        rows.append((None, count.departments[None]))
    return Scoreboard(
        year,
        years(today),
        year == today.year,
        count.total,
        count.whole,
        count.months,
        rows,
        count.missing_year,
    )


def years(today: dt.date) -> list[int]:
    """Return the years that have messages, newest first, with the present one."""
    first: dt.date | None = Message.objects.aggregate(first=Min("received_on"))["first"]
    return list(range(today.year, (first or today).year - 1, -1))


class _Count:
    """Adds up the figures; each message goes to its month, its department and the total."""

    def __init__(self, year: int, department_id: int | None, messages: MessageQuerySet, calendar: WorkCalendar) -> None:
        self.year, self.department_id, self.messages, self.calendar = year, department_id, messages, calendar
        self.total, self.whole = Figures(), Figures()
        self.months = {month: Figures() for month in MONTHS}
        self.departments: dict[int | None, Figures] = {}
        self.missing_year: int | None = None

    def _rows(self, department_id: int | None, month: int | None = None) -> Iterable[Figures]:
        """Yield the rows that something counts for; months and total only for the chosen department."""
        yield self.whole
        yield self.departments.setdefault(department_id, Figures())
        if self.department_id in (None, department_id):
            yield self.total
            if month is not None:
                yield self.months[month]

    def received(self) -> None:
        came = self.messages.filter(received_on__year=self.year).order_by()
        found = came.values("department", month=ExtractMonth("received_on")).annotate(n=Count("pk"))
        for row in found:
            for figures in self._rows(row["department"], row["month"]):
                figures.received += row["n"]

    def answered(self) -> None:
        late = Case(When(answered_on__gt=F("reply_was_due_on"), then=1), default=Value(0), output_field=IntegerField())
        ended = self.messages.filter(answered_on__year=self.year, ending__in=REPLY_ENDINGS).order_by()
        found = ended.values("department", "ending", "received_on", "answered_on", late=late).annotate(
            n=Count("pk"), public=Count("published_answer")
        )
        for row in found:
            days = self._days(row)
            for figures in self._rows(row["department"], row["answered_on"].month):
                figures.answered += row["n"]
                figures.late += row["n"] * row["late"]
                figures.endings[row["ending"]] += row["n"]
                figures.published[row["ending"]] += row["public"]
                if days is not None:
                    figures.days[days] += row["n"]

    def _days(self, row: Mapping[str, Any]) -> int | None:
        try:
            return self.calendar.count(row["received_on"], row["answered_on"])
        except YearNotCovered as missing:
            self.missing_year = missing.year
            return None

    def withdrawn(self) -> None:
        facts = MessageFact.objects.filter(kind=FactKind.WITHDRAWN, on__year=self.year, message__in=self.messages)
        facts = facts.order_by()
        found = facts.values("message__department", month=ExtractMonth("on")).annotate(n=Count("pk"))
        for row in found:
            for figures in self._rows(row["message__department"], row["month"]):
                figures.withdrawn += row["n"]
                figures.endings[Ending.WITHDRAWN] += row["n"]

    def grades(self) -> None:
        rated = Rating.objects.counted().filter(reply__message__in=self.messages, reply__sent_on__year=self.year)
        month = ExtractMonth("reply__sent_on")
        for row in rated.order_by().values("department", "grade", month=month).annotate(n=Count("pk")):
            for figures in self._rows(row["department"], row["month"]):
                figures.grades[row["grade"]] += row["n"]

    def open(self, today: dt.date) -> None:
        found = self.messages.open().order_by().values("department")
        for row in found.annotate(n=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today))):
            for figures in self._rows(row["department"]):
                figures.open += row["n"]
                figures.open_late += row["late"]
