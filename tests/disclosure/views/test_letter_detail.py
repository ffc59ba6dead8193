"""An issued letter: its text, its service, and whether it came in time."""

import dataclasses
import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from disclosure.actions import register
from disclosure.models import Letter, LetterTemplate, Service
from foundation.audit import Act, AuditEntry
from tests.cast import Cast
from tests.disclosure.register_cases import APPLICANT, NAME, acknowledged, concluded, entry, handed_over, logged

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings):
    settings.PORTAL_TODAY = dt.date(2026, 4, 2)


@pytest.fixture
def letter(cast: Cast) -> Letter:
    return concluded(cast).letters.get()


def enter(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(letter: Letter, page: str = "letter_detail", **more) -> str:
    return reverse(f"disclosure_staff:{page}", kwargs={"number": letter.request.number, "key": letter.pk, **more})


def send(client: Client, letter: Letter, verb: str = "send", **values):
    fields = {f"{verb}-{name}": value for name, value in values.items()}
    return client.post(address(letter, "letter_verb", verb=verb), fields)


def test_the_text_is_shown_masked_and_the_pdf_is_a_recorded_reading(cast: Cast, letter: Letter):
    client = enter(cast.auditor)
    text = client.get(address(letter)).content.decode()
    assert "统计表一份，请查收" in text
    assert NAME not in text
    assert address(letter, "letter_file") not in text
    assert "登记寄送" not in text
    pdf = enter(cast.manager).get(address(letter, "letter_file"))
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    assert AuditEntry.objects.get(act=Act.PERSONAL_READ).actor == cast.manager


def test_a_name_that_is_mended_later_unmasks_nothing(cast: Cast):
    request = logged(cast)
    LetterTemplate.objects.filter(kind="acknowledgement").update(body="{{ applicant }}的申请已收到。")
    letter = acknowledged(request, cast)
    assert NAME in letter.body
    mended = dataclasses.replace(APPLICANT, name="钱大样")
    register.amend(letter.request, entry(applicant=mended), edit_version=1, actor=cast.officer)
    text = enter(cast.auditor).get(address(letter)).content.decode()
    assert "钱**" in text
    assert NAME not in text


def test_who_only_looks_reads_the_proof_masked(cast: Cast, letter: Letter):
    send(enter(cast.officer), letter, way="in_person", sent_on="2026-03-30", proof="来电13912345678确认")
    assert "来电13912345678确认" in enter(cast.officer).get(address(letter)).content.decode()
    assert "来电139****5678确认" in enter(cast.auditor).get(address(letter)).content.decode()


def test_a_letter_that_still_lies_here_after_the_last_day_is_pointed_out(cast: Cast, letter: Letter):
    text = enter(cast.officer).get(address(letter)).content.decode()
    assert "期限届满仍未寄送" in text
    desk = reverse("disclosure_staff:request_detail", kwargs={"number": letter.request.number})
    assert "期限届满仍未寄送" in enter(cast.officer).get(desk).content.decode()


def test_sending_proving_and_what_came_late(cast: Cast, letter: Letter):
    client = enter(cast.officer)
    sent = send(client, letter, way="registered_post", sent_on="2026-03-30", tracking_number="EMS1")
    assert sent.status_code == 302
    service = Service.objects.get()
    page = client.get(address(letter)).content.decode()
    assert "期限届满仍无送达凭证" in page
    slip = SimpleUploadedFile("回执.pdf", b"%PDF-1.7\n%%EOF\n")
    proved = send(client, letter, "prove", service=service.pk, served_on="2026-04-01", proof="本人签收", upload=slip)
    assert proved.status_code == 302
    page = client.get(address(letter)).content.decode()
    assert "逾期送达" in page
    proof = address(letter, "service_proof", service=service.pk)
    assert proof in page
    assert b"".join(client.get(proof).streaming_content).startswith(b"%PDF")


def test_a_wrong_form_comes_back_with_what_was_typed(cast: Cast, letter: Letter):
    client = enter(cast.officer)
    early = send(client, letter, way="fax", sent_on="2026-03-01", tracking_number="F-77")
    assert early.status_code == 422
    assert "F-77" in early.content.decode()
    assert "签发日期" in early.content.decode()
    unnumbered = send(client, letter, way="registered_post", sent_on="2026-03-30", proof="本人签名")
    assert unnumbered.status_code == 422
    assert "须填写邮件号码" in unnumbered.content.decode()
    page = SimpleUploadedFile("回执.pdf", b"<!doctype html><p>x")
    hostile = send(client, letter, way="in_person", sent_on="2026-03-30", proof="本人签名", upload=page)
    assert hostile.status_code == 422
    assert "本人签名" in hostile.content.decode()
    assert not Service.objects.exists()


def test_a_file_that_is_too_large_is_refused(cast: Cast, letter: Letter, settings):
    settings.PORTAL_MAX_UPLOAD_MB = 1
    slip = SimpleUploadedFile("回执.pdf", b"%PDF-1.7\n" + b"0" * 1_500_000)
    answer = send(enter(cast.officer), letter, way="in_person", sent_on="2026-03-30", proof="本人签名", upload=slip)
    assert answer.status_code == 422
    assert "1 MB" in answer.content.decode()
    assert "本人签名" in answer.content.decode()
    assert not Service.objects.exists()


def test_steps_are_offered_when_they_make_sense(cast: Cast, letter: Letter):
    client = enter(cast.officer)
    assert [form.verb for form in client.get(address(letter)).context["forms"]] == ["send"]
    send(client, letter, way="letter", sent_on="2026-03-30")
    verbs = [form.verb for form in client.get(address(letter)).context["forms"]]
    assert verbs == ["send", "prove", "return", "strike"]
    assert send(client, letter, "nonsense").status_code == 404


def test_a_letter_of_another_request_does_not_exist_here(cast: Cast, letter: Letter):
    other = acknowledged(logged(cast), cast)
    handed = handed_over(other, cast)
    client = enter(cast.officer)
    strange = reverse("disclosure_staff:letter_detail", kwargs={"number": letter.request.number, "key": other.pk})
    assert client.get(strange).status_code == 404
    assert client.get(address(letter, "service_proof", service=handed.pk)).status_code == 404


def test_a_proof_that_came_too_late_keeps_its_words(cast: Cast, letter: Letter):
    client = enter(cast.officer)
    send(client, letter, way="letter", sent_on="2026-03-30")
    service = Service.objects.get().pk
    send(client, letter, "prove", service=service, served_on="2026-04-01", proof="门卫代收")
    late = send(client, letter, "prove", service=service, served_on="2026-04-01", proof="其妻签收")
    assert late.status_code == 422
    assert "其妻签收" in late.text
    assert "officer已先行处理" in late.text
