"""The desk of a message: who sees what, and what each reading leaves behind."""

import re

import pytest
from django.urls import reverse

from feedback.actions import handling, messages, replies
from feedback.models import LimitRule, Message
from feedback.states import MessageKind, MessageStage
from foundation.audit import Act, AuditEntry
from foundation.people import User
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, TUESDAY, bring_to, send
from tests.feedback.views.staff import address, browser, do

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("message_rules")]
PHONE = "13800001234"
TEXT = f"我打了{PHONE}三次都没人接，窗口只有一个人。"


def desk(message: Message) -> str:
    return address("message_detail", message)


def page(user: User, message: Message) -> str:
    response = browser(user).get(desk(message))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def readings(message: Message) -> list[tuple[str, str, str]]:
    found = AuditEntry.objects.filter(act=Act.PERSONAL_READ, target_id=str(message.pk)).select_related("actor")
    return [(entry.actor.username, entry.detail["what"], entry.detail["occasion"]) for entry in found if entry.actor]


def read(user: User, message: Message, subject: str, occasion: str = "handling"):
    return browser(user).post(address("message_read", message), {"subject": subject, "occasion": occasion})


@pytest.mark.parametrize("who", ["officer", "reviewer", "chief_officer", "chief_reviewer", "manager", "auditor"])
def test_everybody_sees_the_masked_text_first(cast: Cast, who: str) -> None:
    shown = page(getattr(cast, who), bring_to(MessageStage.HANDLING, cast, text=TEXT))
    assert "窗口只有一个人" in shown
    assert PHONE not in shown
    assert "赵**" in shown
    assert "赵小样" not in shown


@pytest.mark.parametrize("who", ["officer", "reviewer", "chief_officer", "manager"])
def test_who_handles_or_approves_reads_the_whole_text_and_it_is_recorded(cast: Cast, who: str) -> None:
    message = bring_to(MessageStage.HANDLING, cast, text=TEXT)
    response = read(getattr(cast, who), message, "text")
    assert PHONE in response.content.decode()
    assert readings(message) == [(who, "text", "handling")]


@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("other_officer", 404), ("editor", 403)])
def test_others_do_not(cast: Cast, who: str, status: int) -> None:
    message = bring_to(MessageStage.HANDLING, cast, text=TEXT)
    response = read(getattr(cast, who), message, "text")
    assert response.status_code == status
    assert PHONE not in response.content.decode()
    assert readings(message) == []


@pytest.mark.parametrize("occasion", ["", "curiosity"])
def test_without_an_occasion_of_the_list_nothing_is_shown(cast: Cast, occasion: str) -> None:
    message = bring_to(MessageStage.HANDLING, cast, text=TEXT)
    assert read(cast.officer, message, "text", occasion).status_code == 302
    assert readings(message) == []


def test_the_writer_is_shown_to_the_host_only_where_the_writer_allowed_it(cast: Cast) -> None:
    closed = bring_to(MessageStage.HANDLING, cast)
    shared = bring_to(MessageStage.HANDLING, cast, text="另一件事", shares_contact=True)
    assert read(cast.officer, closed, "writer").status_code == 403
    assert "赵小样" in read(cast.officer, shared, "writer", "contact").content.decode()
    assert "赵小样" in read(cast.chief_officer, closed, "writer", "contact").content.decode()
    assert read(cast.reviewer, shared, "writer").status_code == 403
    assert readings(shared) == [("officer", "writer", "contact")]
    assert readings(closed) == [("chief_officer", "writer", "contact")]


def test_strangers_get_404_and_the_center_sees_what_nobody_has_yet(cast: Cast) -> None:
    message = send()
    assert browser(cast.officer).get(desk(message)).status_code == 404
    assert browser(cast.chief_officer).get(desk(message)).status_code == 200
    handling.route(message, department=cast.police, reason="属公安窗口", actor=cast.chief_officer)
    assert browser(cast.officer).get(desk(message)).status_code == 200
    assert browser(cast.other_officer).get(desk(message)).status_code == 404


