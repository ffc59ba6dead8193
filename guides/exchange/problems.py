"""What an import says about a file: sentences for people, and the figures under them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from foundation.tables.problems import shorten, visible
from guides.models.batches import RowOutcome

MESSAGE_LENGTH: Final = 500

_ENOUGH: Final = 50
"""Errors and warnings that are told of one row."""


@dataclass(frozen=True)
class Problem:
    """Something wrong in one cell, or in one row when no column is named."""

    sentence: str
    table: str = ""
    row: int = 0
    column: str = ""
    """The column as the file calls it."""
    label: str = ""
    """The column as the reader calls it."""
    value: Any = None

    def __str__(self) -> str:
        names = f"{self.label} ({self.column})" if self.label and self.column else self.label or self.column
        place = " · ".join(part for part in (self._where, names) if part)
        text = _("%(place)s: %(sentence)s") % {"place": place, "sentence": self.sentence} if place else self.sentence
        if self.value not in (None, "", [], {}):
            text += " " + _("The file has “%(value)s”.") % {"value": shorten(self.value)}
        return Truncator(visible(text)).chars(MESSAGE_LENGTH)

    @property
    def _where(self) -> str:
        """The row below the item's row, where there is one."""
        if not self.table:
            return ""
        return _("%(table)s, row %(row)d") % {"table": self.table, "row": self.row}


@dataclass
class RowReport:
    """What becomes of one row of the file."""

    number: int
    label: str = ""
    outcome: RowOutcome = RowOutcome.UNCHANGED
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def refuse(self, problem: Problem) -> None:
        """Add an error, unless the same was said of the same cell: an item and its guide may share a column."""
        _add(problem, self.errors)

    def warn(self, problem: Problem) -> None:
        """Add what looks wrong but is taken in, unless the same was said of the same cell."""
        _add(problem, self.warnings)

    @property
    def messages(self) -> list[str]:
        """All sentences about the row, errors first."""
        return [str(problem) for problem in (*self.errors, *self.warnings)]


def _add(problem: Problem, told: list[Problem]) -> None:
    cell = (problem.sentence, problem.table, problem.row, problem.column)
    if len(told) < _ENOUGH and all(cell != (known.sentence, known.table, known.row, known.column) for known in told):
        told.append(problem)


class Counts(NamedTuple):
    """How many rows there are and what became of them."""

    rows: int
    created: int
    changed: int
    unchanged: int
    refused: int

    def __str__(self) -> str:
        """The line that programs read; it is the same in every language."""
        return (
            f"rows {self.rows}, created {self.created}, changed {self.changed},"
            f" unchanged {self.unchanged}, refused {self.refused}"
        )


@dataclass
class Report:
    """What an import did or would do, row by row."""

    rows: list[RowReport] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    """About the file: columns that are not known, departments that were added."""
    errors: list[str] = field(default_factory=list)
    """About the file, and bad enough to hold it back: rows that belong to nothing."""
    skip_invalid: bool = False

    @property
    def held_back(self) -> bool:
        """Whether the whole file stays out because something in it is wrong."""
        return bool(self.refused or self.errors) and not self.skip_invalid

    @property
    def refused(self) -> list[RowReport]:
        """The rows with errors."""
        return [row for row in self.rows if row.errors]

    @property
    def tally(self) -> Counts:
        """The rows by themselves, as if those with errors were skipped."""
        return self._count(row.outcome for row in self.rows)

    @property
    def counts(self) -> Counts:
        """The rows as they end: of a file that is held back, nothing is created or changed."""
        if not self.held_back:
            return self.tally
        kept = RowOutcome.UNCHANGED
        return self._count(row.outcome if row.outcome == kept else RowOutcome.REFUSED for row in self.rows)

    @property
    def writes(self) -> bool:
        """Whether anything is to be written."""
        return not self.held_back and bool(self.counts.created + self.counts.changed)

    def _count(self, outcomes: Iterable[RowOutcome]) -> Counts:
        found = list(outcomes)
        return Counts(
            rows=len(found),
            created=found.count(RowOutcome.CREATED),
            changed=found.count(RowOutcome.CHANGED),
            unchanged=found.count(RowOutcome.UNCHANGED),
            refused=found.count(RowOutcome.REFUSED),
        )

    def by_weight(self) -> list[RowReport]:
        """The rows with errors first, then those with warnings, then the rest, each in the order of the file."""
        return sorted(self.rows, key=lambda row: (not row.errors, not row.warnings))
