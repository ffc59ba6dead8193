"""Which remedies a decision tells: by date, by outcome, with the organs and periods of the law."""

import datetime as dt

import pytest

from disclosure.letters.remedy_notice import Bodies, remedy_notice
from disclosure.outcomes import REVIEW_FIRST, Outcome

BEFORE, SINCE = dt.date(2023, 12, 31), dt.date(2024, 1, 1)
BODIES = Bodies("江城市人民政府", "江东区人民法院")
FIRST, EITHER = "first", "either"


def kinds(points, decided_on, bodies=BODIES):
    """Return what each paragraph on review says, with what it is about."""
    told = []
    for paragraph in remedy_notice(points, decided_on, bodies):
        if "不服" not in paragraph:
            continue
        about = paragraph.split("不服")[0].removeprefix("如对")
        told.append((about, FIRST if "应当先申请行政复议" in paragraph else EITHER))
    return told


WHOLE = "本答复书"
REFUSED = "本答复书不予公开的决定"
REST = "其余答复内容"

# Points (grounds of each)                                  decided   what is told
TABLE = [
    ([["denied_third_party"]],                              SINCE,  [(REFUSED, FIRST)]),
    ([["denied_third_party"]],                              BEFORE, [(WHOLE, EITHER)]),
    ([["denied_state_secret"], ["denied_internal"]],        SINCE,  [(REFUSED, FIRST)]),
    ([["denied_admin_inquiry"]],                            SINCE,  [(WHOLE, EITHER)]),
    ([["unable_not_held"]],                                 SINCE,  [(WHOLE, EITHER)]),
    ([["not_processed_repeat"]],                            SINCE,  [(WHOLE, EITHER)]),
    ([["other_fee_unpaid"]],                                SINCE,  [(WHOLE, EITHER)]),
    ([["granted"]],                                         SINCE,  [(WHOLE, EITHER)]),
    # What is withheld of a partly granted point decides.
    ([["partial", "denied_third_party"]],                   SINCE,  [(REFUSED, FIRST), (REST, EITHER)]),
    ([["partial", "not_information"]],                      SINCE,  [(WHOLE, EITHER)]),
    ([["partial", "denied_process"]],                       BEFORE, [(WHOLE, EITHER)]),
    # Points of both kinds: each is told its own way.
    ([["granted"], ["denied_law"]],                         SINCE,
        [("本答复书第（二）项中不予公开的决定", FIRST), (REST, EITHER)]),
    ([["denied_safety"], ["unable_not_held"], ["denied_process"]], SINCE,
        [("本答复书第（一）项、第（三）项中不予公开的决定", FIRST), (REST, EITHER)]),
]  # fmt: skip


@pytest.mark.parametrize(("points", "decided_on", "told"), TABLE)
def test_the_truth_table(points, decided_on, told):
    assert kinds(points, decided_on) == told


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_alone(outcome):
    first = outcome in REVIEW_FIRST
    assert [kind for _about, kind in kinds([[outcome]], SINCE)] == [FIRST if first else EITHER]
    assert [kind for _about, kind in kinds([[outcome]], BEFORE)] == [EITHER]


def test_the_periods_and_organs_are_told():
    first = remedy_notice([["denied_law"]], SINCE, BODIES)[0]
    assert "六十日内向江城市人民政府" in first
    assert "第二十三条第一款第（四）项" in first
    assert first.count("十五日内") == 2
    assert "六个月" not in first
    either = remedy_notice([["unable_not_held"]], SINCE, BODIES)[0]
    assert "六十日内" in either
    assert "六个月内" in either
    assert "江东区人民法院" in either


def test_the_online_way_to_file_is_told_where_there_is_one():
    bodies = Bodies("江城市人民政府", "法院", "司法局", "https://review.example/")
    told = remedy_notice([["granted"]], SINCE, bodies)
    assert told[1] == "江城市人民政府行政复议申请的提交方式：司法局。"
    assert told[2].endswith("https://review.example/")
    assert len(remedy_notice([["granted"]], SINCE, BODIES)) == 1


def test_a_notice_is_called_what_it_is():
    assert "收到本告知书之日" in remedy_notice([["unable_not_held"]], SINCE, BODIES, paper="告知书")[0]
