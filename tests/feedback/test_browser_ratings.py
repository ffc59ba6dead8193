"""Ratings and the hotline log in a real browser: without scripts, with the keyboard alone, at all widths."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import accessibility_faults, follow, overflow, screenshot, tab_to
from tests.staff_login import log_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PUBLIC = ("ratings/", "ratings/list/?show=bad", "ratings/list/?show=counted", "ratings/windows/", "ratings/status/")
STAFF = (
    "ratings/",
    "ratings/?todo=bad",
    "ratings/signs/",
    "calls/",
    "calls/new/",
    "calls/figures/",
    "calls/switchboard/",
    "calls/callbacks/",
    "calls/callbacks/new/",
)
SECONDS = 20
"""Longest time for a quick entry, typing included."""


@pytest.mark.parametrize("language", ["", "/en"])
def test_public_pages_have_no_faults(page: Page, language: str) -> None:
    faults = []
    for address in (*PUBLIC, "ratings/windows/B17/"):
        page.goto(f"{language}/feedback/{address}")
        faults += [f"{address} {fault}" for fault in (*accessibility_faults(page), *overflow(page))]
    assert not faults, "\n".join(faults)


def test_staff_pages_have_no_faults(page: Page) -> None:
    log_in(page, "hotline")
    faults = []
    for address in STAFF:
        page.goto(f"/staff/feedback/{address}")
        faults += [f"{address} {fault}" for fault in (*accessibility_faults(page), *overflow(page))]
    for address in ("ratings/?todo=open", "calls/"):
        page.goto(f"/staff/feedback/{address}")
        follow(page.locator("tbody a").first)
        faults += [f"{page.url} {fault}" for fault in (*accessibility_faults(page), *overflow(page))]
    assert not faults, "\n".join(faults)


def rate(page: Page, *, phone: str) -> tuple[str, str]:
    """Rate a window badly, as on a phone; return number and code of the receipt."""
    page.goto("/feedback/ratings/windows/A02/")
    page.locator("[name=grade][value=very_dissatisfied]").check()
    page.get_by_label("服务态度").check()
    page.locator("[name=remark]").fill("等了一个小时。")
    page.locator("[name=consents]").check()
    page.locator("[name=phone]").fill(phone)
    time.sleep(1.1)  # nobody rates in less than a second; the form doubts it
    follow(page.locator("form.form button[type=submit]"))
    number, code = page.locator(".receipt-number").all_inner_texts()
    return number, code


def look_up(page: Page, number: str, code: str) -> None:
    """Show number and code."""
    page.goto("/feedback/ratings/status/")
    page.locator("[name=number]").fill(number)
    page.locator("[name=code]").fill(code)
    follow(page.locator("form.lookup button[type=submit]"))
    expect(page.locator("h1")).to_contain_text(number)


def step(page: Page, verb: str, **typed: str) -> None:
    """Carry out a verb of the desk."""
    form = page.locator(f"form[action$='/do/{verb}/']")
    if not form.is_visible():
        page.locator("details", has=form).locator("summary").click()
    for name, text in typed.items():
        field = form.locator(f"[name={verb}-{name}]")
        if text == "on" or field.count() > 1:
            form.locator(f"[name={verb}-{name}][value={text}]").check()
        else:
            field.fill(text)
    follow(form.locator("button[type=submit]"))
    expect(page.locator(".messagelist .success")).to_be_visible()


def test_a_bad_rating_of_a_window_is_public_until_the_rater_takes_the_words_back(
    open_page: Callable[..., Page],
) -> None:
    phone = open_page(width=390, java_script_enabled=False)
    number, code = rate(phone, phone="13900009999")
    look_up(phone, number, code)
    staff, second = open_page(), open_page()
    log_in(staff, "hotline")
    staff.goto(f"/staff/feedback/ratings/{number}/")
    step(staff, "contact", note="已通话，致歉。")
    step(staff, "verify", note="属实。")
    step(staff, "mend", corrected="yes", note="高峰时段增开窗口。")
    step(staff, "tell", note="已增开窗口，向您致歉。")
    screenshot(staff, "rating-desk")
    phone.reload()
    expect(phone.locator("main")).to_contain_text("已增开窗口，向您致歉。")
    log_in(second, "manager")
    second.goto("/staff/feedback/ratings/?todo=words")
    second.goto(f"/staff/feedback/ratings/{number}/")
    screenshot(second, "rating-words")
    step(second, "release_words")
    row = phone.locator("li", has_text=number)
    phone.goto("/feedback/ratings/list/?show=bad")
    for words in ("★☆☆☆☆", "等了一个小时。", "已增开窗口，向您致歉。"):
        expect(row).to_contain_text(words)
    phone.goto("/feedback/ratings/status/")
    screenshot(phone, "rating-status")
    follow(phone.get_by_role("link", name="撤回公开同意"))
    screenshot(phone, "rating-consent")
    follow(phone.get_by_role("button", name="是，撤回同意"))
    phone.goto("/feedback/ratings/list/?show=bad")
    expect(row).to_contain_text("已增开窗口，向您致歉。")
    expect(row).not_to_contain_text("等了一个小时。")
    phone.goto("/feedback/ratings/status/")
    follow(phone.get_by_role("button", name="退出查询"))
    expect(phone.locator("#id_code")).to_be_visible()


def test_an_enquiry_is_logged_with_the_keyboard_in_twenty_seconds(page: Page) -> None:
    log_in(page, "hotline")
    page.goto("/staff/feedback/calls/new/?place=hall")
    begun = time.monotonic()
    page.keyboard.type("周六能不能办身份证", delay=120)  # the focus is there already
    page.keyboard.press("Enter")
    page.wait_for_url("**/calls/new/?place=hall")
    assert time.monotonic() - begun < SECONDS
    expect(page.locator("#latest + ol li").first).to_contain_text("周六能不能办身份证")
    expect(page.locator("[name=subject]")).to_be_focused()
    page.keyboard.type("请回电")
    tab_to(page, "[name=result]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "[name=phone]")
    page.keyboard.type("13900000000")
    page.keyboard.press("Enter")
    page.wait_for_url("**/calls/new/?place=hall")
    expect(page.locator("#latest + ol li").first).to_contain_text("请回电")


def test_call_backs_are_made_with_enter(page: Page) -> None:
    log_in(page, "hotline")
    page.goto("/staff/feedback/calls/callbacks/")
    before = page.locator(".call-waiting strong").count()
    assert before
    page.keyboard.press("Enter")  # show the number
    expect(page.locator(".call-number")).to_be_visible()
    page.keyboard.type("已答复")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(page.locator(".call-waiting strong")).to_have_count(before - 1)
