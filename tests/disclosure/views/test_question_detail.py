"""Staff of a department see the question, its day and the form: never the request or who made it."""

import dataclasses
import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from disclosure.models import Consultation
from foundation.audit import Act, AuditEntry
from tests.cast import Cast
from tests.disclosure.actions.test_consultations import ask
from tests.disclosure.register_cases import APPLICANT, NAME, acknowledged, logged

pytestmark = pytest.mark.django_db
LIST = "/staff/disclosure/questions/"


@pytest.fixture(autouse=True)
def today(settings):
    settings.PORTAL_TODAY = dt.date(2026, 3, 20)


def enter(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(question: Consultation) -> str:
    return reverse("disclosure_staff:question_detail", kwargs={"key": question.pk})


def test_the_pages_tell_nothing_of_the_request(cast: Cast):
    request = logged(cast)
    question = ask(request, cast, days=5)
    client = enter(cast.editor)
    for page in (client.get(LIST), client.get(address(question)), client.get("/admin/")):
        text = page.content.decode()
        assert request.number not in text
        assert request.subject not in text
        assert request.description not in text
        assert NAME not in text
        assert request.applicant_mask not in text
    text = client.get(address(question)).content.decode()
    assert "请查找2025年户籍窗口办件量统计。" in text
    assert "2026-03-16" in text
    assert "逾期" in text


def test_what_is_planted_everywhere_in_the_case_never_gets_out(cast: Cast):
    """Name, paper, phone, e-mail, address and employer stand in the entry, its texts, the evidence and the letters."""
    planted = {
        "name": "欧阳样例", "paper_number": "11010519491231002X", "phone": "13812345678",
        "email": "ouyang@sample.example", "address": "样例路7号3单元", "employer": "样例机械厂",
    }  # fmt: skip
    told = "，".join(planted.values())
    request = logged(
        cast,
        applicant=dataclasses.replace(APPLICANT, **planted),
        subject=f"{planted['employer']}厂区规划",
        description=f"本人{told}，申请公开厂区规划。",
        evidence=f"电话{planted['phone']}确认",
    )
    acknowledged(request, cast)
    question = ask(request, cast, question="请提供2025年厂区规划的批复。")
    client = enter(cast.editor)
    pages = [client.get(LIST), client.get(address(question)), client.get("/admin/")]
    pages.append(client.post(address(question), {"position": "answered", "answer": ""}))
    client.post(address(question), {"position": "answered", "answer": "见档案。"})
    pages += [client.get(LIST, {"open": "1"}), client.get(address(question))]
    for page in pages:
        text = page.content.decode()
        assert [value for value in (*planted.values(), request.number, request.applicant_mask) if value in text] == []


def test_the_work_desk_counts_what_waits(cast: Cast):
    question = ask(logged(cast), cast, days=5)
    client = enter(cast.editor)
    desk = client.get("/admin/").content.decode()
    assert "待答复的问题" in desk
    assert "逾期未答复" in desk
    assert f"{LIST}?open=1" in desk
    client.post(address(question), {"position": "answered", "answer": "已查到。"})
    assert "逾期未答复" not in client.get("/admin/").content.decode()


def test_an_answer_with_a_file_reaches_the_officer(cast: Cast):
    request = logged(cast)
    question = ask(request, cast)
    table = SimpleUploadedFile("表.pdf", b"%PDF-1.7\n%%EOF\n")
    sent = enter(cast.editor).post(address(question), {"position": "answered", "answer": "见附件。", "upload": table})
    assert sent.url == LIST
    desk = reverse("disclosure_staff:request_detail", kwargs={"number": request.number})
    file = reverse("disclosure_staff:answer_file", kwargs={"number": request.number, "key": question.pk})
    officer = enter(cast.officer)
    assert file in officer.get(desk).content.decode()
    assert "见附件。" in officer.get(desk).content.decode()
    assert b"".join(officer.get(file).streaming_content).startswith(b"%PDF")
    assert AuditEntry.objects.filter(act=Act.PERSONAL_READ, actor=cast.officer).count() == 1
    assert file not in enter(cast.auditor).get(desk).content.decode()


def test_a_wrong_form_comes_back_with_what_was_typed(cast: Cast):
    question = ask(logged(cast), cast)
    page = SimpleUploadedFile("表.pdf", b"<html>")
    answer = enter(cast.editor).post(address(question), {"position": "answered", "answer": "我的回答", "upload": page})
    assert answer.status_code == 422
    assert "我的回答" in answer.content.decode()
    empty = enter(cast.editor).post(address(question), {"position": "answered", "answer": ""})
    assert empty.status_code == 422
    assert Consultation.objects.get().answered_on is None


def test_only_what_fits_the_question_can_be_said(cast: Cast):
    organ = ask(logged(cast), cast, kind="organ")
    client = enter(cast.editor)
    form = client.get(address(organ)).context["form"]
    assert [value for value, _label in form.fields["position"].choices] == ["agrees", "objects"]
    assert client.post(address(organ), {"position": "silent", "answer": "x"}).status_code == 422


def test_questions_of_others_do_not_exist(cast: Cast):
    question = ask(logged(cast), cast)
    assert enter(cast.other_editor).get(address(question)).status_code == 404
    assert enter(cast.officer).get(address(question)).status_code == 403
    assert "户籍窗口" not in enter(cast.other_editor).get(LIST).content.decode()


def test_an_answered_question_is_shown_and_closed(cast: Cast):
    question = ask(logged(cast), cast)
    client = enter(cast.editor)
    client.post(address(question), {"position": "answered", "answer": "已查到。"})
    text = client.get(address(question)).content.decode()
    assert "已查到。" in text
    assert "<textarea" not in text
    again = client.post(address(question), {"position": "answered", "answer": "再答"})
    assert again.status_code == 422
    assert Consultation.objects.get().answer == "已查到。"
