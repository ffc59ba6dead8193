"""Figures of ratings: each rate, and the rows behind each figure."""

import uuid
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.actions import ratings
from feedback.actions.ratings import RatingEntry
from feedback.actions.replies import last_sent
from feedback.models import Rating
from feedback.periods import Period
from feedback.reports.ratings import SHOWN, RatingFigures, percent, rated_years, ratings_of, rows_behind
from foundation.organization import Window
from tests.cast import Cast
from tests.feedback import message_cases
from tests.feedback.message_cases import MONDAY
from tests.feedback.raters import bring_to, give, make_window

pytestmark = pytest.mark.django_db
APRIL = MONDAY.replace(month=4, day=1)


@pytest.fixture
def window(cast: Cast) -> Window:
    """Return window 3 with eight ratings in March and one in April; two replies, one of them rated."""
    window = make_window(cast)
    for grade in ("very_satisfied", "satisfied", "satisfied", "basically_satisfied"):
        give(window, RatingEntry(grade))
    told = bring_to(give(window, RatingEntry("dissatisfied", phone="13900000001"))[0], "told", cast)
    ratings.rate_again(told, grade="satisfied", today=MONDAY)
    give(window, RatingEntry("very_dissatisfied", phone="13900000002"))
    give(window, RatingEntry("dissatisfied"))
    bring_to(give(window, RatingEntry("dissatisfied", phone="13900000003"))[0], "not_counted", cast)
    give(window, RatingEntry("satisfied"), today=APRIL)
    rated, _unrated = (last_sent(message_cases.bring_to("answered", cast, subject=text)) for text in "甲乙")
    assert rated is not None
    ratings.rate_reply(rated, RatingEntry("very_satisfied"), token=uuid.uuid4(), today=APRIL)
    return window


def test_each_rate_by_its_rule(window: Window) -> None:
    months = dict(ratings_of(2026).months)
    assert list(months) == sorted(months, reverse=True)
    figures = months["2026-03"]
    assert figures.counted == 7
    assert figures.satisfied == percent(4, 7)
    assert figures.bad == percent(3, 7)
    assert figures.mended == percent(1, 3)
    assert figures.called == percent(1, 2)
    assert figures.counts["appealed"] == 1
    assert (figures.grades["dissatisfied"], figures.again["satisfied"]) == (2, 1)
    assert months["2026-04"].counted == 2
    total = ratings_of(2026).total
    assert total.counted == 9
    assert (total.counts["replies"], total.ratable, total.rated) == (1, 2, 50)


def test_a_reply_counts_where_it_was_sent_and_its_rating_where_it_was_given(window: Window) -> None:
    sent = {name: (one.counts["replies"], one.ratable) for name, one in ratings_of(2026).months if one.ratable}
    assert list(sent.values()) == [(1, 2)]


def test_every_figure_has_its_rows(window: Window, cast: Cast) -> None:
    year = ratings_of(2026)
    periods = {"2026": year.total, **dict(year.months)}
    for text, figures in periods.items():
        for shown in SHOWN:
            assert rows_behind(shown, Period.read(text)).count() == figures.counts[shown], (text, shown)
    [(department, figures)] = year.departments
    assert department == cast.police
    assert rows_behind("counted", Period(2026)).filter(department=department).count() == figures.counted
    grades = Counter(rows_behind("counted", Period(2026)).values_list("grade", flat=True))
    assert grades == {name: count for name, count in year.total.grades.items() if count}


def test_nothing_is_no_rate(db: None) -> None:
    empty = RatingFigures()
    assert (empty.satisfied, empty.bad, empty.mended, empty.called, empty.rated) == (None,) * 5
    assert empty.bars == []
    assert (rated_years(), Rating.objects.count()) == ([], 0)


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_share_is_the_nearest_whole_percent(part: int, whole: int) -> None:
    found = percent(part, whole)
    assert found is not None
    assert abs(found * whole - 100 * part) * 2 <= whole


@pytest.mark.parametrize("text", ["", "26", "2026-13", "2026-3", "2026-00", "x", "2026-03-01", "２０２６"])
def test_no_period(text: str) -> None:
    assert Period.read(text) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
    ],
)
def test_a_period_and_its_days(text: str, first: str, last: str) -> None:
    period = Period.read(text)
    assert period is not None
    assert (str(period), str(period.first), str(period.last)) == (text, first, last)
