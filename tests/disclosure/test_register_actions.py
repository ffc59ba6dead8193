"""Logging, receipt, amendment, withdrawal and reading of requests."""

import datetime as dt
import json
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from disclosure.actions import register, remedies, service
from disclosure.actions.remedies import RemedyEntry
from disclosure.models import Applicant, Request, Submission
from foundation import lookup_codes
from foundation.audit import Act, AuditEntry
from foundation.workflow import Conflict, Refused
from tests.cast import Cast
from tests.disclosure.register_cases import (
    ARRIVED,
    ENTRY,
    NAME,
    PHONE,
    TODAY,
    acknowledged,
    entry,
    load_calendars,
    logged,
    waiting,
)

pytestmark = pytest.mark.django_db
D = dt.date


@pytest.mark.parametrize(
    ("channel", "confirmed_on", "received_on"),
    [
        ("in_person", None, ARRIVED),
        ("registered_post", None, ARRIVED),
        ("letter", None, None),
        ("fax", None, None),
        ("email", None, None),
        ("online", None, None),
        ("other", None, None),
        ("letter", ARRIVED, ARRIVED),
        ("fax", D(2026, 3, 4), D(2026, 3, 4)),
    ],
)
def test_the_channel_decides_when_a_request_is_received(cast: Cast, channel, confirmed_on, received_on):
    evidence = "电话确认" if received_on else ""
    request = logged(cast, channel=channel, confirmed_on=confirmed_on, evidence=evidence)
    assert request.received_on == received_on
    assert request.stage == ("handling" if received_on else "submitted")
    assert (request.due_on is None) == (received_on is None)
    assert request.facts.count() == (1 if received_on else 0)


def test_confirming_starts_the_clock(cast: Cast):
    request = register.confirm_receipt(
        waiting(cast), confirmed_on=D(2026, 3, 3), evidence="3月3日10时电话确认", actor=cast.officer, today=TODAY
    )
    assert (request.received_on, request.due_on, request.stage) == (D(2026, 3, 3), D(2026, 3, 31), "handling")
    assert request.entered_at.date() != request.received_on


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"arrived_on": D(2026, 3, 21)}, "2026-03-21"),
        ({"arrived_on": D(2008, 4, 30)}, "2008-05-01"),
        ({"channel": "letter", "confirmed_on": D(2026, 3, 1)}, ""),
        ({"channel": "letter", "confirmed_on": D(2026, 3, 21)}, "2026-03-21"),
        ({"evidence": " "}, ""),
    ],
)
def test_impossible_days_are_refused_and_nothing_is_kept(cast: Cast, changes, words):
    load_calendars()
    with pytest.raises(Refused, match=words or None):
        register.log_request(entry(**changes), actor=cast.officer, today=TODAY)
    assert not Request.objects.exists()
    assert not Submission.objects.exists()


def test_numbers_follow_each_other_within_a_year(cast: Cast):
    numbers = [logged(cast).number, logged(cast).number, logged(cast, arrived_on=D(2025, 12, 1)).number]
    assert numbers == ["SQ2026-00001", "SQ2026-00002", "SQ2025-00001"]


def test_the_same_form_sent_twice_is_one_request_with_one_code(cast: Cast):
    load_calendars()
    token = uuid.uuid4()
    online = entry(channel="online", evidence="")
    first, code = register.submit_online(online, token=token)
    second, again = register.submit_online(online, token=token)
    assert (first.pk, code) == (second.pk, again)
    assert Request.objects.count() == 1
    assert lookup_codes.matches(code, first.number, first.code_digest)


def test_a_form_filled_in_anew_is_not_swallowed(cast: Cast):
    load_calendars()
    token = uuid.uuid4()
    register.log_request(entry(), actor=cast.officer, today=TODAY, token=token)
    with pytest.raises(Conflict, match="SQ2026-00001"):
        register.log_request(entry(subject="另一件"), actor=cast.officer, today=TODAY, token=token)
    assert register.log_request(entry(), actor=cast.officer, today=TODAY, token=token)[0].number == "SQ2026-00001"


def test_nobody_withdraws_tomorrow(cast: Cast):
    with pytest.raises(Refused):
        register.withdraw(logged(cast), on=D(2026, 3, 21), reason="来电", actor=cast.officer, today=TODAY)


def test_who_asked_lies_encrypted_and_masked(cast: Cast):
    request = logged(cast)
    assert request.applicant_mask == "钱**"
    with connection.cursor() as cursor:
        for table in ("disclosure_applicant", "disclosure_submission", "disclosure_request", "foundation_auditentry"):
            cursor.execute(f"SELECT t::text FROM {table} t")
            everything = " ".join(row[0] for row in cursor.fetchall())
            for secret in (NAME, PHONE, ENTRY.applicant.paper_number):
                assert secret not in everything, table


