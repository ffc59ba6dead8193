"""The annual reports of the sample, written, submitted and signed like real ones."""

from __future__ import annotations

import datetime as dt
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from disclosure.actions import annual
from disclosure.annual.layout import Kind
from disclosure.models import AnnualReport, IssuingBody
from disclosure.reports.annual import gather
from foundation.people import User

_FILE: Final = Path(__file__).parent / "reports.toml"


def load_reports(body: IssuingBody, *, officer: User, manager: User, today: dt.date) -> int:
    """Write and sign the reports on years that are over; return how many."""
    with _FILE.open("rb") as file:
        rows = tomllib.load(file)["reports"]
    past = [row for row in rows if row["year"] < today.year]
    for row in past:
        _load(row, body, officer=officer, manager=manager, today=today)
    return len(past)


def _load(row: dict[str, Any], body: IssuingBody, *, officer: User, manager: User, today: dt.date) -> None:
    report = annual.start_report(row["year"], body=body, actor=officer, today=today)
    for entry in row["entries"]:
        _enter(report, entry["figures"], entry["note"], officer)
    annual.save_report(
        report,
        values=_head(row, today),
        texts={key: text.strip() for key, text in row["texts"].items()},
        edit_version=AnnualReport.objects.get(pk=report.pk).edit_version,
        actor=officer,
    )
    annual.submit_report(report, actor=officer)
    report.refresh_from_db()
    expected = annual.review_draft(report, today=today).checksum
    annual.sign_report(report, expected=expected, actor=manager, today=today)


def _head(row: dict[str, Any], today: dt.date) -> dict[str, Any]:
    """Return the head data; nothing is issued in the future, whatever day the sample is loaded."""
    return {**{name: row.get(name, "") for name in annual.HEAD}, "issued_on": min(row["issued_on"], today)}


def _enter(report: AnnualReport, figures: dict[str, Any], note: str, officer: User) -> None:
    """Enter the figures that nothing counts; the register goes before the sample."""
    gathered = gather(report.year, report.body)
    amounts = {address for address, cell in report.format.cells.items() if cell.kind == Kind.AMOUNT}
    free = {
        address: Decimal(str(value)) if address in amounts else value
        for address, value in figures.items()
        if address not in gathered.counted
    }
    annual.enter_figures(report, figures=free, note=note, actor=officer)
