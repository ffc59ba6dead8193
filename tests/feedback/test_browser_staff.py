"""The staff pages of messages in a real browser: no barrier and nothing too wide, on desk and phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import accessibility_faults, follow, overflow, screenshot
from tests.staff_login import log_in

pytestmark = pytest.mark.browser
INBOX = "/staff/feedback/"


def faults_of(page: Page, name: str) -> list[str]:
    screenshot(page, name)
    return [f"{name}: {fault}" for fault in [*overflow(page), *accessibility_faults(page)]]


def open_first(page: Page, query: str) -> None:
    page.goto(f"{INBOX}?{query}")
    follow(page.locator(".desk-table tbody th a").first)


def test_the_pages_of_the_officers(open_page: Callable[..., Page]) -> None:
    page, faults = open_page(), []
    log_in(page, "hotline")
    for name, address in (("inbox", INBOX), ("entry", f"{INBOX}new/")):
        page.goto(address)
        faults += faults_of(page, f"message-{name}")
    for name, query in (
        ("unassigned", "stage=received"),
        ("pressed", "clock=supervised"),
        ("objected", "clock=reopening"),
        ("answered", "stage=answered&kind=complaint"),
    ):
        open_first(page, query)
        for summary in page.locator(".desk-side details > summary").all():
            summary.click()
        faults += faults_of(page, f"message-{name}")
    host = open_page()
    log_in(host, "officer2")
    open_first(host, "clock=supervised")
    follow(host.get_by_role("link", name="起草答复"))
    faults += faults_of(host, "message-reply")
    open_first(page, "clock=publishing")
    follow(page.get_by_role("link", name="公开文本及与原文的差异"))
    faults += faults_of(page, "message-public")
    assert faults == []


def test_a_call_is_logged_with_the_keyboard_alone(open_page: Callable[..., Page]) -> None:
    page = open_page()
    log_in(page, "hotline")
    page.goto(f"{INBOX}new/")
    expect(page.get_by_label("主题", exact=True)).to_be_focused()
    page.keyboard.type("车辆年检在哪里预约")
    page.keyboard.press("Tab")
    page.keyboard.type("来电询问年检预约。")
    page.keyboard.press("Tab")
    page.keyboard.type("何女士")
    page.keyboard.press("Tab")
    page.keyboard.type("13900001190")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("来信人查询码")
    expect(page.get_by_role("heading", name="车辆年检在哪里预约")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("13900001190")
