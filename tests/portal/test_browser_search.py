"""The search as people meet it: suggestions while typing, marks, corrections, the way on, the boxes of the lists."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import accessibility_faults, follow, overflow
from tests.staff_login import log_in

pytestmark = pytest.mark.browser


def test_words_are_suggested_while_typing_and_enter_finds(page: Page) -> None:
    page.goto("/")
    box = page.locator("input[type=search]").first
    box.press_sequentially("身份", delay=30)
    options = page.locator(f"datalist#{box.get_attribute('list')} option")
    expect(options.first).to_have_attribute("value", re.compile("身份"))
    box.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator("main mark").first).to_have_text(re.compile("身份"))


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("身份证丢了怎么办", "居民身份证补领"),
        ("shenfenzheng", "身份证"),
        ("sfz", "身份证"),
        ("身分証", "身份证"),
        ("護照", "护照"),
        ("ＧＪＪ提取", "公积金"),
    ],
)
def test_what_people_type_finds_what_they_mean(page: Page, typed: str, wanted: str) -> None:
    page.goto(f"/search/?q={typed}")
    expect(page.locator("main").get_by_role("link", name=re.compile(wanted)).first).to_be_visible()


def test_a_slip_is_corrected_and_can_be_taken_back(page: Page) -> None:
    page.goto("/search/?q=驾使证")
    expect(page.locator("main")).to_contain_text("已显示“驾驶证”的结果")
    follow(page.get_by_role("link", name=re.compile("仍搜索")))
    expect(page.locator("input[type=search]").first).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("已显示“驾驶证”的结果")


def test_a_page_without_hits_leads_on(page: Page) -> None:
    page.goto("/search/?q=龘靐齉爩")
    ask = page.get_by_role("link", name=re.compile("向我们提问"))
    follow(ask)
    expect(page.locator("[name=subject]")).to_have_value(re.compile("龘靐齉爩"))


@pytest.mark.parametrize("path", ["/guides/", "/items/", "/disclosure/documents/", "/feedback/answers/"])
def test_the_box_of_a_list_searches_that_list(page: Page, path: str) -> None:
    page.goto(f"{path}?q=shenfenzheng")
    assert page.url.partition("?")[0].endswith(path)
    expect(page.locator("main input[type=search]")).to_have_value("shenfenzheng")
    if path in {"/guides/", "/items/"}:
        expect(page.locator("main").get_by_role("link", name=re.compile("身份证")).first).to_be_visible()


def test_a_synonym_goes_from_its_proposal_to_the_search_of_everybody(open_page: Callable[..., Page]) -> None:
    word = "铁疙瘩牌牌"
    editor, reviewer, reader = open_page(), open_page(), open_page()
    log_in(editor, "editor")
    editor.goto("/staff/search/synonyms/new/")
    editor.locator("[name=word]").fill(word)
    editor.locator("[name=official]").fill("居民身份证")
    follow(editor.get_by_role("button", name="预览变化"))
    expect(editor.locator("#content-main ins").first).to_be_visible()
    assert accessibility_faults(editor) == []
    follow(editor.get_by_role("button", name="提交", exact=True))
    expect(editor.locator("#content-main")).to_contain_text("待审批")

    reader.goto(f"/search/?q={word}")
    expect(reader.locator("main").get_by_role("link", name=re.compile("居民身份证"))).to_have_count(0)
    log_in(reviewer, "reviewer")
    reviewer.goto(editor.url)
    assert accessibility_faults(reviewer) == []
    follow(reviewer.get_by_role("button", name=re.compile("立即启用")))
    reader.reload()
    expect(reader.locator("main").get_by_role("link", name=re.compile("居民身份证")).first).to_be_visible()
    follow(reviewer.get_by_role("button", name="停用", exact=True))
    reader.reload()
    expect(reader.locator("main").get_by_role("link", name=re.compile("居民身份证"))).to_have_count(0)


@pytest.mark.parametrize("path", ["/staff/search/queries/", "/staff/use/", "/staff/use/departments/gaj/"])
def test_the_pages_of_editors_about_searching_have_no_fault(page: Page, path: str) -> None:
    log_in(page, "editor")
    page.goto(path)
    expect(page.locator("#content-main")).to_be_visible()
    assert accessibility_faults(page) == []
    assert overflow(page) == []
