"""The officers' pages of the register in a real browser: no barrier and nothing too wide, on desk and phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.sample.accounts import PASSWORD_PREFIX
from tests.browser import accessibility_faults, screenshot

pytestmark = pytest.mark.browser
PAGES = {
    "register": "requests/?clock=overdue",
    "entry": "requests/new/",
    "remedies": "remedies/",
    "reminders": "reminders/",
    "monitors": "monitors/",
}
_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def log_in(page: Page, username: str) -> None:
    page.goto("/admin/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD_PREFIX + username)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/admin/")


def faults_of(page: Page, name: str) -> list[str]:
    page.wait_for_load_state()
    screenshot(page, name)
    wide = page.evaluate(_TOO_WIDE)
    found = [f"{wide} pixels too wide"] if wide > 0 else []
    return [f"{name}: {fault}" for fault in [*found, *accessibility_faults(page)]]


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_of_the_register(open_page: Callable[..., Page], width: int):
    page = open_page(width=width)
    log_in(page, "officer")
    faults: list[str] = []
    for name, address in PAGES.items():
        page.goto(f"/staff/disclosure/{address}")
        faults += faults_of(page, f"{name}-{width}")
    for name, address in (("case", "requests/?clock=overdue"), ("remedy", "remedies/")):
        page.goto(f"/staff/disclosure/{address}")
        page.locator(".desk-table tbody th a").first.click()
        faults += faults_of(page, f"{name}-{width}")
    assert faults == []


def test_the_sample_is_reminded_of_and_proposes_a_publication(open_page: Callable[..., Page]):
    page = open_page()
    log_in(page, "officer")
    page.goto("/staff/disclosure/reminders/?kind=overdue")
    page.locator(".desk-table tbody th a").first.click()
    expect(page.locator(".desk-head")).to_contain_text("答复逾期")
    page.goto("/staff/disclosure/monitors/")
    expect(page.get_by_role("heading", name="多次被申请，建议主动公开")).to_be_visible()
    expect(page.locator(".desk-groups li").filter(has_text="大厅各月办件量统计")).to_have_count(1)
