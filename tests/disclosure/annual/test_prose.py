"""Text with bound figures: parsed by hand, never executed, every problem with its place."""

from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from disclosure.annual.defaults import DEFAULTS
from disclosure.annual.prose import Place, bind
from disclosure.annual.tables import Figures
from tests.disclosure.annual.samples import fill_totals, numbered

FIGURES = fill_totals(
    2025,
    {
        "requests.granted.natural_person": 12345,
        "requests.new_received.natural_person": 12345,
        "proactive.licensing.decisions": 246000,
        "proactive.fees.amount": Decimal("12.50"),
        "further.processing_fee": Decimal(3000),
    },
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("没有数字。", "没有数字。"),
        ("予以公开{{ requests.granted.total }}件", "予以公开12345件"),
        ("予以公开{{granted.total}}件", "予以公开12345件"),
        ("{{ granted.total | thousands }}件", "12,345件"),
        ("{{ granted.total | 千分 }}件", "12,345件"),
        ("{{ licensing.decisions | wan }}件", "24.6万件"),
        ("{{ licensing.decisions | 万 }}件", "24.6万件"),
        ("{{ fees.amount }}万元", "12.5万元"),
        ("{{ fees.amount | wan }}", "12.5万元"),
        ("{{ processing_fee | wan }}", "0.3万元"),
        ("{{ processing_fee | thousands }}元", "3,000元"),
        ("{{ year }}年，{{ denied_state_secret.total }}件", "2025年，0件"),
        ("第一段\n\n第二段{{ granted.total }}", "第一段\n\n第二段12345"),
        ("<b>{{ granted.total }}</b>", "<b>12345</b>"),
    ],
)
def test_figures_are_written_in(text: str, expected: str) -> None:
    bound = bind(text, FIGURES)
    assert bound.text == expected
    assert bound.problems == ()


def test_the_cells_are_named_in_their_order() -> None:
    bound = bind("{{ year }} {{ granted.total }} {{ fees.amount }}", FIGURES)
    assert bound.cells == ("requests.granted.total", "proactive.fees.amount")


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("{{ granted.totl }}", Place(1, 1), "“granted.totl”"),
        ("前\n后{{ nothing }}", Place(2, 2), "“nothing”"),
        ("{{ }}", Place(1, 1), "Write the name"),
        ("{{ granted.total | roman }}", Place(1, 1), "“roman”"),
        ("{{ granted.total | thousands | wan }}", Place(1, 1), "“thousands | wan”"),
        ("甲{{ granted.total", Place(1, 2), "braces"),
        ("甲 granted.total }}", Place(1, 17), "braces"),
        ("{{ granted.total() }}", Place(1, 1), "“granted.total()”"),
        ("{{ granted.__class__ }}", Place(1, 1), "“granted.__class__”"),
        ("{% load x %}{{ x }}", Place(1, 13), "“x”"),
    ],
)
def test_what_cannot_be_bound_is_a_problem_with_its_place(text: str, place: Place, words: str) -> None:
    with override("en"):
        bound = bind(text, FIGURES)
    assert bound.text == text
    (problem,) = bound.problems
    assert (problem.place, problem.blocks) == (place, True)
    assert words in problem.sentence


def test_a_blank_figure_cannot_be_written() -> None:
    bound = bind("{{ granted.total }}", Figures(2025))
    assert [problem.blocks for problem in bound.problems] == [True]
    assert "{{" in bound.text


def test_a_problem_reads_as_a_sentence_with_its_place() -> None:
    with override("zh-hans"):
        (problem,) = bind("一\n二{{ granted.totl }}", FIGURES).problems
        assert str(problem).startswith("第2行第2字：")


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("予以公开12345件", True),
        ("予以公开12,345件", True),
        ("共12345次", True),
        ("办理24.6万余件", True),
        ("新收7件申请", True),  # counted in cases, but in no table
        ("2025年12月31日前", False),
        ("2025-01-20", False),
        ("第12345条", False),
        ("国办发〔12345〕23号", False),
        ("12345、做法", False),
        ("培训2次，发放宣传册500份", False),
        ("设查阅点1个", False),
        ("没有", False),
    ],
)
def test_a_typed_number_that_looks_like_a_figure_is_warned_about(text: str, warned: bool) -> None:
    bound = bind(text, FIGURES)
    assert bound.text == text
    assert bool(bound.problems) is warned
    assert not any(problem.blocks for problem in bound.problems)


def test_the_warning_names_the_cell_that_is_meant() -> None:
    with override("zh-hans"):
        (problem,) = bind("共计246000件。", FIGURES).problems
    assert problem.place == Place(1, 3)
    assert "{{ proactive.licensing.decisions }}" in problem.sentence
    assert "行政许可" in problem.sentence


@given(st.text(alphabet="{}|. a1件\n第年", max_size=60))
def test_no_text_breaks_the_parser(text: str) -> None:
    bound = bind(text, FIGURES)
    assert all(problem.place.line >= 1 and problem.place.character >= 1 for problem in bound.problems)


@given(st.lists(st.sampled_from(sorted(FIGURES)), max_size=8))
def test_bound_text_says_what_the_tables_say(addresses: list[str]) -> None:
    values = numbered(2025)
    bound = bind("，".join(f"{{{{ {address} }}}}" for address in addresses), values)
    assert bound.cells == tuple(addresses)
    assert [Decimal(part) for part in bound.text.split("，") if part] == [values[address] for address in addresses]


@pytest.mark.parametrize("year", [2018, 2020, 2025])
def test_the_default_texts_bind_without_problems(year: int) -> None:
    for text in DEFAULTS[numbered(year).format.code].values():
        assert bind(text, numbered(year)).problems == ()


def test_paragraphs_are_the_lines_that_say_something() -> None:
    assert bind("一\n\n 二 \n", FIGURES).paragraphs == ("一", "二")
