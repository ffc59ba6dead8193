"""Rows of messages that are taken over, checked like what a person types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from feedback.imports.columns import LAYOUT, Consent
from feedback.models.limits import Limits
from feedback.states import NEEDS_BASIS, Ending, MessageKind
from foundation.organization import Department
from foundation.tables.problems import shorten
from foundation.tables.takeover import RowResult
from foundation.workflow import DomainError


@dataclass(frozen=True)
class TakenMessage:
    """A row that is right."""

    external_number: str
    kind: str
    subject: str
    text: str
    received_on: dt.date
    department: Department
    name: str
    phone: str
    reply: str
    replied_on: dt.date | None
    ending: str
    basis: str
    consents: bool


class RowReader:
    """Reads rows; knows the departments by code and names, and the numbers that came before."""

    def __init__(self, *, today: dt.date) -> None:
        self._today = today
        self._seen: dict[str, int] = {}
        self._limits = Limits()
        self._departments: dict[str, Department] = {}
        for department in Department.objects.all():
            for word in (department.short_name, department.name, department.code):
                self._departments.setdefault(word, department)

    def read(self, number: int, raw: Mapping[str, Any]) -> RowResult[TakenMessage]:
        """Return a row with its value or its problems."""
        # Never the subject: it may name somebody, and this label goes into terminals and logs.
        result: RowResult[TakenMessage] = RowResult(number, shorten(raw.get("external_number") or ""))
        values, problems = LAYOUT.parse(raw)
        result.problems = problems or [LAYOUT.told(*wrong) for wrong in self._wrong(values, number)]
        if not result.problems:
            result.taken = self._take(values)
        return result

    def _wrong(self, values: Mapping[str, Any], number: int) -> Iterable[tuple[str, str]]:
        if values["department"] not in self._departments:
            yield "department", _("There is no such department.")
        if (values["reply"] is None) != (values["replied_on"] is None):
            empty, filled = ("reply", "replied_on") if values["reply"] is None else ("replied_on", "reply")
            words = {"column": LAYOUT.by_name[filled].label}
            yield empty, _("This belongs to “%(column)s”; fill in both or none.") % words
        for name in ("received_on", "replied_on"):
            if values[name] is not None and values[name] > self._today:
                yield name, _("%(day)s lies in the future.") % {"day": values[name].isoformat()}
        if values["replied_on"] is not None and values["replied_on"] < values["received_on"]:
            yield "replied_on", _("The reply lies before the receipt.")
        try:
            self._limits.of(values["kind"] or MessageKind.ENQUIRY, values["received_on"])
        except DomainError as missing:
            yield "received_on", str(missing)
        if values["ending"] == Ending.WITHDRAWN:
            yield "ending", _("What the writer withdrew has no reply and is not taken over.")
        if values["ending"] in NEEDS_BASIS and not values["basis"]:
            yield "basis", _("A refusal names the rule that says no; what is not within our powers, the right door.")
        first = self._seen.setdefault(values["external_number"], number) if values["external_number"] else number
        if first != number:
            yield "external_number", _("Row %(row)d has the same register number.") % {"row": first}

    def _take(self, values: Mapping[str, Any]) -> TakenMessage:
        words = ("external_number", "name", "phone", "reply", "basis")
        return TakenMessage(
            kind=values["kind"] or MessageKind.ENQUIRY,
            subject=values["subject"],
            text=values["text"],
            received_on=values["received_on"],
            department=self._departments[values["department"]],
            replied_on=values["replied_on"],
            ending=values["ending"] or Ending.EXPLAINED,
            consents=values["consent"] == Consent.YES and values["kind"] != MessageKind.REPORT,
            **{name: values[name] or "" for name in words},
        )
