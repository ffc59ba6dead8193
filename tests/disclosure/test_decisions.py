"""Deciding: outcomes for each item, two persons, and what keeps a decision back."""

import dataclasses
import datetime as dt
import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from docx import Document

from disclosure.actions import clock, consultations, decisions, register
from disclosure.actions.decisions import DecisionEntry, ItemDecision
from disclosure.models import Decision, DecisionItem
from foundation import attachments
from foundation.attachments import StoredFile
from foundation.calendar_days import CalendarYear
from foundation.workflow import Conflict, Refused
from tests.cast import Cast, make_user
from tests.disclosure.register_cases import TODAY, awaiting_fee, concluded, correcting, granting, logged, submitted
from tests.disclosure.register_cases import entry as typed

pytestmark = pytest.mark.django_db
D = dt.date


def problems(decision: Decision, today: dt.date = TODAY) -> list[str]:
    return decisions.problems_of(decision, decisions.find_leaks(decision), today=today)


def test_a_released_decision_concludes_the_request_under_one_row(cast: Cast):
    request = concluded(cast)
    assert (request.stage, request.concluded_on, request.outcome_row) == ("concluded", TODAY, "granted")
    decision = request.decisions.get()
    assert (decision.released_by, decision.drafted_by, decision.decided_on) == (cast.manager, cast.officer, TODAY)


def test_a_partly_granted_request_counts_only_as_partial(cast: Cast):
    request = logged(cast, items=["甲", "乙"])
    first, second = request.items.all()
    entry = DecisionEntry(
        items={
            first.pk: ItemDecision("granted", answer="统计表一份"),
            second.pk: ItemDecision("denied_third_party", reasons="涉及企业商业秘密，企业不同意公开"),
        },
        secrecy_review="cleared",
    )
    decisions.save_decision(request, entry, actor=cast.officer)
    decisions.submit_decision(request, today=TODAY, actor=cast.officer)
    request = decisions.release_decision(request, expected_version=1, on=TODAY, actor=cast.manager)
    assert request.outcome_row == "partially_granted"


@pytest.mark.parametrize(
    "outcome", ["denied_state_secret", "unable_not_held", "not_processed_repeat", "partial", "other"]
)
def test_every_refusal_needs_reasons_in_form_and_database(cast: Cast, outcome: str):
    request = logged(cast)
    item = request.items.get()
    with pytest.raises(ValidationError):
        decisions.save_decision(request, DecisionEntry(items={item.pk: ItemDecision(outcome)}), actor=cast.officer)
    decision = decisions.save_decision(request, granting(request), actor=cast.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        DecisionItem.objects.filter(decision=decision).update(outcome=outcome, reasons="")


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"items": {}}, "outcome"),
        ({"secrecy_review": ""}, "secrecy"),
        ({"secrecy_review": "referred", "secrecy_note": "市国家保密局"}, "referred"),
        ({"secrecy_review": "confirmed_secret", "secrecy_note": "市国家保密局，属于秘密"}, "secret"),
        ({"overrides_objection": True, "override_reason": "公共利益"}, "objected"),
        ({"findings": "申请人电话13912345678"}, "leak"),
    ],
)
def test_what_keeps_a_decision_back(cast: Cast, changes, problem):
    request = logged(cast)
    decisions.save_decision(request, granting(request, **changes), actor=cast.officer)
    with pytest.raises(Refused):
        decisions.submit_decision(request, today=TODAY, actor=cast.officer)
    request.refresh_from_db()
    assert request.stage == "handling"


