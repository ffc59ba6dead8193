"""What is past its period goes once, leaves a tombstone and no figure behind it changed; what is needed stays."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django import Settings

from disclosure.actions.remedies import RemedyEntry, open_remedy
from disclosure.models import Request
from disclosure.models.register import SubmissionFile
from disclosure.personal import REQUEST
from disclosure.reports.annual import count_requests
from feedback.grades import Grade
from feedback.models import Call, Message, Rating
from feedback.models.messages import MessageFile
from feedback.personal import CALL, MESSAGE, RATING
from foundation.audit import Act, AuditEntry
from foundation.encryption import EncryptedTextField
from foundation.months import add_months
from foundation.personal_files import Removal, store_personal
from foundation.retention.actions import apply_retention, forget_on_request, load_rules, may_forget
from foundation.retention.kinds import all_kinds
from foundation.retention.models import RetentionRule, Tombstone
from foundation.workflow import Conflict
from tests.back_office import client_of
from tests.cast import Cast
from tests.disclosure.register_cases import concluded, logged
from tests.feedback.actions.test_calls import log as log_call
from tests.feedback.message_cases import bring_to
from tests.feedback.message_cases import load_rules as load_message_rules
from tests.feedback.raters import NAMED, make_window
from tests.feedback.raters import give as give_rating

pytestmark = pytest.mark.django_db

LATER = dt.date(2040, 1, 1)


@pytest.fixture(autouse=True)
def _rules(settings: Settings, tmp_path: Path) -> None:
    settings.PRIVATE_FILES_ROOT = tmp_path
    load_message_rules()
    load_rules("规定")


def stored() -> Any:
    return store_personal(ContentFile(b"%PDF-1.7\n%%EOF\n"), "身份证.pdf", actor=None)


def run(today: dt.date, **options: Any) -> dict[str, int]:
    return {kind.code: count for kind, count in apply_retention(today, **options)}


def test_a_message_loses_its_writer_and_files_when_its_period_is_over(cast: Cast) -> None:
    message, still_open = bring_to("answered", cast), bring_to("handling", cast, text="另一件")
    MessageFile.objects.create(message=message, file=stored())
    last_day = add_months(message.answered_on, MESSAGE.months)
    assert run(last_day - dt.timedelta(1))["message"] == 0
    assert run(last_day, only_look=True)["message"] == 1
    assert Message.objects.get(pk=message.pk).writer.phone
    assert run(last_day)["message"] == 1
    left = Message.objects.get(pk=message.pk)
    assert not hasattr(left, "writer")
    assert left.text == message.text
    file = left.files.get().file
    assert (file.removal, file.name) == (Removal.RETENTION, None)
    assert Message.objects.get(pk=still_open.pk).writer.phone
    stone = Tombstone.objects.get()
    assert (stone.kind, stone.number, stone.months) == ("message", message.number, MESSAGE.months)
    assert AuditEntry.objects.get(act=Act.PERSONAL_REMOVED).target_id == str(message.pk)


def test_the_desks_open_what_was_removed_and_say_so(cast: Cast) -> None:
    message, request = bring_to("answered", cast), concluded(cast)
    rating = give_rating(make_window(cast), dataclasses.replace(NAMED, grade=Grade.SATISFIED))[0]
    desks = {
        reverse("feedback_staff:message_detail", args=[message.number]): cast.officer,
        reverse("disclosure_staff:request_detail", args=[request.number]): cast.officer,
        reverse("ratings_staff:detail", args=[rating.number]): cast.officer,
    }
    for address, who in desks.items():
        assert "个人信息已于" not in client_of(who).get(address).content.decode(), address
    run(LATER)
    for address, who in desks.items():
        page = client_of(who).get(address)
        assert page.status_code == 200
        assert "个人信息已于" in page.content.decode(), address


def test_a_request_keeps_its_figures(cast: Cast) -> None:
    request = concluded(cast)
    SubmissionFile.objects.create(submission=request.submission, file=stored(), label="身份证")
    year = request.received_on.year
    before = count_requests(year)
    assert run(LATER)["request"] == 1
    left = Request.objects.get(pk=request.pk)
    applicant = left.applicant
    assert (applicant.phone, applicant.paper_number, applicant.paper_index, applicant.address) == ("", "", "", "")
    assert applicant.name == request.applicant.name
    assert left.submission.payload == "{}"
    assert left.submission.files.get().file.removed_at is not None
    assert count_requests(year) == before


def test_an_open_remedy_holds_a_request_back(cast: Cast) -> None:
    request = concluded(cast)
    complaint = RemedyEntry(kind="complaint", organ="市政府办公室", filed_on=request.concluded_on)
    open_remedy(request, complaint, actor=cast.officer, today=request.concluded_on)
    assert run(LATER)["request"] == 0
    assert Request.objects.get(pk=request.pk).applicant.phone


def test_an_open_request_stays(cast: Cast) -> None:
    logged(cast)
    assert run(LATER)["request"] == 0


def test_ratings_and_calls_lose_who_but_not_what(cast: Cast) -> None:
    rating = give_rating(make_window(cast), dataclasses.replace(NAMED, grade=Grade.SATISFIED))[0]
    call = log_call(cast, department=cast.police)
    counts = run(LATER)
    assert counts["call"] == counts["rating"] == 1
    left = Call.objects.get(pk=call.pk)
    assert (left.note, left.name, left.phone, left.subject) == ("", "", "", call.subject)
    kept = Rating.objects.get(pk=rating.pk)
    assert (kept.remark, kept.phone, kept.phone_index, kept.grade) == ("", "", "", rating.grade)


def test_a_second_night_finds_nothing_and_no_rule_removes_nothing(cast: Cast) -> None:
    bring_to("answered", cast)
    RetentionRule.objects.filter(kind="message").delete()
    assert "message" not in run(LATER)
    load_rules("规定")
    assert run(LATER)["message"] == 1
    assert run(LATER)["message"] == 0


def test_a_person_has_it_deleted_once_and_only_when_nothing_holds_it(cast: Cast) -> None:
    message, request = bring_to("answered", cast), concluded(cast)
    today = request.concluded_on
    with pytest.raises(Conflict):
        forget_on_request(REQUEST, request, today)
    assert may_forget(REQUEST, request, add_months(today, REQUEST.held_months))
    forget_on_request(MESSAGE, message, message.answered_on)
    stone = Tombstone.objects.get()
    assert (stone.why, stone.months) == (Removal.ASKED_FOR, None)
    with pytest.raises(Conflict):
        forget_on_request(MESSAGE, message, message.answered_on)


def test_tombstones_and_periods_are_held_by_the_database() -> None:
    stone = Tombstone.objects.create(kind="call", number="1", removed_on=LATER, why="retention", months=12)
    for change in (stone.delete, lambda: Tombstone.objects.update(number="2")):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        Tombstone.objects.create(kind="call", number="1", removed_on=LATER, why="retention", months=12)
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionRule.objects.filter(kind="call").update(months=0)


def test_every_kind_names_columns_that_are_there() -> None:
    assert set(all_kinds()) == {"message", "rating", "call", "comment", "error_report", "request", "suggestion"}
    assert CALL.number == "pk"
    for kind in all_kinds().values():
        model = kind.ended().model
        assert any(isinstance(column, EncryptedTextField) for column in model._meta.local_fields), model
        kind.ended().filter(ended_on__lte=LATER).exists()


def test_the_command_counts_and_removes(cast: Cast, settings: Settings) -> None:
    bring_to("answered", cast)
    settings.PORTAL_TODAY = LATER
    for words, left in ((["--dry-run"], 1), ([], 1), ([], 0)):
        out = io.StringIO()
        call_command("apply_retention", *words, stdout=out)
        assert f"message: {left}" in out.getvalue()
    assert RATING.code in out.getvalue()
