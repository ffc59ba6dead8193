"""What is pressed for is answered in words and confirmed, or pressed for again."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from feedback.actions import handling, supervisions
from feedback.forms.handling import SuperviseForm
from feedback.models import Message
from feedback.states import MessageStage
from foundation.workflow import Conflict, Refused
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, TUESDAY, bring_to, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("message_rules")]
S = MessageStage


def test_what_is_pressed_for_is_answered_in_words_by_the_host(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)
    for reason, day in (("", TUESDAY), ("催办", MONDAY)):
        with pytest.raises(Refused):
            supervisions.supervise(message, reason=reason, due_on=day, today=TUESDAY, actor=cast.manager)
    supervisions.supervise(message, reason="多次反映", due_on=TUESDAY, today=TUESDAY, actor=cast.manager)
    with pytest.raises(Conflict):
        supervisions.supervise(message, reason="再催", due_on=TUESDAY, today=TUESDAY, actor=cast.manager)
    with pytest.raises(PermissionDenied):
        supervisions.answer_supervision(message, answer="不是我们的", actor=cast.other_officer)
    with pytest.raises(Refused):
        supervisions.answer_supervision(message, answer="", actor=cast.officer)
    supervisions.answer_supervision(message, answer="已增开窗口", actor=cast.officer)
    with pytest.raises(Conflict):
        supervisions.answer_supervision(message, answer="又一次", actor=cast.officer)
    assert not Message.objects.supervised().exists()


def test_the_center_confirms_what_was_done_or_presses_again(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)
    supervisions.supervise(message, reason="多次反映", due_on=TUESDAY, today=MONDAY, actor=cast.manager)
    with pytest.raises(Conflict):
        supervisions.confirm_supervision(message, actor=cast.manager)  # no answer yet
    supervisions.answer_supervision(message, answer="正在研究", actor=cast.officer)
    assert list(Message.objects.supervision_to_confirm()) == [message]
    for stranger in (cast.officer, cast.chief_officer, cast.reviewer):
        with pytest.raises(PermissionDenied):
            supervisions.confirm_supervision(message, actor=stranger)
    for note, day in (("", TUESDAY), ("写明何时增开窗口", MONDAY)):
        with pytest.raises(Refused):
            supervisions.return_supervision(message, note=note, due_on=day, today=TUESDAY, actor=cast.manager)
    supervisions.return_supervision(message, note="写明何时增开窗口", due_on=TUESDAY, today=TUESDAY, actor=cast.manager)
    with pytest.raises(Conflict):
        supervisions.supervise(message, reason="再催", due_on=TUESDAY, today=TUESDAY, actor=cast.manager)
    supervisions.answer_supervision(message, answer="已于今日增开一个窗口", actor=cast.officer)
    supervisions.confirm_supervision(message, actor=cast.manager)
    assert list(message.supervisions.values_list("answer", "is_accepted", "note")) == [
        ("正在研究", False, "写明何时增开窗口"),
        ("已于今日增开一个窗口", True, ""),
    ]
    assert not Message.objects.supervision_to_confirm().exists()


def test_the_proposed_day_of_a_supervision_is_a_working_day(cast: Cast) -> None:
    friday = dt.date(2026, 3, 6)
    form = SuperviseForm(bring_to(S.HANDLING, cast), today=friday)
    assert form.fields["due_on"].initial == dt.date(2026, 3, 11)  # Wednesday


def test_the_host_says_what_it_did_while_an_objection_stands(cast: Cast) -> None:
    message = bring_to(S.OBJECTED, cast)
    supervisions.supervise(message, reason="仍未解决", due_on=TUESDAY, today=MONDAY, actor=cast.manager)
    supervisions.answer_supervision(message, answer="已增开窗口", actor=cast.officer)
    assert message.supervisions.get().answered_by == cast.officer


def test_before_somebody_has_it_nobody_can_be_pressed_or_answer(cast: Cast) -> None:
    message = bring_to(S.ROUTED, cast)
    supervisions.supervise(message, reason="催办", due_on=TUESDAY, today=MONDAY, actor=cast.manager)
    handling.send_back(message, reason="不属本局", actor=cast.officer)
    with pytest.raises(Conflict):
        supervisions.answer_supervision(message, answer="外人答", actor=cast.other_officer)
    with pytest.raises(Conflict):
        supervisions.supervise(send(text="没人接"), reason="催办", due_on=TUESDAY, today=MONDAY, actor=cast.manager)
