"""Messages of the sample that show every turn of the handling, each step by its real verb and on its day."""

from __future__ import annotations

import datetime as dt
import tomllib
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from feedback.actions import answers, extensions, handling, messages, replies, supervisions, writer_questions
from feedback.entries import MessageEntry, WriterEntry
from feedback.models import Channel, Message, RoutingRule
from feedback.reference import load_limits, load_reply_templates
from feedback.states import Party
from foundation.organization import Department
from foundation.people import User
from portal.sample.days import SampleDays, clock_set_to

_FILE: Final = Path(__file__).parent / "feedback.toml"
_NAMESPACE: Final = uuid.UUID("0c6a3f0e-54a2-4d52-9a3b-7f3f6f0d2026")


@dataclass(frozen=True)
class Staff:
    """Who handles the messages of the sample: the center, officers of departments by their code, the second person."""

    center: User
    officers: Mapping[str, User]
    reviewer: User
    manager: User

    def host(self, message: Message) -> User:
        """Return who acts for the host of a message."""
        code = message.department.code if message.department is not None else ""
        return self.officers.get(code, self.center)


def load_matters(departments: Mapping[str, Department], staff: Staff, *, today: dt.date) -> int:
    """Load rules and messages of the file, each event on its day; return how many messages there are."""
    load_limits()
    load_reply_templates()
    with _FILE.open("rb") as file:
        content = tomllib.load(file)
    for rule in content["rules"]:
        RoutingRule.objects.create(department=departments[rule.pop("department")], **rule)
    days = SampleDays(today)
    matters = [
        _Matter(row, place, departments=departments, staff=staff, days=days)
        for place, row in enumerate(content["messages"])
    ]
    for day, _place, _number, act in sorted(event for matter in matters for event in matter.events()):
        with clock_set_to(day):
            act()
    return len(matters)


@dataclass
class _Matter:
    """One message on its way."""

    row: Mapping[str, Any]
    place: int
    departments: Mapping[str, Department]
    staff: Staff
    days: SampleDays

    def events(self) -> Iterator[tuple[dt.date, int, int, Callable[[], None]]]:
        """Yield day, place in the file, number of the step, and what happens: the inbox fills as time goes by."""
        received = self.days.date(self.row["received"])
        yield received, self.place, 0, partial(self._write, received)
        for number, (name, day, *words) in enumerate(self.row["steps"], start=1):
            on = self.days.date(day)
            yield on, self.place, number, partial(self._carry_out, name, on, words)

    def _write(self, on: dt.date) -> None:
        row = self.row
        entry = MessageEntry(
            kind=row["kind"],
            subject=row["subject"],
            text=row["text"],
            channel=row.get("channel", Channel.ONLINE),
            writer=WriterEntry(name=row.get("name", ""), phone=row.get("phone", "")),
            about=self.departments[row["about"]] if "about" in row else None,
            shares_contact=row.get("shares", False),
            consents_to_publication=row.get("publish", False),
        )
        token = uuid.uuid5(_NAMESPACE, str(self.place))
        if entry.channel == Channel.ONLINE:
            self.message, _code = messages.send_message(entry, token=token, today=on)
        else:
            self.message, _code = messages.log_message(entry, actor=self.staff.center, token=token, today=on)

    def _carry_out(self, name: str, on: dt.date, words: list[Any]) -> None:
        self.message = Message.objects.select_related("department").get(pk=self.message.pk)
        STEPS[name](self, on, *words)

    @property
    def host(self) -> User:
        """Who acts for the host."""
        return self.staff.host(self.message)

    def version(self) -> int:
        """Return the version of the unsent reply."""
        draft = replies.draft_of(self.message)
        return draft.edit_version if draft is not None else 0


def _route(matter: _Matter, _on: dt.date, department: str, reason: str, is_final: bool = False) -> None:
    handling.route(
        matter.message,
        department=matter.departments[department],
        reason=reason,
        is_final=is_final,
        actor=matter.staff.center,
    )


def _accept(matter: _Matter, on: dt.date) -> None:
    handling.accept(matter.message, today=on, actor=matter.host)


def _accept_by(matter: _Matter, on: dt.date, department: str, reason: str) -> None:
    _route(matter, on, department, reason)
    matter.message = Message.objects.select_related("department").get(pk=matter.message.pk)
    _accept(matter, on)


def _back(matter: _Matter, _on: dt.date, reason: str) -> None:
    handling.send_back(matter.message, reason=reason, actor=matter.host)


