"""Figures are immutable, typed, and found by their names."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from disclosure.annual.formats import FORMAT_2021
from disclosure.annual.layout import Kind
from disclosure.annual.sheet import SHEET
from disclosure.annual.tables import Figures, UnknownFigure, check_value, figure_text, find_cell


def test_cells_that_are_not_given_are_blank_and_figures_do_not_change() -> None:
    figures = Figures(2025, {"requests.granted.total": 3})
    assert figures["requests.granted.total"] == 3
    assert figures["requests.granted.natural_person"] is None
    assert set(figures) == set(FORMAT_2021.cells)
    with pytest.raises(TypeError):
        figures.values["requests.granted.total"] = 4  # type: ignore[index]
    changed = figures.with_values({"requests.granted.total": 4})
    assert (figures["requests.granted.total"], changed["requests.granted.total"]) == (3, 4)


def test_an_address_of_another_format_is_an_error() -> None:
    with pytest.raises(KeyError):
        Figures(2025, {"requests.other_handling.total": 1})
    assert Figures(2020, {"requests.other_handling.total": 1})["requests.other_handling.total"] == 1


def test_blanks_are_the_empty_cells_of_printed_tables() -> None:
    full = dict.fromkeys(FORMAT_2021.cells, 0)
    assert Figures(2025, {**full, "further.processing_fee": None}).blanks() == []
    blank = Figures(2025, {**full, "proactive.fees.amount": None}).blanks()
    assert [cell.address for cell in blank] == ["proactive.fees.amount"]


@pytest.mark.parametrize(
    ("kind", "value", "fine"),
    [
        (Kind.COUNT, 0, True),
        (Kind.COUNT, 10**12, True),
        (Kind.COUNT, 10**12 + 1, False),
        (Kind.COUNT, -1, False),
        (Kind.COUNT, Decimal(1), False),
        (Kind.COUNT, True, False),
        (Kind.CHANGE, -5, True),
        (Kind.CHANGE, -(10**12) - 1, False),
        (Kind.CHANGE, Decimal("0.5"), False),
        (Kind.AMOUNT, Decimal("12.345678"), True),
        (Kind.AMOUNT, Decimal("12.3456789"), False),
        (Kind.AMOUNT, Decimal("-0.01"), False),
        (Kind.AMOUNT, Decimal("NaN"), False),
        (Kind.AMOUNT, Decimal("Infinity"), False),
        (Kind.AMOUNT, Decimal("1E+15"), False),
        (Kind.AMOUNT, 5, True),
    ],
)
def test_a_cell_refuses_what_it_cannot_hold(kind: Kind, value: int | Decimal, fine: bool) -> None:
    if fine:
        assert check_value(kind, value) == value
    else:
        with override("en"), pytest.raises(ValueError, match=r"figure|numbers|places"):
            check_value(kind, value)


def test_figures_refuse_what_their_cells_cannot_hold() -> None:
    with override("en"), pytest.raises(ValueError, match="less than 0"):
        Figures(2025, {"requests.granted.total": -1})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (12345, "12345"),
        (-3, "-3"),
        (Decimal("12.50"), "12.5"),
        (Decimal("0.00"), "0"),
        (Decimal("1E+3"), "1000"),
        (Decimal(100), "100"),
    ],
)
def test_a_figure_is_printed_without_ornaments(value: int | Decimal, text: str) -> None:
    assert figure_text(value) == text


def test_a_short_name_leads_to_its_cell() -> None:
    assert find_cell(FORMAT_2021, "granted.total").address == "requests.granted.total"
    assert find_cell(FORMAT_2021, "requests.granted.total").address == "requests.granted.total"
    assert find_cell(SHEET, "budget").address == "statistics.budget"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("granted.totl", "“granted.total”"),
        ("nothing at all", "There is no figure “nothing at all”."),
        ("granted", "There is no figure"),
        ("__class__", "There is no figure"),
    ],
)
def test_an_unknown_name_is_an_error_with_a_hint(name: str, sentence: str) -> None:
    with override("en"), pytest.raises(UnknownFigure, match=sentence):
        find_cell(FORMAT_2021, name)


def test_no_short_name_leads_to_two_cells() -> None:
    # Where a format would make one ambiguous, find_cell lists both; the formats of today have none.
    for form in (FORMAT_2021, SHEET):
        for address in form.cells:
            assert find_cell(form, address.partition(".")[2]).address == address
