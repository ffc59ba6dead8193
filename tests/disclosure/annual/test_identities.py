"""Every identity of the annual tables holds in consistent reports, and every single wrong cell is found."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.annual.formats import CATEGORIES, format_for
from disclosure.annual.identities import Finding, check, identities
from disclosure.annual.tables import Figures, Value
from tests.disclosure.annual.samples import consistent, fill_totals

YEARS = st.sampled_from([2019, 2021, 2025])


def codes(found: list[Finding]) -> list[str]:
    return [finding.code for finding in found]


@settings(max_examples=25, deadline=None)
@given(YEARS.flatmap(consistent))
def test_a_consistent_report_has_no_findings(figures: Figures) -> None:
    assert check(figures) == []


@settings(max_examples=60, deadline=None)
@given(st.data(), YEARS.flatmap(consistent), st.integers(min_value=1, max_value=50))
def test_any_single_changed_cell_is_found(data: st.DataObject, figures: Figures, step: int) -> None:
    addresses = [address for address in figures if address.startswith(("requests.", "remedies."))]
    address = data.draw(st.sampled_from(addresses))
    value: Any = figures[address]
    changed = data.draw(st.sampled_from([value + step, value - step if value >= step else value + step]))
    found = check(figures.with_values({address: changed}))
    assert found
    assert any(address in finding.cells for finding in found)
    assert all(finding.blocks for finding in found)


@settings(max_examples=25, deadline=None)
@given(st.data(), consistent(2025), st.integers(min_value=1, max_value=9))
def test_every_changed_carry_over_is_found_across_years(data: st.DataObject, last: Figures, step: int) -> None:
    carried = {f"requests.carried_over.{c}": last[f"requests.carried_forward.{c}"] for c in CATEGORIES}
    done = {f"requests.granted.{c}": last[f"requests.carried_forward.{c}"] for c in CATEGORIES}
    this = fill_totals(2026, {**carried, **done})  # type: ignore[dict-item]
    assert check(this, last) == []
    column = data.draw(st.sampled_from([*CATEGORIES, "total"]))
    address = f"requests.carried_over.{column}"
    wrong = this.with_values({address: this[address] + step})  # type: ignore[operator]
    finding = next(finding for finding in check(wrong, last) if finding.code == "carried")
    assert finding.cells == (address,)
    assert "2025" in finding.sentence


BASE: dict[str, Value] = {
    "requests.new_received.natural_person": 12,
    "requests.carried_over.natural_person": 3,
    "requests.granted.natural_person": 10,
    "requests.not_processed_repeat.natural_person": 4,
    "requests.carried_forward.natural_person": 1,
    "remedies.review.upheld": 2,
    "remedies.direct_suit.pending": 1,
}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        # A body cell is off: its row, its column's outcomes.
        ({"requests.granted.natural_person": 11}, ["outcomes", "applicants"]),
        # The total of a row is off: the row, and the column “total”.
        ({"requests.granted.total": 11}, ["outcomes", "applicants"]),
        ({"requests.new_received.natural_person": 13, "requests.new_received.total": 13}, ["balance", "balance"]),
        ({"requests.carried_forward.total": 2}, ["balance", "applicants"]),
        ({"requests.total_processed.research_institution": 1}, ["balance", "outcomes", "applicants"]),
        ({"remedies.review.corrected": 1}, ["results"]),
        ({"remedies.suit_after_review.total": 1}, ["results"]),
        ({"remedies.direct_suit.pending": None}, ["blank"]),
        ({"proactive.fees.amount": None}, ["blank"]),
        ({"further.processing_fee": None}, []),
        ({"proactive.fees.amount": Decimal("12.5")}, []),
    ],
)
def test_what_is_found(changes: dict[str, Value | None], expected: list[str]) -> None:
    assert codes(check(fill_totals(2025, BASE).with_values(changes))) == expected


def test_the_sentence_names_the_cells_with_their_values() -> None:
    figures = fill_totals(2025, BASE).with_values({"requests.total_processed.natural_person": 13})
    balance = check(figures)[0]
    with override("zh-hans"):
        balance = check(figures)[0]
    assert balance.code == "balance"
    assert balance.sentence == (
        "收到的与办结、结转的对不上：“一、本年新收政府信息公开申请数量·自然人”12 + "
        "“二、上年结转政府信息公开申请数量·自然人”3 = 15，而“（七）总计·自然人”13 + "
        "“四、结转下年度继续办理·自然人”1 = 14。"
    )
    assert balance.cells == (
        "requests.new_received.natural_person",
        "requests.carried_over.natural_person",
        "requests.total_processed.natural_person",
        "requests.carried_forward.natural_person",
    )


def test_a_long_sum_is_told_without_its_zeros() -> None:
    figures = fill_totals(2025, BASE).with_values({"requests.total_processed.natural_person": 13})
    with override("zh-hans"):
        outcomes = next(finding for finding in check(figures) if finding.code == "outcomes")
    assert outcomes.sentence == (
        "办理结果总计有误：“（七）总计·自然人”13，而“（一）予以公开·自然人”10 + "
        "“（五）不予处理 2.重复申请·自然人”4 = 14。"
    )


@pytest.mark.parametrize(
    ("valid", "made", "abolished", "warned"),
    [(10, 0, 0, False), (11, 2, 1, False), (10, 2, 1, True), (9, 0, 0, True), (0, 0, 10, False)],
)
def test_what_is_in_force_only_warns(valid: int, made: int, abolished: int, warned: bool) -> None:
    row = "proactive.normative_documents"
    last = fill_totals(2024, {f"{row}.valid": 10})
    this = fill_totals(2025, {f"{row}.valid": valid, f"{row}.made": made, f"{row}.abolished": abolished})
    found = check(this, last)
    assert codes(found) == (["in_force"] if warned else [])
    assert not any(finding.blocks for finding in found)


def test_the_warning_shows_the_sum_with_its_signs() -> None:
    row = "proactive.normative_documents"
    last = fill_totals(2024, {f"{row}.valid": 10})
    this = fill_totals(2025, {f"{row}.valid": 10, f"{row}.made": 2, f"{row}.abolished": 1})
    with override("zh-hans"):
        (finding,) = check(this, last)
    assert (
        "2024年“行政规范性文件·现行有效件数”10 + “行政规范性文件·本年制发件数”2 − “行政规范性文件·本年废止件数”1 = 11"
        in finding.sentence
    )


def test_what_blocks_comes_before_what_warns() -> None:
    row = "proactive.normative_documents"
    last = fill_totals(2024, {f"{row}.valid": 10})
    this = fill_totals(2025, {}).with_values({"remedies.review.total": 1})
    assert [finding.blocks for finding in check(this, last)] == [True, False]


def test_the_format_of_2019_is_carried_into_that_of_2021_but_the_sheet_into_none() -> None:
    this, last = fill_totals(2021, {}), fill_totals(2020, {})
    assert sum(1 for identity in identities(this, last) if identity.code == "carried") == 7
    assert not any(identity.code == "in_force" for identity in identities(this, last))
    assert not any(identity.code == "carried" for identity in identities(fill_totals(2019, {}), Figures(2018)))


def test_blank_cells_of_last_year_are_not_compared() -> None:
    assert check(fill_totals(2025, {}), Figures(2024)) == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"received": 1, "by_letter": 1}, []),
        ({"received": 2, "by_letter": 1}, []),
        ({"received": 1, "by_letter": 2}, ["parts"]),
        ({"received": 2, "by_letter": 1, "online": 0, "by_fax": 0, "in_person": 0}, ["parts"]),
        ({"by_letter": 2}, []),
        ({"staff": 3, "full_time": 1, "part_time": 2}, []),
        ({"staff": 3, "full_time": 1, "part_time": 1}, ["parts"]),
    ],
)
def test_the_old_sheet_may_be_blank_but_parts_never_exceed_the_whole(
    values: dict[str, int], expected: list[str]
) -> None:
    figures = Figures(2018, {f"statistics.{key}": value for key, value in values.items()})
    assert codes(check(figures)) == expected


def test_the_calls_of_2018_add_up() -> None:
    calls: dict[str, Value | None] = {
        "further.hotline": 2174, "further.hotline_consultations": 1300, "further.hotline_callbacks": 874,
    }  # fmt: skip
    assert check(Figures(2018, calls)) == []
    assert codes(check(Figures(2018, {**calls, "further.hotline_callbacks": 875}))) == ["parts"]


def test_every_format_has_identities_for_every_request_and_remedy_cell() -> None:
    for year in (2020, 2025):
        named = {term.address for identity in identities(Figures(year)) for term in (*identity.left, *identity.right)}
        wanted = {a for a in format_for(year).cells if a.startswith(("requests.", "remedies."))}
        assert wanted <= named
