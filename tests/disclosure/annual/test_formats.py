"""The formats hold exactly the rows, columns and headings of the statutory forms."""

import json

import pytest

from disclosure.annual.defaults import DEFAULTS
from disclosure.annual.formats import FORMAT_2019, FORMAT_2021, FORMATS, format_for, outcome_keys, outcome_row
from disclosure.annual.layout import Entry, Line, crossed, heading, stub
from disclosure.annual.sheet import SHEET
from disclosure.annual.structure import Format
from tests.real_data import real_data


@pytest.mark.parametrize(
    ("year", "code"),
    [(2008, "sheet"), (2018, "sheet"), (2019, "2019"), (2020, "2019"), (2021, "2021"), (2026, "2021"), (2100, "2021")],
)
def test_the_year_chooses_the_format(year: int, code: str) -> None:
    assert format_for(year).code == code


def test_the_request_table_has_the_rows_and_columns_of_the_statutory_form() -> None:
    form = json.loads(real_data("annual_reports/table3_schema_2021.json").read_text())
    table = FORMAT_2021.table("requests")
    assert [{"key": key, "label": label} for key, label in table.row_labels.items()] == form["rows"]
    assert list(table.column_labels) == form["columns"]
    assert len(table.cells) == 25 * 7


def test_the_form_of_2019_has_one_row_for_other_handling() -> None:
    rows = FORMAT_2019.table("requests").row_labels
    assert len(rows) == 23
    assert [key for key in rows if key.startswith("other_")] == ["other_handling"]
    assert {outcome_row("2019", row) for row in outcome_keys("2021")} == set(outcome_keys("2019"))
    assert [outcome_row("2021", row) for row in outcome_keys("2021")] == list(outcome_keys("2021"))


HEADINGS_2021 = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]
HEADINGS_2019 = [
    *HEADINGS_2021[:3],
    "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
    "五、政府信息公开工作存在的主要问题及改进情况",
    HEADINGS_2021[5],
]


def test_the_sections_have_their_exact_headings() -> None:
    assert [section.heading for section in FORMAT_2021.sections] == HEADINGS_2021
    assert [section.heading for section in FORMAT_2019.sections] == HEADINGS_2019
    aspects = [part.heading[3:] for part in FORMAT_2021.sections[0].parts if part.heading]
    assert aspects == ["主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障"]


def words(lines: tuple[Line, ...]) -> list[list[tuple[str, int, int]]]:
    return [[(slot.text, slot.down, slot.across) for slot in line] for line in lines]


def test_the_request_table_has_three_heading_lines() -> None:
    head = words(FORMAT_2021.table("requests").head)
    assert [text[:6] for text, _down, _across in head[0]] == ["（本列数据的", "申请人情况"]
    assert head[0][1][1:] == (1, 7)
    assert head[1] == [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)]
    assert [text for text, _down, _across in head[2]] == [
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
    ]


def test_the_remedy_table_is_one_line_of_fifteen_figures() -> None:
    table = FORMAT_2021.table("remedies")
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    assert words(table.head) == [
        [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
        [*((result, 2, 1) for result in results), ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
        [(result, 1, 1) for result in results * 2],
    ]
    assert len(table.body) == 1
    assert len(table.body[0]) == 15


def test_section_two_of_2021_has_the_seven_kinds_of_information() -> None:
    table = FORMAT_2021.table("proactive")
    assert list(table.row_labels.values()) == [
        "规章", "行政规范性文件", "行政许可", "行政处罚", "行政强制", "行政事业性收费",
    ]  # fmt: skip
    assert list(table.cells) == [
        "proactive.regulations.made", "proactive.regulations.abolished", "proactive.regulations.valid",
        "proactive.normative_documents.made", "proactive.normative_documents.abolished",
        "proactive.normative_documents.valid", "proactive.licensing.decisions", "proactive.penalty.decisions",
        "proactive.compulsion.decisions", "proactive.fees.amount",
    ]  # fmt: skip


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_every_table_is_a_full_rectangle(form: Format) -> None:
    for table in form.tables:
        lines = [*table.head, *table.body]
        covered: set[tuple[int, int]] = set()
        for row, line in enumerate(lines):
            column = 0
            for slot in line:
                while (row, column) in covered:
                    column += 1
                area = {(row + down, column + across) for down in range(slot.down) for across in range(slot.across)}
                assert not area & covered, (table.key, slot)
                covered |= area
        assert covered == {(row, column) for row in range(len(lines)) for column in range(table.width)}, table.key
        drawn = [slot.address for line in table.body for slot in line if slot.address]
        assert drawn == list(table.cells), table.key


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_sums_name_cells_of_the_format(form: Format) -> None:
    for each in form.sums:
        assert {each.total, *each.parts} <= set(form.cells)


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_every_part_has_a_default_text(form: Format) -> None:
    assert set(DEFAULTS[form.code]) == {part.key for part in form.parts}


def test_the_old_sheet_has_its_nine_parts() -> None:
    titles = [line[0].text for line in SHEET.table("statistics").body if line[0].across == 2 and "、" in line[0].text]
    assert [title[0] for title in titles] == list("一二三四五六七八九")


def test_a_stub_joins_equal_beginnings_and_a_heading_is_a_turned_stub() -> None:
    paths = [("一",), ("二", "甲"), ("二", "乙", "子"), ("二", "乙", "丑")]
    assert words(tuple(stub(paths))) == [
        [("一", 1, 3)],
        [("二", 3, 1), ("甲", 1, 2)],
        [("乙", 2, 1), ("子", 1, 1)],
        [("丑", 1, 1)],
    ]
    assert words(tuple(heading(paths))) == [
        [("一", 3, 1), ("二", 1, 3)],
        [("甲", 2, 1), ("乙", 1, 2)],
        [("子", 1, 1), ("丑", 1, 1)],
    ]


def test_a_label_leaves_out_the_group_that_all_share() -> None:
    table = crossed("t", "T", rows=[Entry("r", ("组", "行"))], columns=[Entry("c", ("列",))], corner="")
    assert table.cells["t.r.c"].label == "行·列"


def test_an_unknown_table_is_an_error() -> None:
    with pytest.raises(LookupError, match="nothing"):
        FORMAT_2021.table("nothing")
