"""The corrected text of an applicant: kept as it came, once, and only while it is waited for."""

import datetime as dt
import json
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from disclosure.actions import clock
from disclosure.actions.additions import send_correction
from disclosure.models import Addition, Request, Submission
from foundation.audit import Act, AuditEntry
from foundation.workflow import Conflict
from tests.cast import Cast
from tests.disclosure.register_cases import STAGES, TODAY, correcting

pytestmark = pytest.mark.django_db
TEXT = "统计口径：  按受理日期。\r\n钱小样"


def sent(request: Request, **changes) -> Addition:
    return send_correction(request, **{"text": TEXT, "uploads": [], "token": uuid.uuid4(), "today": TODAY, **changes})


def test_it_is_kept_as_it_came(cast: Cast):
    request = correcting(cast)
    addition = sent(request)
    assert json.loads(addition.submission.payload)["text"] == TEXT
    assert (addition.request, addition.submission.arrived_on) == (request, TODAY)
    entry = AuditEntry.objects.get(act=Act.REQUEST_ADDED_TO)
    assert (entry.actor, entry.target_id) == (None, str(request.pk))
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM disclosure_submission")
        assert not any("钱小样" in row[0] for row in cursor.fetchall())


def test_the_period_waits_until_an_officer_says_that_it_counts(cast: Cast):
    request = correcting(cast)
    sent(request)
    request.refresh_from_db()
    assert (request.stage, request.due_on) == ("correcting", None)
    assert list(Request.objects.corrected()) == [request]
    clock.record_correction(request, on=TODAY, evidence="网上补正", actor=cast.officer, today=TODAY)
    assert not Request.objects.corrected().exists()


def test_sent_twice_it_is_one(cast: Cast):
    request, token = correcting(cast), uuid.uuid4()
    assert sent(request, token=token) == sent(request, token=token)
    assert sent(request) != sent(request)
    assert list(Request.objects.corrected()) == [request]


@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage != "correcting"])
def test_nobody_asked_for_it(cast: Cast, stage: str):
    request = STAGES[stage](cast)
    before = Submission.objects.count()
    with pytest.raises(Conflict):
        sent(request)
    assert Submission.objects.count() == before


def test_sent_once_more_after_it_was_accepted_it_is_still_that_one(cast: Cast):
    request, token = correcting(cast), uuid.uuid4()
    first = sent(request, token=token)
    clock.record_correction(request, on=TODAY, evidence="网上补正", actor=cast.officer, today=TODAY)
    assert sent(request, token=token) == first


def test_with_a_wrong_file_nothing_is_kept(cast: Cast, settings, tmp_path):
    settings.PRIVATE_FILES_ROOT = tmp_path
    request = correcting(cast)
    uploads = [SimpleUploadedFile("一.pdf", b"%PDF-1.7\n%%EOF\n"), SimpleUploadedFile("网页.pdf", b"<html>")]
    with pytest.raises(ValidationError):
        sent(request, uploads=uploads)
    assert not Addition.objects.exists()
    assert sent(request, uploads=uploads[:1]).submission.files.get().file.name == "一.pdf"


def test_the_database_keeps_it(cast: Cast):
    sent(correcting(cast))
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.update(arrived_on=dt.date(2026, 1, 1))
