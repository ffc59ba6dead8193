"""The back office in a real browser: policy, accessibility, phones, a day's work with and without scripts."""

import contextlib
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Dialog, Error, Page, expect

from tests.browser import WCAG, follow, screenshot
from tests.staff_login import log_in

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
TALL = 6000
"""High enough that the bar of buttons covers nothing while axe measures."""


def sign_in(page: Page, who: str) -> Page:
    log_in(page, who)
    return page


def faults(page: Page) -> list[str]:
    """Return what axe finds; without its preloading of styles, which would break the page's own policy."""
    options = {"runOnly": {"type": "tag", "values": [*WCAG, "best-practice"]}, "preload": False}
    found = Axe().run(page, options={**options, "resultTypes": ["violations"]})
    return [f"{v['id']}: {node['target']}" for v in found.response["violations"] for node in v["nodes"]]


def check(page: Page, name: str) -> None:
    screenshot(page, f"admin-{name}-{page.viewport_size['width']}")  # type: ignore[index]
    too_wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not too_wide, f"{name} is wider than the screen"
    assert not faults(page), name


def first_guide(page: Page, search: str = "身份证") -> str:
    page.goto(f"/admin/guides/guide/?q={search}")
    return str(page.get_attribute("#result_list tbody tr:first-child th a", "href")).split("?")[0]


def test_pages_of_editors_on_a_phone(open_page: Open) -> None:
    """How they look on a desk is looked at by the scenes of the manual."""
    page = open_page(width=390, height=TALL)
    page.goto("/admin/login/")
    check(page, "login")
    sign_in(page, "editor")
    check(page, "desk")
    guide = first_guide(page)
    for name, address in {
        "list": "/admin/guides/guide/",
        "items": "/admin/approvals/item/?gaps=no",
        "guide": guide,
        "guide-add": "/admin/guides/guide/add/",
        "item": "/admin/approvals/item/?q=身份证",
        "compare": guide.replace("change", "compare"),
        "history": guide.replace("change", "history"),
        "verb": guide.replace("change", "verbs/submit"),
        "password": "/admin/password_change/",
        "refused": "/admin/foundation/user/",
    }.items():
        page.goto(address)
        if name == "item":
            follow(page.locator("#result_list tbody tr:first-child th a"))
        if name == "guide":
            page.click("#materials-group .add-row a")
            page.click("#steps-group summary >> nth=0")
        check(page, name)


def test_from_draft_to_public_page(open_page: Open) -> None:
    editor = sign_in(open_page(), "editor")
    guide = first_guide(editor, "居住证")
    editor.goto(guide)
    editor.fill("#id_summary", "办好居住证，孩子上学、看病报销都方便。")
    editor.click("#materials-group .add-row a")
    row = editor.locator("#materials-group .inline-related.dynamic-materials").last
    row.locator("input[name$=-name]").fill("居住登记凭条")
    row.locator("input[name$=-blank_form]").set_input_files(
        {"name": "凭条.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 sample"}
    )
    follow(editor.locator("input[name=_continue]"))
    assert "居住登记凭条" in editor.inner_text("#materials-group")
    editor.fill("input[name=submit_note]", "补充居住登记凭条")
    follow(editor.locator("input[name=_submit]"))
    expect(editor.locator("input[name=_continue]")).to_have_count(0)  # read-only while it is in review

    reviewer = sign_in(open_page(java_script_enabled=False), "reviewer")
    follow(reviewer.locator(".desk-tiles-urgent").get_by_role("link", name="办事指南"))
    follow(reviewer.locator("#result_list tbody tr:first-child th a"))
    follow(reviewer.locator(".panel-offers a.button").first)
    assert "补充居住登记凭条" in reviewer.inner_text("#content")
    assert "居住登记凭条" in reviewer.inner_text(".difference-added")
    screenshot(reviewer, "admin-review-1280")
    follow(reviewer.locator(".offer-release button[type=submit]").first)
    expect(reviewer.locator(".messagelist .success")).to_have_count(1)

    reader = open_page()
    reader.goto("/guides/?q=居住证")
    expect(reader.locator("main")).to_have_count(1)


