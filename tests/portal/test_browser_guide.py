"""The guide page: facts and contents list beside the text, the list follows the reader, materials fit every width."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

GUIDE = "/guides/id-card-replacement/"


def left_edge(page: Page, selector: str) -> float:
    """Return how far from the left an element starts."""
    box = page.locator(selector).bounding_box()
    assert box is not None, selector
    return box["x"]


def test_facts_and_contents_stand_beside_the_text_where_there_is_room(page: Page) -> None:
    page.goto(GUIDE)
    assert left_edge(page, ".facts") == left_edge(page, ".toc") < left_edge(page, ".sections")
    page.set_viewport_size({"width": 390, "height": 900})
    assert left_edge(page, ".facts") == left_edge(page, ".sections")


def test_the_contents_list_stays_and_marks_what_is_read(page: Page) -> None:
    page.goto(GUIDE)
    page.locator(".toc a[href='#places']").click()
    expect(page.locator("#places-title")).to_be_in_viewport()
    expect(page.locator(".toc")).to_be_in_viewport()
    expect(page.locator(".toc [aria-current]")).to_have_text("办理地点与时间")


def test_the_contents_list_works_without_javascript(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(GUIDE)
    page.locator(".toc a[href='#faq']").click()
    expect(page.locator("#faq-title")).to_be_in_viewport()
    expect(page.locator(".toc")).to_be_in_viewport()


def test_every_entry_of_the_contents_list_leads_somewhere(page: Page) -> None:
    item = page.request.get(GUIDE).text().split('href="/items/')[-1].split('"')[0]
    for address in (GUIDE, f"/items/{item}"):
        page.goto(address)
        targets = [link.get_attribute("href") for link in page.locator(".toc a").all()]
        assert len(targets) >= 7
        assert [target for target in targets if page.locator(target or "?").count() != 1] == []


@pytest.mark.parametrize(("width", "display"), [(1280, "table-row"), (390, "block"), (320, "block")])
def test_materials_are_a_table_or_cards(page: Page, width: int, display: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(GUIDE)
    row = page.locator(".materials tbody tr").first
    assert row.evaluate("(one) => getComputedStyle(one).display") == display
    for words in ("居民身份证申领登记表", "必要", "纸质", "申请人自备"):
        assert words in row.inner_text()


def test_english_pages_name_themselves_in_english_on_the_way_back(page: Page) -> None:
    for address in (f"/en{GUIDE}", "/en/flows/construction-project/"):
        page.goto(address)
        here = page.locator(".crumbs [aria-current=page]")
        assert here.inner_text() == page.locator("h1").inner_text()
        assert here.get_attribute("lang") is None
