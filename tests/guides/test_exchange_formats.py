"""What a file of each format keeps: everything."""

import io
import random
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.tables import csv_format, xlsx_format
from foundation.tables.problems import BadFile
from foundation.tables.sources import Source
from guides.exchange import json_format
from tests.guides.exchange_files import xlsx_source

TEXT = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), max_size=60)
NASTY = st.sampled_from(
    [
        "=1+1",
        "+86",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n",
        "＝1+1",
        "'",
        "''=1",
        "'=1",
        "0012",
        "1.14400000069398E+30",
        "11440000006940386E2440161004001",
        "a\r\nb\rc",
        "_x000D_",
        "_x005F_x000D_",
        "\x01\x1f\ufffe",
        " 前后空格 ",
        '引"号,和，逗号;',
        "true",
        "2026-01-31",
    ]
)


@pytest.mark.parametrize("file_format", [csv_format, xlsx_format])
@settings(deadline=None, max_examples=60)
@given(values=st.lists(TEXT | NASTY, min_size=1, max_size=12))
def test_tables_keep_every_text(file_format, values):
    stream = io.BytesIO()
    file_format.write(stream, {"items": [["code", "name"], *[["c", value] for value in values]]})
    (sheet,) = file_format.read(Source("items", stream.getvalue()))
    assert [row[1] or "" for _number, row in sheet.rows] == values


@settings(deadline=None, max_examples=60)
@given(values=st.lists(TEXT | NASTY, max_size=12))
def test_json_keeps_every_text(values):
    stream = io.BytesIO()
    json_format.write(stream, [{"name": value} for value in values])
    assert [record["name"] for record in json_format.read(Source("items.json", stream.getvalue()))] == values


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\ta", "\ra", "\na", "'a", "＝1", "＋1", "－1", "＠a"])
def test_csv_puts_one_apostrophe_before_what_could_be_a_formula(text):
    assert csv_format.guard(text) == f"'{text}"
    assert csv_format.unguard(csv_format.guard(text)) == text


def test_csv_leaves_ordinary_text_alone_and_takes_one_typed_apostrophe_away():
    assert csv_format.guard("身份证 =1") == "身份证 =1"
    assert csv_format.unguard("'0012") == "0012"


def test_csv_begins_with_a_byte_order_mark():
    stream = io.BytesIO()
    csv_format.write(stream, {"items": [["code"]]})
    import zipfile

    with zipfile.ZipFile(stream) as archive:
        assert archive.read("items.csv").startswith(b"\xef\xbb\xbf")


def test_workbook_texts_are_string_cells_and_never_formulas():
    from openpyxl import load_workbook

    source = xlsx_source({"items": [["code", "name", "days"], ["0012", "=1+1", 5]]})
    workbook = load_workbook(io.BytesIO(source.data))
    code, name, days = next(workbook["items"].iter_rows(min_row=2))
    assert (code.value, code.data_type, code.number_format) == ("0012", "s", "@")
    assert (name.value, name.data_type, name.quotePrefix) == ("=1+1", "s", True)
    assert (days.value, days.data_type) == (5, "n")


def test_equal_tables_make_equal_zips():
    first, second = io.BytesIO(), io.BytesIO()
    for stream in (first, second):
        csv_format.write(stream, {"items": [["code"], ["1"]]})
    assert first.getvalue() == second.getvalue()


@pytest.mark.parametrize("seed", range(40))
def test_damaged_workbooks_are_refused_in_a_sentence_or_read(seed):
    """Whatever a transfer did to a workbook, reading it ends in rows or in BadFile."""
    dice = random.Random(seed)
    data = bytearray(xlsx_source({"items": [["code", "name"], *[[str(n), "文" * n] for n in range(20)]]}).data)
    for _ in range(dice.randint(1, 8)):
        data[dice.randrange(4, len(data))] = dice.randrange(256)
    if dice.random() < 0.3:
        del data[dice.randrange(4, len(data)) :]
    with suppress(BadFile):
        xlsx_format.read(Source("items.xlsx", bytes(data)))
