"""Writing to the center as citizens do: every page on every screen, with and without scripts, from form to verdict."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser import accessibility_faults, assert_fit, follow, screenshot, tab_to

pytestmark = pytest.mark.browser
NEW: Final = "/feedback/new/"
STATUS: Final = "/feedback/status/"
UNHURRIED: Final = 3500
"""Milliseconds from opening the form to sending it; who is quicker is asked to look once more."""

OpenPage = Callable[..., Page]


def fill(page: Page, text: str, **changes: str) -> None:
    """Fill in a complaint."""
    page.locator("input[name=kind][value=complaint]").check()
    for name, value in {"subject": "三号窗口排队", "text": text, **changes}.items():
        page.locator(f"#id_{name}").fill(value)


def press(page: Page, step: str) -> None:
    """Press the button of a step and wait for the page behind it."""
    follow(page.locator(f"button[name=step][value={step}]"))


def slip(page: Page) -> tuple[str, str]:
    """Return number and code from the receipt."""
    expect(page.locator(".receipt-number")).to_have_count(2)
    number, code = page.locator(".receipt-number").all_inner_texts()
    assert re.fullmatch(r"LY\d{4}-\d{6}", number)
    return number, code


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.slow
def test_every_page_fits_every_screen(prefix: str, page: Page) -> None:
    for address in ("/feedback/", "/feedback/answers/?year=2026", "/feedback/scoreboard/"):
        page.goto(prefix + address)
        assert_fit(page, address)
    page.goto(f"{prefix}/feedback/answers/")
    follow(page.locator(".card a").first)
    assert_fit(page, "an answer")
    page.goto(prefix + NEW)
    assert_fit(page, "the form")
    press(page, "check")
    expect(page.get_by_role("alert").first).to_be_focused()
    assert_fit(page, "the form with errors")
    fill(page, f"大厅着火了，法院判决也不管{prefix}", phone="13900000000")
    page.wait_for_timeout(UNHURRIED)
    press(page, "check")
    assert_fit(page, "the preview with better doors")
    press(page, "send")
    slip(page)
    assert_fit(page, "the receipt")
    follow(page.locator(".receipt-status button"))
    assert_fit(page, "the status")
    page.goto(f"{prefix}{STATUS}withdraw/")
    assert_fit(page, "the withdrawal")
    page.goto(f"{prefix}{STATUS}?number=LY2026-000099")
    assert_fit(page, "the look-up")
    screenshot(page, f"feedback-lookup{prefix.replace('/', '-')}")


def test_without_javascript_from_form_to_withdrawal(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False, width=390)
    page.goto(f"{NEW}?kind=help&department=gaj")
    expect(page.locator("input[name=kind][value=help]")).to_be_checked()
    expect(page.locator("#id_about")).to_have_value("gaj")
    page.locator("#id_subject").fill("父亲行动不便")
    page.locator("#id_text").fill("能不能上门办理？电话13900000000。")
    page.locator("#id_consents_to_publication").check()
    page.wait_for_timeout(UNHURRIED)
    press(page, "check")
    expect(page.locator(".public-text")).to_contain_text("139****0000")
    expect(page.locator("#id_consents_to_publication")).to_be_checked()
    press(page, "edit")
    expect(page.locator("#id_text")).to_have_value("能不能上门办理？电话13900000000。")
    press(page, "check")
    press(page, "send")
    number, code = slip(page)
    page.goto(STATUS)
    page.locator("#id_number").fill(number)
    page.locator("#id_code").fill(code)
    follow(page.get_by_role("button", name="查询", exact=True))
    expect(page.locator("h2#now")).to_have_text("已收到")
    follow(page.get_by_role("link", name="撤回公开同意"))
    follow(page.get_by_role("button", name="是，撤回同意"))
    expect(page.get_by_text("撤回公开同意，留言和答复均不公开")).to_be_visible()
    follow(page.get_by_role("link", name="撤回留言"))
    follow(page.get_by_role("button", name="确认撤回"))
    expect(page.locator("h2#now")).to_have_text("已撤回")
    follow(page.get_by_role("button", name="退出查询"))
    expect(page.locator("#id_code")).to_be_visible()
    assert code not in page.url


def test_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/feedback/")
    tab_to(page, f'main a[href="{NEW}"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{NEW}")
    tab_to(page, "input[name=kind]")
    page.keyboard.press("ArrowDown")
    for name, value in {"subject": "键盘留言", "text": "只用键盘也能写完。"}.items():
        tab_to(page, f"#id_{name}")
        page.keyboard.type(value)
    tab_to(page, "button[value=check]")
    page.wait_for_timeout(UNHURRIED)
    page.keyboard.press("Enter")
    page.wait_for_selector("button[value=send]")
    tab_to(page, "button[value=send]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/feedback/receipt/")
    slip(page)


def test_while_the_subject_is_typed_answers_and_doors_appear(page: Page) -> None:
    page.goto(NEW)
    page.locator("#id_subject").press_sequentially("身份证丢失补领")
    expect(page.locator("[data-suggest] a", has_text="身份证丢失补领多久能拿到")).to_be_visible()
    assert accessibility_faults(page) == []
    page.locator("#id_subject").fill("有人受伤")
    expect(page.locator("[data-suggest]")).to_contain_text("120")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("#id_subject").fill("13900000000 打来的电话")
    page.wait_for_timeout(700)
    assert not any("13900000000" in address for address in asked)


def test_pressed_twice_it_is_one_receipt_and_a_wrong_file_loses_nothing(page: Page, tmp_path: Path) -> None:
    fake = tmp_path / "网页.pdf"
    fake.write_text("<!doctype html><title>x</title>")
    page.goto(NEW)
    fill(page, "附件不对也不丢字。")
    page.wait_for_timeout(UNHURRIED)
    press(page, "check")
    page.locator("#id_attachments").set_input_files(fake)
    press(page, "send")
    expect(page.get_by_role("alert").first).to_contain_text("网页.pdf")
    expect(page.get_by_text("附件不对也不丢字。").first).to_be_visible()
    page.locator("button[value=send]").dblclick()
    page.wait_for_url("**/receipt/")
    first = slip(page)
    page.reload()
    assert slip(page) == first


def test_figures_open_their_answers(page: Page) -> None:
    page.goto("/feedback/scoreboard/?year=2026")
    link = page.locator(".board-total td a[href*='/feedback/answers/']").first
    count = int(link.inner_text())
    link.click()
    expect(page.locator(".results-total strong")).to_have_text(str(count))
