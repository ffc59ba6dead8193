"""Rows of the register as the annual report reads them, and reports at each stage."""

import datetime as dt
import itertools

from disclosure.actions import annual
from disclosure.actions.report_record import COLUMN
from disclosure.models import AnnualReport, Remedy, Request, Submission
from foundation.people import User
from tests.cast import Cast
from tests.disclosure.factories import make_body, make_column

_numbers = itertools.count(1)
TODAY = dt.date(2026, 1, 20)
YEAR = 2025
SECTION_TWO = {"proactive.licensing.decisions": 246000, "proactive.penalty.decisions": 0,
               "proactive.compulsion.decisions": 0, "proactive.fees.amount": 0}  # fmt: skip
"""What nothing in the system counts."""


def make_request(
    received: dt.date | None, concluded: dt.date | None = None, row: str = "", category: str = "natural_person"
) -> Request:
    """Create a request of the register with the facts that the report counts."""
    arrived = received or dt.date(2025, 1, 1)
    return Request.objects.create(
        number=f"R{next(_numbers)}",
        submission=Submission.objects.create(channel="letter", payload="{}", arrived_on=arrived),
        channel="letter",
        subject="审批事项清单",
        description="审批事项清单",
        delivery_way="post",
        medium="paper",
        applicant_category=category,
        arrived_on=arrived,
        received_on=received,
        receipt_evidence="电话确认" if received else "",
        concluded_on=concluded,
        outcome_row=row,
        stage="concluded" if concluded else "handling" if received else "submitted",
    )


def make_remedy(
    request: Request, filed: dt.date, closed: dt.date | None = None, outcome: str = "", kind: str = "review"
) -> Remedy:
    """Create a review or suit; one that must follow another follows a review that is not counted."""
    follows = None
    if kind in {"suit_after_review", "appeal"}:
        follows = Remedy.objects.create(request=request, kind="complaint", organ="市政府", filed_on=filed)
    return Remedy.objects.create(
        request=request, kind=kind, organ="市政府", filed_on=filed, closed_on=closed, outcome=outcome, follows=follows
    )


def add_register() -> None:
    """Create a small register in which the year 2025 has every interesting row."""
    make_request(dt.date(2025, 3, 3), dt.date(2025, 3, 20), "granted")
    make_request(dt.date(2025, 4, 1), dt.date(2025, 4, 2), "denied_internal_affairs", "commercial_enterprise")
    make_request(dt.date(2025, 12, 20))


def start(cast: Cast, year: int = YEAR, *, actor: User | None = None, today: dt.date = TODAY) -> AnnualReport:
    """Begin a report."""
    return annual.start_report(year, body=make_body(cast.police), actor=actor or cast.officer, today=today)


def complete(cast: Cast, year: int = YEAR) -> AnnualReport:
    """Begin a report on a year of the register, and enter what nothing counts."""
    report = start(cast, year)
    annual.enter_figures(report, figures=dict(SECTION_TWO), note="审批系统", actor=cast.officer)
    return AnnualReport.objects.get(pk=report.pk)


def submitted(cast: Cast, year: int = YEAR) -> AnnualReport:
    """Return a complete report that waits for the second person."""
    report = complete(cast, year)
    annual.submit_report(report, actor=cast.officer)
    return AnnualReport.objects.get(pk=report.pk)


def sign(report: AnnualReport, *, actor: User, today: dt.date = TODAY) -> None:
    """Sign a report as it reads now."""
    make_column(COLUMN, kind="yearly")
    report = AnnualReport.objects.get(pk=report.pk)
    annual.sign_report(report, expected=annual.review_draft(report, today=today).checksum, actor=actor, today=today)


def signed(cast: Cast, year: int = YEAR, *, today: dt.date = TODAY) -> AnnualReport:
    """Return a signed report."""
    report = submitted(cast, year)
    sign(report, actor=cast.manager, today=today)
    return AnnualReport.objects.get(pk=report.pk)


def signed_sheet(cast: Cast, year: int) -> AnnualReport:
    """Return a signed report of the years in which nobody counted anything."""
    report = start(cast, year)
    texts = {part.key: "无。" for part in report.format.parts}
    annual.save_report(report, values={}, texts=texts, edit_version=1, actor=cast.officer)
    annual.submit_report(report, actor=cast.officer)
    sign(report, actor=cast.manager)
    return AnnualReport.objects.get(pk=report.pk)
