"""The exact words of letters."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.fees import FeeBasis, fee_amount
from disclosure.letters import words
from disclosure.outcomes import RULES, Outcome, Withheld
from foundation.typesetting import written_date


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (30, "三十"), (99, "九十九")],
)
def test_ordinals(number, text):
    assert words.ordinal(number) == text


def test_dates_are_written_without_zeros():
    assert written_date(dt.date(2026, 3, 2)) == "2026年3月2日"


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_says_its_basis_and_its_reasons(outcome):
    grounds = [Withheld.PROCESS.value] if outcome == Outcome.PARTIAL else []
    reply = words.result(outcome, "您", reasons="事由甲", answer="内容乙", withheld_as=grounds)
    assert RULES[outcome].basis in reply
    assert ("事由甲" in reply) == RULES[outcome].is_refusal
    assert reply.endswith("。")
    assert "{" not in reply
    assert "。。" not in reply


@pytest.mark.parametrize(
    ("outcome", "words_in_it"),
    [
        ("unable_other_body", "负责公开该政府信息的行政机关及其联系方式：市住建局，0729-5550000。"),
        ("granted_already_public", "获取该政府信息的方式、途径：市住建局，0729-5550000。"),
        ("not_processed_petition", "可以通过以下渠道提出：市住建局，0729-5550000。"),
        ("not_processed_publication", "获取的途径为：市住建局，0729-5550000"),
        ("denied_admin_inquiry", "办理：市住建局，0729-5550000。"),
    ],
)
def test_where_to_turn_is_told(outcome, words_in_it):
    assert words_in_it in words.result(outcome, "您", reasons="事由", answer="市住建局，0729-5550000")


def test_what_is_withheld_of_a_part_names_its_articles_once():
    reply = words.result(
        "partial", "您", reasons="含他人信息", answer="附表", withheld_as=["denied_third_party", "denied_internal"]
    )
    assert "公开会对第三方合法权益造成损害的内容以及属于内部事务信息的内容" in reply
    assert "依据该条例第十五条、第三十二条、第十六条第一款不予公开，理由：含他人信息。" in reply
    both = words.result("partial", "您", reasons="密", answer="附", withheld_as=["denied_state_secret", "denied_law"])
    assert both.count("第十四条") == 1
    assert "其余内容不予公开" in words.result(
        "partial", "您", reasons="非", answer="附", withheld_as=["not_information"]
    )


@pytest.mark.parametrize(
    ("outcomes", "paper"),
    [
        (["granted"], "答复书"),
        (["denied_law"], "答复书"),
        (["partial"], "答复书"),
        (["unable_not_held"], "告知书"),
        (["not_processed_repeat", "other"], "告知书"),
        (["granted", "unable_not_held"], "答复书"),
    ],
)
def test_what_the_paper_is_called(outcomes, paper):
    assert words.paper_name(outcomes) == paper


def test_a_fee_by_pages_is_counted_tier_by_tier():
    assert words.fee_calculation(FeeBasis.PAGES, 120, 0).splitlines() == [
        "按量计收：本次申请公开的政府信息共120页。",
        "第1至30页：不收费；",
        "第31至100页：70页×10元＝700元；",
        "第101至120页：20页×20元＝400元。",
    ]


def test_a_fee_by_item_counts_on_from_the_earlier_requests():
    assert words.fee_calculation(FeeBasis.ITEMS, 4, 28).splitlines() == [
        "按件计收：同一申请人在本自然月内此前已提出28件申请，本次计4件，按累计件数分档计收。",
        "第29至30件：2件×100元＝200元；",
        "第31至32件：2件×200元＝400元。",
    ]
    assert words.fee_calculation(FeeBasis.ITEMS, 1, 10).endswith("第11件：1件×100元＝100元。")


@given(st.sampled_from(FeeBasis.values), st.integers(1, 400), st.integers(0, 60))
def test_the_shown_tiers_add_up_to_the_fee(basis, units, before):
    before = before if basis == FeeBasis.ITEMS else 0
    shown = [line.split("＝")[1] for line in words.fee_calculation(basis, units, before).splitlines() if "＝" in line]
    assert sum(int(price.rstrip("元；。")) for price in shown) == fee_amount(basis, units, before)


def test_who_was_asked_is_told_without_names():
    assert words.consulted([], []) == ""
    told = words.consulted(["objects", "silent", "objects"], ["agrees"])
    assert told.count("第三方不同意公开") == 1
    assert "第三方逾期未提出意见" in told
    assert "第三十四条" in told
    assert words.consulted([""], [""]) == ""


def test_a_person_is_addressed_as_a_person_and_an_organization_as_one() -> None:
    assert (words.address_of(is_person=True), words.address_of(is_person=False)) == ("您", "你单位")
    for outcome in Outcome:
        reply = words.result(outcome, "你单位", reasons="事由", answer="内容")
        assert "（单位）" not in reply
        assert "{" not in reply
