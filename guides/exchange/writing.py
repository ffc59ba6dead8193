"""Carry out a plan: drafts and rows in few statements, whatever their number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from django.db import models

from approvals.models import Item
from guides.exchange.plans import DraftPlan, RowPlan, RowsPlan
from guides.models import Guide

if TYPE_CHECKING:
    from foundation.people import User

_BATCH: Final = 500
_UPDATES: Final = 100
"""Rows in one UPDATE; its text grows with rows times columns."""

_STAMPS: Final = frozenset({"edit_version", "updated_at", "updated_by"})


def write_drafts(
    plans: Iterable[RowPlan],
    *,
    actor: User,
    at: dt.datetime,
    progress: Callable[[str], None] = lambda _step: None,
) -> None:
    """Write everything that the plans touch; items come before guides, drafts before their rows."""
    rows = list(plans)
    items = [plan.item for plan in rows if plan.item is not None and plan.item.touched]
    guides = [guide for plan in rows for guide in plan.guides if guide.touched]
    for draft in (*items, *guides):
        _stamp(draft, actor=actor, at=at)
    _write(Item, items)
    progress("items")
    _write_themes(items)
    _write(Guide, guides)
    progress("guides")
    for drafts in (items, guides):
        _write_rows(drafts)
    progress("rows")


def _stamp(draft: DraftPlan, *, actor: User, at: dt.datetime) -> None:
    """Say who changed the draft and when; a form that was opened before becomes stale."""
    draft.instance.updated_at = at
    draft.instance.updated_by = actor
    if draft.is_new:
        draft.instance.created_at = at
    else:
        draft.instance.edit_version += 1


def _write(model: Any, drafts: list[DraftPlan]) -> None:
    model.objects.bulk_create([draft.instance for draft in drafts if draft.is_new], batch_size=_BATCH)
    _update(model, [(draft.instance, draft.changed | _STAMPS) for draft in drafts if not draft.is_new])


def _update(model: Any, changes: list[tuple[Any, set[str]]]) -> None:
    """Update rows, those with the same columns together."""
    by_columns: dict[frozenset[str], list[Any]] = {}
    for row, columns in changes:
        by_columns.setdefault(frozenset(columns), []).append(row)
    for names, rows in by_columns.items():
        model.objects.bulk_update(rows, sorted(names), batch_size=_UPDATES)


def _write_themes(items: list[DraftPlan]) -> None:
    through = Item.themes.through
    changed = [draft for draft in items if draft.themes is not None]
    through._default_manager.filter(item__in=[d.instance.pk for d in changed if not d.is_new]).delete()
    links = [through(item_id=draft.instance.pk, theme_id=theme.pk) for draft in changed for theme in draft.themes or ()]
    through._default_manager.bulk_create(links, batch_size=_BATCH)


def _write_rows(drafts: list[DraftPlan]) -> None:
    by_model: dict[type[models.Model], list[RowsPlan]] = {}
    for draft in drafts:
        for plan in draft.rows.values():
            for row in (*plan.create, *(row for row, _names in plan.update), *plan.delete):
                by_model.setdefault(type(row), []).append(plan)
                break
    for model, plans in by_model.items():
        manager = model._default_manager
        gone = [row.pk for plan in plans for row in plan.delete]
        if gone:
            manager.filter(pk__in=gone).delete()
        _update(model, [change for plan in plans for change in plan.update])
        manager.bulk_create([row for plan in plans for row in plan.create], batch_size=_BATCH)
