"""Issuing letters: from the facts, numbered, frozen, and never to the wrong reader."""

import datetime as dt
from dataclasses import replace
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from pypdf import PdfReader

from disclosure.actions import clock, consultations, decisions
from disclosure.actions.letters import issue_letter, issued_before, occasions, read_paper
from disclosure.letters.kinds import LetterKind
from disclosure.letters.paper import compose
from disclosure.models import ClockFact, DisclosureOffice, Letter, LetterTemplate
from foundation.audit import Act, AuditEntry
from foundation.personal_files import PersonalFile
from foundation.typesetting import MissingGlyphs
from foundation.workflow import Conflict, Refused
from tests.cast import Cast
from tests.disclosure.register_cases import (
    APPLICANT,
    NAME,
    TODAY,
    awaiting_fee,
    concluded,
    correcting,
    granting,
    logged,
    submitted,
    waiting,
)

pytestmark = pytest.mark.django_db
D = dt.date


def occasion(request, kind, **changes):
    """Return the occasion of a letter; the test fails where there is none."""
    return replace(next(found for found in occasions(request, TODAY) if found.kind == kind), **changes)


def issue(found, cast: Cast):
    """Issue what is looked at now."""
    return issue_letter(found, expected=compose(found).digest, earlier=issued_before(found), actor=cast.officer)


def text_of(letter) -> str:
    """Return the text of a letter's PDF without line breaks."""
    from io import BytesIO

    pages = PdfReader(BytesIO(b"".join(letter.file.pieces()))).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def objecting(cast: Cast, position: str = "objects", **changes):
    """A request about which a third party was asked."""
    request = logged(cast, **changes)
    asked = consultations.consult(
        request,
        kind="third_party",
        party="江城某某餐饮管理有限公司",
        question="是否同意公开2025年检查记录",
        on=D(2026, 3, 9),
        actor=cast.officer,
        today=TODAY,
    )
    consultations.record_answer(
        asked, position=position, answer="涉及商业秘密", on=D(2026, 3, 12), actor=cast.officer, today=TODAY
    )
    return request


# The ten letters, each from its fact


def test_an_acknowledgement_tells_receipt_and_last_day(cast: Cast):
    letter = issue(occasion(logged(cast), LetterKind.ACKNOWLEDGEMENT), cast)
    assert letter.number == "江政务公开收〔2026〕1号"
    assert letter.addressee == NAME
    assert "收到申请之日：2026年3月2日" in letter.body
    assert "20个工作日内予以答复" in letter.body
    assert "答复期限至2026年3月30日。" in letter.body
    assert NAME in text_of(letter)


def test_without_a_calendar_the_last_day_is_left_out(cast: Cast):
    request = logged(cast)
    request.due_on = None
    body = compose(occasion(request, LetterKind.ACKNOWLEDGEMENT)).body
    assert "答复期限至" not in body


def test_a_correction_notice_names_what_and_until_when(cast: Cast):
    body = issue(occasion(correcting(cast), LetterKind.CORRECTION), cast).body
    assert "请写明统计口径" in body
    assert "2026年3月18日前" in body
    assert "第三十条" in body


def test_an_extension_is_told_with_its_reason_and_the_new_day(cast: Cast):
    request = logged(cast)
    proposal = clock.propose_extension(request, days=10, reason="需向多个窗口核实", actor=cast.officer)
    request = clock.decide_extension(proposal, approve=True, on=TODAY, actor=cast.manager)
    body = issue(occasion(request, LetterKind.EXTENSION), cast).body
    assert "因需向多个窗口核实，" in body
    assert "延长10个工作日。答复期限至2026年4月13日。" in body


def test_a_third_party_and_an_organ_never_learn_who_asks(cast: Cast):
    request = objecting(cast)
    consultations.consult(
        request,
        kind="organ",
        party="江城市公安局",
        question="是否同意公开联合检查通报",
        on=D(2026, 3, 16),
        actor=cast.officer,
        today=TODAY,
    )
    for kind in (LetterKind.THIRD_PARTY, LetterKind.ORGAN):
        letter = issue(occasion(request, kind), cast)
        shown = text_of(letter) + letter.body + letter.addressee
        assert NAME not in shown
        assert request.number not in shown
        assert request.subject not in shown
        assert "15个工作日内" in letter.body


