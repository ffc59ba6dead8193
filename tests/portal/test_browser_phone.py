"""On a phone, what is folded away can be reached, and what goes on sideways says so; nothing needs a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import follow

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """A page on a phone that runs no scripts."""
    return open_page(width=390, height=844, java_script_enabled=False, reduced_motion="reduce")


def top_of(one: Locator) -> float:
    box = one.bounding_box()
    assert box is not None
    return box["y"]


def test_the_navigation_shows_the_main_columns_and_opens_for_the_others(phone: Page) -> None:
    phone.goto("/guides/")
    nav = phone.get_by_role("navigation", name="主导航")
    departments = nav.get_by_role("link", name="部门")
    expect(nav.get_by_role("link", name="办事指南")).to_be_visible()
    expect(departments).to_be_hidden()
    nav.get_by_role("link", name="更多").click()
    follow(departments)
    expect(phone.get_by_role("navigation", name="主导航").locator("[aria-current]")).to_have_text("部门")
    phone.set_viewport_size({"width": 1280, "height": 900})
    expect(nav.get_by_role("link", name="事项调整")).to_be_visible()
    expect(nav.get_by_role("link", name="更多")).to_be_hidden()


def test_the_contents_of_a_guide_stay_at_hand_while_reading(phone: Page) -> None:
    phone.goto("/guides/id-card-replacement/#basis")
    contents = phone.get_by_role("navigation", name="本页目录")
    expect(contents).to_be_in_viewport()
    assert top_of(contents) < 1
    heading = phone.get_by_role("heading", name="设定依据")
    expect(heading).to_be_in_viewport()
    box = contents.bounding_box()
    assert box is not None
    assert top_of(heading) >= box["height"], "the bar does not cover what was asked for"


@pytest.mark.parametrize(
    ("address", "inside"),
    [("/adjustments/", "#id_year"), ("/search/?q=身份证", ".facet a"), ("/guides/", ".facet a")],
)
def test_filters_wait_behind_a_button(phone: Page, address: str, inside: str) -> None:
    phone.goto(address)
    first = phone.locator(inside).first
    expect(first).to_be_hidden()
    phone.locator("main :is(a, summary)").filter(has_text="筛选").first.click()
    expect(first).to_be_visible()
    phone.set_viewport_size({"width": 1280, "height": 900})
    phone.goto(address)
    expect(first).to_be_visible()


def test_a_chosen_filter_is_in_sight(phone: Page) -> None:
    phone.goto("/adjustments/?kind=changed")
    expect(phone.locator("#id_kind")).to_be_visible()


@pytest.mark.parametrize("address", ["/feedback/scoreboard/", "/feedback/ratings/", "/disclosure/reports/2025/"])
def test_what_goes_on_sideways_says_so(phone: Page, address: str) -> None:
    phone.goto(address)
    wide = 0
    for box in phone.locator(".wide").all():
        inner = box.locator("> [tabindex='0']")
        goes_on = inner.evaluate("one => one.scrollWidth > one.clientWidth + 1")
        hint = box.get_by_text("左右滑动可查看其余内容。")
        expect(hint).to_be_visible() if goes_on else expect(hint).to_be_hidden()
        wide += goes_on
    assert wide > 0
    phone.set_viewport_size({"width": 1280, "height": 900})
    expect(phone.locator(".wide-hint").first).to_be_hidden()


def test_the_data_of_a_record_open_on_phones_and_stand_open_on_desks(phone: Page) -> None:
    phone.goto("/disclosure/documents/")
    follow(phone.locator("#results .card h3 a, #results .card-title a").first)
    index_number = phone.locator(".record-head dd").first
    expect(index_number).to_be_hidden()
    phone.get_by_text("信息要素", exact=True).click()
    expect(index_number).to_be_visible()
    phone.reload()
    phone.set_viewport_size({"width": 1280, "height": 900})
    expect(index_number).to_be_visible()
