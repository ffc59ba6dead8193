"""Editing guides in the back office: saves, rows, files, stale pages, copies."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from foundation.attachments import StoredFile
from foundation.audit import Act, AuditEntry
from foundation.publishing.actions import submit
from foundation.publishing.states import Stage
from guides.forms.drafts import slug_for
from guides.models import Guide, Material
from tests.approvals.factories import make_item, publish
from tests.back_office import client_of, form_data, messages_of, page
from tests.cast import Cast
from tests.guides.factories import make_guide

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    settings.PRIVATE_FILES_ROOT = tmp_path


@pytest.fixture
def guide(cast: Cast) -> Guide:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    return make_guide(item)


def opened(client: Any, guide: Guide) -> dict[str, Any]:
    return form_data(client.get(page(guide, "change")), "guide_form")


def with_row(data: dict[str, Any], prefix: str, **values: Any) -> dict[str, Any]:
    """Add a row as the script of the page does: a copy of the empty one under the next number."""
    number = int(data[f"{prefix}-TOTAL_FORMS"][0])
    empty = {
        name.replace("__prefix__", str(number)): value
        for name, value in data.items()
        if name.startswith(f"{prefix}-__prefix__")
    }
    typed = {f"{prefix}-{number}-{name}": value for name, value in values.items()}
    return {**data, **empty, **typed, f"{prefix}-TOTAL_FORMS": number + 1}


def test_a_save_counts_up_and_names_the_fields(cast: Cast, guide: Guide) -> None:
    client = client_of(cast.editor)
    data = with_row(opened(client, guide), "materials", name="委托书")

    response = client.post(page(guide, "change"), {**data, "summary": "到派出所补办。", "_continue": "1"})

    assert response.status_code == 302
    guide.refresh_from_db()
    assert (guide.summary, guide.edit_version, guide.updated_by) == ("到派出所补办。", 2, cast.editor)
    entry = AuditEntry.objects.get(act=Act.DRAFT_SAVED)
    assert entry.actor == cast.editor
    assert entry.department == cast.police
    assert entry.detail == {
        "what": "changed",
        "changed": ["summary"],
        "rows": {"materials": {"added": 1}},
        "edit_version": 2,
    }


def test_a_save_without_changes_leaves_no_trace(cast: Cast, guide: Guide) -> None:
    client = client_of(cast.editor)

    client.post(page(guide, "change"), {**opened(client, guide), "_continue": "1"})

    guide.refresh_from_db()
    assert guide.edit_version == 1
    assert not AuditEntry.objects.filter(act=Act.DRAFT_SAVED).exists()


def test_a_stale_save_is_refused_with_the_text_kept(cast: Cast, guide: Guide) -> None:
    first, second = client_of(cast.editor), client_of(cast.second_editor)
    early, late = opened(first, guide), opened(second, guide)
    first.post(page(guide, "change"), {**early, "title": "身份证补办", "_continue": "1"})

    response = second.post(page(guide, "change"), {**late, "notes": "记得带户口簿", "_continue": "1"})

    text = response.content.decode()
    assert response.status_code == 200
    assert "记得带户口簿" in text
    assert "editor" in str(response.context["adminform"].form.non_field_errors())
    assert "标题" in str(response.context["adminform"].form.non_field_errors())
    assert f'href="{page(guide, "change")}" target="_blank"' in text
    guide.refresh_from_db()
    assert (guide.title, guide.notes, guide.edit_version) == ("身份证补办", "", 2)


def test_a_stale_page_keeps_rows_that_somebody_deleted(cast: Cast, guide: Guide) -> None:
    first, second = client_of(cast.editor), client_of(cast.second_editor)
    early, late = opened(first, guide), opened(second, guide)
    first.post(page(guide, "change"), {**early, "materials-0-DELETE": "on", "_continue": "1"})
    assert not guide.materials.exists()

    response = second.post(page(guide, "change"), {**late, "materials-0-remark": "复印件也可", "_continue": "1"})

    assert "复印件也可" in response.content.decode()
    assert not guide.materials.exists()
    (fault,) = response.context["faults"]
    assert (fault.place, fault.anchor) == ("申请材料第1行", "materials-0")
    assert "已被其他人删除" in fault.sentence


def test_a_page_opened_before_the_submission_cannot_save(cast: Cast, guide: Guide) -> None:
    client = client_of(cast.editor)
    data = opened(client, guide)
    submit(guide, actor=cast.second_editor)

    response = client.post(page(guide, "change"), {**data, "notes": "补一句", "_continue": "1"})

    assert response.status_code == 200
    assert "补一句" in response.content.decode()
    guide.refresh_from_db()
    assert guide.notes == ""


def test_drafts_in_review_are_read_only(cast: Cast, guide: Guide) -> None:
    submit(guide, actor=cast.editor)
    response = client_of(cast.editor).get(page(guide, "change"))
    assert not response.context["can_edit"]
    assert 'name="title"' not in response.content.decode()


def test_rows_keep_their_order_and_new_ones_come_last(cast: Cast, guide: Guide) -> None:
    Material.objects.create(guide=guide, name="照片", position=20)
    client = client_of(cast.editor)
    data = with_row(opened(client, guide), "materials", name="委托书")
    data["materials-0-position"] = "25"

    client.post(page(guide, "change"), {**data, "_continue": "1"})

    rows = [(row.position, row.name) for row in guide.materials.all()]
    assert rows == [(10, "照片"), (20, "居民户口簿"), (30, "委托书")]


@pytest.mark.parametrize("name", ["其他材料", "有关材料", "法律、法规规定的其他材料"])
def test_catch_alls_are_refused_with_the_reason(cast: Cast, guide: Guide, name: str) -> None:
    client = client_of(cast.editor)
    data = {**opened(client, guide), "materials-0-name": name, "_continue": "1"}

    response = client.post(page(guide, "change"), data)

    errors = response.context["inline_admin_formsets"][0].formset.errors[0]
    assert "行政许可法第三十条" in errors["name"][0] or "Licensing Law" in errors["name"][0]


def test_an_upload_is_stored_and_survives_an_error_elsewhere(cast: Cast, guide: Guide) -> None:
    client = client_of(cast.editor)
    upload = SimpleUploadedFile("申请表.pdf", b"%PDF-1.4 blank", "application/pdf")
    data = {**opened(client, guide), "title": "", "materials-0-blank_form": upload, "_continue": "1"}

    failed = client.post(page(guide, "change"), data)
    again = {**form_data(failed, "guide_form"), "title": "身份证补办", "_continue": "1"}
    saved = client.post(page(guide, "change"), again)

    assert failed.status_code == 200
    assert saved.status_code == 302
    material = guide.materials.get()
    assert material.blank_form is not None
    assert material.blank_form.name == "申请表.pdf"
    assert StoredFile.objects.count() == 1


def test_an_upload_can_be_taken_away(cast: Cast, guide: Guide) -> None:
    client = client_of(cast.editor)
    upload = SimpleUploadedFile("申请表.pdf", b"%PDF-1.4 blank", "application/pdf")
    client.post(page(guide, "change"), {**opened(client, guide), "materials-0-blank_form": upload, "_continue": "1"})

    client.post(
        page(guide, "change"), {**opened(client, guide), "materials-0-blank_form-clear": "on", "_continue": "1"}
    )

    assert guide.materials.get().blank_form is None
    guide.refresh_from_db()
    assert guide.edit_version == 3


def test_a_forged_file_token_is_ignored(cast: Cast, guide: Guide) -> None:
    client = client_of(cast.editor)
    data = {**opened(client, guide), "materials-0-blank_form-stored": "1:forged", "_continue": "1"}
    assert client.post(page(guide, "change"), data).status_code == 302
    assert guide.materials.get().blank_form is None


def test_a_file_of_a_wrong_kind_is_refused_at_its_field(cast: Cast, guide: Guide) -> None:
    client = client_of(cast.editor)
    upload = SimpleUploadedFile("form.pdf", b"<html>not a pdf</html>", "application/pdf")

    response = client.post(
        page(guide, "change"), {**opened(client, guide), "materials-0-blank_form": upload, "_continue": "1"}
    )

    assert set(response.context["inline_admin_formsets"][0].formset.errors[0]) == {"blank_form"}


def test_save_and_submit_in_one_step(cast: Cast, guide: Guide) -> None:
    client = client_of(cast.editor)
    data = {**opened(client, guide), "notes": "周末也办", "submit_note": "补充周末办理", "_submit": "1"}

    response = client.post(page(guide, "change"), data, follow=True)

    guide.refresh_from_db()
    assert guide.stage == Stage.IN_REVIEW
    assert guide.pending_revision.change_note == "补充周末办理"
    assert guide.pending_revision.document["notes"] == "周末也办"
    assert messages_of(response)


def test_a_refused_submission_keeps_the_save_and_the_note(cast: Cast, guide: Guide) -> None:
    client = client_of(cast.editor)
    data = {**opened(client, guide), "no_materials": "on", "submit_note": "不收材料", "_submit": "1"}

    response = client.post(page(guide, "change"), data)

    assert response.status_code == 409
    assert "不收材料" in response.content.decode()
    guide.refresh_from_db()
    assert guide.no_materials
    assert guide.stage == Stage.EDITING


def test_save_and_next_goes_through_the_filtered_list(cast: Cast, guide: Guide) -> None:
    other = make_guide(guide.item, title="另一种情形", slug="zzz")
    make_guide(guide.item, title="不在列表里", slug="yyy")
    client = client_of(cast.editor)
    address = f"{page(guide, 'change')}?_changelist_filters=q%3D{'居民' if False else ''}"
    shown = client.get(address)
    data = form_data(shown, "guide_form")
    assert shown.context["places"] == 3

    narrowed = client.get(f"{page(other, 'change')}?_changelist_filters=q%3Dzzz")
    assert (narrowed.context["place"], narrowed.context["places"]) == (1, 1)
    response = client.post(address, {**data, "notes": "x", "_next_pk": other.pk, "_next": "1"})

    assert response["Location"].startswith(page(other, "change"))


def test_a_new_guide_gets_its_department_and_address(cast: Cast, guide: Guide) -> None:
    client = client_of(cast.editor)
    add = reverse("admin:guides_guide_add")
    data = form_data(client.get(add), "guide_form")
    assert "department" not in data  # it follows from the item

    response = client.post(add, {**data, "title": "身份证换领", "item": guide.item_id, "_continue": "1"})

    made = Guide.objects.get(title="身份证换领")
    assert response["Location"].startswith(page(made, "change"))
    assert made.slug == "shen-fen-zheng-huan-ling"
    assert (made.updated_by, made.department) == (cast.editor, cast.police)
    assert AuditEntry.objects.get(act=Act.DRAFT_CREATED).target_id == str(made.pk)


def test_an_address_is_kept_when_it_is_cleared_or_known_to_the_public(cast: Cast, guide: Guide) -> None:
    client = client_of(cast.editor)
    client.post(page(guide, "change"), {**opened(client, guide), "slug": "", "notes": "x", "_continue": "1"})
    kept = Guide.objects.get()
    assert kept.slug == guide.slug
    publish(kept, editor=cast.second_editor, reviewer=cast.reviewer)

    response = client.post(page(guide, "change"), {**opened(client, guide), "slug": "elsewhere", "_continue": "1"})

    assert "slug" in response.context["adminform"].form.errors


def test_addresses_do_not_collide(cast: Cast, guide: Guide) -> None:
    make_guide(guide.item, slug="shen-fen-zheng")
    assert slug_for("身份证") == "shen-fen-zheng-2"
    assert slug_for("！") == "guide"


def test_a_copy_is_a_new_draft_with_all_rows(cast: Cast, guide: Guide) -> None:
    publish(guide, editor=cast.editor, reviewer=cast.reviewer)

    response = client_of(cast.editor).post(page(guide, "copy"))

    made = Guide.objects.exclude(pk=guide.pk).get()
    assert response["Location"] == page(made, "change")
    assert made.stage == Stage.EDITING
    assert made.live_revision is None
    assert made.edit_version == 1
    for name in Guide.children:
        old, new = (list(getattr(record, name).all()) for record in (guide, made))
        assert [str(row) for row in old] == [str(row) for row in new]
        assert not {row.key for row in old} & {row.key for row in new}
    assert AuditEntry.objects.get(act=Act.DRAFT_CREATED).detail == {"copied_from": guide.pk}
    assert client_of(cast.editor).get(page(guide, "copy")).status_code == 405


def test_only_drafts_that_were_never_submitted_can_be_deleted(cast: Cast, guide: Guide) -> None:
    client = client_of(cast.editor)
    fresh = make_guide(guide.item)
    publish(guide, editor=cast.editor, reviewer=cast.reviewer)

    assert client.post(page(guide, "delete"), {"post": "yes"}).status_code == 403
    assert client.post(page(fresh, "delete"), {"post": "yes"}).status_code == 302
    assert AuditEntry.objects.get(act=Act.DRAFT_DELETED).target_id == str(fresh.pk)


def test_empty_rows_are_offered_to_those_without_scripts(cast: Cast, guide: Guide) -> None:
    client = client_of(cast.editor)
    assert "?empty_rows=material#materials-group" in client.get(page(guide, "change")).content.decode()
    data = form_data(client.get(f"{page(guide, 'change')}?empty_rows=material"), "guide_form")
    assert (data["materials-TOTAL_FORMS"], data["steps-TOTAL_FORMS"]) == (["4"], ["1"])

    client.post(page(guide, "change"), {**data, "materials-2-name": "委托书", "_continue": "1"})

    assert [row.name for row in guide.materials.all()] == ["居民户口簿", "委托书"]


def test_missing_contents_link_to_where_one_adds_them(cast: Cast) -> None:
    item = make_item(cast.police, bases=0, is_fee=None)
    publish(item, editor=cast.editor, reviewer=cast.reviewer, reason="先行公开")
    guide = make_guide(item, rows=False)

    gaps = client_of(cast.editor).get(page(guide, "change")).context["state"].gaps

    addresses = {gap.url for gap in gaps}
    assert "#materials-group" in addresses  # short, for a link with an address would load the page and lose the text
    assert f"{page(item, 'change')}#legal_bases-group" in addresses
    assert f"{page(item, 'change')}#id_is_fee" in addresses