def test_the_review_page_is_accessible_and_fits_phones(open_page: Open) -> None:
    editor = sign_in(open_page(), "editor")
    guide = first_guide(editor, "护照")
    editor.goto(guide)
    editor.fill("#id_notes", "节假日照常受理。")
    follow(editor.locator("input[name=_submit]"))
    reviewer = sign_in(open_page(width=390, height=TALL), "reviewer")
    for name in ("review", "change", "compare"):
        reviewer.goto(guide.replace("change", name))
        check(reviewer, f"reviewer-{name}")
    reviewer.goto(guide.replace("change", "preview"))
    expect(reviewer.locator("aside.notice-warn").first).to_be_visible()


def test_a_stale_page_keeps_its_text(open_page: Open) -> None:
    first, second = (sign_in(open_page(), "editor2") for _number in range(2))
    guide = first_guide(first, "食品")
    for page in (first, second):
        page.goto(guide)
    first.fill("#id_notes", "甲写的")
    follow(first.locator("input[name=_continue]"))
    second.fill("#id_notes", "乙写的")
    follow(second.locator("input[name=_continue]"))
    assert second.input_value("#id_notes") == "乙写的"
    expect(second.locator("ul.errorlist.nonfield a[target=_blank]")).to_have_count(1)
    check(sign_in(open_page(height=TALL), "editor2"), "desk-after")


def leaves(page: Page, address: str) -> bool:
    """Go elsewhere and answer a question with “stay”; tell whether there was none."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    with contextlib.suppress(Error):  # a visit that was called off
        page.goto(address)
    page.remove_listener("dialog", stay)
    return not asked


def test_typed_text_is_not_lost_by_leaving(open_page: Open) -> None:
    page = sign_in(open_page(), "editor")
    guide = first_guide(page)
    page.goto(guide)
    before = page.input_value("#id_notes")
    page.fill("#id_notes", "写到一半")
    assert not leaves(page, "/admin/")
    page.fill("#id_notes", before)
    assert leaves(page, "/admin/")

    page.goto(guide)
    page.fill("#id_title", "")
    page.click("input[name=_continue]")
    page.locator("#error-summary").wait_for()
    page.click("h1")
    assert not leaves(page, "/admin/")  # what came back with errors is nowhere else


def test_faults_lead_to_their_fields_by_keyboard(open_page: Open) -> None:
    page = sign_in(open_page(height=TALL), "editor")
    page.goto(first_guide(page))
    page.fill("#id_title", "")
    page.click("#places-group summary >> nth=0")
    page.fill("#id_places-0-phone", "5550503")
    page.keyboard.press("Enter")  # saves, like the first button
    page.locator("#error-summary:focus").wait_for()
    check(page, "faults")
    for wanted in ("id_title", "id_places-0-phone"):
        page.keyboard.press("Tab")
        link = page.evaluate("document.activeElement.hash.slice(1)")
        assert link == wanted
    page.keyboard.press("Enter")
    expect(page.locator("#id_places-0-phone")).to_be_focused()
    page.reload()


def test_a_save_stays_where_one_works(open_page: Open) -> None:
    page = sign_in(open_page(), "editor")
    page.goto(first_guide(page, "户口"))
    rows = page.locator("#materials-group .has_original").count()
    page.click(".jumps a[href='#materials-group']")
    page.locator("#materials-group .add-row a").press(" ")
    expect(page.locator(f"[name=materials-{rows}-name]")).to_be_focused()
    page.keyboard.type("委托书")
    place = page.evaluate("scrollY")
    assert place > 0
    page.keyboard.press("Control+s")
    page.locator(".save-done").wait_for()
    page.wait_for_function("scrollY > 0")
    assert page.evaluate("scrollY") == place
    expect(page.locator(f"#materials-{rows} details[open]")).to_have_count(1)
    page.locator(f"#materials-{rows} input[name$=-DELETE]").check()
    expect(page.locator(".save-done")).to_have_count(0)
    page.click("input[name=_continue]")
    page.locator(".save-done").wait_for()
    expect(page.locator("#materials-group .has_original")).to_have_count(rows)


def test_the_keyboard_reaches_every_part_in_order(open_page: Open) -> None:
    page = sign_in(open_page(), "editor")
    page.goto(first_guide(page))
    seen = []
    page.locator("#id_title").focus()
    for _step in range(60):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.name || document.activeElement.tagName"))
    wanted = ["situation", "slug", "summary", "conditions", "notes", "no_materials"]
    assert [name for name in seen if name in wanted] == wanted
    assert seen.index("SUMMARY") > seen.index("no_materials")
    assert "submit_note" in seen or "_continue" in seen or len(seen) == 60