def test_a_promised_enclosure_has_to_be_there(cast: Cast):
    request = logged(cast)
    (item,) = request.items.all()
    entry = dataclasses.replace(
        granting(request), items={item.pk: ItemDecision("granted", answer="随函附统计表一份，见附件。")}
    )
    decisions.save_decision(request, entry, actor=cast.officer)
    with pytest.raises(Refused, match=item.text):
        decisions.submit_decision(request, today=TODAY, actor=cast.officer)
    table = attachments.store(ContentFile(b"%PDF-1.7\n%%EOF\n"), "统计表.pdf", actor=cast.officer)
    given = [decisions.GivenFile(table, "统计表")]
    entry = dataclasses.replace(entry, leaks_accepted_because="空白样表")
    decisions.save_decision(request, entry, edit_version=1, files=given, actor=cast.officer)
    decisions.submit_decision(request, today=TODAY, actor=cast.officer)
    for answer in ("没有附件", "无附件", "到大厅查阅"):
        assert not decisions.promises_enclosure("granted", answer)
    assert not decisions.promises_enclosure("denied_internal", "见附件")


def test_leaks_go_out_only_with_a_reason(cast: Cast):
    request = logged(cast)
    entry = granting(request, findings="办公电话13912345678", leaks_accepted_because="系公开的值班电话")
    decision = decisions.save_decision(request, entry, actor=cast.officer)
    assert decisions.submit_decision(request, today=TODAY, actor=cast.officer).stage == "releasing"
    decision.refresh_from_db()
    assert [leak["personal"] for leak in decision.leaks] == ["mobile"]
    assert "13912345678" not in str(decision.leaks)


def objecting(cast: Cast):
    request = logged(cast)
    asked = consultations.consult(
        request,
        kind="third_party",
        party="某公司",
        question="是否同意公开",
        on=D(2026, 3, 9),
        actor=cast.officer,
        today=TODAY,
    )
    return request, asked


def test_an_open_consultation_keeps_the_decision_back(cast: Cast):
    request, _asked = objecting(cast)
    decisions.save_decision(request, granting(request), actor=cast.officer)
    with pytest.raises(Refused):
        decisions.submit_decision(request, today=TODAY, actor=cast.officer)


def test_an_objection_is_overridden_only_for_the_public_interest_with_a_reason(cast: Cast):
    request, asked = objecting(cast)
    consultations.record_answer(
        asked, position="objects", answer="商业秘密", on=D(2026, 3, 12), actor=cast.officer, today=TODAY
    )
    decision = decisions.save_decision(request, granting(request), actor=cast.officer)
    with pytest.raises(Refused):
        decisions.submit_decision(request, today=TODAY, actor=cast.officer)
    overriding = granting(request, overrides_objection=True, override_reason="涉及食品安全，公共利益重大")
    decisions.save_decision(request, overriding, actor=cast.officer, edit_version=decision.edit_version)
    assert decisions.submit_decision(request, today=TODAY, actor=cast.officer).stage == "releasing"


def test_two_officers_saving_at_once_one_wins_and_the_other_is_told(cast: Cast):
    request = logged(cast)
    decision = decisions.save_decision(request, granting(request), actor=cast.officer)
    decisions.save_decision(
        request, granting(request, findings="经查"), actor=cast.officer, edit_version=decision.edit_version
    )
    with pytest.raises(Conflict):
        decisions.save_decision(
            request, granting(request, findings="另查"), actor=cast.officer, edit_version=decision.edit_version
        )
    assert Decision.objects.get().findings == "经查"


def test_whoever_drafted_or_submitted_never_releases(cast: Cast):
    from foundation.access import Role
    from foundation.organization import Membership

    both = make_user("both", Role.OFFICER)
    Membership.objects.create(user=both, role=Role.MANAGER)
    request = logged(cast)
    decisions.save_decision(request, granting(request), actor=both)
    decisions.submit_decision(request, today=TODAY, actor=both)
    with pytest.raises(Refused):
        decisions.release_decision(request, expected_version=1, on=TODAY, actor=both)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(released_by=both)


def test_the_second_person_releases_exactly_what_was_read(cast: Cast):
    request = submitted(cast)
    with pytest.raises(Conflict):
        decisions.release_decision(request, expected_version=7, on=TODAY, actor=cast.manager)
    returned = decisions.return_decision(request, comment="请补充法律依据", actor=cast.manager)
    assert returned.stage == "handling"
    assert returned.decisions.get().return_comment == "请补充法律依据"


