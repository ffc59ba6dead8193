"""Verbs through the doors of the back office: who may do what, when, and what a refusal looks like."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from foundation.audit import Act, AuditEntry
from foundation.clock import local_now
from foundation.people import User
from foundation.publishing.actions import release, schedule, submit
from foundation.publishing.states import Decision, Stage
from foundation.publishing.verbs import VERBS
from guides.models import Guide
from tests.approvals.factories import make_item, publish
from tests.back_office import client_of, messages_of, page
from tests.cast import Cast
from tests.guides.factories import make_guide

pytestmark = pytest.mark.django_db

MEMBERS = (
    "editor",
    "second_editor",
    "reviewer",
    "chief_reviewer",
    "officer",
    "manager",
    "auditor",
    "other_editor",
    "other_reviewer",
    "system_admin",
    "security_admin",
    "audit_admin",
    "nobody",
)
EDITORS = {"editor", "second_editor"}
REVIEWERS = {"reviewer", "chief_reviewer"}
STRANGERS = {"other_editor", "other_reviewer", "system_admin", "security_admin", "audit_admin"}

# Which stage a record must be in for the verb, and who may do it then. The candidate is the editor's.
ALLOWED: dict[str, tuple[str, set[str]]] = {
    "submit": ("draft", EDITORS),
    "recall": ("in_review", EDITORS),
    "return": ("in_review", REVIEWERS),
    "release": ("in_review", REVIEWERS),
    "schedule": ("in_review", REVIEWERS),
    "unschedule": ("scheduled", REVIEWERS),
    "retire": ("live", REVIEWERS),
}


@pytest.fixture
def guide(cast: Cast) -> Guide:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    return make_guide(item)


def bring_to(guide: Guide, situation: str, cast: Cast) -> None:
    if situation == "draft":
        return
    candidate = submit(guide, actor=cast.editor)
    if situation == "scheduled":
        schedule(candidate, actor=cast.reviewer, at=local_now() + dt.timedelta(days=1))
    if situation == "live":
        release(candidate, actor=cast.reviewer)


def fields_of(verb: str, guide: Guide) -> dict[str, Any]:
    pending = guide.pending_revision
    at = (local_now() + dt.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    return {
        "revision": pending.pk if pending else "",
        "note": "补充了地址",
        "comment": "请写清窗口",
        "reason": "按期公开",
        "at": at,
    }


def test_table_covers_every_verb() -> None:
    assert set(ALLOWED) == set(VERBS)


@pytest.mark.parametrize("verb", ALLOWED)
def test_who_may_do_what(cast: Cast, guide: Guide, verb: str) -> None:
    situation, allowed = ALLOWED[verb]
    bring_to(guide, situation, cast)
    for member in MEMBERS:
        point = transaction.savepoint()
        check_door(getattr(cast, member), guide, verb, is_allowed=member in allowed, member=member)
        transaction.savepoint_rollback(point)


def check_door(user: User, guide: Guide, verb: str, *, is_allowed: bool, member: str) -> None:
    before = AuditEntry.objects.count()
    response = client_of(user).post(page(guide, "verb", verb), fields_of(verb, guide))
    if is_allowed:
        assert response.status_code == 302, member
        assert AuditEntry.objects.filter(act=VERBS[verb].transition.act, target_id=str(guide.pk)).exists()
        return
    expected = 302 if member == "nobody" else 404 if member in STRANGERS else 403
    assert response.status_code == expected, member
    if member == "nobody":
        assert response["Location"].startswith(reverse("admin:login"))
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("verb", ALLOWED)
def test_verbs_are_refused_at_other_stages(cast: Cast, guide: Guide, verb: str) -> None:
    wrong = "scheduled" if ALLOWED[verb][0] in {"draft", "in_review"} else "draft"
    bring_to(guide, wrong, cast)
    actor = next(iter(ALLOWED[verb][1]))

    response = client_of(getattr(cast, actor)).post(page(guide, "verb", verb), fields_of(verb, guide))

    assert response.status_code in {404, 409}  # without a candidate there is nothing to act on
    guide.refresh_from_db()
    assert guide.stage == (Stage.SCHEDULED if wrong == "scheduled" else Stage.EDITING)


@pytest.mark.parametrize(
    ("situation", "member", "expected"),
    [
        ("draft", "editor", {"submit"}),
        ("draft", "reviewer", set()),
        ("in_review", "editor", {"recall"}),
        ("in_review", "reviewer", {"release", "schedule", "return"}),
        ("in_review", "manager", set()),
        ("scheduled", "reviewer", {"unschedule"}),
        ("scheduled", "editor", set()),
        ("live", "editor", set()),  # nothing differs from the public version, so nothing can be submitted
        ("live", "reviewer", {"retire"}),
    ],
)
def test_the_page_offers_exactly_what_one_may_do(
    cast: Cast, guide: Guide, situation: str, member: str, expected: set[str]
) -> None:
    bring_to(guide, situation, cast)

    response = client_of(getattr(cast, member)).get(page(guide, "change"))

    assert {offer.verb.name for offer in response.context["state"].offers} == expected


def test_nobody_releases_the_own_submission(cast: Cast, guide: Guide) -> None:
    cast.reviewer.memberships.create(role="editor", department=cast.police)
    both = User.objects.get(pk=cast.reviewer.pk)
    candidate = submit(guide, actor=both)
    client = client_of(both)

    offered = client.get(page(guide, "review")).context["state"].offers
    response = client.post(page(guide, "verb", "release"), {"revision": candidate.pk, "reason": "自己发布"})

    assert {offer.verb.name for offer in offered} == {"recall", "return"}
    assert response.status_code == 409
    assert "自己发布" in response.content.decode()
    assert guide.live_revision is None


def test_nobody_releases_a_text_of_the_own_hand(cast: Cast, guide: Guide) -> None:
    cast.reviewer.memberships.create(role="editor", department=cast.police)
    both = User.objects.get(pk=cast.reviewer.pk)
    Guide.objects.filter(pk=guide.pk).update(updated_by=both)
    guide.refresh_from_db()
    candidate = submit(guide, actor=cast.editor)
    client = client_of(both)

    offered = client.get(page(guide, "review")).context["state"].offers
    response = client.post(page(guide, "verb", "release"), {"revision": candidate.pk, "reason": "可以"})

    assert "release" not in {offer.verb.name for offer in offered}
    assert response.status_code == 409


def test_gaps_need_a_reason_and_the_typed_text_stays(cast: Cast, guide: Guide) -> None:
    guide.places.all().delete()
    candidate = submit(guide, actor=cast.editor)
    client = client_of(cast.reviewer)

    refused = client.post(page(guide, "verb", "release"), {"revision": candidate.pk, "reason": " "})
    review = client.get(page(guide, "review"))
    done = client.post(page(guide, "verb", "release"), {"revision": candidate.pk, "reason": "窗口下周启用"})

    assert refused.status_code == 409
    assert review.context["gaps"]
    assert done.status_code == 302
    assert guide.live_revision.decision_note == "窗口下周启用"


def test_two_reviewers_at_once_only_the_first_decides(cast: Cast, guide: Guide) -> None:
    candidate = submit(guide, actor=cast.editor)
    first, second = client_of(cast.reviewer), client_of(cast.chief_reviewer)
    for client in (first, second):
        assert client.get(page(guide, "review")).context["candidate"].pk == candidate.pk

    done = first.post(page(guide, "verb", "return"), {"revision": candidate.pk, "comment": "请补充依据"})
    late = second.post(page(guide, "verb", "release"), {"revision": candidate.pk, "reason": "可以发布"})

    assert done.status_code == 302
    assert late.status_code == 409
    assert "可以发布" in late.content.decode()
    assert guide.revisions.get().decision == Decision.RETURNED


def test_a_newer_candidate_is_not_released_by_an_old_page(cast: Cast, guide: Guide) -> None:
    old = submit(guide, actor=cast.editor)
    client = client_of(cast.reviewer)
    client_of(cast.editor).post(page(guide, "verb", "recall"), {"revision": old.pk})
    Guide.objects.filter(pk=guide.pk).update(summary="改过了")
    guide.refresh_from_db()
    newer = submit(guide, actor=cast.editor)

    response = client.post(page(guide, "verb", "release"), {"revision": old.pk, "reason": ""})

    assert response.status_code == 409
    newer.refresh_from_db()
    assert newer.decision == Decision.OPEN


def test_candidates_of_other_records_are_not_found(cast: Cast, guide: Guide) -> None:
    other = make_guide(guide.item)
    candidate = submit(other, actor=cast.editor)
    submit(guide, actor=cast.editor)

    response = client_of(cast.reviewer).post(page(guide, "verb", "release"), {"revision": candidate.pk})

    assert response.status_code == 404


@pytest.mark.parametrize(
    ("verb", "fields", "field"),
    [
        ("return", {"comment": ""}, "comment"),
        ("return", {"comment": "长" * 501}, "comment"),
        ("schedule", {"at": "2020-01-01T08:00"}, "at"),
        ("schedule", {"at": "明天"}, "at"),
    ],
)
def test_bad_input_is_told_at_the_field(
    cast: Cast, guide: Guide, verb: str, fields: dict[str, str], field: str
) -> None:
    candidate = submit(guide, actor=cast.editor)

    response = client_of(cast.reviewer).post(page(guide, "verb", verb), {"revision": candidate.pk, **fields})

    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_after_a_decision_the_next_submission_follows(cast: Cast, guide: Guide) -> None:
    other = make_guide(guide.item)
    candidate = submit(guide, actor=cast.editor)
    submit(other, actor=cast.editor)

    response = client_of(cast.reviewer).post(
        page(guide, "verb", "release"), {"revision": candidate.pk, "_next": "1"}, follow=True
    )

    assert response.request["PATH_INFO"] == page(other, "review")
    assert messages_of(response)


def test_a_verb_page_works_without_scripts(cast: Cast, guide: Guide) -> None:
    candidate = submit(guide, actor=cast.editor)

    response = client_of(cast.reviewer).get(page(guide, "verb", "return"))

    assert f'name="revision" value="{candidate.pk}"' in response.content.decode()


def test_unknown_verbs_and_missing_candidates_are_not_found(cast: Cast, guide: Guide) -> None:
    client = client_of(cast.reviewer)
    assert client.post(page(guide, "verb", "burn")).status_code == 404
    assert client.post(page(guide, "verb", "release"), {"revision": "999999"}).status_code == 404
    assert client.get(page(guide, "review")).status_code == 302  # nothing waits


def test_withdrawing_an_item_that_guides_quote_is_refused_with_their_names(cast: Cast, guide: Guide) -> None:
    bring_to(guide, "live", cast)

    response = client_of(cast.reviewer).post(page(guide.item, "verb", "retire"), {"reason": "已取消"})

    assert response.status_code == 409
    assert guide.title in response.content.decode()


def test_submitting_is_recorded(cast: Cast, guide: Guide) -> None:
    client_of(cast.editor).post(page(guide, "verb", "submit"), {"note": "首次发布"})

    assert guide.revisions.get().change_note == "首次发布"
    assert AuditEntry.objects.get(act=Act.SUBMITTED, target_type="guides.guide").actor == cast.editor
