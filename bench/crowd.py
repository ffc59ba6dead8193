"""Two hundred readers and twenty writers at once for two minutes; then the database is killed.

Readers ask for public pages one after the other with a short pause, writers send messages to the center.  The generator
runs beside the server on the same machine and takes its share of it.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from bench.site import BASE, free_port

READERS: Final = 200
WRITERS: Final = 20
SECONDS: Final = 120
PAUSE: Final = (2.0, 8.0)
"""Seconds between two pages of one reader."""
WRITING: Final = (6.0, 10.0)
"""Seconds that a writer takes for a form."""
PAGES: Final = (
    "/", "/guides/", "/items/", "/search/?q=%E8%BA%AB%E4%BB%BD%E8%AF%81", "/disclosure/", "/feedback/", "/departments/",
    "/feedback/answers/", "/en/", "/disclosure/documents/", "/consultations/", "/wall/",
)  # fmt: skip
AIM: Final = 10
"""p99 within so many times p50."""


@dataclass
class Seen:
    """What the crowd saw."""

    reading: list[float] = field(default_factory=list)
    writing: list[float] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)
    numbers: list[str] = field(default_factory=list)


def measure() -> None:
    """Start a sample site of its own, let the crowd in, print the figures; then kill its database."""
    with tempfile.TemporaryDirectory(prefix="portal-crowd-") as folder:
        port = free_port()
        own = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_URL", "DJANGO_"))}
        variables = {"PORT": str(port), "PORTAL_DATA_DIR": folder, "PORTAL_BEHIND_PROXY": "1", "WEB_THREADS": "8"}
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=BASE,
            env={**own, **variables},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            _wait(port, 300)
            for number, page in enumerate(PAGES * 10):  # every process has been asked for every page before
                _ask(port, "GET", page, number)
            _tell(_crowd(port))
            _fall(port, Path(folder))
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=60)


def _crowd(port: int) -> Seen:
    seen, end = Seen(), time.monotonic() + SECONDS
    people = [threading.Thread(target=_read, args=(port, number, end, seen)) for number in range(READERS)]
    people += [threading.Thread(target=_write, args=(port, number, end, seen)) for number in range(WRITERS)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    return seen


def _tell(seen: Seen) -> None:
    for name, times in (("reading", seen.reading), ("writing", seen.writing)):
        cuts = statistics.quantiles(times, n=100)
        print(
            f"{name}: {len(times)} answers, {len(times) / SECONDS:.0f}/s, p50 {cuts[49] * 1000:.0f} ms,"
            f" p95 {cuts[94] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms,"
            f" that is {cuts[98] / cuts[49]:.1f} × p50 (aim ≤ {AIM})"
        )
    once = len(set(seen.numbers)) == len(seen.numbers)
    print(f"messages acknowledged: {len(seen.numbers)}, each number once: {once}")
    print(f"wrong answers: {sum(seen.wrong.values())} {dict(seen.wrong)} (aim 0)")


def _read(port: int, number: int, end: float, seen: Seen) -> None:
    draw = random.Random(number)
    time.sleep(draw.uniform(0, PAUSE[1]))
    while time.monotonic() < end:
        took, status, _text, _cookie = _ask(port, "GET", draw.choice(PAGES), number)
        if status == 200:
            seen.reading.append(took)
        else:
            seen.wrong[f"GET {status}"] += 1
        time.sleep(draw.uniform(*PAUSE))


def _write(port: int, number: int, end: float, seen: Seen) -> None:
    draw, sent = random.Random(10_000 + number), 0
    while time.monotonic() < end:
        visitor = 1_000 + number * 97 + sent
        _took, _status, page, cookie = _ask(port, "GET", "/feedback/new/", visitor)
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        time.sleep(draw.uniform(*WRITING))
        typed = {
            **hidden, "kind": "enquiry", "subject": f"测量{number}之{sent}", "text": f"{number}之{sent}：几点开门？",
            "name": "赵小样", "phone": "13900000000", "step": "send",
        }  # fmt: skip
        took, status, page, given = _ask(port, "POST", "/feedback/new/", visitor, urlencode(typed), cookie)
        if status == 302:
            seen.writing.append(took)
            _took, _status, page, _cookie = _ask(port, "GET", "/feedback/receipt/", visitor, "", f"{cookie}; {given}")
            seen.numbers += re.findall(r"LY\d{4}-\d{6}", page)[:1]
        else:
            seen.wrong[f"POST {status}"] += 1
        sent += 1


def _ask(
    port: int, method: str, path: str, visitor: int, body: str = "", cookie: str = ""
) -> tuple[float, int, str, str]:
    """Return seconds, status (0: no answer), text and cookies."""
    connected = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {
        "Cookie": cookie,
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Forwarded-For": f"10.{visitor >> 16 & 255}.{visitor >> 8 & 255}.{visitor & 255}",
    }
    started = time.monotonic()
    try:
        connected.request(method, path, body, headers)
        response = connected.getresponse()
        text = response.read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return time.monotonic() - started, 0, "", ""
    finally:
        connected.close()
    given = "; ".join(one.partition(";")[0] for one in response.headers.get_all("Set-Cookie") or ())
    return time.monotonic() - started, response.status, text, given


def _fall(port: int, folder: Path) -> None:
    """Kill the whole database server and print the seconds until a page that needs it comes again."""
    from portal.database import PrivateServer

    pid = (PrivateServer(folder).folder / "data" / "postmaster.pid").read_text().split()[0]
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for one in (pid, *children):
        os.kill(int(one), signal.SIGKILL)
    started = time.monotonic()
    said = _ask(port, "GET", "/guides/", 1)[1]
    _wait(port, 120)
    took = time.monotonic() - started
    print(f"database killed with -9: pages said {said}, the first good page came after {took:.1f} s")


def _wait(port: int, seconds: float) -> None:
    end = time.monotonic() + seconds
    while _ask(port, "GET", "/guides/", 1)[1] != 200:
        if time.monotonic() > end:
            raise TimeoutError("the site does not come")
        time.sleep(0.1)


if __name__ == "__main__":
    measure()