@pytest.mark.parametrize("telling", [NAME, "钱 小 样", APPLICANT.phone, "139-0000-0000", APPLICANT.paper_number])
def test_a_remark_that_names_the_applicant_keeps_a_letter_to_others_back(cast: Cast, telling):
    found = occasion(objecting(cast), LetterKind.THIRD_PARTY, remark=f"申请人{telling}询问")
    with pytest.raises(Refused, match="申请人信息"):
        compose(found)


def test_an_edited_template_cannot_tell_it_either(cast: Cast):
    request = objecting(cast)
    LetterTemplate.objects.filter(kind="third_party").update(body=f"关于{request.number}号申请：{{{{ question }}}}")
    with pytest.raises(Refused, match="申请人信息"):
        compose(occasion(request, LetterKind.THIRD_PARTY))


def test_a_fee_notice_shows_every_tier(cast: Cast):
    body = issue(occasion(awaiting_fee(cast), LetterKind.FEE), cast).body
    assert "第31至100页：70页×10元＝700元；" in body
    assert "人民币1100元" in body
    assert "次日起20个工作日内缴纳" in body


def test_reasons_are_asked_for_and_a_later_date_is_told(cast: Cast):
    request = logged(cast)
    clock.ask_reasons(request, on=D(2026, 3, 10), actor=cast.officer, today=TODAY, evidence="本年已提出45件申请")
    clock.record_reasons(request, on=D(2026, 3, 12), actor=cast.officer, today=TODAY, evidence="课题研究")
    clock.tell_delay(request, on=TODAY, until=D(2026, 6, 30), actor=cast.officer, today=TODAY, evidence="材料量大")
    request.refresh_from_db()
    assert "本年已提出45件申请" in issue(occasion(request, LetterKind.REASONS), cast).body
    body = issue(occasion(request, LetterKind.DELAY), cast).body
    assert "因材料量大，" in body
    assert "2026年6月30日前" in body


def test_an_overridden_third_party_is_told_what_and_why(cast: Cast):
    request = objecting(cast)
    entry = granting(request, overrides_objection=True, override_reason="涉及食品安全，公共利益重大")
    decisions.save_decision(request, entry, actor=cast.officer)
    decisions.submit_decision(request, today=TODAY, actor=cast.officer)
    request = decisions.release_decision(request, expected_version=1, on=TODAY, actor=cast.manager)
    letter = issue(occasion(request, LetterKind.OVERRIDE), cast)
    assert letter.addressee == "江城某某餐饮管理有限公司"
    assert "2026年3月12日表示不同意公开" in letter.body
    assert "统计表一份，请查收" in letter.body
    assert "涉及食品安全" in letter.body
    assert "六个月内" in letter.body
    assert NAME not in text_of(letter)
    reply = request.letters.get(kind="decision")
    assert "第三方不同意公开" in reply.body
    assert "不公开可能对公共利益造成重大影响" in reply.body


def test_a_third_party_that_agreed_gets_no_such_notice(cast: Cast):
    request = objecting(cast, position="agrees")
    assert LetterKind.OVERRIDE not in {found.kind for found in occasions(request, TODAY)}


def test_the_release_issues_the_decision(cast: Cast):
    request = concluded(cast, findings="本机关检索了2025年窗口台账。")
    letter = request.letters.get()
    assert (letter.kind, letter.number) == ("decision", "江政务公开答〔2026〕1号")
    assert letter.title == "政府信息公开申请答复书"
    assert (letter.issued_by, letter.issued_on) == (cast.manager, TODAY)
    for words in (
        "您以当面方式提交的政府信息公开申请", request.number, "2026年3月2日收到", request.description,
        "本机关检索了2025年窗口台账。", "第三十六条第（二）项", "统计表一份，请查收", "六十日内",
    ):  # fmt: skip
        assert words in letter.body
    assert NAME in text_of(letter)
    assert AuditEntry.objects.filter(act=Act.LETTER_ISSUED, detail__number=letter.number).count() == 1


