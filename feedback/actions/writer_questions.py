"""The question to the writer: asked, answered, noted, given up; the time stands still in between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from feedback.actions.clock import record_fact
from feedback.deadlines import WRITER_DAYS, FactKind
from feedback.models.handling import WriterQuestion
from feedback.models.messages import Message
from feedback.states import VERBS, MessageStage
from foundation.calendar_days import load_calendar
from foundation.clock import local_now
from foundation.workflow import Conflict, Refused, perform

if TYPE_CHECKING:
    from foundation.people import User

TELLER_LENGTH = 60


def ask_writer(message: Message, *, question: str, today: dt.date, actor: User) -> Message:
    """Ask the writer back; the time stands still until the answer, or until the fifth working day is over.

    Raises Refused without a question, YearNotCovered without the calendar.
    """
    until = load_calendar().advance(today, WRITER_DAYS)

    def change(locked: Message) -> Iterable[str]:
        if not question.strip():
            raise Refused(_("Write the question."))
        WriterQuestion.objects.create(
            message=locked, question=question.strip(), asked_on=today, asked_by=actor, until=until
        )
        return record_fact(locked, FactKind.ASKED, today, actor=actor, until=until)

    return perform(message, VERBS["ask_writer"], actor=actor, change=change, detail={"until": until.isoformat()})


def writer_answers(message: Message, *, answer: str, question: int | None = None, today: dt.date) -> Message:
    """The writer answers the open question; the caller has checked number and code.

    ``question`` is the key of the question that the writer read.  Raises Refused without a word, Conflict when
    another question is open by now.
    """

    def change(locked: Message) -> Iterable[str]:
        if not answer.strip():
            raise Refused(_("Write your answer."))
        asked = locked.questions.get(answered_at=None, closed_at=None)
        if question not in (None, asked.pk):
            raise Conflict(_("This question was answered already; another one is open now."))
        asked.answer, asked.answered_at = answer.strip(), local_now()
        asked.save(update_fields=["answer", "answered_at"])
        return record_fact(locked, FactKind.RESUMED, today, actor=None)

    return perform(message, VERBS["writer_answers"], actor=None, change=change, detail={"by": "writer"})


def note_answer(
    message: Message, *, answer: str, told_by: str, told_on: dt.date, today: dt.date, actor: User
) -> Message:
    """Note what the writer answered by phone or at the counter; the time runs on from the day it was told.

    Told after the last day of the question, it runs on from that last day, as without an answer.  Raises Refused
    without answer or teller, and for a day before the question or after today.
    """

    def change(locked: Message) -> Iterable[str]:
        if not answer.strip():
            raise Refused(_("Write down what was answered."))
        if not told_by.strip():
            raise Refused(_("Write down who told it, and how: the writer by phone, for instance."))
        asked = locked.questions.get(answered_at=None, closed_at=None)
        if not asked.asked_on <= told_on <= today:
            raise Refused(
                _("It was told on a day from the question, %(asked)s, to today.")
                % {"asked": asked.asked_on.isoformat()}
            )
        asked.answer, asked.answered_at = answer.strip(), local_now()
        asked.told_by, asked.told_on, asked.noted_by = told_by.strip()[:TELLER_LENGTH], told_on, actor
        asked.save(update_fields=["answer", "answered_at", "told_by", "told_on", "noted_by"])
        return record_fact(locked, FactKind.RESUMED, min(told_on, asked.until), actor=actor)

    return perform(message, VERBS["note_answer"], actor=actor, change=change, detail={"told": told_on.isoformat()})


def stop_waiting(message: Message, *, today: dt.date, actor: User | None) -> Message:
    """Go on without the writer's answer, once its last day is over; an actor of None is the nightly job.

    The time runs on from that last day, not from the day somebody noticed.  Raises Refused before.
    """

    def change(locked: Message) -> Iterable[str]:
        question = locked.questions.get(answered_at=None, closed_at=None)
        if today <= question.until:
            raise Refused(_("The writer has time until %(day)s.") % {"day": question.until.isoformat()})
        question.closed_at = local_now()
        question.save(update_fields=["closed_at"])
        return record_fact(locked, FactKind.RESUMED, question.until, actor=actor)

    return perform(message, VERBS["stop_waiting"], actor=actor, change=change)


def end_waiting_where_over(*, today: dt.date) -> int:
    """Go on with every message whose writer did not answer in time; return how many. For the nightly job."""
    over = Message.objects.filter(
        stage=MessageStage.ASKING, questions__answered_at=None, questions__closed_at=None, questions__until__lt=today
    )
    done = 0
    for message in over.distinct():
        stop_waiting(message, today=today, actor=None)
        done += 1
    return done