def test_two_persons_releasing_at_once_one_wins(cast: Cast):
    request = submitted(cast)
    stale = type(request).objects.get(pk=request.pk)
    decisions.release_decision(request, expected_version=1, on=TODAY, actor=cast.manager)
    with pytest.raises(Conflict):
        decisions.release_decision(stale, expected_version=1, on=TODAY, actor=cast.manager)


def test_a_released_decision_never_changes(cast: Cast):
    concluded(cast)
    for statement in (
        "UPDATE disclosure_decision SET findings = 'x'",
        "DELETE FROM disclosure_decisionitem",
        "UPDATE disclosure_decisionitem SET reasons = 'x'",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_an_outcome_for_a_strange_item_is_refused(cast: Cast):
    request, other = logged(cast), logged(cast)
    entry = dataclasses.replace(granting(request), items={other.items.get().pk: ItemDecision("granted", answer="x")})
    with pytest.raises(ValidationError):
        decisions.save_decision(request, entry, actor=cast.officer)


# What was mended when the pages came


def drafting(cast: Cast, *outcomes: str, request=None, **changes):
    """Draft these outcomes, one for each item, with whatever each of them needs."""
    request = request or logged(cast, items=[f"事项{n}" for n in range(len(outcomes))])
    items = {
        item.pk: ItemDecision(
            outcome,
            reasons="" if outcome in {"granted", "granted_already_public"} else "事由",
            answer="内容",
            withheld_as=["denied_third_party"] if outcome == "partial" else (),
        )
        for item, outcome in zip(request.items.all(), outcomes, strict=True)
    }
    entry = dataclasses.replace(DecisionEntry(items=items, secrecy_review="cleared"), **changes)
    return request, decisions.save_decision(request, entry, actor=cast.officer)


@pytest.mark.parametrize(
    ("item", "field"),
    [
        (ItemDecision("granted"), "answer"),
        (ItemDecision("denied_law"), "reasons"),
        (ItemDecision("partial", reasons="事由", withheld_as=["denied_law"]), "answer"),
        (ItemDecision("partial", reasons="事由", answer="附表"), "withheld_as"),
        (ItemDecision("partial", reasons="事由", answer="附表", withheld_as=["granted"]), "withheld_as"),
        (ItemDecision("denied_law", reasons="事由", withheld_as=["denied_law"]), "withheld_as"),
        (ItemDecision("unable_other_body", reasons="非本机关职责"), "answer"),
    ],
)
def test_each_outcome_says_what_it_must(cast: Cast, item: ItemDecision, field: str):
    request = logged(cast)
    with pytest.raises(ValidationError) as refused:
        decisions.save_decision(request, DecisionEntry(items={request.items.get().pk: item}), actor=cast.officer)
    assert field in refused.value.message_dict
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "partial", "withheld_as": []},
        {"outcome": "granted", "withheld_as": ["denied_law"]},
        {"outcome": "partial", "withheld_as": ["strange"]},
        {"outcome": "unable_other_body", "answer": ""},
    ],
)
def test_the_database_holds_what_each_outcome_must_say(cast: Cast, change):
    drafting(cast, "partial")
    with pytest.raises(IntegrityError), transaction.atomic():
        DecisionItem.objects.update(**change)


@pytest.mark.parametrize(
    ("review", "note", "refused"),
    [
        ("referred", "", True),
        ("confirmed_open", " ", True),
        ("referred", "市国家保密局", False),
        ("cleared", "", False),
    ],
)
def test_a_question_of_secrecy_says_where_it_was_referred_to(cast: Cast, review, note, refused):
    request = logged(cast)
    entry = granting(request, secrecy_review=review, secrecy_note=note)
    if refused:
        with pytest.raises(ValidationError):
            decisions.save_decision(request, entry, actor=cast.officer)
    else:
        assert decisions.save_decision(request, entry, actor=cast.officer).secrecy_review == review


