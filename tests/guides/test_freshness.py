"""How a guide stands on a day: the rule, and the same rule as the database computes it."""

import datetime as dt

import pytest
from django.utils.timezone import localtime

from foundation.workdays import WorkCalendar
from guides.freshness import Occasion, Standing, State, answer_due, occasions
from guides.models import ErrorReport, GuideCare, GuideCheck, PublishedGuide
from guides.reports.freshness import standing_of, with_freshness
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide

CALENDAR = WorkCalendar.build([2025, 2026], {})
TODAY = dt.date(2026, 3, 2)  # a Monday


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


CASES = [
    # counted from, months, doubted since, state
    ("2026-03-02", 6, None, State.IN_TIME),
    ("2025-09-17", 6, None, State.IN_TIME),  # due in 15 days
    ("2025-09-16", 6, None, State.SOON),  # due in 14 days
    ("2025-09-02", 6, None, State.SOON),  # due today
    ("2025-09-01", 6, None, State.OVERDUE),  # due yesterday
    ("2025-08-31", 6, None, State.OVERDUE),  # the last day of February
    ("2026-02-01", 1, None, State.OVERDUE),
    ("2020-01-01", 6, "2026-03-02", State.DOUBTED),  # a report outweighs whatever the check says
    ("2026-03-01", 6, "2026-02-01", State.DOUBTED),
]


@pytest.mark.parametrize(("counted_from", "months", "doubted", "state"), CASES)
def test_state(counted_from: str, months: int, doubted: str | None, state: State) -> None:
    standing = Standing(day(counted_from), months, day(doubted) if doubted else None)
    assert standing.state(TODAY) == state


def test_the_database_computes_the_same(cast: Cast) -> None:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    for number, (counted_from, months, doubted, _state) in enumerate(CASES):
        guide = make_guide(item, slug=f"case-{number}")
        live = publish(guide, editor=cast.editor, reviewer=cast.reviewer)
        GuideCare.objects.create(guide=guide, months=months)
        GuideCheck.objects.create(
            guide=guide, revision=live, outcome="right", checked_on=day(counted_from), checked_by=cast.editor
        )
        if doubted:
            ErrorReport.objects.create(
                number=f"JC-{number}",
                guide=guide,
                revision=live,
                source="web",
                part="fees",
                text="收费不对",
                received_on=day(doubted),
            )
    rows = {row.slug: row for row in with_freshness(PublishedGuide.objects.all(), today=TODAY)}
    for number, (_from, _months, _doubted, state) in enumerate(CASES):
        row = rows[f"case-{number}"]
        assert row.state == state
        assert standing_of(row).state(TODAY) == state
        assert row.check_due_on == standing_of(row).due_on


def test_a_guide_that_was_never_checked_counts_from_its_first_publication(cast: Cast, settings: object) -> None:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    guide = make_guide(item)
    first = publish(guide, editor=cast.editor, reviewer=cast.reviewer)
    guide.summary = "换了说法。"
    guide.save()
    publish(guide, editor=cast.editor, reviewer=cast.reviewer)
    row = with_freshness(PublishedGuide.objects.all(), today=TODAY).get()
    assert row.checked_on is None
    assert row.counted_from == localtime(first.live_from).date()


OCCASIONS = [
    ("2025-09-17", None, {}),
    ("2025-09-16", None, {Occasion.CHECK_SOON: "2026-03-16"}),
    ("2025-09-01", None, {Occasion.CHECK_OVERDUE: "2026-03-01"}),
    ("2026-03-01", "2026-03-05", {}),  # three working days are left
    ("2026-03-01", "2026-03-04", {Occasion.REPORT_SOON: "2026-03-04"}),
    ("2026-03-01", "2026-02-27", {Occasion.REPORT_OVERDUE: "2026-02-27"}),
    ("2025-09-01", "2026-03-02", {Occasion.CHECK_OVERDUE: "2026-03-01", Occasion.REPORT_SOON: "2026-03-02"}),
]


@pytest.mark.parametrize(("counted_from", "answer", "found"), OCCASIONS)
def test_occasions(counted_from: str, answer: str | None, found: dict[str, str]) -> None:
    standing = Standing(day(counted_from), 6, day("2026-02-20"), day(answer) if answer else None)
    assert occasions(standing, CALENDAR, today=TODAY) == {kind: day(text) for kind, text in found.items()}


def test_without_a_calendar_nobody_says_when_the_answer_is_due() -> None:
    assert answer_due(day("2026-03-06"), 5, CALENDAR) == day("2026-03-13")
    assert answer_due(day("2026-12-30"), 5, CALENDAR) is None
