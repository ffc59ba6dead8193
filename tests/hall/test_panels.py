"""Panels show public rows alone, cut into pages."""

import datetime as dt

import pytest
from django.utils import timezone

from foundation.publishing.actions import retire
from hall.panels import pages_of
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.disclosure.factories import make_publication
from tests.guides.factories import make_guide
from tests.hall.factories import DAY, make_floor, make_layout, make_turn, make_window, put

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(dt.datetime.combine(DAY, dt.time(10)))


def test_notices_are_the_published_ones_and_go_when_they_are_withdrawn(cast: Cast) -> None:
    text, layout = make_publication(cast.police, title="窗口调整公告"), make_layout("notices")
    assert pages_of(layout, NOW) == {"main": []}
    row = publish(text, editor=cast.editor, reviewer=cast.reviewer)
    page = pages_of(layout, NOW)["main"][0]
    assert [entry.title for entry in page.rows] == ["窗口调整公告"]
    assert page.heading == "通知公告"
    retire(row.record, actor=cast.reviewer, reason="有误")
    assert pages_of(layout, NOW) == {"main": []}


def test_guides_of_the_day_are_public_ones(cast: Cast) -> None:
    guide = make_guide(make_item(cast.police), title="身份证换领")
    layout = make_layout("items")
    assert pages_of(layout, NOW)["main"] == []
    for record in (guide.item, guide):
        publish(record, editor=cast.editor, reviewer=cast.reviewer)
    assert [entry.title for entry in pages_of(layout, NOW)["main"][0].rows] == ["身份证换领"]


def test_windows_come_floor_by_floor_in_pages(cast: Cast) -> None:
    floor = make_floor()
    for place in range(5):
        window = make_window(cast.police, f"B1{place}")
        put(window, floor, x=70 * place)
        make_turn(window)
    pages = pages_of(make_layout("windows", rows=2, pages=2), NOW)["main"]
    assert [(page.note, page.number, page.total, len(page.rows)) for page in pages] == [
        ("二楼B区", 1, 2, 2), ("二楼B区", 2, 2, 2)
    ]  # fmt: skip
    turn, is_now = pages[0].rows[0].duty.shown[0]
    assert (turn.called, is_now) == ("王老师", True)


@pytest.mark.parametrize("kind", ["flows", "agents", "consultations", "answers", "figures", "plan"])
def test_a_panel_without_anything_to_show_is_left_out(kind: str, cast: Cast) -> None:
    assert pages_of(make_layout(kind), NOW) == {"main": []}


def test_a_layout_asks_the_same_number_of_questions_however_much_there_is(
    cast: Cast, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    layout, floor = make_layout("windows", "plan", "notices", "items", rows=12, pages=12), make_floor()

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            pages_of(layout, NOW)
        return len(found)

    def add(start: int) -> None:
        for place in range(start, start + 3):
            window = make_window(cast.police, f"B{place:02d}")
            put(window, floor, x=62 * place)
            make_turn(window)

    add(0)
    first = count()
    add(3)
    assert count() == first
