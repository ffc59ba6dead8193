"""Item codes taken apart."""

import json

import pytest

from approvals.codes import parse_code
from tests.real_data import real_data


def test_a_handling_item_code() -> None:
    code = parse_code("11420000011043372A2422023073W0001")
    assert (code.uscc, code.exercise_level, code.catalog_code, code.serial) == (
        "11420000011043372A",
        "2",
        "422023073W00",
        "01",
    )
    assert (code.task_code, code.region_digits, code.type_digits) == (
        "11420000011043372A2422023073W00",
        "42",
        "20",
    )
    assert str(code) == "11420000011043372A2422023073W0001"


def test_a_national_licence() -> None:
    code = parse_code("114200000110433137200016415400102")
    assert (code.region_digits, code.type_digits, code.serial) == ("00", "01", "02")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "11420000011043372A2422023073W000",
        "11420000011043372A2422023073W00011",
        "11420000011043372A7422023073W00",
        "11420000011043372a2422023073W00",
        "511A0021300001-511602000000-000-11511300MB1A21304N-1-00",
        "11420000011043372A2422023073W00\n",
    ],
)
def test_what_is_no_item_code(text: str) -> None:
    with pytest.raises(ValueError, match="implementing code"):
        parse_code(text)


def test_real_codes_parse() -> None:
    rows = json.loads(real_data("items/guangdong_items.json").read_text())
    for row in rows:
        code = parse_code(row["task_code"])
        assert (code.uscc, code.exercise_level, code.catalog_code) == (
            row["uscc"],
            row["exercise_level"],
            row["catalog_code"],
        )
