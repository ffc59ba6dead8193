"""The officer's editor: what is wrong is said at its place, and nothing that was typed is lost."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from disclosure.actions import decisions
from disclosure.models import Decision, DecisionFile
from disclosure.outcomes import Outcome
from tests.cast import Cast, make_user
from tests.disclosure.register_cases import correcting, granting, logged, submitted, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings):
    settings.PORTAL_TODAY = dt.date(2026, 3, 20)


@pytest.fixture
def officer(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.officer)
    return client


def address(request, page: str = "decision_edit") -> str:
    return reverse(f"disclosure_staff:{page}", kwargs={"number": request.number})


def typed(request, outcome: str = "granted", version: int = 0, **more):
    """Return what the form sends for a request with one item."""
    prefix = f"item-{request.items.get().pk}"
    words = {"answer": "统计表一份", "reasons": "" if outcome == "granted" else "涉及内部管理"}
    return {
        **{f"{prefix}-{name}": value for name, value in {"outcome": outcome, **words}.items()},
        "findings": "经检索，本机关保存有该表。", "secrecy_review": "cleared", "edit_version": version, **more,
    }  # fmt: skip


def test_every_outcome_is_offered_with_its_row_and_article(cast: Cast, officer: Client):
    text = officer.get(address(logged(cast))).content.decode()
    assert text.count("<optgroup") == 6
    for outcome in Outcome:
        assert f'<option value="{outcome}">' in text
    assert "三（三）4 · 第十五条、第三十二条" in text


def test_a_draft_is_saved_and_read_again(cast: Cast, officer: Client):
    request = logged(cast)
    assert officer.post(address(request), typed(request)).url == address(request)
    decision = Decision.objects.get()
    assert (decision.drafted_by, decision.findings) == (cast.officer, "经检索，本机关保存有该表。")
    assert decision.items.get().answer == "统计表一份"
    page = officer.get(address(request)).content.decode()
    assert "经检索，本机关保存有该表。" in page
    assert '<option value="granted" selected>' in page


def test_saving_leads_to_the_letter_when_that_is_wanted(cast: Cast, officer: Client):
    request = logged(cast)
    answer = officer.post(address(request), typed(request, review=""))
    assert answer.url == address(request, "decision_review")


def test_a_decision_without_reasons_comes_back_with_everything(cast: Cast, officer: Client):
    request = logged(cast)
    data = typed(request, "denied_internal", secrecy_note="王审查")
    prefix = f"item-{request.items.get().pk}"
    data[f"{prefix}-reasons"] = " "
    answer = officer.post(address(request), data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#id_{prefix}-reasons"' in text
    assert "须说明理由" in text
    for kept in ("经检索，本机关保存有该表。", "统计表一份", "王审查", '<option value="denied_internal" selected>'):
        assert kept in text
    assert not Decision.objects.exists()


def test_two_officers_deciding_at_once_the_second_keeps_what_was_typed(cast: Cast, officer: Client):
    from foundation.access import Role

    request = logged(cast)
    second = Client()
    second.force_login(make_user("second_officer", Role.OFFICER))
    officer.post(address(request), typed(request))
    answer = second.post(address(request), typed(request, findings="我的查明情况"))
    assert answer.status_code == 422
    assert "我的查明情况" in answer.content.decode()
    assert 'target="_blank"' in answer.content.decode()
    assert Decision.objects.get().findings == "经检索，本机关保存有该表。"
    assert officer.post(address(request), typed(request, version=1, findings="再改")).status_code == 302


def test_a_colleague_who_submitted_meanwhile_wins(cast: Cast, officer: Client):
    request = submitted(cast)
    answer = officer.post(address(request), typed(request, version=1, findings="迟到的修改"))
    assert answer.status_code == 422
    assert "迟到的修改" in answer.content.decode()
    assert officer.get(address(request)).url == address(request, "decision_review")


def test_a_pdf_that_is_a_page_is_refused_and_a_good_file_survives_other_errors(cast: Cast, officer: Client):
    request = logged(cast)
    page = SimpleUploadedFile("表.pdf", b"<html>no</html>")
    answer = officer.post(address(request), typed(request, **{"file-1-label": "统计表", "file-1-file": page}))
    assert answer.status_code == 422
    assert "只接受" in answer.content.decode()
    assert 'value="统计表"' in answer.content.decode()

    good = SimpleUploadedFile("表.pdf", b"%PDF-1.7\n%%EOF\n")
    data = typed(request, "denied_internal", **{"file-1-label": "统计表", "file-1-file": good})
    data[f"item-{request.items.get().pk}-reasons"] = ""
    answer = officer.post(address(request), data)
    token = answer.context["form"].file_forms[0]["file"].field.widget.get_context("file-1-file", None, {})["token"]
    assert "表.pdf" in answer.content.decode()
    again = typed(request, **{"file-1-label": "统计表", "file-1-file-stored": token, "file-1-pages": "3"})
    assert officer.post(address(request), again).status_code == 302
    given = DecisionFile.objects.get()
    assert (given.label, given.pages, given.file.name) == ("统计表", 3, "表.pdf")


def test_a_file_that_is_too_large_is_refused_with_a_sentence(cast: Cast, officer: Client, settings):
    settings.PORTAL_MAX_UPLOAD_MB = 1
    request = logged(cast)
    big = SimpleUploadedFile("表.pdf", b"%PDF-1.7\n" + b"0" * 1_500_000)
    answer = officer.post(address(request), typed(request, **{"file-1-file": big}))
    assert answer.status_code == 422
    assert "1 MB" in answer.content.decode()
    assert "经检索，本机关保存有该表。" in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_name_without_its_file_is_pointed_out(cast: Cast, officer: Client):
    request = logged(cast)
    answer = officer.post(address(request), typed(request, **{"file-2-label": "只有名称"}))
    assert answer.status_code == 422
    assert "请选择文件" in answer.content.decode()


def test_files_are_taken_out_again(cast: Cast, officer: Client):
    request = logged(cast)
    good = SimpleUploadedFile("表.pdf", b"%PDF-1.7\n%%EOF\n")
    officer.post(address(request), typed(request, **{"file-1-file": good}))
    given = DecisionFile.objects.get()
    assert given.label == "表.pdf"
    answer = officer.get(reverse("disclosure_staff:decision_file", kwargs={"number": request.number, "key": given.pk}))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    officer.post(address(request), typed(request, version=1, removed_files=[given.pk]))
    assert not DecisionFile.objects.exists()


def test_files_of_other_requests_are_closed(cast: Cast, officer: Client):
    one, other = logged(cast), logged(cast)
    good = SimpleUploadedFile("表.pdf", b"%PDF-1.7\n%%EOF\n")
    officer.post(address(one), typed(one, **{"file-1-file": good}))
    key = DecisionFile.objects.get().pk
    strange = reverse("disclosure_staff:decision_file", kwargs={"number": other.number, "key": key})
    assert officer.get(strange).status_code == 404
    decisions.save_decision(other, granting(other), actor=cast.officer)
    assert officer.post(address(other), typed(other, version=1, removed_files=[key])).status_code == 422
    assert DecisionFile.objects.exists()


def test_findings_of_the_leak_check_are_shown_masked_with_their_place(cast: Cast, officer: Client):
    request = logged(cast)
    officer.post(address(request), typed(request, findings="联系13912345678"))
    text = officer.get(address(request)).content.decode()
    assert "139****5678" in text
    assert "手机号码" in text
    assert "leaks_accepted_because" in text


def test_before_the_receipt_and_after_the_end_there_is_nothing_to_decide(cast: Cast, officer: Client):
    assert officer.get(address(waiting(cast))).status_code == 404
    assert officer.get(address(correcting(cast))).status_code == 200
