"""Ten thousand malformed requests to every form and parameter that a crawl of the sample site finds: no 500.

The crawl follows links as a visitor and as members of staff, and collects forms and lists with their parameters.
What is sent is drawn from a fixed seed, so that a failure comes again.
"""

from __future__ import annotations

import contextlib
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import django

from bench.site import refuse_other_databases, run_on_scratch

DATABASE: Final = "portal_bench_fuzz"
REQUESTS: Final = 10_000
MOST_PAGES: Final = 250
"""Pages that one visitor crawls."""
SEED: Final = 20_261_126
VISITORS: Final = ("", "editor", "reviewer", "officer", "hotline", "manager", "auditor", "sysadmin", "secadmin")
STARTS: Final = ("/", "/en/", "/kiosk/", "/wall/", "/search/?q=身份证", "/feedback/new/", "/admin/", "/staff/use/")
UNTOUCHED: Final = re.compile(r"logout|single-sign-on|/login|backup|\.(css|js|png|svg|ico|pdf|docx|xlsx|zip|woff2)$")
ODD: Final = (
    "", " ", "\x00", "x" * 9_000, "字" * 3_000, "-1", "0", "99999999999999999999", "1e309", "NaN", "true", "[]", "{}",
    "0x1F", "٣", "2026-02-30", "0000-00-00", "9999-12-31", "25:61", "'; DROP TABLE x;--", "<script>alert(1)</script>",
    "{{7*7}}", "%s%n%d", "../../etc/passwd", "\u202eabc", "\ud7ff", "é\u0301", "😀" * 50, "\r\nSet-Cookie: a=b", "null",
    "1,2,3", "a=b&c=d", "；、。", "１２３", "110105194912310021", "LY2026-000001",
)  # fmt: skip
RAW: Final = ("%ff%fe", "%ed%a0%80", "%00", "%", "%zz", "%c0%80", "%e2%80%ae")


class _Reader(HTMLParser):
    """Collects the links and the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[dict[str, Any]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what leads on."""
        named = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in named:
            self.links.append(named["href"])
        elif tag == "form":
            self.forms.append({"action": named.get("action", ""), "method": named.get("method", "get"), "fields": {}})
        elif tag in {"input", "select", "textarea", "button"} and named.get("name") and self.forms:
            self.forms[-1]["fields"][named["name"]] = (named.get("value", ""), named.get("type", ""))


def measure() -> None:
    """Fill a scratch database with the sample content and send the requests to it."""
    run_on_scratch(DATABASE, "bench.fuzz")


def _main() -> None:
    django.setup()
    refuse_other_databases()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("load_sample", verbosity=0)
    draw, statuses, failures = random.Random(SEED), Counter[int](), []
    targets = [target for who in VISITORS for target in _targets(who)]
    forms = sum(method == "POST" for _who, method, _address, _fields in targets)
    print(f"{len(targets)} targets, of which {forms} forms to send, from {len(VISITORS)} visitors")
    clients = {who: _client(who) for who in VISITORS}
    started = time.monotonic()
    for number in range(REQUESTS):
        who, method, address, fields = targets[number % len(targets)] if number < len(targets) else draw.choice(targets)
        status = _send(clients[who], draw, method, address, fields)
        statuses[status] += 1
        if status >= 500:
            failures.append(f"{who or 'visitor'} {method} {address[:120]} {sorted(fields)[:12]}: {status}")
    took = time.monotonic() - started
    print(f"{REQUESTS} malformed requests in {took:.0f} s: {dict(sorted(statuses.items()))}")
    for failure in failures[:40]:
        print("  FAILED", failure)
    print(f"answers of 500 and above: {len(failures)} (aim 0)")


def _client(who: str) -> Any:
    from django.test import Client

    from foundation.people import User

    client = Client(raise_request_exception=False)
    if who:
        client.force_login(User.objects.get(username=who))
    return client


def _targets(who: str) -> Iterator[tuple[str, str, str, dict[str, tuple[str, str]]]]:
    """Yield visitor, method, address and fields of everything that a crawl finds."""
    client, waiting, seen, told = _client(who), list(STARTS), set(STARTS), set()
    shapes: Counter[str] = Counter()
    for _page in range(MOST_PAGES):
        if not waiting:
            return
        address = waiting.pop(0)
        response = client.get(address)
        if response.status_code in {301, 302}:
            found, forms = [response["Location"]], []
        elif "html" in response.get("Content-Type", "") and not response.streaming:
            reader = _Reader()
            reader.feed(response.content.decode("utf-8", "replace"))
            found, forms = reader.links, reader.forms
        else:
            continue
        for link in found:
            following = urljoin(address, link).split("#")[0]
            path = urlsplit(following).path
            shape = re.sub(r"\d[\w.-]*|(?<=/)[a-z]{1,3}-?[\w-]*\d[\w-]*", "0", path)
            if not following.startswith("/") or following in seen or UNTOUCHED.search(path) or shapes[shape] >= 3:
                continue
            shapes[shape] += 1
            seen.add(following)
            waiting.append(following)
        query = {name: (values[0], "") for name, values in parse_qs(urlsplit(address).query).items()}
        targets = [("GET", urlsplit(address).path, query)]
        targets += [
            (form["method"].upper(), urljoin(address, form["action"]) or address, form["fields"]) for form in forms
        ]
        for method, place, fields in targets:
            key = (method, re.sub(r"\d[\w.-]*", "0", urlsplit(place).path), tuple(sorted(fields)))
            if key not in told and place.startswith("/") and not UNTOUCHED.search(urlsplit(place).path):
                told.add(key)
                yield who, method, place, fields


def _send(client: Any, draw: random.Random, method: str, address: str, fields: dict[str, tuple[str, str]]) -> int:
    """Send one request with some fields odd, some missing, some doubled, and return the status."""
    values: dict[str, Any] = {}
    for name, (value, kind) in fields.items():
        chance = draw.random()
        if chance < 0.15:
            continue
        if kind == "file" and chance < 0.6:
            values[name] = _file(draw)
        elif chance < 0.55:
            values[name] = draw.choice(ODD)
        elif chance < 0.65:
            values[name] = [draw.choice(ODD) for _ in range(3)]
        else:
            values[name] = value
    values[draw.choice(("q", "page", "sort", "next", "export", "o", "p", "_popup", "year", "x"))] = draw.choice(ODD)
    with contextlib.suppress(UnicodeEncodeError):
        if method == "POST":
            response = client.post(address, values)
        else:
            query = urlencode(values, doseq=True) + f"&{draw.choice(list(values))}={draw.choice(RAW)}"
            place = address.split("?")[0] if draw.random() < 0.9 else f"{address.split('?')[0]}{draw.choice(RAW)}/"
            response = client.get(f"{place}?{query}")
        if response.streaming:
            for _piece in response.streaming_content:
                break
            response.close()
        return int(response.status_code)
    return 0


def _file(draw: random.Random) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    name = draw.choice(
        ("a.pdf", "../../a.docx", "表.xlsx", "x.exe", "\u202efdp.exe", "a" * 300 + ".pdf", ".pdf", "a.csv")
    )
    content = draw.choice((b"", b"%PDF-1.7\n", b"PK\x03\x04" + b"\x00" * 40, b"<svg/>", b"\xff" * 2_000, b"a,b\n1,2\n"))
    return SimpleUploadedFile(name, content)


if __name__ == "__main__":
    _main()
