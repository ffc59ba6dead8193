"""The register of requests: recomputing due dates, and the officers' list with few and with many rows."""

from __future__ import annotations

import datetime as dt
import statistics
import time

from bench.site import refuse_other_databases, run_on_scratch

DATABASE = "portal_bench_register"
OPEN = 10_000
FEW, MANY = 1_000, 100_000
ROUNDS = 40
QUERY = "?clock=open&channel=online&sort=due"
AIM_SECONDS = 10
AIM_RATIO = 3


def measure() -> None:
    """Print the figures; a process of its own works on the scratch database."""
    run_on_scratch(DATABASE, "bench.register")


def main() -> None:
    """Fill the register in two steps and measure after each."""
    import django

    django.setup()
    refuse_other_databases()
    fill(FEW)
    few, queries = list_times()
    print(f"list with {FEW} requests: median {statistics.median(few):.1f} ms, p95 {p95(few):.1f} ms, {queries} queries")
    fill(OPEN - FEW)
    print_recompute()
    fill(MANY - OPEN)
    many, more_queries = list_times()
    print(
        f"list with {MANY} requests: median {statistics.median(many):.1f} ms, p95 {p95(many):.1f} ms,"
        f" {more_queries} queries; p95 {p95(many) / p95(few):.2f} times the short list's (aim ≤ {AIM_RATIO})"
    )


def print_recompute() -> None:
    """Move a day of the calendar and recompute all open requests."""
    from disclosure.actions.recompute import recompute_open
    from disclosure.models import Request
    from foundation.calendar_days import load_calendar
    from foundation.workdays import WorkCalendar

    calendar = load_calendar()
    days = dict(calendar.workdays)
    days[2026] = tuple(day for day in days[2026] if (day.month, day.day) != (3, 20))
    count = Request.objects.open().count()
    for name, changed in (("one day less", WorkCalendar(days)), ("the calendar as it was", calendar)):
        started = time.monotonic()
        moved = recompute_open(changed).moved
        seconds = time.monotonic() - started
        print(f"recompute {count} open, {name}: {seconds:.1f} s, {len(moved)} moved (aim ≤ {AIM_SECONDS} s)")


def list_times() -> tuple[list[float], int]:
    """Ask for the filtered and sorted list as an officer; return milliseconds a request and the queries of one."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from foundation.people import User

    connection.cursor().execute("ANALYZE")
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="bench"))
    address = f"/staff/disclosure/requests/{QUERY}"
    for _warm in range(3):
        client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
        count = len(queries)
    times = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - started) * 1000)
    return times, count


def p95(times: list[float]) -> float:
    """Return the time that 95 of 100 requests stay below."""
    return statistics.quantiles(times, n=20)[-1]


def fill(count: int) -> None:
    """Add open requests with their facts, set-wise: half of them answered a correction or have a consultation."""
    import uuid

    from django.db import transaction

    from disclosure.actions.recompute import recompute_open
    from disclosure.models import Applicant, ClockFact, Request, Submission
    from foundation.calendar_days import load_calendar
    from foundation.organization import Membership
    from foundation.people import User

    officer, made = User.objects.get_or_create(username="bench", defaults={"display_name": "bench"})
    if made:
        Membership.objects.create(user=officer, role="officer")
    first = Request.objects.count()
    channels = ("online", "letter", "in_person", "email")
    with transaction.atomic():
        for start in range(first, first + count, 5_000):
            numbers = range(start, min(start + 5_000, first + count))
            submissions = Submission.objects.bulk_create(
                Submission(token=uuid.uuid4(), channel=channels[n % 4], payload="{}", arrived_on=arrival(n))
                for n in numbers
            )
            requests = Request.objects.bulk_create(
                Request(
                    number=f"B{n:08d}",
                    code_digest="",
                    submission=submission,
                    channel=submission.channel,
                    stage="handling",
                    applicant_category="natural_person",
                    applicant_mask="测**",
                    subject=f"第{n}号测量用申请",
                    description="测量用",
                    delivery_way="pick_up",
                    medium="paper",
                    arrived_on=submission.arrived_on,
                    received_on=submission.arrived_on,
                    receipt_evidence="测量",
                    handler=officer,
                )
                for n, submission in zip(numbers, submissions, strict=True)
            )
            Applicant.objects.bulk_create(Applicant(request=request, name="测量", phone="1") for request in requests)
            facts = [ClockFact(request=r, kind="received", on=r.received_on) for r in requests]
            for request in requests[::2]:
                asked = request.received_on + dt.timedelta(3)
                facts.append(
                    ClockFact(request=request, kind="correction_asked", on=asked, until=asked + dt.timedelta(9))
                )
                facts.append(ClockFact(request=request, kind="corrected", on=asked + dt.timedelta(5)))
            ClockFact.objects.bulk_create(facts)
    recompute_open(load_calendar())


def arrival(number: int) -> dt.date:
    """Return a day of arrival within three months of 2026."""
    return dt.date(2026, 2, 1) + dt.timedelta(number % 90)


if __name__ == "__main__":
    main()
