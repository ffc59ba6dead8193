"""Asking others: what stops the clock, who may answer, and that nobody learns who asks."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from disclosure.actions import clock, consultations
from disclosure.models import Consultation
from foundation.audit import Act, AuditEntry
from foundation.calendar_days import CalendarDay, CalendarYear
from foundation.workflow import Conflict, Refused
from tests.cast import Cast
from tests.disclosure.register_cases import APPLICANT, NAME, TODAY, concluded, logged

pytestmark = pytest.mark.django_db
D = dt.date


def ask(request, cast: Cast, kind: str = "internal", **changes) -> Consultation:
    """Ask the police department of the cast."""
    values = {
        "party": "江城市公安局", "question": "请查找2025年户籍窗口办件量统计。", "on": D(2026, 3, 9),
        "department_id": cast.police.pk, "actor": cast.officer, "today": TODAY, **changes,
    }  # fmt: skip
    return consultations.consult(request, kind=kind, **values)


def answer(question: Consultation, actor, **changes):
    values = {"position": "answered", "answer": "已查到，见附件。", "today": TODAY, **changes}
    return consultations.answer_question(question, actor=actor, **values)


def test_help_within_the_house_costs_our_own_time(cast: Cast):
    request = logged(cast)
    question = ask(request, cast, days=5)
    request.refresh_from_db()
    assert request.due_on == D(2026, 3, 30)
    assert not request.facts.filter(consultation=question).exists()
    assert question.answer_due == D(2026, 3, 16)
    request = answer(question, cast.editor)
    assert request.due_on == D(2026, 3, 30)


def test_another_organ_of_this_site_stops_the_clock(cast: Cast):
    request = logged(cast)
    question = ask(request, cast, kind="organ")
    assert question.answer_due == D(2026, 3, 30)
    request = answer(question, cast.editor, position="agrees", answer="同意公开", today=D(2026, 3, 13))
    assert request.due_on == D(2026, 4, 3)
    question.refresh_from_db()
    assert (question.answered_on, question.answered_by) == (D(2026, 3, 13), cast.editor)


@pytest.mark.parametrize("days", [0, 16, -1])
def test_the_law_gives_fifteen_days_at_most(cast: Cast, days):
    with pytest.raises(Refused, match="15"):
        ask(logged(cast), cast, days=days)


def test_without_the_calendar_the_answer_has_no_day(cast: Cast):
    request = logged(cast)
    CalendarDay.objects.all().delete()
    CalendarYear.objects.filter(year=2026).delete()
    assert ask(request, cast).answer_due is None


def test_help_comes_from_a_department(cast: Cast):
    with pytest.raises(Refused):
        ask(logged(cast), cast, department_id=None)
    ask(logged(cast), cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.update(department=None)


@pytest.mark.parametrize("telling", [NAME, APPLICANT.phone, APPLICANT.paper_number, "钱 小样"])
def test_a_question_never_tells_who_asks(cast: Cast, telling):
    request = logged(cast)
    for text in (f"{telling}要求查找统计", f"关于{request.number}"):
        with pytest.raises(Refused, match="申请人信息"):
            ask(request, cast, question=text)
    assert not Consultation.objects.exists()


# Who may answer


def test_only_the_asked_department_answers(cast: Cast):
    question = ask(logged(cast), cast)
    for stranger in (cast.other_editor, cast.officer, cast.manager, cast.auditor, cast.nobody):
        with pytest.raises(PermissionDenied):
            answer(question, stranger)
    answer(question, cast.reviewer)


def test_a_question_to_nobody_of_this_site_is_nobodys(cast: Cast):
    outside = ask(logged(cast), cast, kind="third_party", party="某公司", department_id=None)
    for person in (cast.editor, cast.chief_reviewer):
        with pytest.raises(PermissionDenied):
            answer(outside, person)


def test_a_question_is_answered_once(cast: Cast):
    question = ask(logged(cast), cast)
    answer(question, cast.editor)
    with pytest.raises(Refused):
        answer(question, cast.second_editor)


@pytest.mark.parametrize("changes", [{"answer": " "}, {"position": "silent"}])
def test_an_answer_says_something(cast: Cast, changes):
    with pytest.raises(Refused):
        answer(ask(logged(cast), cast), cast.editor, **changes)


def test_an_objection_needs_its_reasons_in_the_record(cast: Cast):
    question = ask(logged(cast), cast, kind="organ")
    answer(question, cast.editor, position="objects", answer="涉及侦查工作")
    assert Consultation.objects.get().position == "objects"


def test_what_is_over_needs_no_answer(cast: Cast):
    request = logged(cast)
    question = ask(request, cast, kind="organ")
    clock.strike_out(request.facts.get(kind="organ_asked"), reason="问错单位", actor=cast.officer)
    question.refresh_from_db()
    with pytest.raises(Conflict):
        answer(question, cast.editor)
    done = concluded(cast)
    late = Consultation.objects.create(
        request=done, kind="internal", party="公安局", department=cast.police, question="问", asked_on=TODAY
    )
    with pytest.raises(Conflict):
        answer(late, cast.editor)


def test_a_file_comes_along_encrypted_or_not_at_all(cast: Cast):
    question = ask(logged(cast), cast)
    with pytest.raises(ValidationError):
        answer(question, cast.editor, upload=SimpleUploadedFile("表.pdf", b"<html>"))
    assert Consultation.objects.get().answered_on is None
    answer(question, cast.editor, upload=SimpleUploadedFile("表.pdf", b"%PDF-1.7\n%%EOF\n"))
    stored = Consultation.objects.get().answer_file
    assert b"".join(stored.pieces()).startswith(b"%PDF")


def test_an_answer_is_on_the_trail(cast: Cast):
    answer(ask(logged(cast), cast), cast.editor)
    assert AuditEntry.objects.get(act=Act.REQUEST_CONSULTATION_ANSWERED).actor == cast.editor


def test_what_somebody_sees(cast: Cast):
    mine = ask(logged(cast), cast)
    theirs = ask(logged(cast), cast, department_id=cast.market.pk, party="市场监管局")
    ask(logged(cast), cast, kind="third_party", party="某公司", department_id=None)

    def seen(user):
        return set(Consultation.objects.visible_to(user))

    assert seen(cast.editor) == {mine}
    assert seen(cast.other_editor) == {theirs}
    assert seen(cast.chief_reviewer) == {mine, theirs}
    assert seen(cast.officer) == set()
