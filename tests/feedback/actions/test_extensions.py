"""More time: once, by two persons, with a reason, and never for what is late."""

import datetime as dt

import pytest

from feedback.actions import extensions, replies
from feedback.states import MessageStage
from foundation.workflow import Conflict, Refused
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, TUESDAY, bring_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("message_rules")]
S = MessageStage


def test_time_is_extended_once_by_another_person(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)
    for days in (0, 6):
        with pytest.raises(Refused):
            extensions.propose_extension(message, days=days, reason="需要核实", today=MONDAY, actor=cast.officer)
    extensions.propose_extension(message, days=5, reason="需要核实", today=MONDAY, actor=cast.officer)
    with pytest.raises(Refused):
        extensions.propose_extension(message, days=5, reason="需要核实", today=MONDAY, actor=cast.officer)
    message = extensions.decide_extension(message, approved=True, today=TUESDAY, actor=cast.reviewer)
    assert message.due_on == dt.date(2026, 3, 16)
    with pytest.raises(Conflict):
        extensions.decide_extension(message, approved=True, today=TUESDAY, actor=cast.manager)
    with pytest.raises(Refused):
        extensions.propose_extension(message, days=5, reason="还要", today=MONDAY, actor=cast.officer)


def test_a_refused_extension_has_a_reason_and_may_be_proposed_again(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)
    extensions.propose_extension(message, days=5, reason="需要核实", today=MONDAY, actor=cast.officer)
    with pytest.raises(Refused):
        extensions.decide_extension(message, approved=False, today=TUESDAY, actor=cast.reviewer)
    extensions.decide_extension(message, approved=False, note="理由不足", today=TUESDAY, actor=cast.reviewer)
    extensions.propose_extension(message, days=2, reason="需要现场核实", today=MONDAY, actor=cast.officer)


def test_nobody_approves_the_own_extension(cast: Cast) -> None:
    from foundation.access import Role
    from foundation.organization import Membership

    message = bring_to(S.HANDLING, cast)
    extensions.propose_extension(message, days=5, reason="需要核实", today=MONDAY, actor=cast.officer)
    Membership.objects.create(user=cast.officer, role=Role.REVIEWER, department=cast.police)
    del cast.officer._memberships  # type: ignore[attr-defined]
    with pytest.raises(Refused):
        extensions.decide_extension(message, approved=True, today=TUESDAY, actor=cast.officer)


def test_an_opened_again_matter_may_be_extended_anew(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)
    extensions.propose_extension(message, days=5, reason="需要核实", today=MONDAY, actor=cast.officer)
    message = extensions.decide_extension(message, approved=True, today=MONDAY, actor=cast.reviewer)
    message = replies.save_reply(message, text="已办", ending="solved", actor=cast.officer)
    message = replies.submit_reply(message, edit_version=1, actor=cast.officer)
    message = replies.send_reply(message, edit_version=1, today=MONDAY, actor=cast.reviewer)
    message = replies.judge(message, solved="not")
    message = replies.reopen(message, today=TUESDAY, actor=cast.chief_officer)
    extensions.propose_extension(message, days=5, reason="再核实", today=TUESDAY, actor=cast.officer)
    message = extensions.decide_extension(message, approved=True, today=TUESDAY, actor=cast.reviewer)
    assert message.due_on == dt.date(2026, 3, 17)


def test_an_undecided_extension_lapses_with_the_reply(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)
    extensions.propose_extension(message, days=5, reason="需要核实", today=MONDAY, actor=cast.officer)
    message = replies.save_reply(message, text="已办", ending="solved", actor=cast.officer)
    message = replies.submit_reply(message, edit_version=1, actor=cast.officer)
    replies.send_reply(message, edit_version=1, today=MONDAY, actor=cast.reviewer)
    lapsed = message.extension_proposals.get()
    assert (lapsed.decision, lapsed.decided_by, lapsed.note) == ("refused", None, "答复已先发出。")


def test_what_is_late_is_not_extended(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)  # due on the 9th
    tenth = dt.date(2026, 3, 10)
    with pytest.raises(Refused):
        extensions.propose_extension(message, days=5, reason="来不及", today=tenth, actor=cast.officer)
    extensions.propose_extension(message, days=5, reason="需要核实", today=dt.date(2026, 3, 9), actor=cast.officer)
    with pytest.raises(Refused):
        extensions.decide_extension(message, approved=True, today=tenth, actor=cast.reviewer)
    extensions.decide_extension(message, approved=False, note="已逾期", today=tenth, actor=cast.reviewer)
