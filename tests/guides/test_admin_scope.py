"""The back office shows and takes only what lies in one's own departments."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from approvals.models import Item
from foundation.access import Role
from foundation.attachments import store
from foundation.organization import Membership
from foundation.people import User
from foundation.publishing.actions import submit
from guides.models import Guide
from tests.approvals.factories import make_item, publish
from tests.back_office import client_of, form_data, listing, page
from tests.cast import Cast
from tests.guides.factories import make_guide

pytestmark = pytest.mark.django_db

PAGES = ("change", "history", "compare", "preview", "review", "delete")


@pytest.fixture
def own(cast: Cast) -> Guide:
    item = make_item(cast.police, name="居民身份证补领")
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    return make_guide(item, title="身份证补领")


@pytest.fixture
def foreign(cast: Cast) -> Guide:
    item = make_item(cast.market, name="食品经营许可")
    publish(item, editor=cast.other_editor, reviewer=cast.other_reviewer)
    return make_guide(item, title="食品经营许可新办")


def titles(response: Any) -> set[str]:
    return {guide.title for guide in response.context["cl"].result_list}


def test_lists_show_the_own_department_only(cast: Cast, own: Guide, foreign: Guide) -> None:
    url = listing(Guide)
    assert titles(client_of(cast.editor).get(url)) == {own.title}
    assert titles(client_of(cast.officer).get(url)) == {own.title}
    assert titles(client_of(cast.other_editor).get(url)) == {foreign.title}
    for everywhere in (cast.manager, cast.auditor, cast.chief_reviewer):
        assert titles(client_of(everywhere).get(url)) == {own.title, foreign.title}


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_other_departments_are_not_found(cast: Cast, foreign: Guide, name: str) -> None:
    assert client_of(cast.editor).get(page(foreign, name)).status_code == 404
    assert client_of(cast.editor).get(page(foreign.item, name)).status_code == 404


def test_posts_to_other_departments_are_not_found(cast: Cast, foreign: Guide) -> None:
    client = client_of(cast.editor)
    for name in ("change", "delete", "copy"):
        assert client.post(page(foreign, name), {"post": "yes"}).status_code == 404
    assert client.post(page(foreign, "verb", "submit")).status_code == 404
    assert client.get(page(foreign, "preview_revision", 1)).status_code == 404
    assert Guide.objects.count() == 1


def test_records_that_do_not_exist_look_the_same(cast: Cast, own: Guide) -> None:
    assert client_of(cast.editor).get(page(own, "change").replace(str(own.pk), "999999")).status_code == 404


def test_filters_do_not_reach_other_departments(cast: Cast, own: Guide, foreign: Guide) -> None:
    client = client_of(cast.editor)
    assert foreign.title not in titles(client.get(listing(Guide), {"department__id__exact": cast.market.pk}))
    assert titles(client.get(listing(Guide), {"q": "食品"})) == set()


def test_the_department_filter_offers_what_one_may_see(cast: Cast, own: Guide, foreign: Guide) -> None:
    def offered(user: User) -> list[str]:
        specs = client_of(user).get(listing(Guide)).context["cl"].filter_specs
        return [label for spec in specs if spec.title == "部门" for _pk, label in spec.lookup_choices]

    Membership.objects.create(user=cast.second_editor, role=Role.OFFICER, department=cast.market)
    assert offered(cast.editor) == []
    assert set(offered(cast.second_editor)) == {cast.police.name, cast.market.name}


@pytest.mark.parametrize(
    ("model", "field", "expected"),
    [("guides.guide", "item", {"居民身份证补领"}), ("approvals.item", "department", {"江城市公安局"})],
)
def test_search_while_typing_stays_within_the_scope(
    cast: Cast, own: Guide, foreign: Guide, model: str, field: str, expected: set[str]
) -> None:
    app, _dot, name = model.partition(".")
    query = {"app_label": app, "model_name": name, "field_name": field, "term": ""}

    def found(user: User) -> set[str]:
        response = client_of(user).get(reverse("admin:autocomplete"), query)
        return {row["text"] for row in json.loads(response.content)["results"]}

    assert found(cast.editor) == expected
    assert found(cast.manager) == set()  # reading is not writing
    assert found(cast.security_admin) == set()


def test_a_record_cannot_be_moved_to_another_department(cast: Cast, own: Guide, foreign: Guide) -> None:
    client = client_of(cast.editor)
    data = form_data(client.get(page(own, "change")), "guide_form")

    response = client.post(
        page(own, "change"), {**data, "department": cast.market.pk, "item": foreign.item_id, "_save": "1"}
    )

    assert response.status_code == 200
    assert set(response.context["adminform"].form.errors) == {"item"}
    own.refresh_from_db()
    assert own.department == cast.police


def test_readers_get_read_only_pages(cast: Cast, own: Guide) -> None:
    for reader in (cast.reviewer, cast.officer, cast.manager, cast.auditor):
        client = client_of(reader)
        response = client.get(page(own, "change"))
        assert response.status_code == 200
        assert not response.context["can_edit"]
        assert 'name="title"' not in response.content.decode()
        assert client.post(page(own, "change"), {"title": "改"}).status_code == 403
        assert client.get(reverse("admin:guides_guide_add")).status_code == 403
        assert client.get(page(own, "delete")).status_code == 403
        assert client.post(page(own, "copy")).status_code == 403 or reader is cast.officer


def test_center_wide_editors_edit_everywhere(cast: Cast, own: Guide, foreign: Guide) -> None:
    chief = User.objects.create_user("chief_editor", "x", display_name="总编辑")
    Membership.objects.create(user=chief, role=Role.EDITOR)
    client = client_of(chief)
    for guide in (own, foreign):
        assert client.get(page(guide, "change")).context["can_edit"]


def test_the_side_bar_shows_what_one_may_see(cast: Cast) -> None:
    def models(user: User) -> set[str]:
        response = client_of(user).get(reverse("admin:index"))
        apps = [app for app in response.context["available_apps"] if app["app_label"] in catalog]
        return {model["object_name"] for app in apps for model in app["models"]}

    headings = [group.name for group in client_of(cast.officer).get(reverse("admin:index")).context["side_bar"]]
    assert len(headings) == len(set(headings)), "the pages of an app and its records stand under one heading"
    assert "信息公开" in headings
    catalog = {"foundation", "approvals", "guides"}
    content = {"Guide", "Journey", "Item", "Flow", "ImportBatch"}
    assert models(cast.editor) == content
    assert models(cast.manager) == content
    assert models(cast.auditor) == content | {"AuditEntry", "Tombstone"}
    assert models(cast.system_admin) == {"CalendarYear", "Region", "Department", "Window", "Theme", "RetentionRule"}
    assert models(cast.security_admin) == {"User"}
    assert models(cast.audit_admin) == {"AuditEntry", "Tombstone"}


def test_nobody_without_a_role_gets_in(cast: Cast, own: Guide) -> None:
    client = client_of(cast.nobody)
    for url in (reverse("admin:index"), listing(Guide), page(own, "change")):
        assert client.get(url).status_code == 302


def test_files_are_served_to_those_who_may_see_the_record(
    cast: Cast, own: Guide, foreign: Guide, settings: Any, tmp_path: Path
) -> None:
    settings.PRIVATE_FILES_ROOT = tmp_path
    stored = store(ContentFile(b"%PDF-1.4 form", "form.pdf"), "form.pdf", actor=cast.second_editor)
    own.materials.update(blank_form=stored)

    for colleague in (cast.reviewer, cast.second_editor):
        served = client_of(colleague).get(page(own, "file", stored.pk))
        assert b"".join(served.streaming_content) == b"%PDF-1.4 form"  # type: ignore[attr-defined]
        for close in served._resource_closers:  # closing the response would end the test's transaction
            close()
    assert client_of(cast.other_editor).get(page(own, "file", stored.pk)).status_code == 404
    assert client_of(cast.other_editor).get(page(foreign, "file", stored.pk)).status_code == 404


def test_previews_are_for_colleagues_and_not_for_caches(cast: Cast, own: Guide) -> None:
    submit(own, actor=cast.editor)
    for address in (page(own, "preview"), page(own, "preview_revision", 1), page(own, "preview") + "?language=en"):
        response = client_of(cast.officer).get(address)
        assert response["Cache-Control"].startswith("private, no-store")
        assert response["X-Robots-Tag"].startswith("noindex")
        assert "noindex" in response.content.decode()
    assert client_of(cast.officer).get(page(own, "preview_revision", 7)).status_code == 404


def test_a_guide_of_an_unpublished_item_can_be_previewed(cast: Cast) -> None:
    guide = make_guide(make_item(cast.police, name="新事项"))
    response = client_of(cast.editor).get(page(guide, "preview"))
    assert response.status_code == 200
    assert Item.objects.get().name in response.content.decode()
