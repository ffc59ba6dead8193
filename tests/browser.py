"""Fixtures for tests that drive a real Chromium against the site as `make run` serves it.

Mark such a test with `@pytest.mark.browser` and ask for `page`; addresses are relative
(`page.goto("/items/")`). At the end of each test it fails if the page broke its own security policy, logged
an error or asked another host for anything.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import psycopg
import pytest
import pytest_django
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, sync_playwright

from bench.site import free_port
from tests.template_database import copy_into

UNTOUCHED = "_untouched"
"""Ends the name of the copy of the sample content that no test writes to."""
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The shell comes first: it has no windows to keep, which saves a third of the processor time."""
# Chromium's own errands (updates, metrics, sign-in) would reach out to the network during tests.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
START_SECONDS = 180
WIDTHS = (1280, 390, 320)
"""Pixels: a desk, a phone, and what WCAG asks for."""


def chromium() -> str | None:
    """Return the path of a Chromium on this machine, or None."""
    chosen = os.environ.get("PORTAL_CHROMIUM")
    return chosen or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def is_required() -> bool:
    """Say whether a browser test that cannot run is a failure."""
    return os.environ.get("PORTAL_BROWSER_TESTS") == "required"


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of the sample site on the one worker that loads it, and skip, saying why, without a browser.

    A module that is long enough for a site of its own says so by a group of its own.
    """
    missing = chromium() is None and not is_required()
    for item in items:
        if "sample_database" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group("sample"))
        if missing and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium found; apt-get install chromium"))


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the sample site keeps its files."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="session")
def sample_database(django_db_modify_db_settings: None, sample_folder: Path) -> Iterator[str]:
    """Make a database with the sample content beside the test database, and an untouched copy; return its address."""
    name = f"{connection.settings_dict['TEST']['NAME']}_site"
    known = {key: value for key, value in connection.get_connection_params().items() if isinstance(value, str | int)}
    known.pop("options", None)
    with psycopg.connect(**{**known, "dbname": "postgres"}, autocommit=True) as server:
        for old in (name, f"{name}{UNTOUCHED}"):
            server.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
        copy_into(name, known, server)
        known.pop("dbname")
        address = f"postgresql:///{name}?{urlencode(known)}"
        for command in ("load_reference", "load_sample"):
            run = [sys.executable, "manage.py", command, "--verbosity=0"]
            env = {**os.environ, **own_variables(address, sample_folder)}
            done = subprocess.run(run, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
        server.execute(f'CREATE DATABASE "{name}{UNTOUCHED}" TEMPLATE "{name}"')
        yield address
        for old in (name, f"{name}{UNTOUCHED}"):
            server.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')


def own_variables(address: str, folder: Path) -> dict[str, str]:
    """Return what the sample site is told."""
    return {"PORTAL_ENV": "sample", "DATABASE_URL": address, "PORTAL_DATA_DIR": str(folder)}


@pytest.fixture
def untouched_sample(sample_database: str, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """Let a test read the sample content as it was loaded, whatever others have done on the site since."""
    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = f"{connection.settings_dict['TEST']['NAME']}_site{UNTOUCHED}"
        yield
        connection.close()
        connection.settings_dict["NAME"] = before


@pytest.fixture(scope="session")
def sample_site(sample_database: str, sample_folder: Path) -> Iterator[str]:
    """Serve the sample content with the real servers; return the address."""
    port = free_port()
    folder, own = sample_folder, {**own_variables(sample_database, sample_folder), "PORT": str(port)}
    with (folder / "output.txt").open("w") as output:
        site = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=settings.BASE_DIR,
            env={**os.environ, **own},
            stdout=subprocess.PIPE,
            stderr=output,
            text=True,
        )
    try:
        if not any("is ready after" in line for line in site.stdout or ()):
            pytest.fail(f"The sample site did not start: {(folder / 'output.txt').read_text()}")
        yield f"http://127.0.0.1:{port}"
    finally:
        site.terminate()
        site.communicate(timeout=60)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this process."""
    program = chromium()
    if program is None:
        pytest.fail("No Chromium found, and PORTAL_BROWSER_TESTS=required makes that a failure.")
    # Playwright keeps an event loop in this thread, which makes Django refuse every query in a test.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield chrome
        chrome.close()


