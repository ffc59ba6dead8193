"""Sample solicitations and questionnaires: running, waiting for their results, and with results."""

from __future__ import annotations

import datetime as dt
import tomllib
import uuid
from pathlib import Path
from typing import Any, Final

from feedback.actions.questionnaires import GivenAnswer, number_questionnaire, send_sheet
from feedback.actions.solicitations import (
    AnswerEntry,
    CommentEntry,
    answer_comments,
    enter_comment,
    number_solicitation,
    send_comment,
)
from feedback.models import PublishedQuestionnaire, PublishedSolicitation, Question, Questionnaire, Solicitation
from feedback.questionnaire_documents import QuestionDocument
from feedback.surveys import QuestionKind
from foundation.clock import local_now
from foundation.organization import Department
from foundation.people import User
from foundation.publishing.actions import make_candidate, release, submit
from foundation.publishing.going_live import go_live
from foundation.publishing.models import Publishable, bump_catalog
from foundation.publishing.reading import document_of
from foundation.publishing.states import Decision
from portal.sample.rows import save_checked

_FILE: Final = Path(__file__).with_name("feedback_consultations.toml")
_SPACE: Final = uuid.UUID("5d1f6a52-8a3b-4f8e-9a53-0a3f0b8f6c11")
_NOTE: Final = "样例内容，随系统提供"


def load(departments: dict[str, Department], *, writer: User, reviewer: User, today: dt.date) -> dict[str, int]:
    """Load everything and return the counts by kind."""
    with _FILE.open("rb") as file:
        data = tomllib.load(file)
    for row in data["solicitations"]:
        _load_solicitation(_dated(row, today), departments, writer=writer, reviewer=reviewer)
    for row in data["questionnaires"]:
        _load_questionnaire(_dated(row, today), departments, writer=writer, reviewer=reviewer)
    return {"solicitations": len(data["solicitations"]), "questionnaires": len(data["questionnaires"])}


def _dated(row: dict[str, Any], today: dt.date) -> dict[str, Any]:
    values = {name: value.strip() if isinstance(value, str) else value for name, value in row.items()}
    values["comments"] = [{**one, "on": today + dt.timedelta(one["on"])} for one in row.get("comments", ())]
    return {**values, **{name: today + dt.timedelta(row[name]) for name in ("starts_on", "ends_on")}}


def _load_solicitation(
    row: dict[str, Any], departments: dict[str, Department], *, writer: User, reviewer: User
) -> None:
    comments, answers, result = row.pop("comments"), row.pop("answers", []), row.pop("result_text", "")
    record = Solicitation(**{**row, "department": departments[row["department"]]}, updated_by=writer)
    number_solicitation(record, on=record.starts_on)
    save_checked(record)
    _release_in_the_past(record, writer=writer, reviewer=reviewer)
    kept = [_load_comment(record, one, writer) for one in comments]
    for answer in answers:
        keys = [kept[place] for place in answer.pop("comments")]
        answer_comments(record, keys, answer=AnswerEntry(**answer), actor=writer)
    if result:
        record.refresh_from_db()
        record.result_text = result
        record.save(update_fields=["result_text"])
        release(submit(record, actor=writer, note="公布意见采纳情况"), actor=reviewer, reason=_NOTE)


def _load_comment(record: Solicitation, row: dict[str, Any], writer: User) -> int:
    channel, on = row.pop("channel"), row.pop("on")
    entry = CommentEntry(**row)
    if channel != "online":
        return enter_comment(record, entry, channel=channel, received_on=on, actor=writer, today=on).pk
    public = PublishedSolicitation.objects.get(record=record)
    return send_comment(public, entry, token=uuid.uuid5(_SPACE, f"{record.number}{row['text']}"), today=on).pk


def _load_questionnaire(
    row: dict[str, Any], departments: dict[str, Department], *, writer: User, reviewer: User
) -> None:
    row.pop("comments")
    questions, sheets, texts = row.pop("questions"), row.pop("sheets", 0), row.pop("texts", [])
    record = Questionnaire(**{**row, "department": departments[row["department"]]}, updated_by=writer)
    number_questionnaire(record, on=record.starts_on)
    save_checked(record)
    for place, question in enumerate(questions, start=1):
        options = "\n".join(question.pop("options", ()))
        made = Question(questionnaire=record, position=place * 10, options=options, **question)
        save_checked(made)
    _release_in_the_past(record, writer=writer, reviewer=reviewer)
    public = PublishedQuestionnaire.objects.select_related("revision").get(record=record)
    asked = document_of(public.revision).questions
    for number in range(sheets):
        given = {question.key: _answer(question, number, texts) for question in asked}
        token = uuid.uuid5(_SPACE, f"{record.number}/{number}")
        send_sheet(public, given, token=token, today=record.starts_on + dt.timedelta(number % 30))


def _answer(question: QuestionDocument, number: int, texts: list[str]) -> GivenAnswer:
    """Return one of the invented answers: the first ones of a list are the most frequent."""
    most = len(question.answers)
    if question.kind == QuestionKind.TEXT:
        return GivenAnswer(text=texts[number // 9] if number % 9 == 0 and number // 9 < len(texts) else "")
    first = (number * number + 3 * number) % 11 * most // 16
    if question.kind == QuestionKind.SEVERAL and number % 3 == 0 and first + 1 < most:
        return GivenAnswer(choices=(first, first + 1))
    return GivenAnswer(choices=(first,))


def _release_in_the_past(record: Publishable, *, writer: User, reviewer: User) -> None:
    """Make a record public whose period began before the sample is loaded; the verb refuses that for good reason."""
    candidate = make_candidate(record, record.make_document(), actor=writer, note="")
    candidate.number = 1
    candidate.decision, candidate.decided_by, candidate.decided_at = Decision.RELEASED, reviewer, local_now()
    candidate.decision_note = _NOTE
    go_live([candidate])
    bump_catalog([record._meta.label_lower])
