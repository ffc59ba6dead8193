"""The annual report: figures, page and files from a register of 14,000 requests with all their facts."""

from __future__ import annotations

import datetime as dt
import statistics
import time
import uuid
from collections.abc import Callable
from typing import Any

from bench.site import refuse_other_databases, run_on_scratch

DATABASE = "portal_bench_annual"
YEAR = 2025
FEW, MANY = 1_400, 14_000
ROUNDS = 5
AIM_SECONDS = 2


def measure() -> None:
    """Print the figures; a process of its own works on the scratch database."""
    run_on_scratch(DATABASE, "bench.annual")


def main() -> None:
    """Fill the register in two steps, measure after each, and make the files of the signed report."""
    import django

    django.setup()
    refuse_other_databases()
    from django.db import connection

    report, people = begin()
    for count in (FEW, MANY - FEW):
        fill(count)
        connection.cursor().execute("ANALYZE")
        print_times(report)
    sign(report, people)


def print_times(report: Any) -> None:
    """Print how long figures and page take, and how many questions they ask."""
    from django.test import Client

    from disclosure.actions.annual import review_draft
    from disclosure.models import Request
    from disclosure.reports.annual import count_requests, gather
    from foundation.people import User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="bench-officer"))
    print(f"with {Request.objects.count()} requests:")
    show("request table", lambda: count_requests(YEAR))
    show("all figures", lambda: gather(YEAR, report.body))
    show("figures, identities, text, document", lambda: review_draft(report, today=dt.date(YEAR + 1, 1, 20)))
    show(f"page of the desk (aim ≤ {AIM_SECONDS} s)", lambda: client.get(f"/staff/disclosure/reports/{YEAR}/"))


def show(what: str, work: Callable[[], Any]) -> None:
    """Print the median time of a piece of work, and its questions to the database."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    work()
    with CaptureQueriesContext(connection) as queries:
        work()
        asked = len(queries)
    times = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    print(f"  {what}: {statistics.median(times):.3f} s, {asked} queries")


def begin() -> tuple[Any, dict[str, Any]]:
    """Make the people and the body, and begin the report."""
    from disclosure.actions.annual import start_report
    from disclosure.models import IssuingBody
    from foundation.organization import Department, Membership
    from foundation.people import User

    people = {}
    for role in ("officer", "manager"):
        people[role] = User.objects.create_user(f"bench-{role}", display_name=role)
        Membership.objects.create(user=people[role], role=role)
    department = Department.objects.create(code="bench", name="测量", phone="0729-5550000", address="测量")
    body = IssuingBody.objects.create(name="测量", department=department, prefix="114299000")
    report = start_report(YEAR, body=body, actor=people["officer"], today=dt.date(YEAR + 1, 1, 5))
    return report, people


def fill(count: int) -> None:
    """Add requests of three years with submission, applicant, item and facts, set-wise; every tenth has a review."""
    from django.db import transaction

    from disclosure.annual.formats import CATEGORIES, outcome_keys
    from disclosure.models import Applicant, ClockFact, Remedy, Request, RequestedItem, Submission

    rows, first = outcome_keys("2021"), Request.objects.count()
    with transaction.atomic():
        numbers = range(first, first + count)
        submissions = Submission.objects.bulk_create(
            Submission(token=uuid.uuid4(), channel="letter", payload="{}", arrived_on=arrival(n)) for n in numbers
        )
        requests = Request.objects.bulk_create(
            Request(
                number=f"B{n:08d}",
                submission=submission,
                channel="letter",
                applicant_category=CATEGORIES[n % len(CATEGORIES)],
                applicant_mask="测**",
                subject="测量用申请",
                description="测量用",
                delivery_way="post",
                medium="paper",
                arrived_on=submission.arrived_on,
                received_on=submission.arrived_on,
                receipt_evidence="测量",
                **conclusion(n, submission.arrived_on, rows),
            )
            for n, submission in zip(numbers, submissions, strict=True)
        )
        Applicant.objects.bulk_create(Applicant(request=request, name="测量", phone="1") for request in requests)
        RequestedItem.objects.bulk_create(RequestedItem(request=r, position=1, text="测量") for r in requests)
        facts = [ClockFact(request=r, kind="received", on=r.received_on) for r in requests]
        for request in requests[::2]:
            asked = request.arrived_on + dt.timedelta(3)
            facts.append(ClockFact(request=request, kind="correction_asked", on=asked, until=asked + dt.timedelta(9)))
            facts.append(ClockFact(request=request, kind="corrected", on=asked + dt.timedelta(5)))
        ClockFact.objects.bulk_create(facts)
        Remedy.objects.bulk_create(
            Remedy(request=request, kind="review", organ="测量", filed_on=request.arrived_on + dt.timedelta(40))
            for request in requests[::10]
        )


def arrival(number: int) -> dt.date:
    """Return a day of arrival: three years, the year of the report in the middle."""
    return dt.date(YEAR - 1, 1, 1) + dt.timedelta(number % 1_000)


def conclusion(number: int, arrived_on: dt.date, rows: tuple[str, ...]) -> dict[str, Any]:
    """Return how a request ended; one of twenty is still open."""
    if number % 20 == 0:
        return {"stage": "handling"}
    on = arrived_on + dt.timedelta(1 + number % 30)
    return {"stage": "concluded", "concluded_on": on, "outcome_row": rows[number % len(rows)]}


def sign(report: Any, people: dict[str, Any]) -> None:
    """Enter what nothing counts, sign the report and make its files."""
    from django.test import Client

    from disclosure.actions import annual
    from disclosure.reports.annual import gather
    from disclosure.views.annual import FACES

    gathered = gather(YEAR, report.body)
    annual.enter_figures(report, figures=dict.fromkeys(gathered.by_hand, 0), note="", actor=people["officer"])
    annual.submit_report(report, actor=people["officer"])
    started = time.perf_counter()
    today = dt.date(YEAR + 1, 1, 20)
    report.refresh_from_db()
    expected = annual.review_draft(report, today=today).checksum
    annual.sign_report(report, expected=expected, actor=people["manager"], today=today)
    print(f"signature: {time.perf_counter() - started:.3f} s")
    report.refresh_from_db()
    for kind, (_type, make) in FACES.items():
        started = time.perf_counter()
        size = len(make(report))
        print(f"report.{kind}: {time.perf_counter() - started:.3f} s, {size / 1024:.0f} KiB; then kept for an hour")
    client = Client(headers={"host": "localhost"})
    show("public page", lambda: client.get(f"/disclosure/reports/{YEAR}/"))


if __name__ == "__main__":
    main()
