"""Messages that say much the same are pointed out to staff, who may link them; nothing is merged."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from feedback.actions import messages
from feedback.entries import WriterEntry
from feedback.look_alikes import similar_to
from feedback.models import Message
from foundation.encryption import blind_sketch, likeness
from foundation.workflow import Conflict, Refused
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, bring_to, load_rules, send
from tests.feedback.views.staff import address, browser, do, fresh

pytestmark = pytest.mark.django_db
NOBODY = WriterEntry()
FIRST = "上午九点在三号窗口取号办户口迁移，十一点半才办上，窗口只有一个人，后面还有二十多人在等。"
ANEW = "我上午九点在三号窗口取号办户口迁移，到十一点半才办上，窗口只有一个人，后面还有二十多人等着！"
OTHER = "请问公积金贷款可以提前还款吗，需要带什么材料，手续费怎么算，能不能在网上预约办理？"


@pytest.fixture(autouse=True)
def _rules(cast: Cast) -> None:
    load_rules()


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [(FIRST, FIRST, 1, 1), (FIRST, ANEW, 0.5, 0.95), (FIRST, OTHER, 0, 0.1), ("", "", 0, 1), ("急", "急", 1, 1)],
    ids=["same", "reworded", "another matter", "nothing", "one sign"],
)
def test_how_much_two_texts_share(one: str, other: str, least: float, most: float) -> None:
    assert least <= likeness(blind_sketch(one), blind_sketch(other)) <= most


def test_width_case_and_signs_do_not_matter() -> None:
    assert blind_sketch("ＡＢＣ 办证，１２３") == blind_sketch("abc办证123")


def test_a_reworded_message_of_these_weeks_is_pointed_out(cast: Cast) -> None:
    first = send(subject="排队", text=FIRST, writer=NOBODY)
    again = send(subject="又是排队", text=ANEW, writer=NOBODY)
    late = send(today=MONDAY + dt.timedelta(60), subject="还是排队", text=f"{ANEW}。", writer=NOBODY)
    send(subject="公积金", text=OTHER, writer=NOBODY)
    assert {one.message: one.why for one in similar_to(again, cast.chief_officer)} == {first: "内容相近"}
    assert not similar_to(late, cast.chief_officer), "months later it is another matter"
    assert not similar_to(again, cast.officer), "what lies with no department yet only the center sees"


def test_a_person_links_them_and_both_desks_say_so(cast: Cast) -> None:
    first = bring_to("handling", cast, subject="排队", text=FIRST)
    again = bring_to("handling", cast, subject="又是排队", text=ANEW, writer=NOBODY)
    desk = browser(cast.officer).get(address("message_detail", again)).content.decode()
    assert first.number in desk
    assert do(cast.officer, again, "link_repeat", number="LY2026-999999").status_code == 422
    assert do(cast.officer, again, "link_repeat", number=first.number.lower()).status_code == 302
    assert (fresh(again).repeats, fresh(again).stage) == (first, "handling"), "nothing is merged"
    assert again.number in browser(cast.officer).get(address("message_detail", first)).content.decode()
    assert do(cast.officer, again, "unlink_repeat").status_code == 302
    assert fresh(again).repeats is None


def test_what_is_not_seen_is_not_linked(cast: Cast) -> None:
    mine, foreign = bring_to("handling", cast, text=FIRST), send(text=OTHER)
    with pytest.raises(Refused):
        messages.link_repeat(mine, to=foreign, actor=cast.officer)
    with pytest.raises(PermissionDenied):
        messages.link_repeat(mine, to=foreign, actor=cast.reviewer)
    with pytest.raises(Refused):
        messages.link_repeat(mine, to=mine, actor=cast.chief_officer)
    messages.link_repeat(mine, to=foreign, actor=cast.chief_officer)
    with pytest.raises(Refused):
        messages.link_repeat(foreign, to=fresh(mine), actor=cast.chief_officer)
    with pytest.raises(Conflict):
        messages.link_repeat(mine, to=foreign, actor=cast.chief_officer)
    assert Message.objects.count() == 2
