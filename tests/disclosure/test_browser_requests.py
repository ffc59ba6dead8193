"""Asking for information as citizens do: every page on every screen, with any means of input, from form to answer."""

import datetime as dt
import io
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import accessibility_faults, assert_fit, follow, letter_size, tab_to
from tests.staff_login import log_in

pytestmark = pytest.mark.browser
NEW: Final = "/disclosure/requests/new/"
STATUS: Final = "/disclosure/status/"
FIELDS: Final = {
    "subject": "居民身份证补领办件量",
    "description": "申请公开2025年度各窗口月度办件量统计表。",
    "name": "钱小样",
    "paper_number": "11010519491231002X",
    "phone": "13900000000",
    "email": "q@example.com",
}
UNHURRIED: Final = 3500
"""Milliseconds from opening the form to sending it; who is quicker is asked to look once more."""

OpenPage = Callable[..., Page]


def fill(page: Page, **changes: str) -> None:
    """Fill in what a person must."""
    for name, value in {**FIELDS, **changes}.items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("[name=delivery_way][value=email]").check()


def press(page: Page, step: str) -> None:
    """Press the button of a step and wait for the page behind it."""
    follow(page.locator(f"button[name=step][value={step}]"))


def send(page: Page, prefix: str = "", **changes: str) -> tuple[str, str]:
    """Send a request and return number and code."""
    page.goto(f"{prefix}{NEW}")
    fill(page, **changes)
    page.wait_for_timeout(UNHURRIED)
    press(page, "check")
    press(page, "send")
    return slip(page)


def slip(page: Page) -> tuple[str, str]:
    """Return number and code from the receipt."""
    expect(page.locator(".receipt-number")).to_have_count(2)
    number, code = page.locator(".receipt-number").all_inner_texts()
    assert re.fullmatch(r"SQ\d{4}-\d{5}", number)
    assert re.fullmatch(r"(?:[A-Z2-9]{4}-){2}[A-Z2-9]{4}", code)
    return number, code


def look_up(page: Page, number: str, code: str) -> None:
    """Show number and code."""
    page.goto(STATUS)
    page.locator("#id_number").fill(number)
    page.locator("#id_code").fill(code)
    follow(page.get_by_role("button", name="查询", exact=True))


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.slow
def test_every_page_fits_every_screen(prefix: str, page: Page) -> None:
    page.goto(f"{prefix}{NEW}")
    assert_fit(page, "the form")
    press(page, "check")
    expect(page.get_by_role("alert")).to_be_focused()
    assert_fit(page, "the form with errors")
    fill(page)
    press(page, "check")
    assert_fit(page, "the preview")
    page.wait_for_timeout(UNHURRIED)
    press(page, "send")
    number, code = slip(page)
    assert_fit(page, "the receipt")
    look_up(page, number, code) if not prefix else page.goto(f"{prefix}{STATUS}")
    assert_fit(page, "the status" if not prefix else "the look-up")
    page.goto(f"{prefix}{STATUS}withdraw/")
    assert_fit(page, "the withdrawal")


def test_without_javascript_and_as_an_organization(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(NEW)
    expect(page.locator("#id_name")).to_be_visible()
    expect(page.locator("#id_organization")).to_be_hidden()
    expect(page.locator("#id_fax")).to_be_hidden()
    page.get_by_label("企业或其他组织").check()
    page.get_by_role("radio", name="传真").check()
    expect(page.locator("#id_name")).to_be_hidden()
    for name, value in {
        "subject": FIELDS["subject"],
        "description": FIELDS["description"],
        "organization": "江城市样例科技有限公司",
        "organization_number": "91350100M000100Y43",
        "phone": "0729-5550100",
        "fax": "0729-5550101",
    }.items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("#id_applicant_category").select_option("commercial_enterprise")
    page.wait_for_timeout(UNHURRIED)
    press(page, "check")
    expect(page.get_by_text("您要找的可能已经公开")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("居民身份证丢失补领"))).to_be_visible()
    press(page, "edit")
    expect(page.locator("#id_organization")).to_have_value("江城市样例科技有限公司")
    press(page, "check")
    press(page, "send")
    number, code = slip(page)
    follow(page.get_by_role("button", name="查看办理进度"))
    expect(page.locator("h2#now")).to_have_text("已提交，等待确认")
    follow(page.get_by_role("link", name="撤回申请"))
    follow(page.get_by_role("button", name="确认撤回"))
    expect(page.locator("h2#now")).to_have_text("已撤回")
    follow(page.get_by_role("button", name="退出查询"))
    expect(page.locator("#id_code")).to_be_visible()
    assert number not in page.content()
    assert code not in page.url


