"""The archive of a case: everything in it, in order, readable by a court; who got it made is on record."""

import dataclasses
import hashlib
import io
import re
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from disclosure.actions import bundles, decisions, register, service
from disclosure.case_bundle import RECORD_NAME
from disclosure.models import Consultation, Request
from disclosure.models.register import SubmissionFile
from foundation import attachments
from foundation.audit import Act, AuditEntry
from foundation.encryption import CannotDecrypt
from foundation.personal_files import PersonalFile, Removal, remove_personal, store_personal
from foundation.workflow import Refused
from tests.cast import Cast
from tests.disclosure.actions.test_consultations import answer, ask
from tests.disclosure.register_cases import APPLICANT, ENTRY, NAME, TODAY, acknowledged, granting, logged

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


def full_case(cast: Cast) -> Request:
    """A request with a file of every kind: what came, an answer, a proof of service, what was given out."""
    request = logged(cast)
    scan = store_personal(SimpleUploadedFile("申请信.pdf", PDF), "申请信.pdf", actor=cast.officer)
    SubmissionFile.objects.create(submission=request.submission, file=scan, label="申请信扫描件")
    answer(ask(request, cast), cast.editor, upload=SimpleUploadedFile("表.pdf", PDF))
    letter = acknowledged(request, cast)
    service.send_letter(
        letter, way="in_person", sent_on=TODAY, proof="本人签收", actor=cast.officer, today=TODAY,
        upload=SimpleUploadedFile("回执.pdf", PDF),
    )  # fmt: skip
    table = attachments.store(ContentFile(PDF), "统计表.pdf", actor=cast.officer)
    entry = granting(request, leaks_accepted_because="空白样表", findings="检索了三个系统")
    decisions.save_decision(request, entry, actor=cast.officer, files=[decisions.GivenFile(table, "办件量统计表")])
    decisions.submit_decision(request, actor=cast.officer, today=TODAY)
    return decisions.release_decision(request, expected_version=1, on=TODAY, actor=cast.manager)


def archive(request: Request, cast: Cast) -> zipfile.ZipFile:
    with bundles.export_case(request, purpose="court", actor=cast.officer) as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def pages_of(case: zipfile.ZipFile) -> list[str]:
    """Return the text of the record's pages, without blanks: typst sets them as it likes."""
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(case.read(RECORD_NAME))).pages]


def test_every_file_lies_in_its_place_unchanged(cast: Cast):
    case = archive(full_case(cast), cast)
    assert case.namelist() == [
        "01申请材料/01.pdf", "02征求意见/01.pdf", "03文书/01.pdf", "03文书/02.pdf", "04送达凭证/01.pdf",
        "05提供的信息/01.pdf", RECORD_NAME,
    ]  # fmt: skip
    for name in ("01申请材料/01.pdf", "02征求意见/01.pdf", "04送达凭证/01.pdf", "05提供的信息/01.pdf"):
        assert case.read(name) == PDF
    assert case.testzip() is None
    text = "".join(pages_of(case))
    for name in case.namelist()[:-1]:
        assert hashlib.sha256(case.read(name)).hexdigest() in text, name


def test_the_record_tells_everything_under_a_table_of_contents(cast: Cast):
    request = full_case(cast)
    pages = pages_of(archive(request, cast))
    first, *rest = pages
    titles = (
        "一、申请人和申请内容", "二、申请原文和补正原文", "三、期限计算", "四、办理经过和凭据", "五、征求意见",
        "六、答复决定", "七、文书和送达", "八、救济", "九、操作记录", "十、卷内文件",
    )  # fmt: skip
    places = [first.index(title) for title in titles]
    assert places == sorted(places)
    for title, place in zip(titles, places, strict=True):
        number = re.match(r"\.*(\d)", first[place + len(title) :])
        assert number, title
        assert title in pages[int(number[1]) - 1], title
    text = "".join(rest)
    for words in (
        *titles, request.number, NAME, "11010519491231002X", "当面递交，窗口签收", "请查找2025年户籍窗口办件量统计",
        "已查到，见附件", "本人签收", "检索了三个系统", "空白样表", "签发", "申请信扫描件",
        "导出完整案卷",
    ):  # fmt: skip
        assert words in text or words in first, words
    assert f"共{len(rest) + 1}页" in first


def test_the_original_stands_beside_what_was_mended(cast: Cast):
    request = logged(cast)
    mended = dataclasses.replace(ENTRY, applicant=dataclasses.replace(APPLICANT, name="钱大样"))
    register.amend(request, mended, edit_version=request.edit_version, actor=cast.officer)
    text = "".join(pages_of(archive(Request.objects.get(pk=request.pk), cast)))
    assert "姓名：钱小样" in text
    assert "当面提交" in text
    assert "钱大样" in text


def test_drafts_of_a_decision_stay_out(cast: Cast):
    request = logged(cast)
    decisions.save_decision(request, granting(request, findings="草稿里的查明"), actor=cast.officer)
    assert "草稿里的查明" not in "".join(pages_of(archive(request, cast)))


def test_a_removed_file_is_named_and_left_out(cast: Cast):
    request = full_case(cast)
    remove_personal(SubmissionFile.objects.get().file, actor=cast.officer, reason=Removal.ASKED_FOR)
    case = archive(request, cast)
    assert not [name for name in case.namelist() if name.startswith("01")]
    assert "申请信扫描件已删除，不在卷内" in "".join(pages_of(case))


def test_a_struck_out_question_is_shown_as_such(cast: Cast):
    request = logged(cast)
    ask(request, cast)
    Consultation.objects.update(void_reason="问错单位")
    assert "已撤销：问错单位" in "".join(pages_of(archive(request, cast)))


def test_making_it_is_on_record_with_its_purpose(cast: Cast):
    request = logged(cast)
    archive(request, cast)
    entry = AuditEntry.objects.get(act=Act.CASE_EXPORTED)
    assert (entry.actor, entry.target_id) == (cast.officer, str(request.pk))
    assert entry.detail == {"occasion": "court", "reason": "人民法院（行政诉讼）"}


@pytest.mark.parametrize("purpose", ["", "curiosity"])
def test_somebody_must_ask_for_it(cast: Cast, purpose: str):
    with pytest.raises(Refused):
        bundles.export_case(logged(cast), purpose=purpose, actor=cast.officer)
    assert not AuditEntry.objects.filter(act=Act.CASE_EXPORTED).exists()


@pytest.mark.parametrize("who", ["manager", "auditor", "editor", "nobody"])
def test_only_officers_make_it(cast: Cast, who: str):
    with pytest.raises(PermissionDenied):
        bundles.export_case(logged(cast), purpose="court", actor=getattr(cast, who))


def test_an_altered_file_is_not_given_out(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    request = full_case(cast)
    monkeypatch.setattr(PersonalFile, "_sealed_lines", lambda _self: iter(()))
    with pytest.raises(CannotDecrypt):
        bundles.export_case(request, purpose="court", actor=cast.officer)
    assert not AuditEntry.objects.filter(act=Act.CASE_EXPORTED).exists()