def test_what_officers_note_about_persons_lies_encrypted(cast: Cast):
    said = f"{PHONE}，{NAME}本人"
    request = logged(cast, channel="letter", confirmed_on=ARRIVED, evidence=said)
    letter = acknowledged(request, cast)
    service.send_letter(letter, way="in_person", sent_on=TODAY, proof=said, actor=cast.officer, today=TODAY)
    review = RemedyEntry(kind="review", organ="江城市人民政府", filed_on=TODAY, note=said)
    remedies.open_remedy(request, review, actor=cast.officer, today=TODAY)
    request.refresh_from_db()
    assert (request.receipt_evidence, request.facts.get().evidence) == (said, said)
    assert (letter.services.get().proof, request.remedies.get().note) == (said, said)
    for table in ("request", "clockfact", "service", "remedy", "letter"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT t::text FROM disclosure_{table} t")
            assert PHONE not in " ".join(row[0] for row in cursor.fetchall()), table


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE disclosure_request SET receipt_evidence = ''",
        "UPDATE disclosure_service SET served_on = sent_on, proof = ''",
    ],
)
def test_the_database_wants_evidence_also_where_it_cannot_read_it(cast: Cast, statement: str):
    letter = acknowledged(logged(cast), cast)
    service.send_letter(letter, way="letter", sent_on=TODAY, actor=cast.officer, today=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_reading_who_asked_is_recorded_with_the_reader(cast: Cast):
    request = logged(cast)
    applicant = register.read_applicant(request, actor=cast.officer, occasion="correction")
    assert (applicant.name, applicant.phone) == (NAME, PHONE)
    recorded = AuditEntry.objects.get(act=Act.PERSONAL_READ)
    assert (recorded.actor, recorded.target_id) == (cast.officer, str(request.pk))
    assert recorded.detail == {"occasion": "correction", "reason": "指导申请人、告知补正（条例第三十条）"}
    for none in ("", "电话联系补正"):
        with pytest.raises(Refused):
            register.read_applicant(request, actor=cast.officer, occasion=none)
    for person in (cast.manager, cast.auditor, cast.editor):
        with pytest.raises(PermissionDenied):
            register.read_applicant(request, actor=person, occasion="reply")
    assert AuditEntry.objects.filter(act=Act.PERSONAL_READ).count() == 1


def test_an_amendment_leaves_the_submission_as_it_came(cast: Cast):
    request = logged(cast, items=["甲", "乙"])
    before = request.submission.payload
    amended = entry(subject="2025年办件量", items=["甲", "丙"])
    register.amend(request, amended, edit_version=1, actor=cast.officer)
    with pytest.raises(Conflict):
        register.amend(request, entry(subject="别的"), edit_version=1, actor=cast.officer)
    request.refresh_from_db()
    assert request.subject == "2025年办件量"
    assert [item.text for item in request.items.all()] == ["甲", "丙"]
    assert Submission.objects.get().payload == before
    assert json.loads(before)["subject"] == ENTRY.subject


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE disclosure_submission SET payload = ''",
        "UPDATE disclosure_clockfact SET \"on\" = '2026-01-01'",
        "DELETE FROM disclosure_clockfact",
    ],
)
def test_the_database_keeps_what_came_and_what_happened(cast: Cast, statement):
    logged(cast)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_withdrawal_concludes_with_the_row_other(cast: Cast):
    request = register.withdraw(logged(cast), on=D(2026, 3, 10), reason="来电撤回", actor=cast.officer, today=TODAY)
    assert (request.stage, request.outcome_row, request.concluded_on) == ("concluded", "other_other", D(2026, 3, 10))
    early = register.withdraw(waiting(cast), on=D(2026, 3, 10), reason="", actor=None, today=TODAY)
    assert (early.stage, early.outcome_row) == ("dismissed", "")
    assert early.dismissal_reason


def test_a_repeat_is_found_by_the_paper_and_by_the_words(cast: Cast):
    from disclosure import similar

    first, second = logged(cast), logged(cast, subject="2025年各窗口办件量统计")
    other = logged(cast, subject="停车收费依据", description="请公开停车场收费批复。")
    assert list(similar.by_the_same_applicant(second)) == [other, first] or set(
        similar.by_the_same_applicant(second)
    ) == {other, first}
    assert similar.resembling(second) == [first]
    assert Applicant.objects.filter(paper_index="").count() == 0
