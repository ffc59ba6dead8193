"""Rows of a register that is taken over, checked like what an officer types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from disclosure.deadlines import Deadline, Fact, FactKind, compute
from disclosure.entries import ApplicantEntry, RequestEntry
from disclosure.fees import fee_amount
from disclosure.imports.columns import LAYOUT
from disclosure.models.register import RECEIVED_AT_ONCE, DeliveryWay, Medium
from disclosure.receipt import check_days, receipt_day
from foundation.privacy import find_personal
from foundation.tables.problems import shorten
from foundation.tables.sheets import Sheet
from foundation.tables.takeover import RowResult
from foundation.workdays import WorkCalendar
from foundation.workflow import DomainError

_FACTS: Final = {
    "correction_asked_on": FactKind.CORRECTION_ASKED,
    "corrected_on": FactKind.CORRECTED,
    "extended_on": FactKind.EXTENDED,
    "fee_noticed_on": FactKind.FEE_NOTICED,
    "fee_paid_on": FactKind.FEE_PAID,
    "concluded_on": FactKind.CONCLUDED,
}
"""Columns whose day is a fact of the clock."""
_TOGETHER: Final = (
    ("outcome", "concluded_on"),
    ("extended_on", "extension_days"),
    ("fee_noticed_on", "fee_basis"),
    ("fee_noticed_on", "fee_units"),
)
_NEEDS: Final = (("correction_until", "correction_asked_on"), ("fee_paid_on", "fee_noticed_on"))
"""Columns that say nothing without another one."""
_CONTACTS: Final = ("phone", "email", "address")


@dataclass(frozen=True)
class TakenFee:
    """A fee notice that the applicant got."""

    basis: str
    units: int
    noticed_on: dt.date
    paid_on: dt.date | None


@dataclass(frozen=True)
class TakenRow:
    """A row that is right, as the register will hold it."""

    external_number: str
    entry: RequestEntry
    received_on: dt.date | None
    facts: tuple[Fact, ...]
    deadline: Deadline | None
    outcome: str
    concluded_on: dt.date | None
    fee: TakenFee | None

    @property
    def evidence(self) -> str:
        """The evidence of receipt: what the row says, or that the other register says so."""
        return self.entry.evidence or _("as recorded in the register that was taken over")


def read_rows(sheet: Sheet, calendar: WorkCalendar, *, today: dt.date) -> tuple[list[RowResult[TakenRow]], list[str]]:
    """Return all rows of the table, each with its value or its problems, and the headings that nobody knows.

    Raises BadFile when required columns are missing.
    """
    columns, unknown = LAYOUT.match(sheet)
    results: list[RowResult[TakenRow]] = []
    seen: dict[str, int] = {}
    for number, record in sheet.records():
        values = {columns[name]: cell for name, cell in record.items() if name in columns}
        result: RowResult[TakenRow] = RowResult(number, shorten(values.get("external_number") or ""))
        _check_row(result, values, calendar, today=today)
        if result.taken is not None:
            first = seen.setdefault(result.taken.external_number, number)
            if first != number:
                result.taken = None
                result.problems.append(_("Row %(row)d has the same register number.") % {"row": first})
        results.append(result)
    return results, unknown


def _check_row(
    result: RowResult[TakenRow], cells: Mapping[str, Any], calendar: WorkCalendar, *, today: dt.date
) -> None:
    values, problems = LAYOUT.parse(cells)
    result.problems += problems
    if not result.problems:
        result.problems += [LAYOUT.told(name, sentence, cells.get(name)) for name, sentence in _together(values, today)]
    if result.problems:
        return
    try:
        result.taken = _take(values, calendar, today=today)
    except DomainError as error:
        result.problems.append(str(error))


def _together(values: Mapping[str, Any], today: dt.date) -> list[tuple[str, str]]:
    """Return what is wrong between the cells of a row, each under the column that has to be mended."""
    return [*_halves(values), *_future_days(values, today), *_contradictions(values)]


def _halves(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for one, other in _TOGETHER:
        if (values[one] is None) != (values[other] is None):
            empty, filled = (one, other) if values[one] is None else (other, one)
            yield (
                empty,
                _("This belongs to “%(column)s”; fill in both or none.") % {"column": LAYOUT.by_name[filled].label},
            )
    for name, needed in _NEEDS:
        if values[name] is not None and values[needed] is None:
            yield needed, _("“%(column)s” needs this day.") % {"column": LAYOUT.by_name[name].label}


def _future_days(values: Mapping[str, Any], today: dt.date) -> Iterator[tuple[str, str]]:
    for name in _FACTS:
        if values[name] is not None and values[name] > today:
            yield name, _("%(day)s lies in the future.") % {"day": values[name].isoformat()}


def _contradictions(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if find_personal(values["subject"]):
        yield "subject", _("Leave personal data such as ID or phone numbers out of the subject.")
    if values["outcome"] is None and not any(values[name] for name in _CONTACTS):
        yield "phone", _("At least one of phone, e-mail, fax and address is needed to answer.")
    if values["outcome"] is not None and values["confirmed_on"] is None and values["channel"] not in RECEIVED_AT_ONCE:
        yield "confirmed_on", _("What is concluded was received; state the day.")
    if values["fee_units"] is not None and values["fee_basis"] and not _fee_of(values):
        yield "fee_units", _("This quantity is free of charge; no fee notice is issued.")


def _fee_of(values: Mapping[str, Any]) -> int:
    return fee_amount(values["fee_basis"], values["fee_units"])


def _take(values: Mapping[str, Any], calendar: WorkCalendar, *, today: dt.date) -> TakenRow:
    """Return the row; raises DomainError for days that cannot be."""
    entry = _entry(values)
    check_days(entry.channel, entry.arrived_on, entry.confirmed_on, today=today)
    received_on = receipt_day(entry.channel, entry.arrived_on, entry.confirmed_on)
    facts = _facts(values, received_on)
    concluded_on = values["concluded_on"]
    late = next((fact for fact in facts if concluded_on and fact.on > concluded_on), None)
    if late is not None:
        raise BadFact(_("%(fact)s lies after the conclusion.") % {"fact": FactKind(late.kind).label})
    deadline = compute(facts, calendar) if facts else None
    noticed_on = values["fee_noticed_on"]
    fee = TakenFee(values["fee_basis"], values["fee_units"], noticed_on, values["fee_paid_on"]) if noticed_on else None
    return TakenRow(
        values["external_number"], entry, received_on, facts, deadline, values["outcome"] or "", concluded_on, fee
    )


class BadFact(DomainError):
    """A day of the row contradicts another one."""


def _facts(values: Mapping[str, Any], received_on: dt.date | None) -> tuple[Fact, ...]:
    if received_on is None:
        if any(values[name] is not None for name in _FACTS):
            raise BadFact(_("Nothing can happen to a request before its receipt is confirmed."))
        return ()
    own = [
        Fact(
            kind,
            values[name],
            days=values["extension_days"] if kind == FactKind.EXTENDED else None,
            until=values["correction_until"] if kind == FactKind.CORRECTION_ASKED else None,
        )
        for name, kind in _FACTS.items()
        if values[name] is not None
    ]
    return (Fact(FactKind.RECEIVED, received_on), *own)


def _entry(values: Mapping[str, Any]) -> RequestEntry:
    applicant = ApplicantEntry(
        name=values["name"] or "",
        category=values["category"],
        **{name: values[name] or "" for name in ("paper_number", "phone", "email", "address")},
    )
    return RequestEntry(
        channel=values["channel"],
        arrived_on=values["arrived_on"],
        applicant=applicant,
        subject=values["subject"],
        description=values["description"] or values["subject"],
        confirmed_on=values["confirmed_on"],
        evidence=values["evidence"] or "",
        delivery_way=values["delivery_way"] or DeliveryWay.PICK_UP,
        medium=values["medium"] or Medium.PAPER,
    )
