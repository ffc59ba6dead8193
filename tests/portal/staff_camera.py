"""Looks over the shoulder of the staff: collects words and faults of the pages they see, and takes pictures.

The pictures stand in the staff manual. They are written only when ``PORTAL_MANUAL_PICTURES=1``.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from tests.browser import accessibility_faults
from tests.staff_login import log_in

MANUAL: Final = Path(__file__).parents[2] / "docs" / "manual"
PICTURES: Final = MANUAL / "images"
WIDTH: Final = 1280
LARGEST: Final = 150_000
"""Bytes of a picture at most."""

_WORDS: Final = """() => [
    document.body.textContent,
    ...[...document.querySelectorAll("*")].flatMap((one) => [
        one.tagName === "INPUT" && one.type !== "hidden" ? one.value : "",
        ...["aria-label", "placeholder", "title"].map((name) => one.getAttribute(name) || ""),
    ]),
].join("\\n")"""

_ENGLISH: Final = r"""() => {
    const content = [...document.querySelectorAll("#candidate, #differences")].map((one) => one.innerText).join("\n");
    const lines = document.body.innerText.split("\n");
    return lines.filter((line) => /[a-z]{2,} [a-z]{2,}/.test(line) && !content.includes(line));
}"""
"""Lines in English that are not part of a record."""


class Camera:
    """What the walk through the back office leaves behind."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser, self.site = browser, site
        self.faults: list[str] = []
        self.pictures: dict[str, int] = {}
        self.words = ""
        self._contexts: dict[str, BrowserContext] = {}
        self._looked_at: set[str] = set()
        self._axe_runs = False

    def page_of(self, username: str) -> Page:
        """Return a page of somebody who is logged in; an empty name is the public."""
        if username not in self._contexts:
            context = self.browser.new_context(
                base_url=self.site, locale="zh-CN", viewport={"width": WIDTH, "height": 900}, accept_downloads=True
            )
            context.set_default_timeout(15_000)
            context.on("console", self._note_message)
            context.on("request", self._note_request)
            context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))
            self._contexts[username] = context
            page = context.new_page()
            if username:
                log_in(page, username)
        return self._contexts[username].pages[0]

    def look(self, page: Page, picture: str = "", *, at: str = "", height: int = 700) -> None:
        """Read the page, check each kind of page once, and take a picture of the part that begins at ``at``."""
        page.wait_for_load_state()
        self.words += re.sub(r"\s+", "", page.evaluate(_WORDS))
        kind = re.sub(r"(?<=/)[0-9a-f]*\d[0-9a-f]*(?=/)", "0", urlsplit(page.url).path)
        if kind not in self._looked_at:
            self._looked_at.add(kind)
            self._check(page, kind)
        if picture:
            self._take(page, picture, at, height)

    def close(self) -> None:
        """Close all browsers."""
        for context in self._contexts.values():
            context.close()

    @contextmanager
    def named(self, scene: str) -> Iterator[None]:
        """Say in which scene something went wrong."""
        try:
            yield
        except Exception as error:
            error.add_note(f"in the scene “{scene}”")
            raise

    def _check(self, page: Page, kind: str) -> None:
        tall = page.evaluate("document.documentElement.scrollHeight")  # so that the bar of buttons covers nothing
        page.set_viewport_size({"width": WIDTH, "height": min(tall, 5000)})
        self._axe_runs = True  # it tries to copy style sheets into the page, which the site forbids
        faults = accessibility_faults(page)
        self._axe_runs = False
        for width in (390, WIDTH):
            page.set_viewport_size({"width": width, "height": 900})
            room, wide = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollWidth]")
            if wide > room:
                faults.append(f"{wide - room} pixels too wide at {width}")
        english = page.evaluate(_ENGLISH)
        faults += [f"not translated: {line.strip()}" for line in english]
        self.faults += [f"{kind}: {fault}" for fault in dict.fromkeys(faults)]

    def _take(self, page: Page, name: str, at: str, height: int) -> None:
        assert name not in self.pictures, f"two pictures are called {name}"
        page.set_viewport_size({"width": WIDTH, "height": height})
        page.evaluate(
            """(at) => {
                const one = at && document.querySelector(at);
                window.scrollTo(0, one ? one.getBoundingClientRect().top + window.scrollY - 16 : 0);
            }""",
            at,
        )
        page.evaluate("document.activeElement && document.activeElement.blur()")
        taken = page.screenshot(caret="initial")  # to hide the caret would need a style that the site forbids
        page.set_viewport_size({"width": WIDTH, "height": 900})
        self.pictures[name] = len(taken)
        if os.environ.get("PORTAL_MANUAL_PICTURES") == "1":
            PICTURES.mkdir(parents=True, exist_ok=True)
            (PICTURES / f"{name}.png").write_bytes(taken)

    def _note_message(self, message: ConsoleMessage) -> None:
        of_server = "the server responded with a status of" in message.text
        if message.type == "error" and not of_server and not self._axe_runs:
            self.faults.append(f"{message.page.url if message.page else ''}: {message.text}")

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:", "about:")):
            self.faults.append(f"foreign request: {request.url}")
