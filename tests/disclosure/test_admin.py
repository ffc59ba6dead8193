"""The back office of publications: new drafts, numbers, copies, deletions, and facts beside the texts."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from disclosure.completeness import PUBLICATION_CONTENTS
from disclosure.draft_gaps import publication_gap_count
from disclosure.models import Attachment, Column, IndexNumber, Milestone, Outlet, Publication
from foundation import attachments
from foundation.attachments import StoredFile
from foundation.audit import Act, AuditEntry
from foundation.publishing.actions import submit
from tests.approvals.factories import publish
from tests.back_office import client_of, form_data, listing, messages_of, page
from tests.cast import Cast
from tests.disclosure.factories import make_body, make_column, make_publication

ADD = "/admin/disclosure/publication/add/"


@pytest.fixture(autouse=True)
def _private_files(tmp_path: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PRIVATE_FILES_ROOT = tmp_path
    monkeypatch.setattr(StoredFile._meta.get_field("content"), "storage", FileSystemStorage(location=tmp_path))


def typed(cast: Cast, **values: Any) -> dict[str, Any]:
    """Return the form of a new text as the editor's browser would send it, with some fields filled in."""
    make_body(cast.police)
    column = make_column("news")
    data = form_data(client_of(cast.editor).get(ADD), "publication_form")
    return {**data, "title": "窗口调整", "column": column.pk, "kind": "news", "_continue": "1", **values}


def test_a_new_draft_gets_the_next_number_of_its_body(cast: Cast) -> None:
    answer = client_of(cast.editor).post(ADD, typed(cast))
    assert answer.status_code == 302
    draft = Publication.objects.get()
    assert draft.department == cast.police
    assert draft.index_number.text.startswith("114299000/")
    assert draft.index_number.serial == 1
    assert draft.updated_by == cast.editor
    assert AuditEntry.objects.filter(act=Act.DRAFT_CREATED).count() == 1


def test_an_editor_with_one_body_needs_not_choose_it(cast: Cast) -> None:
    assert typed(cast)["body"] == [str(make_body(cast.police).pk)]


def test_a_refused_form_takes_no_number(cast: Cast) -> None:
    answer = client_of(cast.editor).post(ADD, typed(cast, title=""))
    assert answer.status_code == 200
    assert not IndexNumber.objects.exists()
    client_of(cast.editor).post(ADD, typed(cast))
    assert Publication.objects.get().index_number.serial == 1


def test_nobody_issues_in_the_name_of_a_foreign_body(cast: Cast) -> None:
    foreign = make_body(cast.market, "123456789")
    answer = client_of(cast.editor).post(ADD, typed(cast, body=foreign.pk))
    assert answer.status_code == 200
    assert not Publication.objects.exists()


def test_number_and_body_are_shown_and_not_typed_over(cast: Cast) -> None:
    draft = make_publication(cast.police)
    form = client_of(cast.editor).get(page(draft, "change"))
    data = form_data(form, "publication_form")
    assert "body" not in data
    assert draft.index_number.text in form.content.decode()


def test_dates_out_of_order_get_a_sentence(cast: Cast) -> None:
    data = typed(cast, written_on="2026-03-05", issued_on="2026-03-04")
    assert "成文日期不能晚于发文日期。" in client_of(cast.editor).post(ADD, data).content.decode()
    data = typed(cast, issued_on="2026-03-04", effective_on="2026-03-05", expires_on="2026-03-04")
    assert "这一天早于施行日期。" in client_of(cast.editor).post(ADD, data).content.decode()


def test_an_attachment_is_called_like_its_file(cast: Cast) -> None:
    upload = SimpleUploadedFile("预算总表.pdf", b"%PDF-1.7\n%%EOF\n")
    data = {**typed(cast), "attachments-TOTAL_FORMS": 1, "attachments-0-file": upload}
    client_of(cast.editor).post(ADD, data)
    assert Attachment.objects.get().title == "预算总表"


def test_an_attachment_without_a_file_is_refused(cast: Cast) -> None:
    data = {**typed(cast), "attachments-TOTAL_FORMS": 1, "attachments-0-title": "预算总表"}
    answer = client_of(cast.editor).post(ADD, data)
    assert "请选择文件。" in answer.content.decode()
    assert not Publication.objects.exists()


def test_a_record_on_request_must_not_carry_its_text(cast: Cast) -> None:
    draft = make_publication(cast.police, disclosure_mode="on_request")
    answer = client_of(cast.editor).post(page(draft, "verb", "submit"), {"note": ""}, follow=True)
    assert "依申请公开的信息在目录中只列出概述" in answer.content.decode()
    assert not draft.revisions.exists()


def test_a_copy_gets_a_number_of_its_own(cast: Cast) -> None:
    text = make_publication(cast.police, document_number="江公发〔2026〕1号")
    client_of(cast.editor).get(page(text, "change"))
    assert IndexNumber.objects.count() == 1, "looking takes no number"
    client_of(cast.editor).post(page(text, "copy"))
    copy = Publication.objects.exclude(pk=text.pk).get()
    assert copy.index_number.serial == 2
    assert copy.document_number == ""


