"""The register of the sample: requests of four years, walked through their stages by the real verbs."""

from __future__ import annotations

import datetime as dt
import tomllib
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any, Final

from disclosure.actions import clock, consultations, decisions, register, remedies, service
from disclosure.actions.decisions import DecisionEntry, GivenFile, ItemDecision, promises_enclosure
from disclosure.entries import ApplicantEntry, RequestEntry
from disclosure.models import Request
from disclosure.reference import load_letter_templates
from foundation.organization import Department
from foundation.people import User
from portal.sample.days import SampleDays
from portal.sample.forms import make_enclosure

_FILE: Final = Path(__file__).parent / "requests.toml"
_NAMESPACE: Final = uuid.UUID("6f1d7c52-7f0b-4b0e-9d55-0d4b3c6d2023")
_HOW_TO_PAY: Final = "持政府非税收入一般缴款书到代收银行缴纳，缴款后凭回执到窗口登记。"
_POST: Final = dt.timedelta(days=3)


def load_requests(*, officer: User, manager: User, today: dt.date) -> int:
    """Log and handle every request of the file whose last step is not after today; return how many.

    Days are dates, or numbers of working days before today: those requests are open whenever the sample is loaded.
    """
    load_letter_templates()  # a released decision issues its letter
    with _FILE.open("rb") as file:
        content = tomllib.load(file)
    people = {row.pop("key"): ApplicantEntry(**row) for row in content["applicants"]}
    days = _Days(today)
    rows = [row for row in map(days.resolve, content["requests"]) if days.latest(row) <= today]
    cases = [
        _Case(people[row["by"]], row, officer=officer, manager=manager, today=today, place=place)
        for place, row in enumerate(rows)
    ]
    for _day, _place, _number, act in sorted(event for case in cases for event in case.events()):
        act()
    return len(cases)


