"""The kiosk in a real browser: large, in strong contrast, without history, and forgetful."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser import accessibility_faults

pytestmark = pytest.mark.browser
SIZES = ((1920, 1080), (1080, 1920))
ADDRESSES = (
    "/kiosk/",
    "/kiosk/themes/personal/",
    "/kiosk/departments/",
    "/kiosk/guides/?department=gaj",
    "/kiosk/guides/id-card-replacement/",
    "/kiosk/guides/id-card-replacement/materials/",
    "/kiosk/guides/id-card-replacement/places/",
    "/kiosk/search/?q=SFZ",
    "/kiosk/windows/",
    "/kiosk/windows/B17/",
    "/kiosk/progress/",
    "/kiosk/rating/",
    "/kiosk/rating/B17/",
    "/en/kiosk/",
)
_SMALL = """() => {
    const seen = [...document.querySelectorAll("body *")].filter((one) => one.checkVisibility());
    const targets = seen.filter((one) => one.matches("a, button") && !one.closest("svg")).filter((one) => {
        const { width, height } = one.getBoundingClientRect();
        return width < 60 || height < 60;
    });
    const words = seen.filter((one) => [...one.childNodes].some((text) => text.nodeType === 3 && text.data.trim()));
    const letters = words.filter((one) => one.closest("svg")
        ? one.getBoundingClientRect().height < 24 : parseFloat(getComputedStyle(one).fontSize) < 24);
    return [...targets, ...letters].map((one) => one.outerHTML.slice(0, 100));
}"""


@pytest.mark.parametrize("size", SIZES, ids=("landscape", "portrait"))
@pytest.mark.parametrize("address", ADDRESSES)
def test_it_is_large_and_in_strong_contrast(
    address: str, size: tuple[int, int], open_page: Callable[..., Page]
) -> None:
    page = open_page(width=size[0], height=size[1])
    page.goto(address)
    assert page.evaluate(_SMALL) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert accessibility_faults(page, best_practice=False) == []
    wishes = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}, "preload": False}
    assert [one["nodes"][0]["html"] for one in Axe().run(page, options=wishes).response["violations"]] == []


def touch(page: Page, name: str) -> None:
    """Touch a key and wait for the page that takes the place of this one."""
    before = page.url
    page.get_by_role("link", name=name).first.click()
    expect(page).not_to_have_url(before)


def test_pages_change_in_place_and_leave_no_history(page: Page) -> None:
    page.goto("/kiosk/")
    before = page.evaluate("history.length")
    for name in ("个人办事", "证件办理", "居民身份证"):
        touch(page, name)
    expect(page.get_by_role("heading", level=1)).to_contain_text("身份证")
    assert page.evaluate("history.length") == before
    touch(page, "返回首页")
    assert page.evaluate("history.length") == before
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_who_is_gone_is_asked_and_forgotten(page: Page) -> None:
    page.clock.install()
    page.goto("/en/kiosk/windows/")
    asking = page.get_by_role("alertdialog")
    page.clock.run_for(59_000)
    expect(asking).to_be_hidden()
    page.clock.run_for(2_000)
    expect(asking).to_be_visible()
    expect(page.locator("#idle-seconds")).to_have_text("14")
    expect(page.get_by_role("button", name="Go on")).to_be_focused()
    page.keyboard.press("Enter")
    expect(asking).to_be_hidden()
    page.clock.run_for(76_000)
    expect(page).to_have_url("/kiosk/")
    expect(page.get_by_role("heading", level=1)).to_have_text("您想办什么？")


def test_keys_type_number_and_code_without_an_address_that_holds_them(page: Page) -> None:
    page.goto("/kiosk/progress/")
    page.get_by_role("button", name="给中心的来信").click()
    for key in "2026000001":
        page.get_by_role("button", name=key, exact=True).click()
    expect(page.locator(".typed").first).to_have_text("LY2026-000001")  # typed faster than pages come
    for place in range(12):
        page.get_by_role("button", name="A", exact=True).click()
        if place < 11:
            expect(page.locator(".typed").last).to_have_text("-".join(["AAAA"] * 3)[: place + 1 + place // 4])
    expect(page.get_by_role("alert").first).to_contain_text("请对照回执核对")
    assert page.url.endswith("/kiosk/progress/")


def test_without_scripts_keys_are_links_and_buttons(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/kiosk/search/")
    for key in "SFZ":
        page.get_by_role("link", name=key, exact=True).click()
    expect(page.get_by_role("link", name="居民身份证").first).to_be_visible()
    page.goto("/kiosk/progress/")
    page.get_by_role("button", name="评价").click()
    page.get_by_role("button", name="2", exact=True).click()
    expect(page.locator(".typed").first).to_have_text("PJ2")