def test_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/disclosure/")
    tab_to(page, f'main a[href="{NEW}"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{NEW}")
    for name, value in FIELDS.items():
        if name == "name":
            tab_to(page, "[name=delivery_way]")
            page.keyboard.press("ArrowDown")  # by e-mail
        tab_to(page, f"#id_{name}")
        page.keyboard.type(value)
    tab_to(page, "button[value=check]")
    page.wait_for_timeout(UNHURRIED)
    page.keyboard.press("Enter")
    page.wait_for_selector("button[value=send]")
    tab_to(page, "button[value=send]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipt/")
    slip(page)


def test_while_the_subject_is_typed_what_is_public_appears(page: Page) -> None:
    page.goto(NEW)
    page.locator("#id_subject").press_sequentially("身份证补领")
    link = page.locator("[data-suggest] a", has_text="居民身份证丢失补领")
    expect(link).to_be_visible()
    assert accessibility_faults(page) == []
    with page.context.expect_page() as opened:
        link.click()
    opened.value.wait_for_load_state()
    assert "/guides/" in opened.value.url
    expect(page.locator("#id_subject")).to_have_value("身份证补领")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("#id_subject").fill("11010519491231002X 13900000000")
    expect(page.locator("[data-suggest] a")).to_have_count(0)
    page.wait_for_timeout(500)
    assert not any("1101051949" in address or "13900000000" in address for address in asked)


def test_pressed_twice_and_sent_again_it_is_the_same_receipt(page: Page) -> None:
    page.goto(NEW)
    fill(page)
    page.wait_for_timeout(UNHURRIED)
    press(page, "check")
    page.locator("button[value=send]").dblclick()
    page.wait_for_url("**/receipt/")
    first = slip(page)
    page.reload()
    assert slip(page) == first
    follow(page.get_by_role("link", name="English", exact=True))
    assert "/en/" in page.url
    assert slip(page) == first


def test_a_wrong_file_is_named_and_the_text_stays(page: Page, tmp_path: Path) -> None:
    fake, large = tmp_path / "网页.pdf", tmp_path / "很大.pdf"
    fake.write_text("<!doctype html><title>x</title>")
    with large.open("wb") as file:
        file.truncate(2 * 1024**3)
    page.goto(NEW)
    fill(page)
    page.wait_for_timeout(UNHURRIED)
    press(page, "check")
    page.locator("#id_attachments").set_input_files(large)
    expect(page.locator("[data-most-mb]")).to_be_visible()
    page.locator("button[value=send]").click()
    assert page.url.endswith(NEW), "nothing was sent"
    page.locator("#id_attachments").set_input_files(fake)
    expect(page.locator("[data-most-mb]")).to_be_hidden()
    press(page, "send")
    expect(page.get_by_role("alert").first).to_contain_text("网页.pdf")
    expect(page.get_by_text(FIELDS["name"], exact=True)).to_be_visible()
    press(page, "send")
    slip(page)


def test_two_gigabytes_get_a_page_that_says_so(open_page: OpenPage, tmp_path: Path) -> None:
    large = tmp_path / "很大.pdf"
    with large.open("wb") as file:
        file.truncate(2 * 1024**3)
    page = open_page(java_script_enabled=False)
    page.goto(NEW)
    fill(page)
    press(page, "check")
    page.locator("#id_attachments").set_input_files(large)
    press(page, "send")
    expect(page.locator("h1")).to_have_text("提交的内容太大")


@pytest.fixture
def elderly(page: Page, sample_site: str) -> Page:
    """A page of someone who has chosen large print."""
    page.context.add_cookies([{"name": "display", "value": "elderly", "url": sample_site}])
    return page


def test_in_large_print(elderly: Page, open_page: OpenPage) -> None:
    usual = open_page()
    usual.goto(NEW)
    elderly.goto(NEW)
    assert letter_size(elderly) >= 1.2 * letter_size(usual)
    assert_fit(elderly, "the form in large print")
    send(elderly)
    assert_fit(elderly, "the receipt in large print")


def test_the_receipt_on_paper(page: Page) -> None:
    number, code = send(page)
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    printed = re.sub(r"\s", "", unicodedata.normalize("NFKC", paper.pages[0].extract_text()))
    assert len(paper.pages) == 1
    for words in (number, code, "申请回执", "20个工作日"):
        assert words in printed
    assert "查看办理进度" not in printed
    assert "首页" not in printed


def carry_out(desk: Page, verb: str, **values: str) -> None:
    """Fill and send the small form of a verb on the case desk."""
    form = desk.locator(f"form[action$='/do/{verb}/']")
    form.evaluate("form => form.closest('details').open = true")
    for name, value in values.items():
        form.locator(f"[name='{verb}-{name}']").fill(value)
    follow(form.locator("button[type=submit]"))


@pytest.mark.slow
def test_asked_confirmed_corrected_and_withdrawn(open_page: OpenPage) -> None:
    """The applicant on one computer, the officer on another."""
    citizen, desk = open_page(), open_page()
    number, code = send(citizen)
    log_in(desk, "officer")
    desk.goto(f"/staff/disclosure/requests/{number}/")
    assert FIELDS["name"] not in desk.content()
    carry_out(desk, "confirm_receipt", evidence="电话确认")
    look_up(citizen, number, code)
    expect(citizen.locator("h2#now")).to_have_text("办理中")
    expect(citizen.locator(".status-due")).to_contain_text("最迟")
    expect(citizen.locator(".clock")).to_contain_text("第三十三条")

    until = (dt.date.today() + dt.timedelta(20)).isoformat()  # noqa: DTZ011 - the site runs on today's date
    carry_out(desk, "ask_correction", until=until, what="请写明统计口径。")
    citizen.reload()
    expect(citizen.locator("#correction .asked")).to_contain_text("请写明统计口径")
    assert_fit(citizen, "the status that waits for a correction")
    citizen.locator("#id_text").fill("按受理日期统计。")
    follow(citizen.get_by_role("button", name="提交补正"))
    expect(citizen.get_by_text("收到您的补正内容")).to_be_visible()

    desk.reload()
    expect(desk.get_by_text("提交了补正内容")).to_be_visible()
    carry_out(desk, "record_correction", evidence="网上补正")
    citizen.reload()
    expect(citizen.locator(".clock")).to_contain_text("重新起算")
    follow(citizen.get_by_role("link", name="撤回申请"))
    follow(citizen.get_by_role("button", name="确认撤回"))
    expect(citizen.locator("h2#now")).to_have_text("已撤回")
    desk.reload()
    expect(desk.get_by_text("申请人在进度查询页面撤回").first).to_be_visible()