def test_an_organization_is_not_addressed_like_a_person(cast: Cast):
    applicant = replace(APPLICANT, category="commercial_enterprise", name="江城样例有限公司")
    request = logged(cast, applicant=applicant)
    body = compose(next(occasions(request, TODAY))).body
    assert "你单位以当面方式提交的政府信息公开申请" in body
    assert "您" not in body


def test_each_point_gets_its_own_reply_and_remedies(cast: Cast):
    request = logged(cast, items=["统计表", "检查记录"])
    first, second = request.items.all()
    entry = replace(
        granting(request),
        items={
            first.pk: decisions.ItemDecision("granted", answer="统计表一份"),
            second.pk: decisions.ItemDecision("denied_third_party", reasons="涉及企业商业秘密"),
        },
    )
    decisions.save_decision(request, entry, actor=cast.officer)
    decisions.submit_decision(request, today=TODAY, actor=cast.officer)
    request = decisions.release_decision(request, expected_version=1, on=TODAY, actor=cast.manager)
    body = request.letters.get().body
    assert "（一）关于“统计表”：" in body
    assert "（二）关于“检查记录”：" in body
    assert "第（二）项中不予公开的决定不服" in body


# Numbers, freezing, and what keeps a letter back


def test_each_kind_has_its_own_series_without_gaps(cast: Cast):
    one, two = logged(cast), logged(cast)
    numbers = [issue(occasion(request, LetterKind.ACKNOWLEDGEMENT), cast).number for request in (one, two)]
    assert numbers == ["江政务公开收〔2026〕1号", "江政务公开收〔2026〕2号"]
    concluded(cast)
    assert Letter.objects.get(kind="decision").number == "江政务公开答〔2026〕1号"


def test_an_issued_letter_never_changes(cast: Cast):
    letter = issue(occasion(logged(cast), LetterKind.ACKNOWLEDGEMENT), cast)
    LetterTemplate.objects.update(body="另一文本")
    letter.refresh_from_db()
    assert "另一文本" not in letter.body
    for statement in ("UPDATE disclosure_letter SET title = 'x'", "DELETE FROM disclosure_letter"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_text_that_changed_since_the_look_is_not_issued(cast: Cast):
    found = occasion(logged(cast), LetterKind.ACKNOWLEDGEMENT)
    looked_at = compose(found).digest
    LetterTemplate.objects.filter(kind="acknowledgement").update(body="另一文本")
    with pytest.raises(Conflict, match="有变化"):
        issue_letter(found, expected=looked_at, earlier=0, actor=cast.officer)
    assert not Letter.objects.exists()


def test_a_double_click_issues_one_letter(cast: Cast):
    found = occasion(logged(cast), LetterKind.ACKNOWLEDGEMENT)
    looked_at = compose(found).digest
    issue_letter(found, expected=looked_at, earlier=0, actor=cast.officer)
    with pytest.raises(Conflict, match="已制发"):
        issue_letter(found, expected=looked_at, earlier=0, actor=cast.officer)
    assert issue_letter(found, expected=looked_at, earlier=1, actor=cast.officer).number.endswith("2号")


def test_a_name_that_no_font_has_gives_a_sentence_and_nothing_is_issued(cast: Cast):
    request = logged(cast, applicant=replace(APPLICANT, name="李\U0003fffe"))
    found = occasion(request, LetterKind.ACKNOWLEDGEMENT)
    with pytest.raises(MissingGlyphs, match="U\\+3FFFE"):
        issue(found, cast)
    assert not Letter.objects.exists()
    assert not PersonalFile.objects.exists()
    assert issue(occasion(logged(cast), LetterKind.ACKNOWLEDGEMENT), cast).number.endswith("〔2026〕1号")


def test_a_name_that_no_font_has_keeps_the_decision_back(cast: Cast):
    request = logged(cast, applicant=replace(APPLICANT, name="李\U0003fffe"))
    decisions.save_decision(request, granting(request), actor=cast.officer)
    decisions.submit_decision(request, today=TODAY, actor=cast.officer)
    with pytest.raises(MissingGlyphs):
        decisions.release_decision(request, expected_version=1, on=TODAY, actor=cast.manager)
    request.refresh_from_db()
    assert request.stage == "releasing"


def test_a_letter_that_changed_after_the_second_person_looked_is_not_released(cast: Cast):
    request = submitted(cast)
    found = decisions.decision_occasion(request.decisions.get(), TODAY)
    looked_at = compose(found).digest
    LetterTemplate.objects.filter(kind="decision").update(body="{{ results }}")
    with pytest.raises(Conflict):
        decisions.release_decision(request, expected_version=1, expected_letter=looked_at, on=TODAY, actor=cast.manager)
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("missing", "words"), [("letter_code", "代字"), ("review_organ", "复议机关"), ("court", "法院")]
)
def test_what_the_office_has_not_entered_keeps_the_decision_back(cast: Cast, missing, words):
    request = submitted(cast)
    DisclosureOffice.objects.update(**{missing: ""})
    with pytest.raises(Refused, match=words):
        decisions.release_decision(request, expected_version=1, on=TODAY, actor=cast.manager)


