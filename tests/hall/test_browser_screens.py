"""A display in a real browser: it keeps what it showed when the server is gone, and catches up by itself."""

import contextlib
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests.browser import accessibility_faults, follow
from tests.portal.test_browser_install import wait_until
from tests.staff_login import log_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SMALLEST = 32
"""Pixels of the letters that stand beside others on a display of 1080 lines; names on a plan are a little smaller."""


class Server:
    """A second web server on the sample database, which a test may stop and start again at the same address."""

    def __init__(self, database: str, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.place = f"127.0.0.1:{probe.getsockname()[1]}"
        own = {"PORTAL_ENV": "sample", "DATABASE_URL": database, "PORTAL_DATA_DIR": str(folder)}
        web = {"WEB_BIND": self.place, "WEB_WORKERS": "1", "WEB_LOG_LEVEL": "info"}
        self.environment = {**os.environ, **own, **web}
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn"]
        self.process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=self.environment, stderr=subprocess.PIPE, text=True
        )
        said = []
        for line in self.process.stderr or ():
            said.append(line)
            if "Booting worker" in line:
                return
        pytest.fail("".join(said))

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.communicate(timeout=60)
            self.process = None


@pytest.fixture
def server(sample_site: str, sample_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The second server, with the keys and the style sheets of the sample site."""
    folder = next(tmp_path_factory.getbasetemp().glob("site*/secret-key")).parent
    made = Server(sample_database, folder)
    made.start()
    yield made
    made.stop()


def desk_of(browser: Browser, site: str, username: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, locale="zh-CN")
    page = context.new_page()
    log_in(page, username)
    yield page
    context.close()


@pytest.fixture
def staff(browser: Browser, sample_site: str) -> Iterator[Page]:
    """The system administrator at the devices."""
    yield from desk_of(browser, sample_site, "sysadmin")


@pytest.fixture
def manager(browser: Browser, sample_site: str) -> Iterator[Page]:
    """The manager at the notices."""
    yield from desk_of(browser, sample_site, "manager")


def make_code(staff: Page, name: str) -> str:
    staff.goto("/staff/hall/devices/")
    follow(staff.get_by_role("link", name=name))
    follow(staff.get_by_role("button", name="生成登记码"))
    return staff.locator(".desk-due").inner_text()


def enrol(context: BrowserContext, code: str) -> Page:
    """Open a display and let its clock be turned by the test."""
    page = context.new_page()
    page.clock.install()
    page.goto("/screens/")
    page.get_by_label("登记码").fill(code)
    follow(page.get_by_role("button", name="登记"))
    return page


def wait_until_kept(page: Page) -> None:
    """Wait until page and content lie in the store of the browser, and the worker rules the page."""
    wait_until(
        page,
        """async (path) => {
            const store = await caches.open("screen-1");
            return navigator.serviceWorker.controller
                && await store.match(path) && await store.match(path + "content");
        }""",
        re.sub(r"https?://[^/]+", "", page.url),
    )


def let_pass(page: Page, seconds: int, until: str) -> None:
    """Turn the clock of the display on, ask for ask, until a condition holds."""
    for _ask in range(12):
        with contextlib.suppress(Error):  # the page goes elsewhere in this moment
            page.clock.run_for(seconds * 1000)
            if page.evaluate(until):
                return
            page.evaluate("fetch(location.href).catch(() => {})")  # as long as one question takes
    pytest.fail(f"waited in vain for {until}")


HIDDEN = "document.getElementById('stale').hidden"


def test_a_display_outlives_its_server_and_catches_up(
    browser: Browser, server: Server, staff: Page, manager: Page
) -> None:
    context = browser.new_context(
        base_url=f"http://{server.place}", viewport={"width": 1920, "height": 1080}, locale="zh-CN"
    )
    screen = enrol(context, make_code(staff, "一楼大厅主屏"))
    address = screen.url
    expect(screen.get_by_role("heading", name="通知公告")).to_be_visible()
    wait_until_kept(screen)

    server.stop()
    let_pass(screen, 21, f"!{HIDDEN}")
    expect(screen.locator("#stale")).to_have_text(re.compile(r"^内容截至 \d\d:\d\d，正在重新连接$"))
    assert screen.locator(".panel").count() > 5

    screen.close()  # as a browser that starts again while the server is still away
    screen = context.new_page()
    screen.clock.install()
    screen.goto(address)
    expect(screen.locator("#stale")).to_have_text(re.compile("内容截至"))
    assert screen.locator(".panel").count() > 5

    manager.goto("/staff/hall/notices/")
    row = manager.get_by_role("row", name=re.compile("消防演练"))
    row.locator("summary").click()
    follow(row.get_by_role("button", name="发布到所有屏幕"))
    server.start()
    let_pass(screen, 21, HIDDEN)
    expect(screen.get_by_role("alert")).to_contain_text("消防演练")
    row = manager.get_by_role("row", name=re.compile("消防演练"))
    follow(row.get_by_role("button", name="从屏幕撤下"))
    let_pass(screen, 21, "!document.querySelector('.alert')")
    context.close()


def test_a_display_that_is_switched_off_forgets_everything(browser: Browser, server: Server, staff: Page) -> None:
    context = browser.new_context(base_url=f"http://{server.place}", locale="zh-CN")
    screen = enrol(context, make_code(staff, "一楼电梯口导览屏"))
    wait_until_kept(screen)
    staff.goto(screen.url.replace(f"http://{server.place}/screens/", "/staff/hall/devices/"))  # now enrolled
    follow(staff.get_by_role("button", name="停用"))
    let_pass(screen, 21, "document.title.includes('已停用') || !document.getElementById('stale')")
    expect(screen.get_by_role("heading", name="本设备已停用")).to_be_visible()
    assert screen.evaluate("caches.has('screen-1')") is False
    follow(staff.get_by_role("button", name="启用"))
    context.close()


@pytest.mark.parametrize(
    ("layout", "width", "height"), [("大厅主屏（横屏）", 1920, 1080), ("楼层导览屏（竖屏）", 1080, 1920)]
)
def test_each_page_of_a_layout_fits_and_is_large(layout: str, width: int, height: int, staff: Page) -> None:
    staff.goto("/admin/hall/layout/")
    follow(staff.get_by_role("link", name=layout))
    address = staff.get_by_role("link", name="预览显示效果").get_attribute("href")
    staff.set_viewport_size({"width": width, "height": height})
    staff.goto(address or "")
    pages = staff.locator(".region-main .panel").count()
    for step in range(pages):
        staff.goto(f"{address}?step={step}")
        found = staff.evaluate(
            """(smallest) => {
                const seen = [...document.querySelectorAll("body *")].filter((one) => one.checkVisibility());
                const drawn = seen.filter((one) => !one.closest("svg"));
                const box = (one) => one.getBoundingClientRect();
                const out = drawn.filter((one) => box(one).bottom > innerHeight + 1 || box(one).right > innerWidth + 1);
                const says = (one) => [...one.childNodes].some((text) => text.nodeType === 3 && text.data.trim());
                const size = (one) => parseFloat(getComputedStyle(one).fontSize);
                const small = drawn.filter((one) => says(one) && size(one) < smallest);
                return [...out, ...small].map((one) => one.outerHTML.slice(0, 120));
            }""",
            SMALLEST,
        )
        assert found == [], f"page {step}"
    assert accessibility_faults(staff, best_practice=False) == []
