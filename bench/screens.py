"""A display through a working day: eight hours of updates with other content each, memory of the browser sampled.

The clock of the page is turned; script and style sheets are the real ones, the server is played by the measurement.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from playwright.sync_api import Route, sync_playwright

from tests.browser import CHROMIUM_FLAGS, chromium

ROOT = Path(__file__).parents[1]
SITE = "http://localhost:8000"
HOURS = 8
ASKS_AN_HOUR = 180
ROWS = 40
AIM_GROWTH = 1.2
"""The last hour may need so many times the memory of the first."""


def measure() -> None:
    """Print nodes and memory after each hour."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        asked = [0]
        page.route("**/*", lambda route: _answer(route, asked))
        page.clock.install(time=dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC))
        page.goto(f"{SITE}/screens/bench/")
        developer = page.context.new_cdp_session(page)
        developer.send("Performance.enable")
        developer.send("HeapProfiler.enable")
        print(f"{'hour':>4} {'updates':>8} {'nodes':>7} {'heap MB':>8}")
        heaps = []
        for hour in range(1, HOURS + 1):
            for _ask in range(ASKS_AN_HOUR):
                page.clock.run_for(20_000)
                page.evaluate("1")
            heaps.append(_sample(developer, hour, asked[0]))
        print(f"the last hour needs {heaps[-1] / heaps[0]:.2f} times the memory of the first (aim: {AIM_GROWTH})")
        browser.close()


def _sample(developer: Any, hour: int, asked: int) -> float:
    developer.send("HeapProfiler.collectGarbage")
    found = {one["name"]: one["value"] for one in developer.send("Performance.getMetrics")["metrics"]}
    heap: float = found["JSHeapUsedSize"] / 1e6
    print(f"{hour:>4} {asked:>8} {found['Nodes']:>7.0f} {heap:>8.2f}")
    return heap


def _content(number: int) -> str:
    rows = "".join(f'<li class="row"><p class="row-title">公告 {number}-{row}</p></li>' for row in range(ROWS))
    panel = f'<section class="panel" data-seconds="10"{{}}><h2>通知</h2><ul class="rows">{rows}</ul></section>'
    return (
        f'<div class="regions"><div class="region region-main">{panel.format("")}{panel.format(" hidden")}</div></div>'
    )


def _answer(route: Route, asked: list[int]) -> None:
    path = route.request.url.removeprefix(SITE)
    if path.startswith("/static/"):
        route.fulfill(path=ROOT / path.lstrip("/"))
        return
    if path.endswith("/content"):
        asked[0] += 1
        headers = {"ETag": f'"{asked[0]}"', "X-As-Of": "2026-03-03T09:00:00+08:00", "X-Version": "1"}
        route.fulfill(body=_content(asked[0]), content_type="text/html; charset=utf-8", headers=headers)
        return
    route.fulfill(
        content_type="text/html; charset=utf-8",
        body=f"""<!doctype html><html class="screen"><head><link rel="stylesheet" href="/static/css/screen.css">
<script src="/static/js/screen.js" defer></script></head><body data-content="/screens/bench/content" data-worker=""
data-version="1" data-etag="0" data-as-of="2026-03-03T09:00:00+08:00" data-zone="Asia/Shanghai" data-stale="{{when}}">
<p><span id="day"></span><strong id="time"></strong></p><main id="content">{_content(0)}</main><p id="stale" hidden></p>
</body></html>""",
    )


if __name__ == "__main__":
    measure()
