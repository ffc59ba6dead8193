"""Requests for nearly the same: found without comparing all with all, and proposed for publication from three on."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.models import Request
from disclosure.similar import SIMILAR, _alike, likeness, pairs, repeated
from tests.cast import Cast
from tests.disclosure.register_cases import TODAY, logged

SUBJECT = "2025年窗口办件量统计表"
TEXTS = st.lists(st.text("窗口办件量统计表", min_size=2, max_size=12), max_size=12)


@given(TEXTS)
def test_no_like_pair_is_missed(texts):
    sets = [pairs(text) for text in texts]
    every = {
        (one, other)
        for one in range(len(sets))
        for other in range(one)
        if len(sets[one] & sets[other]) / len(sets[one] | sets[other]) >= SIMILAR
    }
    assert set(_alike(sets)) == every


def test_likeness():
    assert likeness(pairs("窗口办件量"), pairs("窗口办件量。")) == 1
    assert likeness(pairs("窗口办件量"), pairs("停车场收费")) == 0


@pytest.mark.django_db
def test_three_make_a_proposal_until_an_answer_is_published(cast: Cast):
    words = {"subject": SUBJECT, "description": "申请公开2025年度窗口办件量统计表。"}
    first = logged(cast, **words)
    logged(cast, subject="大厅停车场收费标准", description="申请公开停车收费的制定材料。")
    logged(cast, **{**words, "description": "申请公开2025年度各窗口办件量统计表"})
    assert repeated(TODAY) == []
    last = logged(cast, **words)
    (group,) = repeated(TODAY)
    assert (len(group), group[0]) == (3, last)
    assert repeated(TODAY + dt.timedelta(days=3 * 365)) == []
    Request.objects.filter(pk=first.pk).update(publish_answer=True)
    assert repeated(TODAY) == []


@pytest.mark.django_db
def test_only_those_who_see_requests_read_the_proposals(cast: Cast, client):
    numbers = [logged(cast).number for _time in range(3)]
    for user, sees in ((cast.officer, True), (cast.manager, True), (cast.editor, False)):
        client.force_login(user)
        page = client.get("/staff/disclosure/monitors/").text
        assert (numbers[0] in page) is sees
