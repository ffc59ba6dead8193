"""A published calendar as text: one line per day or span, as the yearly notice on holidays words it.

``2027-02-06~2027-02-12 休 春节`` gives days off, ``2027-02-14 班`` a working weekend day; the name may be left out.
What follows a ``#`` names the source of this line where it is another one than the year's; a line that begins with
``#`` is a remark.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, NamedTuple

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from foundation.workdays import is_weekend
from foundation.workflow import DomainError

OFF: Final = "休"
WORK: Final = "班"
NAME_LENGTH: Final = 60
SOURCE_LENGTH: Final = 200

STATUTORY_DAYS: Final = 13
"""Statutory holidays of a year since the revision of 2024-11-10, which counts from 2025 on."""
STATUTORY_SINCE: Final = 2025

_DATE: Final = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
_SPAN: Final = re.compile(rf"{_DATE}(?:\s*[~～至]\s*{_DATE})?\s+({OFF}|{WORK})(?:\s+(.*))?")
_SHOWN: Final = 60


class NamedDay(NamedTuple):
    """A day that a calendar names; an empty source means that of its year."""

    date: dt.date
    is_workday: bool
    name: str = ""
    source: str = ""


class BadLines(DomainError):
    """A text is no calendar; ``problems`` says so line by line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Notice:
    """The days that a text names, in order of date, and what about them is worth a second look."""

    year: int
    days: tuple[NamedDay, ...]
    doubts: tuple[str, ...] = ()


class _BadLine(Exception):
    """What is wrong with one line."""


@dataclass
class _Reader:
    """Reads line by line and goes on after a bad one, so that all are told at once."""

    year: int | None
    days: dict[dt.date, NamedDay] = field(default_factory=dict)
    lines: dict[dt.date, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def read(self, number: int, line: str) -> None:
        try:
            days = _days_of(line)
            self._check(days)
        except _BadLine as error:
            self.problems.append(_place(number, line, str(error)))
            return
        for day in days:
            self.days[day.date], self.lines[day.date] = day, number
        if all(day.is_workday != is_weekend(day.date) for day in days):
            self.doubts.append(_place(number, line, _("The weekday says the same already.")))

    def _check(self, days: list[NamedDay]) -> None:
        for day in days:
            self.year = self.year or day.date.year
            if day.date.year != self.year:
                raise _BadLine(
                    _("%(date)s belongs to the calendar of %(other)d, not to that of %(year)d.")
                    % {"date": day.date, "other": day.date.year, "year": self.year}
                )
            if day.date in self.lines:
                raise _BadLine(
                    _("%(date)s stands in line %(line)d already.") % {"date": day.date, "line": self.lines[day.date]}
                )


def parse_notice(text: str, year: int | None = None) -> Notice:
    """Return the days that a text names; without a year, that of the first day counts.

    Raises BadLines with a sentence for every line that is wrong: not to be read, no such date, a span that runs
    backwards, a day of another year or one that stands there twice.
    """
    reader = _Reader(year)
    for number, raw in enumerate(text.splitlines(), start=1):
        line = " ".join(raw.split())
        if line and not line.startswith("#"):
            reader.read(number, line)
    if not reader.days and not reader.problems:
        reader.problems.append(_("The text names no day."))
    if reader.problems or reader.year is None:
        raise BadLines(reader.problems)
    days = tuple(reader.days[date] for date in sorted(reader.days))
    return Notice(reader.year, days, (*reader.doubts, *_doubt_of_sum(reader.year, days)))


def write_lines(days: Iterable[NamedDay]) -> str:
    """Return the text for days in order of date; spans stand in one line."""
    lines = []
    for _key, run in groupby(enumerate(days), lambda pair: (pair[1].date.toordinal() - pair[0], pair[1][1:])):
        span = [day for _place, day in run]
        first, last = span[0], span[-1]
        dates = str(first.date) if first is last else f"{first.date}~{last.date}"
        source = f"# {first.source}" if first.source else ""
        lines.append(" ".join(filter(None, [dates, WORK if first.is_workday else OFF, first.name, source])))
    return "\n".join(lines)


def _days_of(line: str) -> list[NamedDay]:
    """Return the days of one line; raises _BadLine."""
    head, _mark, source = line.partition("#")
    found = _SPAN.fullmatch(head.strip())
    if found is None or not line.isprintable():
        raise _BadLine(
            _("Write a date or a span, then 休 or 班, then a name, for example “%(example)s”.")
            % {"example": "2027-02-06~2027-02-12 休 春节"}
        )
    *numbers, kind, name = found.groups(default="")
    first = _date(numbers[:3])
    last = _date(numbers[3:]) if numbers[3] else first
    if last < first:
        raise _BadLine(_("The span ends before it begins."))
    if len(name) > NAME_LENGTH or len(source.strip()) > SOURCE_LENGTH:
        raise _BadLine(_("The name or the source is too long."))
    length = (last - first).days + 1
    return [NamedDay(first + dt.timedelta(days=n), kind == WORK, name, source.strip()) for n in range(length)]


def _date(numbers: list[str]) -> dt.date:
    year, month, day = map(int, numbers)
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise _BadLine(_("There is no such date: %(date)s.") % {"date": f"{year}-{month:02}-{day:02}"}) from None


def _doubt_of_sum(year: int, days: Iterable[NamedDay]) -> list[str]:
    """Compare the weekdays that are off, less the weekend days that are worked, with the statutory holidays.

    A swap moves a day off, it adds none, and a holiday on a weekend is made up: the sum finds a notice of which a part
    was left out. It is a doubt, not an error: a swap over New Year's Eve moves one day to the other year.
    """
    off = sum(not is_weekend(day.date) for day in days if not day.is_workday)
    worked = sum(is_weekend(day.date) for day in days if day.is_workday)
    if year < STATUTORY_SINCE or off - worked == STATUTORY_DAYS:
        return []
    return [
        _(
            "%(off)d weekdays are off and %(worked)d weekend days are worked; the difference is %(found)d,"
            " but a year has %(law)d statutory holidays."
        )
        % {"off": off, "worked": worked, "found": off - worked, "law": STATUTORY_DAYS}
    ]


def _place(number: int, line: str, sentence: str) -> str:
    shown = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line)
    return _("Line %(number)d (%(line)s): %(sentence)s") % {
        "number": number,
        "line": Truncator(shown).chars(_SHOWN),
        "sentence": sentence,
    }
