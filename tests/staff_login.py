"""How tests log in to the back office of the sample site: once for each person, through both factors."""

from __future__ import annotations

import time
from typing import Any, Final

from playwright.sync_api import Page, expect

from foundation.login.second_factor import SECONDS, code_at
from portal.sample.accounts import PASSWORD_PREFIX, sample_secret_of

_cookies: Final[dict[tuple[str, str], list[Any]]] = {}
"""By site and person: a code is good once, so who has logged in on a site goes on with the same session."""
_steps: Final[dict[tuple[str, str], int]] = {}


def log_in(page: Page, username: str) -> None:
    """Come to the work desk as one of the sample logins."""
    page.goto("/admin/")
    site = page.url.partition("/admin/")[0]
    if known := _cookies.get((site, username)):
        page.context.add_cookies(known)
        page.goto("/admin/")
        if page.locator("#user-tools").count():
            return
    page.locator("#id_username").fill(username)
    page.locator("#id_password").fill(PASSWORD_PREFIX + username)
    page.keyboard.press("Enter")
    page.locator("#id_code").fill(next_code(site, username))
    page.keyboard.press("Enter")
    expect(page.locator("#user-tools")).to_be_visible()
    _cookies[site, username] = [cookie for cookie in page.context.cookies() if cookie.get("name") == "sessionid"]


def next_code(site: str, username: str) -> str:
    """Return a code that this person has not used on this site yet."""
    step = max(int(time.time()) // SECONDS, _steps.get((site, username), 0) + 1)
    _steps[site, username] = step
    return code_at(sample_secret_of(username), step * SECONDS)
