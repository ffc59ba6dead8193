"""Figures of questionnaires."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from feedback.reports.questionnaires import percent, read_results
from tests.cast import Cast
from tests.feedback.factories import sheet, survey


def test_answers_are_counted_by_question(cast: Cast) -> None:
    row = survey(cast)
    other = survey(cast)
    sheet(row, single=0, grade=0, several=[0, 1])
    sheet(row, single=1, grade=0, several=[1], text="快一点")
    sheet(row, single=1, grade=2)
    sheet(other, single=0)
    results = read_results(row.record_id, row.record.make_document())
    assert results.sheets == 3
    found = {one.question.key: (one.answered, [choice.count for choice in one.choices]) for one in results.questions}
    assert found == {"single": (3, [1, 2]), "grade": (3, [2, 0, 1, 0, 0]), "several": (2, [1, 2, 0]), "text": (1, [])}
    shares = [choice.share for choice in results.questions[2].choices]
    assert shares == [50.0, 100.0, 0.0], "of the sheets that answer this question"


def test_the_figures_need_no_more_queries_for_more_sheets(cast: Cast) -> None:
    row = survey(cast)
    document = row.record.make_document()
    asked = []
    for _turn in range(2):
        sheet(row, several=[0, 1], text="快")
        with CaptureQueriesContext(connection) as queries:
            read_results(row.record_id, document)
        asked.append(len(queries))
    assert asked == [3, 3]


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(0, 0, 0.0), (0, 3, 0.0), (1, 3, 33.3), (2, 3, 66.7), (1, 8, 12.5), (1, 2000, 0.1)]
)
def test_shares_are_rounded_half_up(part: int, whole: int, share: float) -> None:
    assert percent(part, whole) == share


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_share_is_near_the_quotient(part: int, whole: int) -> None:
    part = min(part, whole)
    assert abs(percent(part, whole) - 100 * part / whole) <= 0.05 + 1e-9