@pytest.fixture
def open_page(browser: Browser, sample_site: str) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page in a browser of its own; keywords go to the browser context."""
    contexts, misdeeds = [], []

    def note_message(message: ConsoleMessage) -> None:
        if message.type == "error" and "the server responded with a status of" not in message.text:
            misdeeds.append(f"console: {message.text}")

    def note_request(request: Request) -> None:
        if not request.url.startswith((sample_site, "data:", "blob:", "about:")):
            misdeeds.append(f"foreign request: {request.url}")

    def open_one(*, width: int = 1280, height: int = 900, **wishes: object) -> Page:
        wishes = {
            "base_url": sample_site,
            "locale": "zh-CN",
            "viewport": {"width": width, "height": height},
            **wishes,
        }
        context = browser.new_context(**wishes)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", note_message)
        page.on("pageerror", lambda error: misdeeds.append(f"script error: {error}"))
        page.on("request", note_request)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not misdeeds, "\n".join(misdeeds)


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """One page, 1280 pixels wide."""
    return open_page()


def follow(target: Locator) -> None:
    """Press what leads to another page, and wait until that page is there."""
    with target.page.expect_navigation():
        target.click()


def accessibility_faults(page: Page, *, best_practice: bool = True) -> list[str]:
    """Return what axe finds against WCAG 2.2 A and AA on the open page, one line each."""
    tags = [*WCAG, "best-practice"] if best_practice else WCAG
    found = Axe().run(
        page, options={"runOnly": {"type": "tag", "values": tags}, "resultTypes": ["violations"], "preload": False}
    )
    return [
        f"{violation['id']}: {node['target']}: {violation['help']}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


def overflow(page: Page) -> list[str]:
    """Return what sticks out sideways at the widths that people use."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate(
            """() => {
                const room = document.documentElement.clientWidth;
                if (document.documentElement.scrollWidth <= room) return null;
                return [...document.body.querySelectorAll("*")]
                    .filter((one) => one.getBoundingClientRect().right > room + 1)
                    .slice(-1).map((one) => one.outerHTML.slice(0, 120))[0] || "the page";
            }"""
        )
        if wide:
            found.append(f"{width}: {wide}")
    return found


def assert_fit(page: Page, what: str) -> None:
    """Nothing sticks out on any screen; axe finds nothing, on the narrowest in English and the widest in Chinese."""
    assert overflow(page) == [], what
    width = WIDTHS[-1 if urlsplit(page.url).path.startswith("/en/") else 0]
    page.set_viewport_size({"width": width, "height": 900})
    assert accessibility_faults(page) == [], f"{what} at {width} pixels"


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the wanted element has the focus; every stop on the way must show that it has it."""
    for _press in range(150):
        page.keyboard.press("Tab")
        state: dict[str, Any] = page.evaluate(
            """(wanted) => {
                const one = document.activeElement, style = getComputedStyle(one);
                const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
                return {
                    here: one.matches(wanted),
                    seen: ring || style.boxShadow !== "none",
                    what: one.outerHTML.slice(0, 150),
                };
            }""",
            wanted,
        )
        assert state["seen"], f"one cannot see that this has the focus: {state['what']}"
        if state["here"]:
            return
    pytest.fail(f"150 times Tab did not reach {wanted}")


def letter_size(page: Page) -> float:
    """Return the size of running text in pixels."""
    size: float = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
    return size


def screenshot(page: Page, name: str) -> Path:
    """Keep a picture of the whole page under var/screenshots, for people to look at."""
    file = Path(settings.BASE_DIR) / "var" / "screenshots" / f"{name}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file, full_page=True)
    return file
