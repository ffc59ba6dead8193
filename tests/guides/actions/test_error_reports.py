"""Reporting an error in a guide, and answering it."""

import datetime as dt
import threading
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from foundation import lookup_codes
from foundation.audit import AuditEntry
from foundation.workdays import WorkCalendar
from foundation.workflow import Conflict, DomainError, Refused
from guides.actions.error_reports import answer_reports, read_reporter, recompute_answers
from guides.models import ErrorReport, Guide
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.error_cases import RECEIVED_ON, report
from tests.guides.factories import make_guide


@pytest.fixture
def guide(cast: Cast) -> Guide:
    """A public guide of the police."""
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    made = make_guide(item)
    publish(made, editor=cast.editor, reviewer=cast.reviewer)
    return made


def test_a_report_is_kept_encrypted_with_number_code_and_day(guide: Guide) -> None:
    token = uuid.uuid4()
    made = report(guide, token=token, contact="13800138000")
    assert made.number == "JC2026-00001"
    assert made.due_on == dt.date(2026, 3, 9)  # five working days
    assert lookup_codes.matches(lookup_codes.code_for(token), made.number, made.code_digest)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, contact FROM guides_errorreport")
        assert "13800138000" not in str(cursor.fetchone())
    assert report(guide, token=token) == made
    assert ErrorReport.objects.count() == 1


def test_corrected_means_that_a_newer_revision_is_public(guide: Guide, cast: Cast) -> None:
    made = report(guide)
    with pytest.raises(Refused):
        answer_reports([made], outcome="corrected", answer="已更正。", actor=cast.editor)
    guide.summary = "换了说法。"
    guide.save()
    live = publish(guide, editor=cast.editor, reviewer=cast.reviewer)
    answer_reports([made], outcome="corrected", answer="已更正。", actor=cast.editor)
    made.refresh_from_db()
    assert made.corrected_in == live
    with pytest.raises(IntegrityError), transaction.atomic():
        ErrorReport.objects.update(answer="另一个答复")


def test_one_answer_for_several_reports_of_the_same_guide(guide: Guide, cast: Cast) -> None:
    both = [report(guide), report(guide)]
    answer_reports(both, outcome="right", answer="收费标准没有变。", actor=cast.editor)
    assert set(ErrorReport.objects.values_list("outcome", flat=True)) == {"right"}
    assert AuditEntry.objects.filter(act="error.answered").count() == 2
    other = make_guide(guide.item)
    publish(other, editor=cast.editor, reviewer=cast.reviewer)
    with pytest.raises(Refused):
        answer_reports([report(guide), report(other)], outcome="right", answer="没有变。", actor=cast.editor)


def test_answers_and_contacts_are_for_the_editors_of_the_department(guide: Guide, cast: Cast) -> None:
    made = report(guide)
    for stranger in (cast.other_editor, cast.manager, cast.officer):
        with pytest.raises(PermissionDenied):
            answer_reports([made], outcome="right", answer="没有变。", actor=stranger)
        with pytest.raises(PermissionDenied):
            read_reporter(made, occasion="handling", actor=stranger)
    with pytest.raises(Refused):
        read_reporter(made, occasion="curiosity", actor=cast.second_editor)
    read_reporter(made, occasion="handling", actor=cast.second_editor)
    assert AuditEntry.objects.get(act="personal.read").target_id == str(made.pk)


def test_a_new_calendar_gives_the_day_that_could_not_be_computed(guide: Guide) -> None:
    made = report(guide, today=dt.date(2027, 12, 30))
    assert made.due_on is None
    calendar = WorkCalendar.build([2027, 2028], {dt.date(2028, 1, 3): False})
    assert recompute_answers(calendar) == 1
    made.refresh_from_db()
    assert made.due_on == dt.date(2028, 1, 7)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_at_once_one_wins(guide: Guide, cast: Cast) -> None:
    made = report(guide)
    start, told = threading.Barrier(2), []

    def answer(outcome: str) -> None:
        start.wait()
        try:
            answer_reports([made], outcome=outcome, answer=outcome, actor=cast.editor)
        except DomainError as refusal:
            told.append(type(refusal))
        finally:
            connection.close()

    people = [threading.Thread(target=answer, args=[outcome]) for outcome in ("right", "elsewhere")]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert told == [Conflict]
    made.refresh_from_db()
    assert made.answer == made.outcome
    assert made.received_on == RECEIVED_ON
