"""Deciding: outcomes for each item, two persons, and what keeps a decision back."""

import dataclasses
import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from disclosure.actions import consultations, decisions
from disclosure.actions.decisions import DecisionEntry, ItemDecision
from disclosure.models import Decision, DecisionItem
from foundation.workflow import Conflict, Refused
from tests.cast import Cast, make_user
from tests.disclosure.register_cases import TODAY, concluded, granting, logged, submitted

pytestmark = pytest.mark.django_db
D = dt.date


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
            first.pk: ItemDecision("granted", answer="随函附上"),
            second.pk: ItemDecision("denied_third_party", reasons="涉及企业商业秘密，企业不同意公开"),
        },
        secrecy_review="cleared",
    )
    decisions.save_decision(request, entry, actor=cast.officer)
    decisions.submit_decision(request, actor=cast.officer)
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
        ({"secrecy_review": "referred"}, "referred"),
        ({"secrecy_review": "confirmed_secret"}, "secret"),
        ({"overrides_objection": True, "override_reason": "公共利益"}, "objected"),
        ({"findings": "申请人电话13912345678"}, "leak"),
    ],
)
def test_what_keeps_a_decision_back(cast: Cast, changes, problem):
    request = logged(cast)
    decisions.save_decision(request, granting(request, **changes), actor=cast.officer)
    with pytest.raises(Refused):
        decisions.submit_decision(request, actor=cast.officer)
    request.refresh_from_db()
    assert request.stage == "handling"


def test_leaks_go_out_only_with_a_reason(cast: Cast):
    request = logged(cast)
    entry = granting(request, findings="办公电话13912345678", leaks_accepted_because="系公开的值班电话")
    decision = decisions.save_decision(request, entry, actor=cast.officer)
    assert decision.leaks
    assert "13912345678" not in str(decision.leaks)
    assert decisions.submit_decision(request, actor=cast.officer).stage == "releasing"


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
        decisions.submit_decision(request, actor=cast.officer)


def test_an_objection_is_overridden_only_for_the_public_interest_with_a_reason(cast: Cast):
    request, asked = objecting(cast)
    consultations.record_answer(
        asked, position="objects", answer="商业秘密", on=D(2026, 3, 12), actor=cast.officer, today=TODAY
    )
    decision = decisions.save_decision(request, granting(request), actor=cast.officer)
    with pytest.raises(Refused):
        decisions.submit_decision(request, actor=cast.officer)
    overriding = granting(request, overrides_objection=True, override_reason="涉及食品安全，公共利益重大")
    decisions.save_decision(request, overriding, actor=cast.officer, edit_version=decision.edit_version)
    assert decisions.submit_decision(request, actor=cast.officer).stage == "releasing"


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
    decisions.submit_decision(request, actor=both)
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
