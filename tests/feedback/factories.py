"""Solicitations and questionnaires that are complete unless a test says otherwise."""

from __future__ import annotations

import datetime as dt
import time
import uuid
from typing import Any
from unittest import mock

from feedback.actions.questionnaires import GivenAnswer, number_questionnaire, send_sheet
from feedback.actions.solicitations import CommentEntry, enter_comment, number_solicitation, send_comment
from feedback.models import (
    Comment,
    PublishedQuestionnaire,
    PublishedSolicitation,
    Question,
    Questionnaire,
    ResponseSheet,
    Solicitation,
)
from foundation.clock import local_now, local_today
from foundation.organization import Department
from foundation.people import User
from foundation.public_forms import new_stamp
from foundation.publishing.actions import make_candidate
from foundation.publishing.going_live import go_live
from foundation.publishing.models import Publishable, bump_catalog
from foundation.publishing.states import Decision
from tests.cast import Cast

TODAY = dt.date(2026, 6, 15)
"""The day on which tests without a browser take place; pages have the real one."""


def make_solicitation(department: Department, *, starts_on: dt.date = TODAY, **values: Any) -> Solicitation:
    """Create a complete draft with a number of its own; a period of 40 days."""
    fields: dict[str, Any] = {
        "kind": "normative",
        "title": "容缺受理管理办法（征求意见稿）",
        "explanation": "说明为什么起草。",
        "text": "第一条 为方便群众，制定本办法。\n第二条 本办法自公布之日起施行。",
        "ends_on": starts_on + dt.timedelta(days=40),
    }
    made = Solicitation(department=department, starts_on=starts_on, **{**fields, **values})
    number_solicitation(made, on=starts_on)
    made.save()
    return made


def make_questionnaire(
    department: Department, *, starts_on: dt.date = TODAY, questions: bool = True, **values: Any
) -> Questionnaire:
    """Create a complete draft: one question of each kind, a period of 20 days."""
    fields: dict[str, Any] = {
        "title": "大厅服务问卷",
        "introduction": "了解大厅服务。",
        "ends_on": starts_on + dt.timedelta(days=20),
    }
    made = Questionnaire(department=department, starts_on=starts_on, **{**fields, **values})
    number_questionnaire(made, on=starts_on)
    made.save()
    if questions:
        add_questions(made)
    return made


def add_questions(questionnaire: Questionnaire) -> None:
    """Add one question of each kind."""
    for place, (kind, options, is_required) in enumerate(
        [
            ("single", "社保\n公积金", True),
            ("grade", "", True),
            ("several", "座位\n停车\n叫号", False),
            ("text", "", False),
        ]
    ):
        Question.objects.create(
            questionnaire=questionnaire,
            key=kind,
            position=place * 10,
            title=f"问题{kind}",
            kind=kind,
            options=options,
            is_required=is_required,
        )


def publish_since(record: Publishable, *, editor: User, reviewer: User) -> Any:
    """Make a draft public whatever its days say, as if the release had happened in time; return its public row."""
    candidate = make_candidate(record, record.make_document(), actor=editor, note="")
    candidate.number = (record.revisions.count() or 0) + 1
    candidate.decision, candidate.decided_by, candidate.decided_at = Decision.RELEASED, reviewer, local_now()
    candidate.decision_note = "按期公开"
    go_live([candidate])
    bump_catalog([record._meta.label_lower])
    return type(record).objects.select_related("published").get(pk=record.pk).published  # type: ignore[attr-defined]


def running(cast: Cast, *, today: dt.date = TODAY, **values: Any) -> PublishedSolicitation:
    """Return a public solicitation of the police in the middle of its period."""
    record = make_solicitation(cast.police, starts_on=today - dt.timedelta(days=10), **values)
    row: PublishedSolicitation = publish_since(record, editor=cast.editor, reviewer=cast.reviewer)
    return row


def ended(cast: Cast, *, days: int = 5, today: dt.date = TODAY, **values: Any) -> PublishedSolicitation:
    """Return a public solicitation of the police whose period ended so many days ago."""
    start = today - dt.timedelta(days=40 + days)
    record = make_solicitation(cast.police, starts_on=start, **values)
    row: PublishedSolicitation = publish_since(record, editor=cast.editor, reviewer=cast.reviewer)
    return row


def running_now(cast: Cast, **values: Any) -> PublishedSolicitation:
    """Return a solicitation that runs on the real day, for tests of pages."""
    return running(cast, today=local_today(), **values)


def ended_now(cast: Cast, **values: Any) -> PublishedSolicitation:
    """Return a solicitation that has just ended on the real day, for tests of pages."""
    return ended(cast, today=local_today(), **values)


def comment(row: PublishedSolicitation, text: str = "建议延长期限。", **values: Any) -> Comment:
    """Send a comment on the first day of the period."""
    return send_comment(row, CommentEntry(text, **values), token=uuid.uuid4(), today=row.starts_on)


def paper_comment(row: PublishedSolicitation, actor: User, **values: Any) -> Comment:
    """Enter a comment that came by post on the first day."""
    entry = CommentEntry(**{"text": "来信意见。", **values})
    return enter_comment(row.record, entry, channel="post", received_on=row.starts_on, actor=actor, today=row.ends_on)


def survey(cast: Cast, *, start: int = -5, today: dt.date = TODAY, **values: Any) -> PublishedQuestionnaire:
    """Return a public questionnaire of the police that began so many days from today."""
    record = make_questionnaire(cast.police, starts_on=today + dt.timedelta(days=start), **values)
    row: PublishedQuestionnaire = publish_since(record, editor=cast.editor, reviewer=cast.reviewer)
    return row


def survey_now(cast: Cast, **values: Any) -> PublishedQuestionnaire:
    """Return a questionnaire that runs on the real day, for tests of pages."""
    return survey(cast, today=local_today(), **values)


def sheet(row: PublishedQuestionnaire, *, single: int = 0, grade: int = 0, **also: Any) -> ResponseSheet:
    """Send a sheet on the first day; ``several`` and ``text`` may be given."""
    given = {"single": GivenAnswer((single,)), "grade": GivenAnswer((grade,))}
    if "several" in also:
        given["several"] = GivenAnswer(tuple(also["several"]))
    if "text" in also:
        given["text"] = GivenAnswer(text=also["text"])
    return send_sheet(row, given, token=uuid.uuid4(), today=row.starts_on)


def old_stamp() -> str:
    """Return the stamp of a form that was opened a minute ago."""
    with mock.patch("django.core.signing.time.time", return_value=time.time() - 60):
        return new_stamp()
