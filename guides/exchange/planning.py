"""Compare a file with the drafts and say what would be written, row by row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from approvals.models import Item
from foundation import access
from foundation.organization import Department
from foundation.publishing.states import Stage
from foundation.tables.problems import BadValue
from guides.exchange.columns import GUIDES, ITEMS, Table, rows_below
from guides.exchange.drafts import Drafter
from guides.exchange.lookups import Lookups
from guides.exchange.plans import DraftPlan, RowPlan
from guides.exchange.problems import Problem, RowReport
from guides.exchange.profiles import Profile
from guides.exchange.rows import RawRow
from guides.exchange.values import parse
from guides.models import Guide
from guides.models.batches import RowOutcome

if TYPE_CHECKING:
    from foundation.people import User

_EDIT = access.Capability.EDIT_CONTENT


class Planner:
    """Plans the rows of one file for one actor."""

    def __init__(self, rows: list[RawRow], profile: Profile | None, *, actor: User, lock: bool) -> None:
        self.lookups = Lookups.load(profile)
        self._rows = rows
        self._scope = access.scope_of(actor, _EDIT)
        self._may_add_departments = access.may(actor, access.Capability.MANAGE_REFERENCE)
        self._drafter = Drafter(
            self.lookups, keep_unverified=profile is not None and profile.unverified_codes == "keep"
        )
        guides = [guide for row in rows for guide in row.children.get(GUIDES.name, [])]
        self._items = _existing(ITEMS, Item.objects.prefetch_related("themes"), rows, lock=lock)
        self._guides = _existing(GUIDES, Guide.objects.all(), guides, lock=lock)
        self._seen: dict[tuple[str, str], RawRow] = {}

    def plan(self, progress: Callable[[int], None] = lambda _done: None) -> list[RowPlan]:
        """Plan every row."""
        plans = []
        for done, raw in enumerate(self._rows, start=1):
            plans.append(self._plan_row(raw))
            if done % 50 == 0 or done == len(self._rows):
                progress(done)
        return plans

    def _plan_row(self, raw: RawRow) -> RowPlan:
        plan = RowPlan(RowReport(raw.number, raw.label))
        code = self._identify(raw, plan.report)
        if code is not None:
            item = self._items.get(code)
            plan.item = self._plan_draft(raw, item or Item(code=code), plan.report, is_new=item is None)
            for guide_raw in raw.children.get(GUIDES.name, []):
                self._plan_guide(guide_raw, plan)
            if "department" in plan.item.changed and not plan.item.is_new:
                self._move_other_guides(plan)
        plan.report.outcome = _outcome(plan)
        return plan

    def _plan_guide(self, raw: RawRow, plan: RowPlan) -> None:
        slug = self._identify(raw, plan.report)
        if slug is None or plan.item is None:
            return
        item, guide = plan.item.instance, self._guides.get(slug)
        if guide is not None and guide.item_id != item.pk:
            sentence = _("A guide of another item has this address already; choose another one.")
            plan.report.refuse(raw.problem(sentence, GUIDES.key))
            return
        draft = guide or Guide(slug=slug)
        draft.item = item
        before = draft.department_id
        moved = _follow(draft, item)
        plan.guides.append(self._plan_draft(raw, draft, plan.report, is_new=guide is None, before=before, moved=moved))

    def _move_other_guides(self, plan: RowPlan) -> None:
        """Take the guides that the file does not name along into the item's new department."""
        item = plan.item.instance if plan.item is not None else None
        named = [guide.instance.pk for guide in plan.guides]
        for guide in Guide.objects.filter(item=item).exclude(pk__in=named).select_for_update(of=("self",)):
            if not self._scope.covers(guide.department_id) or guide.stage != Stage.EDITING:
                plan.report.refuse(_not_editing(guide))
            elif _follow(guide, item):
                plan.guides.append(DraftPlan(guide, is_new=False, changed={"department"}))

    def _identify(self, raw: RawRow, report: RowReport) -> str | None:
        """Return the code or slug of a row, which stands in a file once."""
        key = raw.table.key
        if raw.problems and not raw.values:
            report.errors.extend(raw.problems)
            return None
        try:
            name = str(parse(raw.table.by_name[key], raw.values.get(key)))
        except BadValue as error:
            report.refuse(raw.problem(str(error), key))
            return None
        if not name:
            sentence = _("This cell must not be empty; it says which record is meant.")
            report.refuse(raw.problem(sentence, key))
            return None
        first = self._seen.setdefault((raw.table.name, name), raw)
        if first is not raw:
            sentence = _("Row %(row)d has the same; each record stands in a file once.") % {"row": first.number}
            report.refuse(raw.problem(sentence, key))
            return None
        return name

    def _plan_draft(
        self,
        raw: RawRow,
        instance: Any,
        report: RowReport,
        *,
        is_new: bool,
        before: int | None = None,
        moved: bool = False,
    ) -> DraftPlan:
        """Fill a draft; ``before`` is the department that it was in, ``moved`` says that it is in another one now."""
        before = before or instance.department_id
        plan = self._drafter.fill(raw, instance, report, is_new=is_new)
        if moved and not is_new:
            plan.changed.add("department")
        problem = "" if "department" in plan.failed else self._department_problem(before, _department_of(instance))
        if problem and all(problem != known.sentence for known in report.errors):
            column = "department" if raw.table is ITEMS else ""
            report.refuse(raw.problem(problem, column, _department_of(instance)))
        if plan.touched and instance.stage != Stage.EDITING:
            report.refuse(_not_editing(instance))
        return plan

    def _department_problem(self, before: int | None, department: Department | None) -> str:
        """Say why the record cannot be in this department, or cannot leave the one it is in."""
        if department is None:
            return _("Name the department, best by its short code.")
        if not self._scope.covers(department.pk) or (before is not None and not self._scope.covers(before)):
            return _("You may not edit the records of this department.")
        if department._state.adding and not self._may_add_departments:
            return _("This department is not known yet, and your role may not add departments.")
        return ""


def _follow(guide: Guide, item: Any) -> bool:
    """Put a guide into the department of its item and tell whether it was in another one."""
    department = _department_of(item)
    if department is None or (guide.department_id is not None and guide.department_id == department.pk):
        return False
    guide.department = department
    return True


def _not_editing(draft: Any) -> Problem:
    return Problem(
        _("The draft “%(name)s” is “%(stage)s” and cannot be edited now.")
        % {"name": draft, "stage": draft.get_stage_display()}
    )


def _department_of(draft: Any) -> Department | None:
    """Return the department of a draft; None when the file has not named one yet."""
    if draft.department_id is None and "department" not in draft._state.fields_cache:
        return None
    department: Department | None = draft.department
    return department


def _existing(table: Table, queryset: QuerySet[Any], rows: list[RawRow], *, lock: bool) -> dict[str, Any]:
    """Return the drafts that the rows name, with everything below them."""
    names = {str(row.values.get(table.key)).strip() for row in rows}
    names = {name for name in names if name.isascii() and name.isprintable()}
    queryset = queryset.filter(**{f"{table.key}__in": names}).select_related("department")
    if lock:
        queryset = queryset.select_for_update(of=("self",))
    queryset = queryset.prefetch_related(*rows_below(table.model))
    return {getattr(draft, table.key): draft for draft in queryset}


def _outcome(plan: RowPlan) -> RowOutcome:
    if plan.report.errors:
        return RowOutcome.REFUSED
    if plan.item is not None and plan.item.is_new:
        return RowOutcome.CREATED
    return RowOutcome.CHANGED if any(draft.touched for draft in plan.drafts) else RowOutcome.UNCHANGED