class _Days(SampleDays):
    """Turns numbers of working days before the day of loading into dates."""

    def resolve(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return the request with dates alone."""
        resolved = {name: self.date(value) for name, value in row.items() if name in {"arrived", "confirmed"}}
        steps = [
            {name: self.date(value) if name in {"on", "until", "notified", "answered", "closed"} else value
             for name, value in step.items()}
            for step in row.get("steps", [])
        ]  # fmt: skip
        return {**row, **resolved, "steps": steps}

    def latest(self, row: Mapping[str, Any]) -> dt.date:
        """Return the last day on which something happens to a request of the file."""
        days: list[dt.date] = [row["arrived"], *(step.get("closed", step["on"]) for step in row["steps"])]
        return max(days)


@dataclass
class _Case:
    """One request on its way."""

    applicant: ApplicantEntry
    row: Mapping[str, Any]
    officer: User
    manager: User
    today: dt.date
    place: int

    def events(self) -> Iterator[tuple[dt.date, int, int, Callable[[], None]]]:
        """Yield day, place in the file, number of the step, and what happens: the register fills as time goes by."""
        yield self.row["arrived"], self.place, 0, self._log
        for number, step in enumerate(self.row["steps"], start=1):
            yield step["on"], self.place, number, partial(self._carry_out, step)

    def _log(self) -> None:
        row = self.row
        entry = RequestEntry(
            channel=row["channel"],
            arrived_on=row["arrived"],
            applicant=self.applicant,
            subject=row["subject"],
            description=row["description"],
            items=row.get("items", ()),
            confirmed_on=row.get("confirmed"),
            evidence=row.get("evidence", ""),
        )
        token = uuid.uuid5(_NAMESPACE, str(self.place))
        today = row.get("confirmed") or row["arrived"]
        self.request, _code = register.log_request(entry, actor=self.officer, today=today, token=token)

    def _carry_out(self, step: Mapping[str, Any]) -> None:
        VERBS[step["do"]](self, step["on"], step)
        self.request = Request.objects.get(pk=self.request.pk)


def _ask_correction(case: _Case, on: dt.date, step: Mapping[str, Any]) -> None:
    clock.ask_correction(case.request, on=on, until=step["until"], what=step["what"], actor=case.officer, today=on)


def _record_correction(case: _Case, on: dt.date, _step: Mapping[str, Any]) -> None:
    clock.record_correction(case.request, on=on, evidence="补正材料已收", actor=case.officer, today=on)


def _extend(case: _Case, on: dt.date, step: Mapping[str, Any]) -> None:
    proposal = clock.propose_extension(case.request, days=step["days"], reason=step["reason"], actor=case.officer)
    clock.decide_extension(proposal, approve=True, on=on, actor=case.manager)


def _propose_extension(case: _Case, _on: dt.date, step: Mapping[str, Any]) -> None:
    clock.propose_extension(case.request, days=step["days"], reason=step["reason"], actor=case.officer)


def _consult(case: _Case, on: dt.date, step: Mapping[str, Any]) -> None:
    department = Department.objects.get(code=step["department"]) if "department" in step else None
    consultations.consult(
        case.request,
        kind=step["kind"],
        party=department.name if department else step["party"],
        department_id=department.pk if department else None,
        question=step["question"],
        days=step.get("days"),
        on=on,
        actor=case.officer,
        today=on,
    )


def _answer(case: _Case, on: dt.date, step: Mapping[str, Any]) -> None:
    consultation = case.request.consultations.filter(answered_on=None).earliest("asked_on", "id")
    consultations.record_answer(
        consultation, position=step["position"], answer=step.get("answer", ""), on=on, actor=case.officer, today=on
    )


def _fee(case: _Case, on: dt.date, step: Mapping[str, Any]) -> None:
    clock.assess_fee(
        case.request, basis="pages", units=step["pages"], before=0, how_to_pay=_HOW_TO_PAY, actor=case.officer
    )
    clock.notice_fee(case.request, on=on, evidence="送达回证", actor=case.officer, today=on)


def _pay(case: _Case, on: dt.date, _step: Mapping[str, Any]) -> None:
    clock.record_payment(case.request, on=on, evidence="缴款书回执", actor=case.officer, today=on)


def _ask_reasons(case: _Case, on: dt.date, step: Mapping[str, Any]) -> None:
    clock.ask_reasons(case.request, on=on, evidence=step["what"], actor=case.officer, today=on)


def _draft(case: _Case, _on: dt.date, step: Mapping[str, Any]) -> None:
    words = [field.name for field in fields(ItemDecision)]
    parts = step.get("parts") or [step]
    items = {
        item.pk: ItemDecision(**{name: part[name] for name in words if name in part})
        for item, part in zip(case.request.items.all(), parts, strict=True)
    }
    entry = DecisionEntry(items=items, findings=step.get("findings", ""), secrecy_review="cleared")
    decisions.save_decision(case.request, entry, actor=case.officer, files=_enclosed(case, items.values()))


def _enclosed(case: _Case, items: Iterable[ItemDecision]) -> list[GivenFile]:
    """Return a file for each reply that says that something is enclosed."""
    promised = [item.answer for item in items if promises_enclosure(item.outcome, item.answer)]
    labels = [answer.removeprefix("随函附").split("（")[0].strip("。") for answer in promised]
    return [GivenFile(make_enclosure(actor=case.officer), label, 1) for label in labels]


def _submit(case: _Case, on: dt.date, step: Mapping[str, Any]) -> None:
    _draft(case, on, step)
    decisions.submit_decision(case.request, today=on, actor=case.officer)


def _decide(case: _Case, on: dt.date, step: Mapping[str, Any]) -> None:
    _submit(case, on, step)
    decisions.release_decision(case.request, expected_version=1, on=on, actor=case.manager)
    _serve(case, on)


def _serve(case: _Case, on: dt.date) -> None:
    """Send the reply on the day of the decision; what had the time to arrive has its proof."""
    letter, arrived = case.request.letters.get(kind="decision"), on + _POST
    if letter.services.exists():  # asked on this site: read on the status page
        service.record_seen(letter, today=on)
        return
    has_arrived = arrived <= case.today
    service.send_letter(
        letter,
        way="registered_post",
        sent_on=on,
        tracking_number="样例邮件",
        actor=case.officer,
        today=case.today,
        served_on=arrived if has_arrived else None,
        proof="邮件投递记录：本人签收" if has_arrived else "",
    )


def _withdraw(case: _Case, on: dt.date, step: Mapping[str, Any]) -> None:
    register.withdraw(case.request, on=on, reason=step["reason"], actor=case.officer, today=on)


def _dismiss(case: _Case, _on: dt.date, step: Mapping[str, Any]) -> None:
    register.dismiss(case.request, reason=step["reason"], actor=case.officer)


def _remedy(case: _Case, on: dt.date, step: Mapping[str, Any]) -> None:
    """Record a case to its end; it follows the request's last one where its kind asks for that."""
    follows = case.request.remedies.last() if step["kind"] in {"suit_after_review", "appeal"} else None
    entry = remedies.RemedyEntry(
        step["kind"], step["organ"], on, case_number=step["number"], notified_on=step["notified"], follows=follows
    )
    officer, last_day = case.officer, max(value for value in step.values() if isinstance(value, dt.date))
    remedy = remedies.open_remedy(case.request, entry, actor=officer, today=last_day)
    if "answered" in step:
        remedies.record_our_answer(remedy, on=step["answered"], actor=officer, today=last_day)
    if "closed" in step:
        remedies.close_remedy(
            remedy,
            outcome=step["result"],
            on=step["closed"],
            note=step["note"],
            served_on=step["closed"],
            actor=officer,
            today=last_day,
        )


def _reopen(case: _Case, on: dt.date, step: Mapping[str, Any]) -> None:
    """Open the new handling; the following steps are its steps."""
    remedy = case.request.remedies.filter(outcome="corrected").latest("closed_on")
    case.request = remedies.reopen(remedy, on=on, evidence=step["evidence"], actor=case.officer, today=on)


VERBS: Final[Mapping[str, Callable[[_Case, dt.date, Mapping[str, Any]], None]]] = {
    "ask_correction": _ask_correction,
    "record_correction": _record_correction,
    "extend": _extend,
    "propose_extension": _propose_extension,
    "consult": _consult,
    "answer": _answer,
    "fee": _fee,
    "pay": _pay,
    "ask_reasons": _ask_reasons,
    "draft": _draft,
    "submit": _submit,
    "decide": _decide,
    "withdraw": _withdraw,
    "dismiss": _dismiss,
    "remedy": _remedy,
    "reopen": _reopen,
}
"""What a step of the file may do."""
