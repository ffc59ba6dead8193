"""Commenting and answering questionnaires as citizens do: every page on every screen, without script, by keyboard."""

import re
from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser import assert_fit, follow, tab_to
from tests.staff_login import log_in

pytestmark = pytest.mark.browser
UNHURRIED: Final = 3500
"""Milliseconds from opening a form to sending it; who is quicker is asked to look once more."""
RUNNING: Final = re.compile("帮办代办工作办法（征求意见稿）|Draft measures")

OpenPage = Callable[..., Page]


def open_running(page: Page, prefix: str = "") -> None:
    """Open the solicitation that runs, from the list."""
    page.goto(f"{prefix}/consultations/?state=running")
    follow(page.locator("#results").get_by_role("link", name=RUNNING))


def press(page: Page, step: str) -> None:
    """Press the button of a step and wait for the page behind it."""
    follow(page.locator(f"button[name=step][value={step}]"))


def enter(page: Page, wanted: str) -> None:
    """Reach a link or button by Tab, press Enter and wait for the page behind it."""
    tab_to(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.slow
def test_every_page_of_a_solicitation_fits_every_screen(prefix: str, page: Page) -> None:
    page.goto(f"{prefix}/consultations/")
    assert_fit(page, "the list")
    for state in ("result", "awaiting"):
        page.goto(f"{prefix}/consultations/?state={state}")
        follow(page.locator("#results h3 a").first)
        for quotes in page.locator("details.quotes").all():
            quotes.locator("summary").click()
        assert_fit(page, state)
    open_running(page, prefix)
    assert_fit(page, "the draft")
    follow(page.locator(".state-notice a.button"))
    assert_fit(page, "the form")
    press(page, "check")
    expect(page.get_by_role("alert")).to_be_focused()
    assert_fit(page, "the form with errors")
    page.locator("#id_text").fill("建议写明清单多久更新一次，电话13900000015。")
    page.locator("#id_consents").check()
    press(page, "check")
    expect(page.locator(".quote")).to_have_text("建议写明清单多久更新一次，电话139****0015。")
    assert_fit(page, "the preview")
    page.wait_for_timeout(UNHURRIED)
    press(page, "send")
    expect(page.locator(".receipt-number")).to_have_text(re.compile(r"YJ\d{4}-\d{5}"))
    assert_fit(page, "the receipt")


def test_a_comment_without_javascript_and_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False, width=390)
    open_running(page)
    follow(page.locator(".state-notice a.button"))
    page.locator("#id_text").fill("支持。")
    page.wait_for_timeout(UNHURRIED)
    press(page, "check")
    expect(page.get_by_text("不引用您的文字")).to_be_visible()
    press(page, "send")
    expect(page.locator(".receipt-number")).to_be_visible()
    keyboard = open_page()
    open_running(keyboard)
    enter(keyboard, ".state-notice a.button")
    tab_to(keyboard, "#id_text")
    keyboard.keyboard.type("同意第五条。")
    enter(keyboard, "button[value=check]")
    keyboard.wait_for_timeout(UNHURRIED)
    enter(keyboard, "button[value=send]")
    expect(keyboard.locator(".receipt-number")).to_be_visible()


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.slow
def test_every_page_of_a_questionnaire_fits_every_screen(prefix: str, page: Page) -> None:
    page.goto(f"{prefix}/surveys/")
    assert_fit(page, "the list")
    follow(page.locator(".cards h2 a").first)
    assert_fit(page, "the questionnaire")
    follow(page.locator(".state-notice a.button-strong"))
    assert_fit(page, "the sheet")
    follow(page.locator(".form-send button"))
    expect(page.get_by_role("alert")).to_be_focused()
    assert_fit(page, "the sheet with errors")
    for question in page.locator("fieldset.choices").all():
        question.locator("input").first.check()
    page.wait_for_timeout(UNHURRIED)
    follow(page.locator(".form-send button"))
    expect(page).to_have_url(re.compile("/thanks/$"))
    assert_fit(page, "the thanks")
    page.goto(f"{prefix}/surveys/")
    follow(page.locator(".cards h2 a").last)
    follow(page.locator(".state-notice a.button"))
    expect(page.locator("table.bars").first).to_be_visible()
    assert page.locator("svg.bar").first.bounding_box()["width"] > 30  # type: ignore[index]
    assert_fit(page, "the results")


@pytest.mark.slow
def test_the_office_answers_comments_and_publishes_the_result(open_page: OpenPage) -> None:
    desk = open_page()
    log_in(desk, "editor3")
    desk.goto("/staff/feedback/consultations/?view=awaiting")
    assert_fit(desk, "the staff list")
    follow(desk.get_by_role("rowheader").get_by_role("link").first)
    follow(desk.locator(".desk-tiles a", has_text="待处理"))
    assert_fit(desk, "the comments")
    for box in desk.locator("input[name=comments]").all():
        box.check()
    desk.locator("#id_title").fill("其他时间和标准")
    desk.locator("#id_outcome").select_option("partly")
    desk.locator("#id_reason").fill("预约标准改为每日五件；星期日上午不变。")
    follow(desk.get_by_role("button", name="处理所选意见"))
    expect(desk.locator(".desk-tiles a", has_text="待处理")).to_contain_text("0")
    address = desk.url.partition("?")[0]
    desk.goto(f"{address}comments/new/")
    assert_fit(desk, "the entry from paper")
    desk.goto(address)
    follow(desk.get_by_role("link", name="草稿与结果"))
    desk.locator("#id_result_text").fill("安排按修改后的方案试行。")
    follow(desk.get_by_role("button", name="保存并提交审核"))
    expect(desk.locator(".messagelist")).to_be_visible()
    reviewer = open_page()
    log_in(reviewer, "reviewer")
    reviewer.goto(f"{desk.url.partition('?')[0].replace('/change/', '')}/review/")
    expect(reviewer.get_by_text("预约标准改为每日五件").first).to_be_attached()
    follow(reviewer.get_by_role("button", name="立即发布", exact=True))
    expect(reviewer.locator(".messagelist")).to_be_visible()
    citizen = open_page()
    citizen.goto("/consultations/?state=result&q=周末")
    follow(citizen.locator("#results h3 a").first)
    expect(citizen.get_by_text("安排按修改后的方案试行。")).to_be_visible()