@pytest.mark.parametrize(
    "outcome", ["unable_still_unclear", "other_no_correction", "other_fee_unpaid", "not_processed_excessive"]
)
def test_some_outcomes_rest_on_a_recorded_fact(cast: Cast, outcome: str):
    request, decision = drafting(cast, outcome)
    assert any("须以" in problem for problem in problems(decision))
    with pytest.raises(Refused, match="须以"):
        decisions.submit_decision(request, today=TODAY, actor=cast.officer)


def silent(cast: Cast, outcome: str):
    """A request on which the applicant was to act: to correct it until 18 March, to pay until 7 April."""
    make = {"other_no_correction": correcting, "other_fee_unpaid": awaiting_fee}[outcome]
    return drafting(cast, outcome, request=make(cast))


@pytest.mark.parametrize(
    ("outcome", "last"), [("other_no_correction", D(2026, 3, 18)), ("other_fee_unpaid", D(2026, 4, 7))]
)
def test_silence_is_concluded_only_after_the_last_day(cast: Cast, outcome: str, last: D):
    request, decision = silent(cast, outcome)
    (problem,) = problems(decision, today=last)
    assert last.isoformat() in problem
    with pytest.raises(Refused, match=last.isoformat()):
        decisions.submit_decision(request, today=last, actor=cast.officer)
    assert problems(decision, today=last + dt.timedelta(1)) == []


def test_whoever_answered_was_not_silent(cast: Cast):
    request = clock.record_correction(correcting(cast), on=D(2026, 3, 17), actor=cast.officer, today=TODAY)
    _request, decision = drafting(cast, "other_no_correction", request=request)
    (problem,) = problems(decision, today=D(2026, 3, 25))
    assert "收到补正" in problem
    assert "2026-03-17" in problem


def test_without_the_calendar_nobody_is_taken_to_be_late_with_the_fee(cast: Cast):
    _request, decision = silent(cast, "other_fee_unpaid")
    CalendarYear.objects.filter(year=2026).delete()
    (problem,) = problems(decision, today=D(2026, 12, 1))
    assert "2026" in problem


@pytest.mark.parametrize(("make", "stage"), [(correcting, "correcting"), (awaiting_fee, "fee"), (logged, "handling")])
def test_a_returned_decision_goes_where_the_facts_say_also_without_a_calendar(cast: Cast, make, stage: str):
    request, _decision = drafting(cast, "other", request=make(cast))
    decisions.submit_decision(request, today=TODAY, actor=cast.officer)
    CalendarYear.objects.filter(year=2026).delete()
    assert decisions.return_decision(request, comment="请核对", actor=cast.manager).stage == stage


@pytest.mark.parametrize(
    ("outcomes", "withheld_as", "kept_back"),
    [
        (("partial",), ("denied_state_secret",), False),
        (("partial",), ("denied_third_party",), True),
        (("granted",), (), True),
        (("granted", "denied_state_secret"), (), False),
        (("denied_state_secret",), (), False),
        (("unable_not_held",), (), False),
    ],
)
def test_beside_a_confirmed_secret_only_what_is_separated_from_it_goes_out(cast, outcomes, withheld_as, kept_back):
    request = logged(cast, items=["甲", "乙"][: len(outcomes)])
    items = {
        item.pk: ItemDecision(outcome, reasons="经确认属于国家秘密", answer="其余内容如下", withheld_as=withheld_as)
        for item, outcome in zip(request.items.all(), outcomes, strict=True)
    }
    entry = DecisionEntry(items=items, secrecy_review="confirmed_secret", secrecy_note="市国家保密局，部分属于秘密")
    decision = decisions.save_decision(request, entry, actor=cast.officer)
    found = problems(decision)
    assert any("国家秘密" in problem for problem in found) is kept_back


def test_a_request_that_was_not_corrected_is_concluded_so(cast: Cast):
    request, decision = drafting(cast, "other_no_correction", request=correcting(cast))
    assert problems(decision) == []
    request = decisions.submit_decision(request, today=TODAY, actor=cast.officer)
    # Returned, it waits for the correction again.
    assert decisions.return_decision(request, comment="请核对", actor=cast.manager).stage == "correcting"
    decisions.submit_decision(request, today=TODAY, actor=cast.officer)
    assert decisions.recall_decision(request, actor=cast.officer).stage == "correcting"