def _assist(matter: _Matter, _on: dt.date, department: str, what: str) -> None:
    handling.add_assistant(matter.message, department=matter.departments[department], reason=what, actor=matter.host)


def _part(matter: _Matter, _on: dt.date, text: str) -> None:
    part = matter.message.assignments.select_related("department").get(party=Party.ASSISTANT, contributed_at=None)
    actor = matter.staff.officers.get(part.department.code, matter.staff.center)
    handling.contribute(part, text=text, actor=actor)


def _ask(matter: _Matter, on: dt.date, question: str) -> None:
    writer_questions.ask_writer(matter.message, question=question, today=on, actor=matter.host)


def _answer(matter: _Matter, on: dt.date, text: str) -> None:
    writer_questions.writer_answers(matter.message, answer=text, today=on)


def _propose(matter: _Matter, on: dt.date, days: int, reason: str) -> None:
    extensions.propose_extension(matter.message, days=days, reason=reason, today=on, actor=matter.host)


def _extend(matter: _Matter, on: dt.date) -> None:
    extensions.decide_extension(matter.message, approved=True, today=on, actor=matter.staff.reviewer)


def _press(matter: _Matter, on: dt.date, until: int, reason: str) -> None:
    due_on = matter.days.date(until)
    supervisions.supervise(matter.message, reason=reason, due_on=due_on, today=on, actor=matter.staff.manager)


def _report(matter: _Matter, _on: dt.date, text: str) -> None:
    supervisions.answer_supervision(matter.message, answer=text, actor=matter.host)


def _confirm(matter: _Matter, _on: dt.date) -> None:
    supervisions.confirm_supervision(matter.message, actor=matter.staff.manager)


def _draft(matter: _Matter, _on: dt.date, ending: str, text: str, basis: str = "") -> None:
    version = matter.version() or None
    replies.save_reply(matter.message, text=text, ending=ending, basis=basis, edit_version=version, actor=matter.host)


def _submit(matter: _Matter, on: dt.date, ending: str, text: str, basis: str = "") -> None:
    _draft(matter, on, ending, text, basis)
    replies.submit_reply(matter.message, edit_version=matter.version(), actor=matter.host)


def _return(matter: _Matter, _on: dt.date, note: str) -> None:
    replies.return_reply(matter.message, note=note, actor=matter.staff.reviewer)


def _reply(matter: _Matter, on: dt.date, ending: str, text: str, basis: str = "") -> None:
    _submit(matter, on, ending, text, basis)
    replies.send_reply(matter.message, edit_version=matter.version(), today=on, actor=matter.staff.reviewer)


def _judge(matter: _Matter, _on: dt.date, solved: str, remark: str) -> None:
    replies.judge(matter.message, solved=solved, remark=remark)


def _reopen(matter: _Matter, on: dt.date) -> None:
    replies.reopen(matter.message, today=on, actor=matter.staff.center)


def _stay(matter: _Matter, _on: dt.date, reason: str) -> None:
    replies.refuse_reopening(matter.message, reason=reason, actor=matter.staff.center)


def _withdraw(matter: _Matter, on: dt.date) -> None:
    messages.withdraw(matter.message, today=on)


def _public_draft(matter: _Matter, _on: dt.date) -> None:
    texts = answers.masked_texts(matter.message)
    answers.save_public_text(
        matter.message,
        subject=texts["subject"],
        question=texts["question"],
        answer=texts["answer"],
        actor=matter.host,
    )


def _public_submit(matter: _Matter, on: dt.date) -> None:
    _public_draft(matter, on)
    answers.submit_public_text(matter.message, edit_version=1, actor=matter.host)


def _public(matter: _Matter, on: dt.date) -> None:
    _public_submit(matter, on)
    answers.publish_answer(matter.message, edit_version=1, actor=matter.staff.reviewer)


STEPS: Final[Mapping[str, Callable[..., None]]] = {
    "route": _route,
    "accept": _accept,
    "accept_by": _accept_by,
    "back": _back,
    "assist": _assist,
    "part": _part,
    "ask": _ask,
    "answer": _answer,
    "propose": _propose,
    "extend": _extend,
    "press": _press,
    "report": _report,
    "confirm": _confirm,
    "draft": _draft,
    "submit": _submit,
    "return": _return,
    "reply": _reply,
    "judge": _judge,
    "reopen": _reopen,
    "stay": _stay,
    "withdraw": _withdraw,
    "public_draft": _public_draft,
    "public_submit": _public_submit,
    "public": _public,
}
"""What a step of the file may do."""
