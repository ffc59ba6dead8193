"""The site on a home screen and without a network: Chromium installs it, and guides read before can be read again."""

import json
from collections.abc import Callable
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser import accessibility_faults
from tests.staff_login import log_in

pytestmark = pytest.mark.browser

GUIDE: Final = "/guides/id-card-replacement/"
ANOTHER: Final = "/guides/passport-first-issue/"
OpenPage = Callable[..., Page]


def wait_until(page: Page, condition: str, given: str = "") -> None:
    """Wait until a condition holds. (Playwright's own way of waiting needs eval, which our policy forbids.)"""
    seen = page.evaluate(
        f"""async (given) => {{
            const condition = {condition};
            for (let round = 0; round < 300; round++) {{
                if (await condition(given)) return true;
                await new Promise((wake) => setTimeout(wake, 50));
            }}
            return false;
        }}""",
        given,
    )
    assert seen, f"waited in vain for {condition} {given}"


def wait_for_worker(page: Page) -> None:
    """Wait until the service worker rules this page."""
    wait_until(page, "() => navigator.serviceWorker.controller !== null")


def kept(page: Page) -> list[str]:
    """Return the paths of everything that the worker has stored."""
    paths: list[str] = page.evaluate(
        """async () => {
            const found = [];
            for (const name of await caches.keys()) {
                for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
            }
            return found;
        }"""
    )
    return paths


def wait_until_kept(page: Page, path: str) -> None:
    """Wait until the worker has stored a guide, which it does after the page has been shown."""
    wait_until(page, "async (path) => !!(await (await caches.open('guides-1')).match(path))", path)


def go_offline(page: Page) -> None:
    """Cut the network of the page and of its worker."""
    page.context.set_offline(True)


def test_chromium_finds_the_site_installable(page: Page) -> None:
    page.goto("/")
    wait_for_worker(page)
    developer = page.context.new_cdp_session(page)
    manifest: dict[str, Any] = developer.send("Page.getAppManifest")
    assert manifest["url"].endswith("/manifest.webmanifest")
    assert manifest["errors"] == []
    assert json.loads(manifest["data"])["start_url"] == "/"
    errors = [error["errorId"] for error in developer.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    assert set(errors) <= {"in-incognito"}, "the browser of a test is always a private one"


def test_a_guide_opened_before_can_be_read_without_a_network(page: Page) -> None:
    page.goto("/")
    wait_for_worker(page)
    page.goto(GUIDE)
    wait_until_kept(page, GUIDE)
    expect(page.locator(".offline-notice")).to_have_count(0)
    colour = page.locator(".masthead").evaluate("(one) => getComputedStyle(one).backgroundColor")
    go_offline(page)
    page.reload()
    expect(page.locator("h1")).to_have_text("居民身份证丢失补领")
    expect(page.locator(".materials")).to_contain_text("居民身份证申领登记表")
    notice = page.locator(".offline-notice")
    expect(notice).to_contain_text("离线副本")
    expect(notice).to_contain_text("保存的内容")
    assert "<!--" not in notice.inner_text()
    assert page.locator(".masthead").evaluate("(one) => getComputedStyle(one).backgroundColor") == colour
    assert accessibility_faults(page) == []
    page.goto(f"{GUIDE}?from=bookmark")
    expect(notice).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("h1")).to_have_text("居民身份证丢失补领")
    expect(notice).to_have_count(0)


def test_the_very_first_page_is_kept_too(page: Page) -> None:
    page.goto(f"/en{ANOTHER}")
    wait_for_worker(page)
    wait_until_kept(page, f"/en{ANOTHER}")
    go_offline(page)
    page.reload()
    expect(page.locator(".offline-notice")).to_contain_text("Offline copy")


def test_other_pages_say_that_there_is_no_network_and_list_what_is_kept(page: Page) -> None:
    page.goto(GUIDE)
    wait_for_worker(page)
    wait_until_kept(page, GUIDE)
    go_offline(page)
    page.goto("/departments/")
    expect(page.locator("h1")).to_have_text("网络未连接")
    expect(page.locator(".offline-none")).to_be_hidden()
    assert accessibility_faults(page) == []
    page.get_by_role("link", name="居民身份证丢失补领").click()
    expect(page.locator(".offline-notice")).to_be_visible()
    page.goto("/en/departments/")
    expect(page.locator("h1")).to_have_text("No connection")
    expect(page.locator(".offline-none")).to_be_visible()


def test_large_print_stays_without_a_network(page: Page) -> None:
    page.goto(GUIDE)
    wait_for_worker(page)
    page.get_by_role("link", name="长者版", exact=True).click()
    expect(page.get_by_role("link", name="退出长者版")).to_be_visible()
    size = page.locator(".lead").evaluate("(one) => getComputedStyle(one).fontSize")
    page.reload()
    wait_until(page, "async () => (await (await caches.match('/display.css')).text()).includes('--root-size')")
    go_offline(page)
    page.reload()
    expect(page.locator(".offline-notice")).to_be_visible()
    assert page.locator(".lead").evaluate("(one) => getComputedStyle(one).fontSize") == size


def test_only_guides_are_kept(page: Page) -> None:
    page.goto(GUIDE)
    wait_for_worker(page)
    wait_until_kept(page, GUIDE)
    item = page.locator("main a[href^='/items/1']").first.get_attribute("href") or ""
    for path in ("/", "/search/?q=身份证", "/guides/", item, "/guides/no-such-guide/", "/admin/login/", "/admin/"):
        page.goto(path)
    page.goto(ANOTHER)
    wait_until_kept(page, ANOTHER)
    allowed = {GUIDE, ANOTHER, "/offline/", "/en/offline/", "/display.css", "/en/display.css"}
    assert [path for path in kept(page) if path not in allowed and not path.startswith("/static/")] == []


def test_the_back_office_is_never_touched(page: Page) -> None:
    page.goto(GUIDE)
    wait_for_worker(page)
    log_in(page, "editor")
    page.goto("/admin/guides/guide/")
    assert [path for path in kept(page) if path.startswith("/admin")] == []
    go_offline(page)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto("/admin/guides/guide/")


def test_without_javascript_nothing_is_kept_and_nothing_is_missing(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(GUIDE)
    expect(page.locator("h1")).to_have_text("居民身份证丢失补领")
    assert page.context.service_workers == []
