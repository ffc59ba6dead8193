"""Serving letters: posting and proof are two dates, nothing is typed over."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from disclosure.actions import service
from disclosure.models import DisclosureOffice, Letter, Service
from foundation.audit import Act, AuditEntry
from foundation.workflow import Conflict, Refused
from tests.cast import Cast
from tests.disclosure.actions.test_letters import issue, objecting, occasion
from tests.disclosure.register_cases import TODAY, concluded, logged

pytestmark = pytest.mark.django_db
D = dt.date
LATER = D(2026, 3, 27)
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def letter(cast: Cast) -> Letter:
    """The decision of a concluded request, issued on 2026-03-20."""
    return concluded(cast).letters.get()


def send(letter: Letter, cast: Cast, way: str = "registered_post", **more) -> Service:
    number = "EMS1" if way == "registered_post" else ""
    values = {
        "way": way, "sent_on": TODAY, "actor": cast.officer, "today": LATER, "tracking_number": number, **more,
    }  # fmt: skip
    return service.send_letter(letter, **values)


def test_posting_and_proof_are_two_dates(letter: Letter, cast: Cast):
    sent = send(letter, cast, tracking_number="EMS1")
    assert (sent.sent_on, sent.served_on) == (TODAY, None)
    slip = SimpleUploadedFile("回执.pdf", PDF)
    proved = service.prove_service(
        sent, served_on=D(2026, 3, 24), proof="本人签收", actor=cast.officer, today=LATER, upload=slip
    )
    assert (proved.sent_on, proved.served_on, proved.proof) == (TODAY, D(2026, 3, 24), "本人签收")
    assert b"".join(proved.proof_file.pieces()) == PDF
    assert AuditEntry.objects.filter(act=Act.LETTER_SERVED).count() == 2


def test_post_that_is_signed_for_has_its_number(letter: Letter, cast: Cast):
    with pytest.raises(Refused, match="邮件号码"):
        send(letter, cast, tracking_number=" ")
    sent = send(letter, cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.filter(pk=sent.pk).update(tracking_number="")


def test_what_came_back_is_sent_again(letter: Letter, cast: Cast):
    first = send(letter, cast)
    returned = service.return_service(
        first, returned_on=D(2026, 3, 25), reason="查无此人", actor=cast.officer, today=LATER
    )
    assert (returned.returned_on, returned.return_reason) == (D(2026, 3, 25), "查无此人")
    assert letter in Letter.objects.unsent()
    send(letter, cast, way="in_person", sent_on=D(2026, 3, 26), proof="本人签名")
    assert letter not in Letter.objects.unsent()


def test_handed_over_is_served_at_once_and_needs_its_proof(letter: Letter, cast: Cast):
    with pytest.raises(Refused, match="凭证"):
        send(letter, cast, way="in_person")
    assert not Service.objects.exists()
    assert send(letter, cast, way="in_person", proof="本人签名").served_on == TODAY


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"sent_on": D(2026, 3, 19)}, "签发"),
        ({"sent_on": D(2026, 3, 28)}, "尚未到来"),
        ({"served_on": D(2026, 3, 19), "proof": "签收"}, "不能早于寄出"),
        ({"served_on": D(2026, 3, 28), "proof": "签收"}, "尚未到来"),
        ({"served_on": D(2026, 3, 24), "proof": " "}, "凭证"),
    ],
)
def test_impossible_days_are_refused(letter: Letter, cast: Cast, values, words):
    with pytest.raises(Refused, match=words):
        send(letter, cast, **values)
    assert not Service.objects.exists()


def test_the_outcome_of_a_service_is_recorded_once(letter: Letter, cast: Cast):
    sent = send(letter, cast)
    service.prove_service(sent, served_on=D(2026, 3, 24), proof="签收", actor=cast.officer, today=LATER)
    with pytest.raises(Conflict):
        service.return_service(sent, returned_on=D(2026, 3, 25), reason="退", actor=cast.officer, today=LATER)
    with pytest.raises(Conflict):
        service.prove_service(sent, served_on=D(2026, 3, 25), proof="另", actor=cast.officer, today=LATER)
    for change in ("sent_on = '2026-03-21'", "served_on = '2026-03-25'", "proof = 'x'", "way = 'fax'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE disclosure_service SET {change}")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM disclosure_service")


def test_a_wrong_service_is_struck_out_and_stays_readable(letter: Letter, cast: Cast):
    sent = send(letter, cast)
    with pytest.raises(Refused):
        service.strike_out_service(sent, reason=" ", actor=cast.officer)
    struck = service.strike_out_service(sent, reason="寄错案件", actor=cast.officer)
    assert struck.void_reason == "寄错案件"
    assert letter in Letter.objects.unsent()
    with pytest.raises(Conflict):
        service.strike_out_service(sent, reason="再", actor=cast.officer)
    with pytest.raises(Conflict):
        service.prove_service(sent, served_on=D(2026, 3, 24), proof="签收", actor=cast.officer, today=LATER)


def test_a_proof_that_is_a_page_is_refused_and_nothing_is_recorded(letter: Letter, cast: Cast):
    page = SimpleUploadedFile("回执.pdf", b"<html><script>alert(1)</script></html>")
    with pytest.raises(ValidationError):
        send(letter, cast, served_on=D(2026, 3, 24), proof="签收", upload=page)
    assert not Service.objects.exists()


def test_only_officers_record_services(letter: Letter, cast: Cast):
    for role in ("manager", "auditor", "editor"):
        with pytest.raises(PermissionDenied):
            service.send_letter(letter, way="letter", sent_on=TODAY, actor=getattr(cast, role), today=LATER)


# On the status page


def test_the_applicant_reads_online_what_was_put_there(letter: Letter, cast: Cast):
    assert letter not in Letter.objects.readable_online()
    sent = send(letter, cast, way="online")
    assert letter in Letter.objects.readable_online()
    service.record_seen(letter, today=D(2026, 3, 22))
    service.record_seen(letter, today=D(2026, 3, 25))
    sent.refresh_from_db()
    assert sent.served_on == D(2026, 3, 22)
    assert "查询页面" in sent.proof


def test_whoever_asked_on_this_site_reads_every_letter_there_at_once(cast: Cast):
    request = logged(cast, channel="online", confirmed_on=D(2026, 3, 3), evidence="电话确认")
    letter = issue(occasion(request, "acknowledgement"), cast)
    assert letter in Letter.objects.readable_online()
    assert letter not in Letter.objects.unsent()


def test_what_was_taken_back_is_read_no_more(letter: Letter, cast: Cast):
    service.strike_out_service(send(letter, cast, way="online"), reason="发错", actor=cast.officer)
    assert letter not in Letter.objects.readable_online()


def test_letters_to_others_are_never_shown_to_the_applicant(cast: Cast):
    request = objecting(cast)
    other = issue(occasion(request, "third_party"), cast)
    with pytest.raises(Refused, match="不是发给申请人"):
        send(other, cast, way="online")
    Service.objects.create(letter=other, way="online", sent_on=TODAY)
    assert other not in Letter.objects.readable_online()


@pytest.mark.parametrize("way", ["online", "email"])
def test_a_decision_without_the_online_way_to_review_is_served_on_paper(cast: Cast, way):
    from tests.disclosure.register_cases import load_letters

    load_letters()
    DisclosureOffice.objects.update(review_link="")
    letter = concluded(cast).letters.get()
    with pytest.raises(Refused, match="纸质"):
        send(letter, cast, way=way)
    assert send(letter, cast, way="letter").pk


def test_other_letters_go_by_mail_as_they_are(cast: Cast):
    letter = issue(occasion(logged(cast), "acknowledgement"), cast)
    assert send(letter, cast, way="email").pk


def test_what_nothing_proves_is_found(letter: Letter, cast: Cast):
    sent = send(letter, cast)
    assert letter in Letter.objects.unproved(TODAY)
    assert letter not in Letter.objects.unproved(D(2026, 3, 19))
    service.prove_service(sent, served_on=D(2026, 3, 24), proof="签收", actor=cast.officer, today=LATER)
    assert letter not in Letter.objects.unproved(LATER)