def test_a_report_is_never_seen_by_the_unit_it_is_about(cast: Cast) -> None:
    """Not as a host before, not as an assistant, not by any page or list (信访工作条例 art. 30)."""
    complaint = bring_to(MessageStage.HANDLING, cast, about=cast.market, subject="市场局窗口收了五百元")
    handling.add_assistant(complaint, department=cast.market, reason="请说明", actor=cast.officer)
    accused = browser(cast.other_officer)
    pages = [address(name, complaint) for name in ("message_detail", "message_part", "reply_edit", "public_text_edit")]
    assert accused.get(pages[1]).status_code == 200
    complaint.assignments.filter(department=cast.market).update(ended_at=complaint.received_at)
    report = messages.classify(complaint, kind=MessageKind.REPORT, actor=cast.chief_officer)
    assert [accused.get(one).status_code for one in pages] == [404, 404, 404, 404]
    for query in ("", "?q=五百元", "?export=csv", f"?q={report.number}"):
        answer = accused.get(reverse("feedback_staff:message_list") + query)
        shown = (b"".join(answer) if answer.streaming else answer.content).decode()
        shown = re.sub(r'(value|href)="[^"]*"', "", shown)  # what was searched for stands in its box
        assert report.number not in shown
        assert "五百元" not in shown
    assert accused.post(address("message_verb", report, "accept")).status_code == 404
    assert report.number in page(cast.officer, report)


def test_the_proposal_is_shown_with_its_reason_and_followed_with_one_click(cast: Cast) -> None:
    message = send(about=cast.market)
    shown = page(cast.chief_officer, message)
    assert "留言人指明该部门。" in shown
    assert do(cast.chief_officer, message, "route", department=cast.market.pk, reason="来信点名").status_code == 302
    message.refresh_from_db()
    assert (message.stage, message.department) == (MessageStage.ROUTED, cast.market)


def test_messages_of_the_same_text_subject_or_phone_are_pointed_out(cast: Cast) -> None:
    first = bring_to(MessageStage.HANDLING, cast, shares_contact=True)
    same_text = bring_to(MessageStage.HANDLING, cast, today=TUESDAY)
    same_subject = bring_to(MessageStage.HANDLING, cast, text="别的内容")
    same_phone = bring_to(MessageStage.HANDLING, cast, subject="另一个标题", text="又一件")
    elsewhere = send(text="别的内容")
    shown = page(cast.officer, first)
    assert {n for n in (same_text, same_subject, same_phone) if n.number in shown} == {
        same_text,
        same_subject,
        same_phone,
    }
    assert elsewhere.number not in shown
    assert "同一电话" in shown
    # A host that may not know the writer is not told who wrote twice.
    assert "同一电话" not in page(cast.officer, same_text)
    assert same_phone.number not in page(cast.officer, same_text)


def test_the_clock_explains_itself_and_names_the_notice(cast: Cast) -> None:
    shown = page(cast.chief_officer, send())
    assert "2026-03-09" in shown
    assert "2026-03-17" in shown
    assert "信访工作条例" in shown


def test_without_a_rule_the_desk_still_opens(cast: Cast) -> None:
    message = bring_to(MessageStage.HANDLING, cast)
    LimitRule.objects.all().delete()
    assert "尚未录入此类留言的答复期限" in page(cast.officer, message)


def test_html_emoji_and_marks_stay_text(cast: Cast) -> None:
    message = bring_to(
        MessageStage.HANDLING, cast, subject="<b>急</b>\u202e🙂", text="<script>alert(1)</script>\n🙂第二行"
    )
    shown = page(cast.officer, message)
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;" in shown
    assert "🙂第二行" in shown
    assert "<bdi>&lt;b&gt;急" in shown


def test_a_verdict_is_masked_for_those_who_do_not_handle(cast: Cast) -> None:
    message = bring_to(MessageStage.ANSWERED, cast)
    replies.judge(message, solved="not", remark=f"打{PHONE}没人接")
    assert PHONE not in page(cast.auditor, message)
    assert "没人接" in page(cast.auditor, message)


def test_the_desk_is_read_without_a_trace_until_something_unmasked_is_asked_for(cast: Cast) -> None:
    message = bring_to(MessageStage.HANDLING, cast, today=MONDAY)
    page(cast.officer, message)
    assert readings(message) == []


def test_a_message_officer_handles_messages_but_never_reads_who_asked_for_information(cast: Cast) -> None:
    message = bring_to(MessageStage.ROUTED, cast, text=TEXT)
    assert do(cast.handler, message, "accept").status_code == 302
    assert PHONE in read(cast.handler, message, "text").content.decode()
    assert browser(cast.handler).get("/staff/disclosure/requests/").status_code == 403