def test_an_online_decision_needs_the_online_way_to_ask_for_review(cast: Cast):
    request = logged(cast, channel="online", confirmed_on=D(2026, 3, 3), evidence="电话确认")
    decisions.save_decision(request, granting(request), actor=cast.officer)
    decisions.submit_decision(request, today=TODAY, actor=cast.officer)
    DisclosureOffice.objects.update(review_link="")
    with pytest.raises(Refused, match="网上提交渠道"):
        decisions.release_decision(request, expected_version=1, on=TODAY, actor=cast.manager)
    DisclosureOffice.objects.update(review_link="https://review.jiangcheng.example/")
    request = decisions.release_decision(request, expected_version=1, on=TODAY, actor=cast.manager)
    assert "https://review.jiangcheng.example/" in request.letters.get().body


def test_a_missing_template_is_named(cast: Cast):
    found = occasion(logged(cast), LetterKind.ACKNOWLEDGEMENT)
    LetterTemplate.objects.all().delete()
    with pytest.raises(Refused, match="基础数据"):
        compose(found)


def test_letters_follow_facts(cast: Cast):
    assert list(occasions(waiting(cast), TODAY)) == []
    request = correcting(cast)
    assert [found.kind for found in occasions(request, TODAY)] == ["acknowledgement", "correction"]
    clock.strike_out(ClockFact.objects.get(kind="correction_asked"), reason="登错", actor=cast.officer)
    assert [found.kind for found in occasions(request, TODAY)] == ["acknowledgement"]


# Who may


@pytest.mark.parametrize("role", ["manager", "auditor", "editor", "nobody"])
def test_only_officers_issue(cast: Cast, role):
    found = occasion(logged(cast), LetterKind.ACKNOWLEDGEMENT)
    with pytest.raises(PermissionDenied):
        issue_letter(found, expected=compose(found).digest, earlier=0, actor=getattr(cast, role))


def test_a_look_at_the_whole_letter_is_recorded(cast: Cast):
    found = occasion(logged(cast), LetterKind.ACKNOWLEDGEMENT)
    assert read_paper(found, actor=cast.manager).startswith(b"%PDF")
    assert AuditEntry.objects.get(act=Act.PERSONAL_READ).actor == cast.manager
    with pytest.raises(PermissionDenied):
        read_paper(found, actor=cast.auditor)
    with mock.patch("disclosure.letters.paper.typeset") as typeset:
        compose(replace(found, masked=True)).pdf()
    assert NAME not in str(typeset.call_args)
