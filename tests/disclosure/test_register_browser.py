"""The officers' pages of the register in a real browser: no barrier and nothing too wide, on desk and phone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import accessibility_faults, follow, overflow, screenshot
from tests.staff_login import log_in

pytestmark = pytest.mark.browser
PAGES = {
    "register": "requests/?clock=overdue",
    "entry": "requests/new/",
    "remedies": "remedies/",
    "reminders": "reminders/",
    "suggestions": "suggestions/",
    "import": "import/",
    "monitors": "monitors/",
}


def faults_of(page: Page, name: str) -> list[str]:
    """Look at every width, with axe at the narrowest; the scenes of the manual look at the pages on a desk."""
    screenshot(page, name)
    return [f"{name}: {fault}" for fault in [*overflow(page), *accessibility_faults(page)]]


def open_first(page: Page, query: str, *, part: str = "h1") -> str:
    """Open the first request of a view of the register that has a part, and return its address.

    Other tests leave requests on the same site: withdrawn ones, for example, which no letter answered.
    """
    page.goto(f"/staff/disclosure/requests/?{query}")
    for address in [link.get_attribute("href") for link in page.locator(".desk-table tbody th a").all()]:
        page.goto(str(address))
        if page.locator(part).count():
            return page.url
    raise AssertionError(f"no request of {query} has {part}")


def test_the_pages_of_the_register(open_page: Callable[..., Page]):
    page = open_page()
    log_in(page, "officer")
    faults: list[str] = []
    for name, address in PAGES.items():
        page.goto(f"/staff/disclosure/{address}")
        faults += faults_of(page, name)
    for name, address in (("case", "requests/?clock=overdue"), ("remedy", "remedies/")):
        page.goto(f"/staff/disclosure/{address}")
        follow(page.locator(".desk-table tbody th a").first)
        faults += faults_of(page, name)
    assert faults == []


def test_the_pages_of_a_decision_its_letters_and_its_publication(open_page: Callable[..., Page]):
    page = open_page()
    log_in(page, "officer")
    open_case = open_first(page, "stage=handling")
    faults: list[str] = []
    for name, address in (("decision-edit", "decision/"), ("letter-new", "letters/new/acknowledgement/")):
        page.goto(f"{open_case}{address}")
        faults += faults_of(page, name)
    done = open_first(page, "stage=concluded", part=".desk-letters a")
    follow(page.locator(".desk-letters a").first)
    faults += faults_of(page, "letter")
    for name, address in (("decision-review", "decision/review/"), ("answer-publish", "publish/")):
        page.goto(f"{done}{address}")
        faults += faults_of(page, name)
    assert faults == []


def test_the_pages_of_a_decision_before_the_second_person(open_page: Callable[..., Page]):
    page = open_page()
    log_in(page, "manager")
    page.goto(f"{open_first(page, 'stage=releasing')}decision/review/")
    assert faults_of(page, "decision-release") == []


def test_the_pages_of_a_department_that_is_asked(open_page: Callable[..., Page]):
    page = open_page()
    log_in(page, "editor")
    page.goto("/staff/disclosure/questions/")
    faults = faults_of(page, "questions")
    follow(page.locator(".desk-table tbody th a").last)
    faults += faults_of(page, "question")
    assert faults == []


def test_the_preview_of_an_import(open_page: Callable[..., Page], tmp_path: Path):
    page, file = open_page(), tmp_path / "台账.csv"
    file.write_text("登记号,渠道,来件日期,申请人类型,主题\n2023-1,信鸽,2023-05-05,自然人,统计", encoding="utf-8")
    log_in(page, "officer")
    page.goto("/staff/disclosure/import/")
    page.locator("input[type=file]").set_input_files(file)
    follow(page.get_by_role("button", name="预览导入结果"))
    assert faults_of(page, "import-preview") == []
    expect(page.locator(".outcome-refused")).to_have_count(1)
    follow(page.get_by_role("button", name="另选文件"))


def test_the_sample_is_reminded_of_and_proposes_a_publication(open_page: Callable[..., Page]):
    page = open_page()
    log_in(page, "officer")
    page.goto("/staff/disclosure/reminders/?kind=overdue")
    follow(page.locator(".desk-table tbody th a").first)
    expect(page.locator(".desk-head")).to_contain_text("答复逾期")
    page.goto("/staff/disclosure/monitors/")
    expect(page.get_by_role("heading", name="多次被申请，建议主动公开")).to_be_visible()
    expect(page.locator(".desk-groups li").filter(has_text="大厅各月办件量统计")).to_have_count(1)
