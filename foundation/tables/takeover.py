"""What taking over a register did or would do, row by row, and how a command tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

RowT = TypeVar("RowT")


@dataclass
class RowResult(Generic[RowT]):
    """One row of the file: what became of it, or what is wrong with its cells."""

    number: int
    label: str
    taken: RowT | None = None
    problems: list[str] = field(default_factory=list)


@dataclass
class TakenOver(Generic[RowT]):
    """What an import did or would do."""

    rows: list[RowResult[RowT]]
    unknown: list[str]
    """Headings that stand for no column."""
    skip_invalid: bool
    known: set[int] = field(default_factory=set)
    """Rows that are there already, by their number in the file."""

    @property
    def refused(self) -> list[RowResult[RowT]]:
        """The rows with something wrong."""
        return [row for row in self.rows if row.problems]

    @property
    def held_back(self) -> bool:
        """Whether nothing is taken in because something in the file is wrong."""
        return bool(self.refused) and not self.skip_invalid

    @property
    def new(self) -> list[RowT]:
        """The rows that are right and not there yet."""
        return [row.taken for row in self.rows if row.taken is not None and row.number not in self.known]

    def sentences(self, *, dry_run: bool) -> Iterator[str]:
        """Yield what a command tells before its last line."""
        for name in self.unknown:
            yield _("The column “%(column)s” is not known and was left out.") % {"column": name}
        for row in self.refused:
            yield _("Row %(row)d %(label)s") % {"row": row.number, "label": row.label}
            yield from (f"  {sentence}" for sentence in row.problems)
        if self.held_back:
            yield _("Nothing was written, because the file is taken in as a whole; see --skip-invalid.")
        elif dry_run:
            yield _("Dry run: nothing was written.")

    def __str__(self) -> str:
        """The line that programs read; it is the same in every language."""
        created = 0 if self.held_back else len(self.new)
        refused = len(self.rows) - created - len(self.known)
        return f"rows {len(self.rows)}, created {created}, unchanged {len(self.known)}, refused {refused}"
