"""Lists of the back office: filters, gaps in SQL and in Python, verbs for many rows, constant queries."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from approvals.models import Item
from foundation.people import User
from foundation.publishing.actions import release, return_to_editor, schedule, submit, unschedule
from foundation.publishing.states import Stage
from guides.admin import GuideAdmin
from guides.draft_gaps import guide_gap_count
from guides.models import Guide, GuideRevision
from tests.approvals.factories import make_item, publish
from tests.back_office import client_of, listing, messages_of, page
from tests.cast import Cast
from tests.guides.factories import make_guide

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(cast: Cast) -> Item:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    return item


def titles(user: User, **query: str) -> set[str]:
    response = client_of(user).get(listing(Guide), query)
    assert response.status_code == 200
    return {guide.title for guide in response.context["cl"].result_list}


def run(user: User, action: str, records: list[Any], **fields: Any) -> Any:
    data = {"action": action, ACTION_CHECKBOX_NAME: [record.pk for record in records], **fields}
    return client_of(user).post(listing(type(records[0])), data, follow=True)


def test_progress_filters(cast: Cast, item: Item) -> None:
    mine = make_guide(item, title="在编", updated_by=cast.editor)
    review, returned, live = (make_guide(item, title=name) for name in ("待审", "退回", "公开"))
    submit(review, actor=cast.editor)
    return_to_editor(submit(returned, actor=cast.editor), actor=cast.reviewer, comment="请补充")
    publish(live, editor=cast.editor, reviewer=cast.reviewer)

    assert titles(cast.editor, progress="mine") == {mine.title}
    assert titles(cast.editor, progress="returned") == {"退回"}
    assert titles(cast.editor, progress="in_review") == {"待审"}
    assert titles(cast.reviewer, progress="waiting") == {"待审"}
    assert titles(cast.editor, progress="live") == {"公开"}
    assert titles(cast.editor, progress="not_live") == {"在编", "待审", "退回"}
    assert titles(cast.editor, progress="scheduled") == set()
    assert titles(cast.editor, progress="edited") == set()


def test_an_own_submission_does_not_wait_for_oneself(cast: Cast, item: Item) -> None:
    cast.reviewer.memberships.create(role="editor", department=cast.police)
    both = User.objects.get(pk=cast.reviewer.pk)
    submit(make_guide(item), actor=both)
    assert titles(both, progress="waiting") == set()


def test_guides_that_quote_an_older_item(cast: Cast, item: Item) -> None:
    outdated, current = make_guide(item, title="旧"), make_guide(item, title="新")
    publish(outdated, editor=cast.editor, reviewer=cast.reviewer)
    Item.objects.filter(pk=item.pk).update(consult_phone="0729-5550999")
    item.refresh_from_db()
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    publish(current, editor=cast.editor, reviewer=cast.reviewer)

    assert titles(cast.editor, quote="old") == {"旧"}
    assert titles(cast.editor, quote="current") == {"新"}

    done = run(cast.editor, "resubmit_selected", [outdated, current])

    outdated.refresh_from_db()
    current.refresh_from_db()
    assert (outdated.stage, current.stage) == (Stage.IN_REVIEW, Stage.EDITING)
    assert len(messages_of(done)) == 2


def test_resubmission_leaves_drafts_with_changes_of_their_own(cast: Cast, item: Item) -> None:
    guide = make_guide(item)
    publish(guide, editor=cast.editor, reviewer=cast.reviewer)
    Item.objects.filter(pk=item.pk).update(consult_phone="0729-5550999")
    item.refresh_from_db()
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    Guide.objects.filter(pk=guide.pk).update(notes="另有改动")

    run(cast.editor, "resubmit_selected", [guide, make_guide(item)])

    assert not Guide.objects.filter(stage=Stage.IN_REVIEW).exists()


def strip(guide: Guide, *names: str) -> Guide:
    for name in names:
        getattr(guide, name).all().delete()
    return guide


def test_gaps_are_counted_in_sql_as_in_python(cast: Cast, item: Item) -> None:
    bare = make_item(cast.police, bases=0, is_fee=None, promised_days=None, promised_unit="", consult_phone="")
    publish(bare, editor=cast.editor, reviewer=cast.reviewer, reason="先行公开")
    charged = make_item(cast.police, is_fee=True)
    publish(charged, editor=cast.editor, reviewer=cast.reviewer, reason="先行公开")
    unpublished, waiting = make_item(cast.police), make_item(cast.police, bases=0, promised_days=None)
    submit(waiting, actor=cast.editor)
    revised = make_item(cast.police)
    publish(revised, editor=cast.editor, reviewer=cast.reviewer)
    Item.objects.filter(pk=revised.pk).update(is_fee=None, consult_phone="")
    submit(revised, actor=cast.editor)
    for source in (item, bare, charged, unpublished, waiting, revised):
        make_guide(source)
        make_guide(source, rows=False)
        make_guide(source, rows=False, no_materials=True, title="")
        strip(make_guide(source), "steps", "faqs")
        guide = make_guide(source)
        guide.places.update(phone="")
        make_guide(source).places.update(address="", phone="\u3000")

    counted = dict(Guide.objects.annotate(gap_count=guide_gap_count()).values_list("pk", "gap_count"))

    for guide in Guide.objects.all():
        assert counted[guide.pk] == len(guide.find_gaps(guide.make_document())), guide.pk
    assert len(set(counted.values())) > 4


def test_the_gap_filter(cast: Cast, item: Item) -> None:
    make_guide(item, title="齐全")
    make_guide(item, title="缺步骤").steps.all().delete()
    assert titles(cast.editor, gaps="yes") == {"缺步骤"}
    assert titles(cast.editor, gaps="no") == {"齐全"}


@pytest.mark.parametrize("term", ["身份证", "3000109", "guide-"])
def test_search_finds_titles_items_and_codes(cast: Cast, item: Item, term: str) -> None:
    make_guide(item, title="居民身份证补领")
    assert titles(cast.editor, q=term)


def count_queries(user: User, address: str) -> int:
    client = client_of(user)
    client.get(address)  # fills the caches of the process
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("member", ["editor", "reviewer", "manager"])
def test_lists_and_desk_cost_the_same_for_twice_the_rows(cast: Cast, item: Item, member: str) -> None:
    user = getattr(cast, member)
    for _number in range(3):
        publish(make_guide(item), editor=cast.editor, reviewer=cast.reviewer)
        submit(make_guide(item), actor=cast.editor)
    addresses = (listing(Guide), f"{listing(Guide)}?gaps=no&progress=live", listing(Item), reverse("admin:index"))
    before = [count_queries(user, address) for address in addresses]
    for _number in range(3):
        publish(make_guide(item), editor=cast.editor, reviewer=cast.reviewer)
        submit(make_guide(item), actor=cast.editor)
        make_item(cast.police)

    assert [count_queries(user, address) for address in addresses] == before


def test_the_form_costs_the_same_for_twice_the_rows(cast: Cast, item: Item) -> None:
    guide = make_guide(item)
    before = count_queries(cast.editor, page(guide, "change"))
    for name in ("materials", "steps", "places", "faqs"):
        row = getattr(guide, name).get()
        for number in range(5):
            row.pk, row.key = None, f"copy-{number}"
            row.save(force_insert=True)

    assert count_queries(cast.editor, page(guide, "change")) == before


def test_submitting_many_names_those_left_behind(cast: Cast, item: Item) -> None:
    ready, blocked = make_guide(item), make_guide(make_item(cast.police), title="事项未公开")

    response = run(cast.editor, "submit_selected", [ready, blocked])

    ready.refresh_from_db()
    blocked.refresh_from_db()
    assert (ready.stage, blocked.stage) == (Stage.IN_REVIEW, Stage.EDITING)
    assert any("事项未公开" in message for message in messages_of(response))


def test_releasing_many_asks_for_a_reason_and_takes_what_was_shown(cast: Cast, item: Item) -> None:
    shown, later = make_guide(item), make_guide(item)
    shown.steps.all().delete()
    candidate = submit(shown, actor=cast.editor)

    asked = run(cast.reviewer, "release_selected", [shown, later])
    assert [c.pk for c in asked.context["candidates"]] == [candidate.pk]
    submit(later, actor=cast.editor)
    confirmed = {"confirmed": "1", "candidate": [candidate.pk]}
    run(cast.reviewer, "release_selected", [shown, later], reason="", **confirmed)
    assert shown.live_revision is None
    run(cast.reviewer, "release_selected", [shown, later], reason="流程图下周补上", **confirmed)

    assert shown.live_revision.decision_note == "流程图下周补上"
    assert later.live_revision is None


def test_releasing_many_leaves_own_submissions(cast: Cast, item: Item) -> None:
    cast.reviewer.memberships.create(role="editor", department=cast.police)
    both = User.objects.get(pk=cast.reviewer.pk)
    guide = make_guide(item)
    candidate = submit(guide, actor=both)

    response = run(both, "release_selected", [guide], confirmed="1", candidate=[candidate.pk], reason="可以")

    assert guide.live_revision is None
    assert messages_of(response)


def test_actions_are_offered_and_taken_by_role(cast: Cast, item: Item) -> None:
    guide = make_guide(item)

    def offered(user: User) -> set[str]:
        form = client_of(user).get(listing(Guide)).context["action_form"]
        return {name for name, _label in form.fields["action"].choices if name} if form else set()

    assert offered(cast.editor) == {"submit_selected", "resubmit_selected"}
    assert offered(cast.reviewer) == {"release_selected"}
    assert offered(cast.manager) == set()
    run(cast.reviewer, "submit_selected", [guide])
    run(cast.manager, "submit_selected", [guide])
    guide.refresh_from_db()
    assert guide.stage == Stage.EDITING
    assert "delete_selected" not in offered(cast.editor)


def test_actions_do_not_reach_other_departments(cast: Cast, item: Item) -> None:
    guide = make_guide(item)
    run(cast.other_editor, "submit_selected", [guide])
    guide.refresh_from_db()
    assert guide.stage == Stage.EDITING


def test_the_desk_tells_what_waits(cast: Cast, item: Item) -> None:
    guide = make_guide(item, title="被退回的指南")
    return_to_editor(submit(guide, actor=cast.editor), actor=cast.reviewer, comment="请写清窗口号")
    submit(make_guide(item), actor=cast.editor)

    editor = client_of(cast.editor).get(reverse("admin:index"))
    reviewer = client_of(cast.reviewer).get(reverse("admin:index"))
    stranger = client_of(cast.other_editor).get(reverse("admin:index"))

    assert any("请写清窗口号" in note.text for note in editor.context["desk_notes"])
    assert [(entry.number, entry.url) for entry in reviewer.context["desk_urgent"]] == [
        (1, f"{listing(Guide)}?progress=waiting")
    ]
    assert not stranger.context["desk_notes"]
    assert not stranger.context["desk_urgent"]


def test_every_figure_of_the_desk_opens_its_rows(cast: Cast, item: Item) -> None:
    publish(make_guide(item), editor=cast.editor, reviewer=cast.reviewer)
    submit(make_guide(item), actor=cast.editor)
    make_guide(item, updated_by=cast.editor).steps.all().delete()
    for user in (cast.editor, cast.reviewer, cast.manager, cast.security_admin, cast.auditor):
        client = client_of(user)
        context = client.get(reverse("admin:index")).context
        for entry in [*context["desk_urgent"], *context["desk_entries"]]:
            rows = client.get(entry.url)
            assert rows.status_code == 200, entry
            if "cl" in rows.context:
                assert rows.context["cl"].result_count == entry.number, entry
            elif "page" in rows.context:  # a list of staff pages; other pages count in tests of their own
                assert rows.context["page"].paginator.count == entry.number, entry


def make_late(guide: Guide, cast: Cast, minutes: int) -> None:
    """Schedule a release whose moment has passed by so many minutes."""
    candidate = submit(guide, actor=cast.editor)
    schedule(candidate, actor=cast.reviewer, at=timezone.now() + dt.timedelta(hours=1))
    passed = timezone.now() - dt.timedelta(minutes=minutes)
    GuideRevision.objects.filter(pk=candidate.pk).update(scheduled_for=passed)


def test_the_desk_lists_releases_that_are_overdue(cast: Cast, item: Item) -> None:
    late, just_now, planned = (make_guide(item, title=name) for name in ("逾期", "刚到点", "未到点"))
    make_late(late, cast, 6)
    make_late(just_now, cast, 1)
    schedule(submit(planned, actor=cast.editor), actor=cast.reviewer, at=timezone.now() + dt.timedelta(hours=1))

    for user in (cast.editor, cast.reviewer):
        urgent = client_of(user).get(reverse("admin:index")).context["desk_urgent"]
        assert [(entry.number, entry.url) for entry in urgent] == [(1, f"{listing(Guide)}?progress=overdue")]
        assert titles(user, progress="overdue") == {"逾期"}
    assert "逾期未公开" in client_of(cast.editor).get(listing(Guide)).content.decode()
    other = client_of(cast.other_editor).get(reverse("admin:index"))
    assert not other.context["desk_urgent"]


def test_an_overdue_release_says_what_holds_it_up(cast: Cast) -> None:
    item = make_item(cast.police)
    of_item = submit(item, actor=cast.editor)
    schedule(of_item, actor=cast.reviewer, at=timezone.now() + dt.timedelta(minutes=30))
    guide = make_guide(item)
    make_late(guide, cast, 10)
    client = client_of(cast.reviewer)
    before = client.get(page(guide, "change")).context["state"]
    of_item.refresh_from_db()
    unschedule(of_item, actor=cast.reviewer)

    state = client.get(page(guide, "review")).context["state"]

    assert before.is_overdue
    assert state.is_overdue
    assert len(before.hindrances) == len(state.hindrances) == 1
    assert before.hindrances != state.hindrances
    assert state.hindrances[0] in client.get(page(guide, "change")).content.decode()


def test_the_department_column_is_for_those_who_see_several(cast: Cast, item: Item) -> None:
    make_guide(item)
    assert "department_name" in GuideAdmin.list_display
    assert "department_name" not in client_of(cast.editor).get(listing(Guide)).context["cl"].list_display
    assert "department_name" in client_of(cast.manager).get(listing(Guide)).context["cl"].list_display


def test_a_candidate_released_elsewhere_is_told(cast: Cast, item: Item) -> None:
    guide = make_guide(item)
    candidate = submit(guide, actor=cast.editor)
    release(candidate, actor=cast.chief_reviewer)

    response = run(cast.reviewer, "release_selected", [guide], confirmed="1", candidate=[candidate.pk], reason="可以")

    assert len(messages_of(response)) == 1
