"""One request from the letter to the frozen annual report, in a real browser: an officer and the head of the center."""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from disclosure.models import AnnualReport, Request
from foundation.people import User
from tests.browser import accessibility_faults, follow
from tests.cast import Cast
from tests.disclosure.annual.rows import SECTION_TWO
from tests.disclosure.factories import make_body
from tests.disclosure.register_cases import load_letters

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Desk = Callable[[User], Page]


@pytest.fixture
def office(cast: Cast, tmp_path: Path, settings: Any) -> None:
    """What the pages need to know: calendars, letter texts, the office, and whose report it is."""
    settings.PRIVATE_FILES_ROOT = tmp_path
    call_command("load_reference", verbosity=0)
    make_body(cast.police)
    load_letters()


@pytest.fixture
def desk_of(browser: Browser, live_server: LiveServer) -> Iterator[Desk]:
    """Return a function that opens the back office as somebody."""
    contexts = []

    def open_desk(user: User) -> Page:
        client = Client()
        client.force_login(user)
        context = browser.new_context(base_url=live_server.url, locale="zh-CN")
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    yield open_desk
    for context in contexts:
        context.close()


def log_letter(page: Page) -> str:
    """Log a letter whose receipt was confirmed with the applicant, and return the number."""
    page.goto("/staff/disclosure/requests/new/")
    page.select_option("[name=channel]", "letter")
    page.fill("[name=arrived_on]", "2025-12-01")
    page.fill("[name=confirmed_on]", "2025-12-01")
    page.fill("[name=evidence]", "12月1日10时电话与申请人确认")
    page.fill("[name=name]", "钱小样")
    page.fill("[name=address]", "江城市滨江大道1号")
    page.fill("[name=subject]", "2025年窗口办件量统计")
    page.fill("[name=description]", "申请公开2025年各窗口月度办件量统计表。")
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url(re.compile(r"/requests/SQ2025-\d{5}/$"))
    return page.url.rstrip("/").rpartition("/")[2]


def test_from_the_letter_to_the_frozen_report(
    cast: Cast, office: None, desk_of: Desk, settings: Any, live_server: LiveServer
) -> None:
    settings.PORTAL_TODAY = dt.date(2025, 12, 8)
    officer, manager = desk_of(cast.officer), desk_of(cast.manager)

    number = log_letter(officer)
    assert accessibility_faults(officer) == []
    assert "2025-12-29" in officer.inner_text("#content-main")  # 20 working days after 1 December

    item = Request.objects.get(number=number).items.get()
    officer.goto(f"/staff/disclosure/requests/{number}/decision/")
    officer.select_option(f"[name=item-{item.pk}-outcome]", "granted")
    officer.fill(f"[name=item-{item.pk}-answer]", "2025年各窗口月度办件量统计表一份，请查收。")
    officer.select_option("[name=secrecy_review]", "cleared")
    officer.fill("[name=secrecy_note]", "信息公开办公室审查")
    follow(officer.locator("button[name=review]"))
    assert accessibility_faults(officer) == []
    follow(officer.locator("form[action$='/submit_decision/'] button[type=submit]"))

    manager.goto(f"/staff/disclosure/requests/{number}/decision/review/")
    follow(manager.locator("form[action$='/release_decision/'] button[type=submit]"))
    request = Request.objects.get(number=number)
    assert (request.stage, request.outcome_row, request.concluded_on) == ("concluded", "granted", dt.date(2025, 12, 8))
    assert request.letters.filter(kind="decision").exists()

    settings.PORTAL_TODAY = dt.date(2026, 1, 15)
    officer.goto("/staff/disclosure/reports/")
    officer.fill("[name=year]", "2025")
    follow(officer.locator("form[action$='/start/'] button[type=submit]"))
    officer.goto("/staff/disclosure/reports/2025/figures/")
    for address, value in SECTION_TWO.items():
        officer.fill(f"[name='{address}']", str(value))
    officer.fill("[name^=note_]", "审批系统统计")
    follow(officer.locator("form.desk-form button[type=submit]").first)
    officer.goto("/staff/disclosure/reports/2025/")
    follow(officer.locator("form[action$='/do/submit/'] button[type=submit]"))

    manager.goto("/staff/disclosure/reports/2025/")
    assert accessibility_faults(manager) == []
    follow(manager.locator("form[action$='/do/sign/'] button[type=submit]"))
    report = AnnualReport.objects.get(year=2025)
    assert (report.stage, report.signed_by) == ("signed", cast.manager)

    citizen = Client()
    assert citizen.get("/disclosure/reports/2025/").status_code == 200
    table = json.loads(citizen.get("/disclosure/reports/2025/report.json").content)["requests"]
    assert table["new_received"]["natural_person"] == table["granted"]["total"] == 1
    assert table["carried_forward"]["total"] == 0
