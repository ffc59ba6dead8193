"""Nothing personal goes out by accident: findings over text and attachments, and the reason a release then needs."""

import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from openpyxl import Workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from disclosure.models import Attachment, Milestone, Publication
from foundation import attachments
from foundation.attachments import StoredFile
from foundation.publishing.actions import release, submit
from foundation.publishing.admin_forms import StoredFileField
from foundation.publishing.sets import release_set
from foundation.workflow import Refused
from tests.back_office import client_of, listing, page
from tests.cast import Cast
from tests.disclosure.factories import make_publication

MOBILE = "办事人联系电话13800138000。"


@pytest.fixture(autouse=True)
def _private_files(tmp_path: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PRIVATE_FILES_ROOT = tmp_path
    monkeypatch.setattr(StoredFile._meta.get_field("content"), "storage", FileSystemStorage(location=tmp_path))


def attach_workbook(draft: Publication) -> None:
    """Attach a table with a hidden sheet."""
    workbook = Workbook()
    workbook.create_sheet("名单").sheet_state = "hidden"
    workbook["名单"]["A1"] = "内部"
    buffer = io.BytesIO()
    workbook.save(buffer)
    stored = attachments.store(ContentFile(buffer.getvalue()), "预算表.xlsx", actor=None)
    Attachment.objects.create(publication=draft, title="预算表", file=stored)


def codes(draft: Publication) -> set[str]:
    return {finding.code for finding in draft.find_leaks(draft.make_document()) if finding.is_grave}


def test_text_title_and_milestones_are_looked_through(cast: Cast) -> None:
    assert codes(make_publication(cast.police)) == set()
    assert codes(make_publication(cast.police, text=MOBILE)) == {"mobile"}
    assert codes(make_publication(cast.police, summary=MOBILE)) == {"mobile"}
    promise = make_publication(cast.police)
    Milestone.objects.create(publication=promise, title="节点", progress=MOBILE)
    assert codes(promise) == {"mobile"}


@pytest.mark.parametrize(
    "rows", [[("正文", "进展顺利")], [("节点", MOBILE), ("节点", "已完成")], [(f"联系{MOBILE}", "")]]
)
def test_no_title_hides_what_stands_elsewhere(cast: Cast, rows: list[tuple[str, str]]) -> None:
    promise = make_publication(cast.police, text=MOBILE if rows[0][0] == "正文" else "说明")
    for title, progress in rows:
        Milestone.objects.create(publication=promise, title=title, progress=progress)
    assert codes(promise) == {"mobile"}


def test_numbers_of_counters_are_no_obstacle(cast: Cast) -> None:
    draft = make_publication(cast.police, text="咨询电话0729-5550100。")
    (finding,) = draft.find_leaks(draft.make_document())
    assert not finding.is_grave


def test_hidden_sheets_of_attachments_are_found(cast: Cast) -> None:
    draft = make_publication(cast.police)
    attach_workbook(draft)
    early = [finding.code for finding in draft.find_leaks(draft.make_document(), wait=False)]
    assert early == ["not_yet"]
    editing = client_of(cast.editor).get(page(draft, "change")).content.decode()
    assert "尚未检查" in editing
    assert submit(draft, actor=cast.editor).leaks == ["hidden_sheet"]
    reviewing = client_of(cast.reviewer).get(page(draft, "review")).content.decode()
    assert "隐藏的工作表" in reviewing


def test_an_upload_is_handed_to_the_job_worker(cast: Cast) -> None:
    field = StoredFileField(label="文件")
    field.actor = cast.editor
    with pytest.raises(ValidationError):
        field.clean(SimpleUploadedFile("a.pdf", b"no pdf"))
    assert not ProcrastinateJob.objects.exists()
    stored = field.clean(SimpleUploadedFile("a.pdf", b"%PDF-1.7\n%%EOF\n"))
    assert stored is not None
    (job,) = ProcrastinateJob.objects.all()
    assert (job.task_name, job.args) == ("foundation.check_file", {"file_id": stored.pk})


def test_gaps_and_findings_are_two_things(cast: Cast, client: Client) -> None:
    draft = make_publication(cast.police, summary="", text=MOBILE)
    candidate = submit(draft, actor=cast.editor)
    assert (candidate.gaps, candidate.leaks) == (["summary"], ["mobile"])
    for columns in ({"gaps": []}, {"leaks": []}):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(candidate).objects.filter(pk=candidate.pk).update(**columns)
    selected = client_of(cast.reviewer).post(
        listing(Publication), {"action": "release_selected", "_selected_action": [draft.pk]}
    )
    assert "<td>1</td><td>1</td>" in selected.content.decode()
    release(candidate, actor=cast.reviewer, reason="该电话由本人同意公布")
    published = Publication.objects.get().published
    assert published.gap_count == 1
    text = client.get(published.get_absolute_url()).content.decode()
    assert "notice-warn" in text
    assert "同意公布" not in text
    history = client_of(cast.reviewer).get(page(draft, "history")).content.decode()
    assert "缺1项" in history
    assert "泄露检查1类" in history


def test_a_release_needs_a_reason_that_the_public_page_does_not_show(cast: Cast, client: Client) -> None:
    draft = make_publication(cast.police, text=MOBILE)
    candidate = submit(draft, actor=cast.editor)
    assert (candidate.gaps, candidate.leaks) == ([], ["mobile"])
    with pytest.raises(Refused, match="泄露检查"):
        release(candidate, actor=cast.reviewer)
    release(candidate, actor=cast.reviewer, reason="该电话由本人同意公布")
    text = client.get(Publication.objects.get().published.get_absolute_url()).content.decode()
    assert "同意公布" not in text
    assert "notice-warn" not in text


def test_a_set_follows_the_same_rule(cast: Cast) -> None:
    make_publication(cast.police, text=MOBILE)
    with pytest.raises(Refused, match="泄露检查"):
        release_set(list(Publication.objects.all()), submitter=cast.editor, actor=cast.reviewer, reason="")
    assert not Publication.objects.get().revisions.exists()


def test_editor_and_reviewer_see_what_was_found(cast: Cast) -> None:
    draft = make_publication(cast.police, text=MOBILE)
    editing = client_of(cast.editor).get(page(draft, "change")).content.decode()
    assert "泄露检查发现1处须处理的问题" in editing
    assert "13800138000" not in editing.replace(MOBILE, ""), "only masked beside the text itself"
    submit(draft, actor=cast.editor)
    assert "泄露检查发现1处须处理的问题" in client_of(cast.reviewer).get(page(draft, "review")).content.decode()