def test_a_deletion_asks_for_the_reason(cast: Cast) -> None:
    draft = make_publication(cast.police)
    editor = client_of(cast.editor)
    assert "删除原因" in editor.get(page(draft, "delete")).content.decode()
    refused = editor.post(page(draft, "delete"), {"post": "yes", "reason": " "}, follow=True)
    assert any("请用一句话说明删除草稿的原因" in message for message in messages_of(refused))
    assert Publication.objects.exists()
    editor.post(page(draft, "delete"), {"post": "yes", "reason": "与通知公告重复"})
    assert not Publication.objects.exists()
    assert IndexNumber.objects.get().unused_reason == "与通知公告重复"
    assert AuditEntry.objects.filter(act=Act.DRAFT_DELETED).count() == 1
    numbers = client_of(cast.editor).get(f"{listing(IndexNumber)}?use=unused").content.decode()
    assert "未使用：与通知公告重复" in numbers


def test_editors_point_at_public_texts_only(cast: Cast) -> None:
    public = make_publication(cast.market, body=make_body(cast.market, "123456789"), title="公开的办法")
    publish(public, editor=cast.other_editor, reviewer=cast.other_reviewer)
    make_publication(cast.police, title="草稿办法")
    address = reverse("admin:autocomplete")
    query = {"app_label": "disclosure", "model_name": "earlierdocument", "field_name": "target", "term": "办法"}
    found = client_of(cast.editor).get(address, query).json()["results"]
    assert [row["text"] for row in found] == ["公开的办法"]
    assert client_of(cast.reviewer).get(address, query).json()["results"] == []


def test_editors_choose_columns_in_use_and_columns_stay_at_two_levels(cast: Cast) -> None:
    used, _old = make_column("news"), make_column("old", is_active=False)
    part = make_column("part", parent=used)
    form = client_of(cast.editor).get(ADD).context["adminform"].form
    assert set(form.fields["column"].queryset) == {used, part}
    admin = client_of(cast.system_admin)
    form = admin.get("/admin/disclosure/column/add/").context["adminform"].form
    assert part not in form.fields["parent"].queryset
    data = form_data(admin.get(page(used, "change")), "column_form")
    answer = admin.post(page(used, "change"), {**data, "parent": Column.objects.get(code="old").pk})
    assert "该栏目本身有子栏目。" in answer.content.decode()


def test_the_code_of_a_column_stays_once_texts_lead_to_it(cast: Cast) -> None:
    text = make_publication(cast.police)
    submit(text, actor=cast.editor)
    admin = client_of(cast.system_admin)
    data = form_data(admin.get(page(text.column, "change")), "column_form")
    answer = admin.post(page(text.column, "change"), {**data, "code": "other"})
    assert answer.status_code == 200
    assert Column.objects.get().code == "news"


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"written_on": None},
        {"summary": " "},
        {"text": ""},
        {"text": "", "disclosure_mode": "on_request"},
        {"written_on": None, "summary": "", "text": " "},
    ],
)
@pytest.mark.parametrize("rows", ["", "attachments", "milestones"])
def test_the_count_of_gaps_in_lists_is_that_of_the_document(values: dict[str, Any], rows: str, cast: Cast) -> None:
    draft = make_publication(cast.police, **values)
    if rows == "attachments":
        stored = attachments.store(ContentFile(b"%PDF-1.7\n%%EOF\n"), "a.pdf", actor=None)
        Attachment.objects.create(publication=draft, title="附件", file=stored)
    if rows == "milestones":
        Milestone.objects.create(publication=draft, title="节点")
    counted = Publication.objects.annotate(gaps=publication_gap_count()).get()
    assert counted.gaps == len(draft.find_gaps(draft.make_document()))
    assert {gap.code for gap in draft.find_gaps(draft.make_document())} <= {c.code for c in PUBLICATION_CONTENTS}


def test_officers_record_outreach_in_their_department(cast: Cast) -> None:
    officer = client_of(cast.officer)
    data = form_data(officer.get("/admin/disclosure/outlet/add/"), "outlet_form")
    values = {**data, "channel": "wechat", "on": "2026-03-01", "title": "一图读懂"}
    assert officer.post("/admin/disclosure/outlet/add/", values).status_code == 302
    assert Outlet.objects.get().department == cast.police
    assert AuditEntry.objects.get(act=Act.OUTREACH_RECORDED).actor == cast.officer
    refused = officer.post("/admin/disclosure/outlet/add/", {**values, "department": cast.market.pk})
    assert refused.status_code == 200
    assert Outlet.objects.count() == 1


def test_more_drafts_need_no_more_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    editor = client_of(cast.editor)
    make_publication(cast.police)
    editor.get(listing(Publication))
    with django_assert_max_num_queries(100) as first:
        editor.get(listing(Publication))
    for _number in range(5):
        make_publication(cast.police)
    with django_assert_max_num_queries(len(first)):
        editor.get(listing(Publication))
