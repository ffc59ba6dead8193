"""Messages with replies: public list, staff inbox and scoreboard with few and with many, against the bare view."""

from __future__ import annotations

import datetime as dt
import json
import statistics
import time
from typing import Any, Final

from bench.site import refuse_other_databases, run_on_scratch

DATABASE = "portal_bench_feedback"
FEW, MANY = 1_000, 20_000
ROUNDS = 20
OPEN_OF = 20
"""Every so many messages one has no reply yet."""
PUBLIC: Final = {
    "public list": "/feedback/answers/",
    "public list, filtered": "/feedback/answers/?kind=complaint&department=gaj&year=2026",
    "scoreboard": "/feedback/scoreboard/?year=2026",
    "figures of ratings": "/feedback/ratings/?year=2026",
}
STAFF: Final = {"inbox": "/staff/feedback/", "inbox, late ones": "/staff/feedback/?clock=overdue&sort=due"}


def measure() -> None:
    """Print the figures; a process of its own works on the scratch database."""
    run_on_scratch(DATABASE, "bench.feedback")


def main() -> None:
    """Take messages over in two steps and ask for the pages after each."""
    import django

    django.setup()
    refuse_other_databases()
    people = _people()
    seen: dict[str, tuple[float, int]] = {}
    for count, first in ((FEW, 0), (MANY, FEW)):
        _fill(range(first, count), people)
        bare, _queries = _ask(None, "/bare/")
        for user, pages in ((None, PUBLIC), (people["officer"], STAFF)):
            for name, address in pages.items():
                seconds, queries = _ask(user, address)
                line = f"{name} with {count} messages: median {seconds * 1000:.1f} ms, {seconds / bare:.0f} × bare view"
                print(f"{line}, {queries} queries{_compared(seen.get(name), seconds, queries)}")
                seen[name] = seconds, queries


def _compared(before: tuple[float, int] | None, seconds: float, queries: int) -> str:
    if before is None:
        return ""
    same = "as before" if before[1] == queries else f"not the {before[1]} of before"
    return f" ({same}); {seconds / before[0]:.1f} times the few"


def _people() -> dict[str, Any]:
    """Make two departments and the three people who work on messages in the whole center."""
    from foundation.organization import Department, Membership
    from foundation.people import User

    for code, name in (("gaj", "公安局"), ("rsj", "人社局"), ("scj", "市场监管局")):
        Department.objects.create(code=code, name=name)
    found = {}
    for name, role in (("officer", "officer"), ("approver", "reviewer"), ("reviewer", "reviewer")):
        found[name] = User.objects.create_user(f"bench-{name}", display_name=name)
        Membership.objects.create(user=found[name], role=role)
    return found


def _fill(numbers: range, people: dict[str, Any]) -> None:
    """Take messages over as from another system, release their masked texts, and print how long both took."""
    from django.db import connection

    from feedback.actions.answers import publish_set
    from feedback.actions.imports import import_messages
    from foundation.tables.sources import Source

    rows = json.dumps([_row(number) for number in numbers], ensure_ascii=False).encode()
    started = time.monotonic()
    import_messages(
        Source("messages.json", rows), actor=people["officer"], approver=people["approver"], today=dt.date(2026, 11, 20)
    )
    taken = time.monotonic()
    public, held = publish_set(actor=people["reviewer"])
    done = time.monotonic() - taken
    print(
        f"{len(numbers)} taken over: {taken - started:.1f} s; {public} released ({len(held)} held back): {done:.1f} s"
    )
    connection.cursor().execute("ANALYZE")


def _row(number: int) -> dict[str, str]:
    received = dt.date(2026, 1, 4) + dt.timedelta(number % 300)
    row = {
        "external_number": f"B{number:06d}",
        "kind": ("enquiry", "complaint", "suggestion", "help")[number % 4],
        "subject": f"第{number}件：窗口等候和材料清单",
        "text": f"第{number}件。上午取号办理，材料清单与网上不一致，跑了两趟。电话13900{number % 100000:05d}。",
        "received_on": received.isoformat(),
        "department": ("gaj", "rsj", "scj")[number % 3],
        "name": "测小样",
        "phone": f"13900{number % 100000:05d}",
        "consent": "yes",
    }
    if number % OPEN_OF:
        replied = received + dt.timedelta(1 + number % 12)
        ending = ("solved", "explained")[number % 2]
        row |= {"reply": "已统一材料清单，并向您致歉。", "replied_on": replied.isoformat(), "ending": ending}
    return row


def _ask(user: Any, address: str) -> tuple[float, int]:
    """Return the median time of a page in seconds, and how many queries it needs."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "localhost"})
    if user is not None:
        client.force_login(user)
    for _warm in range(3):
        assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
        count = len(asked)
    times = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        client.get(address)
        times.append(time.perf_counter() - started)
    return statistics.median(times), count


if __name__ == "__main__":
    main()
