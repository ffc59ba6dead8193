"""One complaint on its whole way: from a phone to the published answer, a bad rating, and the better second one."""

from collections.abc import Callable, Mapping
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser import follow, screenshot
from tests.staff_login import log_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SUBJECT: Final = "同一件事让我跑了三趟"
TEXT: Final = "我是欧阳长歌，公民身份号码429902196708080604，电话13900001234。办手续跑了三趟，每次要的材料都不一样。"
SECRETS: Final = ("欧阳长歌", "429902196708080604", "13900001234")
PHONE: Final = {"width": 390, "height": 844, "java_script_enabled": False, "has_touch": True}

OpenPage = Callable[..., Page]


@pytest.fixture
def logged_in(open_page: OpenPage) -> Callable[[str], Page]:
    """Return a function that gives the browser of somebody of the staff."""
    known: dict[str, Page] = {}

    def of(username: str) -> Page:
        if username not in known:
            known[username] = open_page()
            log_in(known[username], username)
        return known[username]

    return of


def do(page: Page, verb: str, typed: Mapping[str, str] | None = None) -> None:
    """Carry out a verb of a desk, unfolding its form where it is folded."""
    form = page.locator(f"form[action$='/do/{verb}/']").last
    if not form.is_visible():
        page.locator("details", has=form).locator("> summary").click()
    for name, text in (typed or {}).items():
        field = form.locator(f"[name={verb}-{name}]")
        if field.count() > 1:
            form.locator(f"[name={verb}-{name}][value={text}]").check()
        elif field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=text)
        else:
            field.fill(text)
    follow(form.locator("button[type=submit]"))
    expect(page.locator(".messagelist .success")).to_be_visible()


def send(phone: Page) -> tuple[str, str]:
    """Write the complaint on the phone; return number and code."""
    phone.goto("/feedback/new/")
    phone.locator("input[name=kind][value=complaint]").check()
    for name, text in {"subject": SUBJECT, "text": TEXT, "name": "欧阳长歌", "phone": "13900001234"}.items():
        phone.locator(f"#id_{name}").fill(text)
    phone.locator("#id_consents_to_publication").check()
    screenshot(phone, "walk-1-form")
    phone.wait_for_timeout(3500)  # nobody writes a complaint in less than three seconds
    follow(phone.locator("button[name=step][value=check]"))
    for secret in SECRETS:
        expect(phone.locator(".public-text")).not_to_contain_text(secret)
    screenshot(phone, "walk-2-preview")
    follow(phone.locator("button[name=step][value=send]"))
    screenshot(phone, "walk-3-receipt")
    number, code = phone.locator(".receipt-number").all_inner_texts()
    return number, code


def look_up(phone: Page, address: str, number: str, code: str) -> None:
    """Show number and code."""
    phone.goto(address)
    phone.locator("#id_number").fill(number)
    phone.locator("#id_code").fill(code)
    follow(phone.get_by_role("button", name="查询", exact=True))


def answer(logged_in: Callable[[str], Page], number: str) -> None:
    """Route, take up, reply, have the reply approved, and publish the masked answer, each by the right person."""
    desk = f"/staff/feedback/{number}/"
    hotline, officer, manager = (logged_in(name) for name in ("hotline", "officer2", "manager"))
    hotline.goto(desk)
    do(hotline, "route", {"department": "江城市公安局", "reason": "涉及公安窗口"})
    officer.goto(desk)
    do(officer, "accept")
    follow(officer.get_by_role("link", name="起草答复"))
    officer.locator("#id_text").fill("已统一三个窗口的材料清单，并向您致歉。")
    officer.locator("[name=ending]").select_option("solved")
    follow(officer.locator("button[name=submit]"))
    manager.goto(desk)
    do(manager, "send_reply")
    officer.goto(f"{desk}public/")
    follow(officer.locator("button[name=submit]"))
    screenshot(officer, "walk-4-desk")
    manager.goto(f"{desk}public/")
    do(manager, "publish_answer")


def mend(logged_in: Callable[[str], Page], number: str) -> None:
    """Call the rater back, verify, correct, tell the result, and let the public read it."""
    desk = f"/staff/feedback/ratings/{number}/"
    officer, manager = logged_in("officer2"), logged_in("manager")
    officer.goto(desk)
    do(officer, "contact", {"note": "已致电，评价人说材料清单仍不一致。"})
    do(officer, "verify", {"note": "属实，二号窗口未更新。"})
    do(officer, "mend", {"corrected": "yes", "note": "已更新二号窗口的清单。"})
    do(officer, "tell", {"note": "二号窗口的清单已更新，今后统一由一处发布。"})
    screenshot(officer, "walk-6-rating-desk")
    manager.goto(desk)
    do(manager, "release_words")


def test_from_a_phone_to_the_second_rating(open_page: OpenPage, logged_in: Callable[[str], Page]) -> None:
    phone = open_page(**PHONE)
    number, code = send(phone)
    answer(logged_in, number)

    phone.goto(f"/feedback/answers/{number}/")
    article = phone.locator("main")
    expect(article).to_contain_text("已统一三个窗口的材料清单")
    expect(article).to_contain_text("429*************04")
    for secret in SECRETS:
        expect(article).not_to_contain_text(secret)
    screenshot(phone, "walk-5-answer")

    look_up(phone, "/feedback/status/", number, code)
    follow(phone.get_by_role("link", name="评价答复"))
    phone.locator("[name=grade][value=very_dissatisfied]").check()
    phone.locator("[name=remark]").fill("欧阳长歌又去了一趟，二号窗口的清单还是旧的。")
    phone.locator("[name=consents]").check()
    phone.locator("[name=name]").fill("欧阳长歌")
    phone.locator("[name=phone]").fill("13900001234")
    phone.wait_for_timeout(1100)  # nor rates it in less than one
    follow(phone.get_by_role("button", name="提交评价"))
    rating, rating_code = phone.locator(".receipt-number").all_inner_texts()
    mend(logged_in, rating)

    look_up(phone, "/feedback/ratings/status/", rating, rating_code)
    expect(phone.locator("main")).to_contain_text("二号窗口的清单已更新")
    screenshot(phone, "walk-7-result")
    phone.locator("[name=grade][value=satisfied]").check()
    follow(phone.locator("form[action$='again/'] button"))

    phone.goto("/feedback/ratings/?department=gaj")
    follow(phone.locator("a[href*='show=again']").first)
    row = phone.locator("li", has_text=rating)
    for words in ("★☆☆☆☆", "★★★★☆", "欧阳**又去了一趟", "二号窗口的清单已更新"):
        expect(row).to_contain_text(words)
    screenshot(phone, "walk-8-figures")
