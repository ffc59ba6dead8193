"""The buttons of the desk: each verb through its form, wrong forms, and two people at once."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from feedback.actions import handling, replies, writer_questions
from feedback.models import Message, PublicText, PublishedAnswer
from feedback.states import MessageKind, MessageStage
from foundation.organization import Membership
from foundation.personal_files import PersonalFile
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, TUESDAY, bring_to, load_rules, publish, send
from tests.feedback.views.staff import address, browser, do, fresh

pytestmark = pytest.mark.django_db
S = MessageStage
LONG = "字" * 340_000
"""A megabyte."""


@pytest.fixture(autouse=True)
def _rules(settings: Any) -> None:
    load_rules()
    settings.PORTAL_TODAY = TUESDAY


def test_a_matter_goes_through_all_buttons_from_the_inbox_to_the_public(cast: Cast) -> None:
    message = send()
    steps: list[tuple[Any, str, dict[str, Any], str]] = [
        (cast.chief_officer, "classify", {"kind": "enquiry"}, S.RECEIVED),
        (cast.chief_officer, "route", {"department": cast.market.pk, "reason": "属其职责"}, S.ROUTED),
        (cast.other_officer, "send_back", {"reason": "户籍业务不属本局"}, S.RECEIVED),
        (cast.chief_officer, "route", {"department": cast.police.pk, "reason": "争议裁定", "is_final": "on"}, S.ROUTED),
        (cast.officer, "accept", {}, S.HANDLING),
        (cast.officer, "add_assistant", {"department": cast.market.pk, "reason": "请说明窗口安排"}, S.HANDLING),
        (cast.officer, "propose_extension", {"days": 3, "reason": "需要现场核实"}, S.HANDLING),
        (cast.reviewer, "extend", {}, S.HANDLING),
        (cast.manager, "supervise", {"reason": "多次反映", "due_on": "2026-03-05"}, S.HANDLING),
        (cast.officer, "answer_supervision", {"answer": "正在研究"}, S.HANDLING),
        (cast.manager, "return_supervision", {"note": "写明何时", "due_on": "2026-03-05"}, S.HANDLING),
        (cast.officer, "answer_supervision", {"answer": "已增开窗口"}, S.HANDLING),
        (cast.manager, "confirm_supervision", {}, S.HANDLING),
        (cast.officer, "ask_writer", {"question": "哪个窗口？"}, S.ASKING),
        (
            cast.officer,
            "note_answer",
            {"answer": "三号", "told_by": "留言人来电", "told_on": "2026-03-03"},
            S.HANDLING,
        ),
        (cast.officer, "ask_writer", {"question": "是哪一天？"}, S.ASKING),
    ]
    for actor, verb, data, stage in steps:
        response = do(actor, message, verb, **data)
        assert response.status_code == 302, (verb, response.content.decode()[:3000])
        assert fresh(message).stage == stage, verb
    message = writer_questions.writer_answers(fresh(message), answer="三月二日", today=TUESDAY)
    replies.save_reply(message, text="已增开窗口。", ending="solved", actor=cast.officer)
    assert do(cast.officer, message, "submit_reply", edit_version=1).status_code == 302
    assert do(cast.officer, message, "recall_reply").status_code == 302
    assert do(cast.officer, message, "submit_reply", edit_version=1).status_code == 302
    assert do(cast.reviewer, message, "return_reply", note="写明日期").status_code == 302
    assert do(cast.officer, message, "submit_reply", edit_version=1).status_code == 302
    assert do(cast.reviewer, message, "send_reply", edit_version=1).status_code == 302
    assert fresh(message).stage == S.ANSWERED
    replies.judge(fresh(message), solved="not")
    assert do(cast.chief_officer, message, "reopen").status_code == 302
    assert fresh(message).stage == S.HANDLING


def test_only_the_center_is_offered_the_objection_and_can_decide_it(cast: Cast) -> None:
    message = bring_to(S.OBJECTED, cast)
    for user, is_offered in ((cast.officer, False), (cast.chief_officer, True)):
        page = browser(user).get(address("message_detail", message)).content.decode()
        assert ("refuse_reopening" in page) is is_offered
    assert do(cast.officer, message, "refuse_reopening", reason="已经办了").status_code == 422
    assert do(cast.officer, message, "reopen").status_code == 422
    assert fresh(message).stage == S.OBJECTED


def test_the_center_is_not_offered_what_is_the_departments(cast: Cast) -> None:
    message = bring_to(S.ROUTED, cast)
    verbs = ("accept", "send_back")
    for user, is_offered in ((cast.chief_officer, False), (cast.officer, True)):
        page = browser(user).get(address("message_detail", message)).content.decode()
        assert [f"/{verb}/" in page for verb in verbs] == [is_offered] * 2
    assert "/route/" in browser(cast.chief_officer).get(address("message_detail", message)).content.decode()
    Membership.objects.filter(department=cast.police, role__in=("officer", "handler")).delete()
    page = browser(cast.chief_officer).get(address("message_detail", message)).content.decode()
    assert "/accept/" in page  # a department without an officer is served by the center


def test_the_public_text_goes_through_its_buttons(cast: Cast) -> None:
    message = bring_to(S.ANSWERED, cast)
    data = {"subject": "排队两小时", "question": "只有一个窗口。", "answer": "已增开窗口。"}
    assert browser(cast.officer).post(address("public_text_edit", message), data).status_code == 302
    for actor, verb, more in (
        (cast.officer, "submit_public_text", {"edit_version": 1}),
        (cast.reviewer, "return_public_text", {"note": "题目改短"}),
        (cast.officer, "submit_public_text", {"edit_version": 1}),
        (cast.reviewer, "publish_answer", {"edit_version": 1}),
    ):
        assert do(actor, message, verb, **more).status_code == 302, verb
    assert PublishedAnswer.objects.get().subject == "排队两小时"
    assert do(cast.reviewer, message, "unpublish_answer", reason="内容有误").status_code == 302
    assert not PublishedAnswer.objects.exists()


@pytest.mark.parametrize(
    ("stage", "who", "verb", "data"),
    [
        (S.RECEIVED, "chief_officer", "route", {"reason": "没有部门"}),
        (S.ROUTED, "officer", "send_back", {"reason": "   "}),
        (S.HANDLING, "officer", "ask_writer", {"question": ""}),
        (S.HANDLING, "officer", "propose_extension", {"days": "99", "reason": "太久"}),
        (S.HANDLING, "officer", "propose_extension", {"days": "x", "reason": "不是数"}),
        (S.HANDLING, "manager", "supervise", {"reason": "催办", "due_on": "2026-02-30"}),
        (S.HANDLING, "manager", "supervise", {"reason": "催办", "due_on": "2026-01-01"}),
        (S.APPROVING, "reviewer", "return_reply", {"note": ""}),
        (S.APPROVING, "reviewer", "send_reply", {"edit_version": "x"}),
        (S.OBJECTED, "chief_officer", "refuse_reopening", {"reason": ""}),
        (S.HANDLING, "officer", "ask_writer", {"question": LONG}),
        (S.ROUTED, "officer", "send_back", {"reason": LONG}),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else None,
)
def test_a_wrong_form_changes_nothing_and_keeps_what_was_typed(
    cast: Cast, stage: str, who: str, verb: str, data: dict[str, str]
) -> None:
    message = bring_to(stage, cast)
    response = do(getattr(cast, who), message, verb, **data)
    assert response.status_code == 422
    assert fresh(message).stage == stage
    typed = max(data.values(), key=len).strip()
    if verb != "send_reply":
        assert typed in response.content.decode()


def test_a_formula_as_text_stays_text(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)
    assert do(cast.officer, message, "ask_writer", question='=HYPERLINK("http://x","y")\u202e🙂').status_code == 302
    assert message.questions.get().question == '=HYPERLINK("http://x","y")🙂'


def test_two_people_at_once_one_wins_and_the_other_keeps_the_text(cast: Cast) -> None:
    message = bring_to(S.ROUTED, cast)
    handling.accept(message, today=MONDAY, actor=cast.officer)
    response = do(cast.chief_officer, message, "send_back", reason="户籍业务不属本局")
    shown = response.content.decode()
    assert response.status_code == 422
    assert "已不能办理" in shown
    assert "户籍业务不属本局" in shown
    assert fresh(message).stage == S.HANDLING


def test_what_was_typed_is_kept_when_the_message_left_the_department(cast: Cast) -> None:
    handed_over = bring_to(S.HANDLING, cast)
    handling.hand_over(handed_over, department=cast.market, reason="属其职责", actor=cast.officer)
    response = do(cast.officer, handed_over, "ask_writer", question="是哪一天的事？")
    assert response.status_code == 422
    assert "是哪一天的事？" in response.content.decode()
    sent_back = bring_to(S.ROUTED, cast, text="另一件")
    handling.send_back(sent_back, reason="不属本局", actor=cast.officer)
    response = do(cast.officer, sent_back, "send_back", reason="我也写了理由")
    assert response.status_code == 404
    assert "我也写了理由" in response.content.decode()


def test_an_answer_to_a_form_for_a_foreign_message_tells_nothing_of_it(cast: Cast) -> None:
    foreign = bring_to(S.ROUTED, cast)
    there = do(cast.other_officer, foreign, "accept")
    foreign.number = "LY2026-009999"
    nowhere = do(cast.other_officer, foreign, "accept")
    assert (there.status_code, nowhere.status_code) == (404, 404)
    strip = ("csrfmiddlewaretoken", "nonce", foreign.number, "LY2026-000001")
    lines = [[x for x in r.content.decode().splitlines() if not any(s in x for s in strip)] for r in (there, nowhere)]
    assert lines[0] == lines[1]


@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("reviewer", 403), ("system_admin", 403)])
def test_a_verb_is_not_for_other_roles(cast: Cast, who: str, status: int) -> None:
    message = bring_to(S.ROUTED, cast)
    assert do(getattr(cast, who), message, "accept").status_code == status
    assert fresh(message).stage == S.ROUTED


def test_only_the_center_assigns(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)
    response = do(cast.officer, message, "route", department=cast.market.pk, reason="属其职责")
    assert response.status_code == 422
    assert "属其职责" in response.content.decode()
    assert fresh(message).department == cast.police


def test_writers_verbs_have_no_button(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)
    for verb in ("withdraw", "judge", "object", "writer_answers", "change_consent", "nonsense"):
        assert do(cast.chief_officer, message, verb).status_code == 404


def test_the_accused_cannot_be_chosen(cast: Cast) -> None:
    message = send(kind=MessageKind.REPORT, about=cast.market)
    response = do(cast.chief_officer, message, "route", department=cast.market.pk, reason="转办")
    assert response.status_code == 422
    assert fresh(message).stage == S.RECEIVED


def test_an_approver_who_is_too_late_sends_nothing(cast: Cast) -> None:
    """A reopened or changed reply while an approver sends: the text that was seen, or none."""
    message = bring_to(S.APPROVING, cast)
    replies.recall_reply(message, actor=cast.officer)
    replies.save_reply(fresh(message), text="改过的答复。", ending="explained", edit_version=1, actor=cast.officer)
    assert do(cast.reviewer, message, "send_reply", edit_version=1).status_code == 422
    replies.submit_reply(fresh(message), edit_version=2, actor=cast.officer)
    response = do(cast.reviewer, message, "send_reply", edit_version=1)
    assert response.status_code == 422
    assert 'name="send_reply-edit_version" value="2"' in response.content.decode()
    assert fresh(message).stage == S.APPROVING


def test_the_author_is_not_offered_to_send(cast: Cast) -> None:
    message = bring_to(S.APPROVING, cast)
    offered = browser(cast.reviewer).get(address("message_detail", message)).content.decode()
    own = browser(cast.officer).get(address("message_detail", message)).content.decode()
    assert "审核通过并发出" in offered
    assert "审核通过并发出" not in own


def test_a_reply_after_a_reopening_takes_its_place_in_the_public_text(cast: Cast) -> None:
    message = publish(bring_to(S.ANSWERED, cast), cast)
    message = replies.judge(message, solved="not")
    message = replies.reopen(message, today=TUESDAY, actor=cast.chief_officer)
    message = replies.save_reply(message, text="又增开一个窗口，可电13800001234。", ending="solved", actor=cast.officer)
    message = replies.submit_reply(message, edit_version=1, actor=cast.officer)
    replies.send_reply(message, edit_version=1, today=TUESDAY, actor=cast.reviewer)
    text = PublicText.objects.get()
    assert text.answer.startswith("又增开一个窗口")
    assert "13800001234" not in text.answer
    assert (text.stage, text.edit_version) == ("draft", 2)


def test_files_are_for_those_who_handle(cast: Cast, tmp_path: Any, settings: Any) -> None:
    settings.PRIVATE_FILES_ROOT = tmp_path
    upload = SimpleUploadedFile("13800001234的证明.pdf", b"%PDF-1.7\n%%EOF\n")
    message = bring_to(S.HANDLING, cast, files=[upload])
    link = message.files.get()
    page = browser(cast.officer).get(address("message_detail", message)).content.decode()
    assert address("message_file", message, link.pk) in page
    assert "13800001234" not in page
    assert PersonalFile.objects.get().name == "13800001234的证明.pdf"
    for who, status in (("officer", 200), ("auditor", 403), ("other_officer", 404)):
        response = browser(getattr(cast, who)).get(address("message_file", message, link.pk))
        assert response.status_code == status, who
        for close in response._resource_closers:  # type: ignore[attr-defined]  # close() would end the transaction
            close()


def test_the_day_for_stopping_to_wait_is_the_last_one(cast: Cast, settings: Any) -> None:
    message = bring_to(S.ASKING, cast)
    assert do(cast.officer, message, "stop_waiting").status_code == 422
    settings.PORTAL_TODAY = MONDAY + dt.timedelta(8)
    assert do(cast.officer, message, "stop_waiting").status_code == 302
    assert Message.objects.get().stage == S.HANDLING
