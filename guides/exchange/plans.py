"""What an import would write: drafts and rows that differ from what is there, nothing written yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from approvals.models import Theme
from foundation.organization import Department
from guides.exchange.problems import RowReport
from guides.models import Guide


@dataclass
class RowsPlan:
    """The rows of one table below one draft: what is new, what differs, what goes."""

    create: list[Any] = field(default_factory=list)
    update: list[tuple[Any, set[str]]] = field(default_factory=list)
    delete: list[Any] = field(default_factory=list)

    @property
    def touched(self) -> bool:
        """Whether anything differs."""
        return bool(self.create or self.update or self.delete)


@dataclass
class DraftPlan:
    """One draft as the file wants it."""

    instance: Any
    is_new: bool
    changed: set[str] = field(default_factory=set)
    """Columns that differ."""
    failed: set[str] = field(default_factory=set)
    """Columns that could not be understood."""
    themes: list[Theme] | None = None
    """The themes, when they differ."""
    rows: dict[str, RowsPlan] = field(default_factory=dict)

    @property
    def touched(self) -> bool:
        """Whether the draft or anything below it is to be written."""
        below = any(plan.touched for plan in self.rows.values())
        return self.is_new or bool(self.changed) or self.themes is not None or below


@dataclass
class RowPlan:
    """One row of the file: an item and its guides."""

    report: RowReport
    item: DraftPlan | None = None
    guides: list[DraftPlan] = field(default_factory=list)

    @property
    def drafts(self) -> Iterator[DraftPlan]:
        """The item and its guides."""
        if self.item is not None:
            yield self.item
        yield from self.guides

    @property
    def departments(self) -> Iterator[Department]:
        """The departments of everything that is to be written."""
        for draft in self.drafts:
            if draft.touched:
                yield draft.instance.department

    @property
    def guide_records(self) -> list[Guide]:
        """The guides of the row."""
        return [draft.instance for draft in self.guides]
