"""The messages of the sample: a year of them, walked through their stages by the real verbs."""

from __future__ import annotations

import datetime as dt
import tomllib
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from feedback.actions import answers, handling, messages, replies, writer_questions
from feedback.entries import MessageEntry, WriterEntry
from feedback.models import Message
from feedback.reference import load_limits, load_reply_templates
from feedback.states import Solved
from foundation.calendar_days import load_calendar
from foundation.organization import Department, Membership
from foundation.people import User
from foundation.workdays import YearNotCovered
from guides.models import PublishedGuide
from portal.sample.days import clock_set_to

_FILE: Final = Path(__file__).parent / "feedback_messages.toml"
_NAMESPACE: Final = uuid.UUID("0f6b1d9e-3a55-4b53-8d0c-6a1c1f0c2026")


def load_messages(departments: Mapping[str, Department], *, officer: User, reviewer: User, today: dt.date) -> int:
    """Send and handle every message of the file; return how many.

    Days are numbers of calendar days before today, so that some are open whenever the sample is loaded; a reply comes
    so many working days after the receipt.  The officer holds the whole center while the sample is loaded.
    """
    load_limits()
    load_reply_templates()
    with _FILE.open("rb") as file:
        rows = sorted(tomllib.load(file)["messages"], key=lambda row: -row["days_ago"])
    membership = Membership.objects.create(user=officer, role="officer")
    officer = User.objects.get(pk=officer.pk)  # an account remembers its roles
    for place, row in enumerate(rows):
        _Walk(row, departments, officer, reviewer, today).go(uuid.uuid5(_NAMESPACE, str(place)))
    membership.delete()
    return len(rows)


class _Walk:
    """One message on its way."""

    def __init__(
        self, row: dict[str, Any], departments: Mapping[str, Department], officer: User, reviewer: User, today: dt.date
    ) -> None:
        self.row, self.departments, self.officer, self.reviewer, self.today = row, departments, officer, reviewer, today
        self.day = today - dt.timedelta(row["days_ago"])

    def go(self, token: uuid.UUID) -> None:
        with clock_set_to(self.day):
            message = self._send(token)
        if self.row.get("withdrawn"):
            messages.withdraw(message, today=self.day)
        elif "department" in self.row:
            self._handle(message)

    def _send(self, token: uuid.UUID) -> Message:
        row = self.row
        guide = PublishedGuide.objects.select_related("record").filter(title=row.get("guide", "")).first()
        entry = MessageEntry(
            kind=row["kind"],
            subject=row["subject"],
            text=row["text"],
            writer=WriterEntry(name=row.get("name", ""), phone=row.get("phone", "")),
            about=self.departments.get(row.get("about", "")),
            guide=guide.record if guide else None,
            shares_contact=bool(row.get("phone")),
            consents_to_publication=row.get("consents", True),
        )
        message, _code = messages.send_message(entry, token=token, today=self.day)
        return message

    def _handle(self, message: Message) -> None:
        row, officer = self.row, self.officer
        host = self.departments[row["department"]]
        message = handling.route(message, department=host, reason=row.get("why", "属该部门职责"), actor=officer)
        if row.get("untouched"):
            return
        message = handling.accept(message, today=self.day, actor=officer)
        if question := row.get("question"):
            writer_questions.ask_writer(message, question=question, today=self.day, actor=officer)
            return
        if "reply" in row:
            self._reply(message)

    def _reply(self, message: Message) -> None:
        row, officer, reviewer = self.row, self.officer, self.reviewer
        message = replies.save_reply(
            message, text=row["reply"], ending=row["ending"], basis=row.get("basis", ""), actor=officer
        )
        message = replies.submit_reply(message, edit_version=1, actor=officer)
        answered_on = min(self._after(row["took"]), self.today)
        message = replies.send_reply(message, edit_version=1, today=answered_on, actor=reviewer)
        if verdict := row.get("verdict"):
            message = replies.judge(message, solved=verdict, remark=row.get("remark", ""))
        if message.consents_to_publication and verdict != Solved.NOT and row.get("publish", True):
            text = answers.masked_texts(message)
            answers.save_public_text(
                message, subject=text["subject"], question=text["question"], answer=text["answer"], actor=officer
            )
            answers.submit_public_text(message, edit_version=1, actor=officer)
            answers.publish_answer(message, edit_version=1, actor=reviewer)

    def _after(self, workdays: int) -> dt.date:
        try:
            return load_calendar().advance(self.day, workdays)
        except YearNotCovered:  # the sample loads without the calendar too; its dates are then only near
            return self.day + dt.timedelta(workdays * 7 // 5)