def test_an_objection_is_heeded_by_withholding(cast: Cast):
    request, asked = objecting(cast)
    consultations.record_answer(
        asked, position="objects", answer="商业秘密", on=D(2026, 3, 12), actor=cast.officer, today=TODAY
    )
    _request, decision = drafting(cast, "partial", request=request)
    assert problems(decision) == []
    two = logged(cast, items=["甲", "乙"])
    asked = consultations.consult(
        two, kind="third_party", party="某公司", question="是否同意", on=D(2026, 3, 9), actor=cast.officer, today=TODAY
    )
    consultations.record_answer(
        asked, position="objects", answer="商业秘密", on=D(2026, 3, 12), actor=cast.officer, today=TODAY
    )
    _request, mixed = drafting(cast, "granted", "denied_third_party", request=two)
    assert problems(mixed) == []


def test_a_draft_is_deleted_and_the_items_can_be_amended_again(cast: Cast):
    request = logged(cast)
    decisions.save_decision(request, granting(request), actor=cast.officer)
    with pytest.raises(Refused):
        register.amend(request, typed(items=["甲", "乙"]), edit_version=1, actor=cast.officer)
    decisions.discard_decision(request, actor=cast.officer)
    register.amend(request, typed(items=["甲", "乙"]), edit_version=1, actor=cast.officer)
    assert request.items.count() == 2
    with pytest.raises(Refused):
        decisions.discard_decision(request, actor=cast.officer)


def test_a_draft_deleted_by_a_colleague_is_not_written_again(cast: Cast):
    request = logged(cast)
    decision = decisions.save_decision(request, granting(request), actor=cast.officer)
    decisions.discard_decision(request, actor=cast.officer)
    with pytest.raises(Conflict, match="删除"):
        decisions.save_decision(request, granting(request), actor=cast.officer, edit_version=decision.edit_version)


# The leak check


def stored(cast: Cast, text: str = "联系人电话13812345678") -> StoredFile:
    """A Word file with this text."""
    document, content = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(content)
    return attachments.store(ContentFile(content.getvalue()), "表.docx", actor=cast.officer)


def test_files_are_looked_into_and_grave_findings_need_a_reason(cast: Cast):
    request = logged(cast)
    given = decisions.GivenFile(stored(cast), "统计表")
    decision = decisions.save_decision(request, granting(request), actor=cast.officer, files=[given])
    (early,) = decisions.find_leaks(decision, wait=False)
    assert (early.source, early.leak.kind, early.is_grave) == ("统计表", "not_yet", False)
    with pytest.raises(Refused, match="泄露检查"):
        decisions.submit_decision(request, today=TODAY, actor=cast.officer)
    found, *_lesser = decisions.find_leaks(decision, wait=False)
    assert (found.source, found.leak.personal, found.is_grave) == ("统计表", "mobile", True)
    assert "13812345678" not in str(found.as_json())
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(leaks=[found.as_json()], stage="submitted")
    clean = decisions.save_decision(
        request, granting(request), actor=cast.officer, edit_version=1, removed_files=[decision.files.get().pk]
    )
    assert (decisions.find_leaks(clean), clean.files.count()) == ([], 0)


def test_what_is_only_to_be_looked_at_keeps_nothing_back(cast: Cast):
    request = logged(cast)
    entry = granting(request, findings="请致电本局办公室0729-5550100。")
    decision = decisions.save_decision(request, entry, actor=cast.officer)
    assert [finding.is_grave for finding in decisions.find_leaks(decision)] == [False]


def test_a_strangers_file_is_not_checked_for_him(cast: Cast):
    request = logged(cast)
    with pytest.raises(PermissionDenied):
        decisions.save_decision(request, granting(request), actor=cast.editor)
