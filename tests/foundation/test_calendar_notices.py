"""Calendars as text: what is read, what is refused and how that is said, what looks odd."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.calendar_notices import BadLines, NamedDay, parse_notice, write_lines

SPRING_2027 = """
# from the notice, in its order
2027-02-06~2027-02-12 休 春节
2027-02-14 班
"""


def date(month: int, day: int) -> dt.date:
    return dt.date(2027, month, day)


def off(month: int, day: int, name: str = "", source: str = "") -> NamedDay:
    return NamedDay(date(month, day), False, name, source)


def problems_of(text: str, year: int | None = 2027) -> list[str]:
    with pytest.raises(BadLines) as caught:
        parse_notice(text, year)
    assert str(caught.value) == "\n".join(caught.value.problems)
    return caught.value.problems


def test_spans_and_days() -> None:
    notice = parse_notice(SPRING_2027, 2027)
    assert notice.year == 2027
    assert notice.days == (*(off(2, day, "春节") for day in range(6, 13)), NamedDay(date(2, 14), True))


@pytest.mark.parametrize(
    "line",
    [
        "2027-02-06~2027-02-07 休 春节",
        "2027-2-6 ~ 2027-2-7 休 春节",
        "2027/2/6至2027/2/7 休 春节",
        "2027.02.06～2027.02.07 休 春节",
        "2027年2月6日至2027年2月7日 休 春节",
        "\t2027-02-06~2027-02-07\u3000休\u3000春节 ",
        "２０２７-０２-０６~2027-02-07 休 春节",
    ],
)
def test_dates_may_be_written_in_several_ways(line: str) -> None:
    assert parse_notice(line, 2027).days == (off(2, 6, "春节"), off(2, 7, "春节"))


def test_a_line_may_have_its_own_source_and_a_name_of_several_words() -> None:
    days = parse_notice("2027-02-08 休 春节 延长 # 延长假期的通知\n2027-02-09 休 # 通知\n", 2027).days
    assert days == (off(2, 8, "春节 延长", "延长假期的通知"), off(2, 9, "", "通知"))


def test_the_first_day_gives_the_year() -> None:
    assert parse_notice("2027-02-08 休").year == 2027
    assert "2028-02-08" in problems_of("2027-02-08 休\n2028-02-08 休", year=None)[0]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("2027-02-30 休 春节", "1", "2027-02-30"),
        ("2027-02-06~2027-02-29 休", "1", "2027-02-29"),
        ("2027-13-01 班", "1", "2027-13-01"),
        ("0000-01-01 班", "1", "0-01-01"),
        ("\n2026-02-06 休 春节", "2", "2026"),
        ("2027-12-30~2028-01-02 休 元旦", "1", "2028"),
        ("2027-02-12~2027-02-06 休", "1", ""),
        ("2027-02-06 休\n2027-02-05~2027-02-07 休", "2", "2027-02-06"),
        ("2027-02-06 休\n2027-02-06 班", "2", "2027-02-06"),
        ("2027-02-06 放假", "1", "2027-02-06~2027-02-12 休 春节"),
        ("2027-02-06休", "1", "2027-02-06~2027-02-12 休 春节"),
        ("2027-02-06", "1", "2027-02-06~2027-02-12 休 春节"),
        ("2月6日 休", "1", "2027-02-06~2027-02-12 休 春节"),
        ("休 2027-02-06", "1", "2027-02-06~2027-02-12 休 春节"),
        ("2027-02-06~ 休", "1", "2027-02-06~2027-02-12 休 春节"),
        ("2027-02-06 休 \x00春节", "1", "\N{REPLACEMENT CHARACTER}"),
        (f"2027-02-06 休 {'长' * 61}", "1", ""),
        (f"2027-02-06 休 春节 # {'长' * 201}", "1", ""),
    ],
)
def test_a_wrong_line_is_told_with_its_place(text: str, place: str, words: str) -> None:
    (problem,) = problems_of(text)
    assert problem.startswith(f"第{place}行（")
    assert words in problem


def test_all_wrong_lines_are_told_at_once() -> None:
    problems = problems_of("2027-02-30 休\n2027-02-06 休\nnonsense\n2028-01-01 休")
    assert [problem[:3] for problem in problems] == ["第1行", "第3行", "第4行"]


@pytest.mark.parametrize("text", ["", " \n\n", "# nothing but a remark"])
def test_a_text_without_days_is_no_calendar(text: str) -> None:
    assert len(problems_of(text)) == 1


def test_a_long_line_is_shown_short() -> None:
    (problem,) = problems_of("x" * 100_000)
    assert len(problem) < 300


@pytest.mark.parametrize(
    ("line", "odd"),
    [
        ("2026-02-14 班", False),  # a Saturday that is worked
        ("2026-02-13 班", True),  # a Friday is worked anyway
        ("2026-02-16 休", False),  # a Monday off
        ("2026-02-15 休", True),  # a Sunday is off anyway
        ("2026-02-14~2026-02-15 休", True),  # a whole weekend, too
        ("2026-02-14~2026-02-16 休", False),  # but spans run over weekends
    ],
)
def test_a_line_that_says_what_the_weekday_says_is_doubted(line: str, odd: bool) -> None:
    assert any(doubt.startswith("第1行（") for doubt in parse_notice(line).doubts) is odd


YEAR_2026 = """
2026-01-01~2026-01-03 休 元旦
2026-01-04 班 元旦
2026-02-14 班 春节
2026-02-15~2026-02-23 休 春节
2026-02-28 班 春节
2026-04-04~2026-04-06 休 清明
2026-05-01~2026-05-05 休 劳动节
2026-05-09 班 劳动节
2026-06-19~2026-06-21 休 端午
2026-09-20 班 国庆节
2026-09-25~2026-09-27 休 中秋
2026-10-01~2026-10-07 休 国庆节
2026-10-10 班 国庆节
""".strip()


def test_a_whole_year_raises_no_doubt() -> None:
    assert parse_notice(YEAR_2026).doubts == ()


def test_a_notice_of_which_a_part_is_missing_is_doubted() -> None:
    (doubt,) = parse_notice(YEAR_2026.rpartition("2026-10-01")[0]).doubts
    assert "13" in doubt


def test_years_before_the_revision_had_fewer_holidays_and_are_not_measured_by_it() -> None:
    assert parse_notice("2018-10-01~2018-10-07 休 国庆节").doubts == ()


def test_what_is_written_is_a_notice_again() -> None:
    assert write_lines(parse_notice(YEAR_2026).days) == YEAR_2026


days_of_2027 = st.dates(dt.date(2027, 1, 1), dt.date(2027, 12, 31))
words = st.text(st.characters(categories=["Lu", "Ll", "Lo", "Nd"]), max_size=10)


@given(st.dictionaries(days_of_2027, st.tuples(st.booleans(), words, words), min_size=1, max_size=60))
def test_writing_and_reading_again_loses_nothing(facts: dict[dt.date, tuple[bool, str, str]]) -> None:
    days = tuple(NamedDay(date, *facts[date]) for date in sorted(facts))
    assert parse_notice(write_lines(days), 2027).days == days


def problems_or_days(text: str) -> list[str] | tuple[NamedDay, ...]:
    try:
        return parse_notice(text, 2027).days
    except BadLines as error:
        return error.problems


lines = st.lists(
    st.text("0123456789-~至/年月日休班 春#\t", max_size=40)
    | st.builds("{}~{} {} 春节".format, days_of_2027, days_of_2027, st.sampled_from(["休", "班", "假"]))
)


@given(st.text(max_size=200) | lines.map("\n".join))
def test_any_text_gets_an_answer(text: str) -> None:
    answer = problems_or_days(text)
    assert answer
    if isinstance(answer, tuple):
        assert {day.date.year for day in answer} == {2027}
        assert sorted({day.date for day in answer}) == [day.date for day in answer]
