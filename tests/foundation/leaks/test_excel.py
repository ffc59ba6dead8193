"""Excel files, made with openpyxl and then given what people leave in them."""

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from foundation.leaks.excel import _column, _letters
from foundation.leaks.leak import LeakKind, Place
from foundation.privacy import Kind
from tests.foundation.leaks.made_files import EXCEL, ID, MASKED, change_parts, found, look, saved


@pytest.fixture
def workbook() -> Workbook:
    workbook = Workbook()
    workbook.properties.creator = None
    workbook.active.title = "统计表"
    workbook.active.append(["年度", "收到申请（件）"])
    workbook.active.append([2025, 214])
    return workbook


def test_a_plain_workbook_is_clean(workbook: Workbook) -> None:
    assert look(saved(workbook), EXCEL) == []


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets(workbook: Workbook, state: str) -> None:
    sheet = workbook.create_sheet("原始数据")
    sheet.sheet_state = state
    sheet.append(["证件号码", ID])
    content = saved(workbook)
    (leak,) = found(content, EXCEL, LeakKind.HIDDEN_SHEET)
    assert (leak.place, leak.detail, leak.excerpt) == (Place.SHEET, "原始数据", state)
    (inside,) = found(content, EXCEL, LeakKind.PERSONAL)
    assert (inside.detail, inside.excerpt) == ("原始数据!1", f"证件号码 {MASKED}")


def test_hidden_rows_and_columns_count_when_something_is_in_them(workbook: Workbook) -> None:
    sheet = workbook.active
    for column in "DEFG":
        sheet.column_dimensions[column].hidden = True
    sheet.row_dimensions[30].hidden = True
    assert found(saved(workbook), EXCEL, LeakKind.HIDDEN_CELLS) == []
    sheet["F2"] = "经办人意见"
    sheet["A30"] = "内部说明"
    leaks = found(saved(workbook), EXCEL, LeakKind.HIDDEN_CELLS)
    assert [leak.excerpt for leak in leaks] == ["30 … (1)", "F"]


def test_a_filtered_row_is_a_hidden_row(workbook: Workbook) -> None:
    workbook.active.auto_filter.ref = "A1:B2"
    workbook.active.row_dimensions[2].hidden = True
    assert len(found(saved(workbook), EXCEL, LeakKind.HIDDEN_CELLS)) == 1


@pytest.mark.parametrize("value", ["13812345678", 13812345678, 1.3812345678e10])
def test_numbers_are_read_however_they_are_stored(workbook: Workbook, value) -> None:
    workbook.active["A5"] = value
    (leak,) = found(saved(workbook), EXCEL, LeakKind.PERSONAL)
    assert (leak.personal, leak.detail) == (Kind.MOBILE, "统计表!5")


def test_the_name_of_a_sheet_is_read(workbook: Workbook) -> None:
    workbook.active.title = ID
    assert {leak.personal for leak in found(saved(workbook), EXCEL, LeakKind.PERSONAL)} == {Kind.ID_NUMBER}


def test_comments(workbook: Workbook) -> None:
    workbook.active["B2"].comment = Comment(f"核对{ID}", "张三")
    content = saved(workbook)
    (leak,) = found(content, EXCEL, LeakKind.COMMENT)
    assert leak.excerpt == f"B2: 核对{MASKED}"
    assert len(found(content, EXCEL, LeakKind.PERSONAL)) == 1


def test_texts_that_no_cell_shows_any_more(workbook: Workbook) -> None:
    strings = f"<sst><si><t>姓名</t></si><si><r><t>李</t></r><r><t>四</t></r></si><si><t>旧表：{ID}</t></si></sst>"
    cells = "".join(f'<c r="A{n}" t="s"><v>{n}</v></c>' for n in ("0", "1", "99", "x"))
    sheet = f"<worksheet><sheetData><row r='1'>{cells}</row></sheetData></worksheet>"
    content = change_parts(
        saved(workbook),
        xl__sharedStrings_DOT_xml=strings.encode(),
        xl__worksheets__sheet1_DOT_xml=sheet.encode(),
    )
    (leak,) = found(content, EXCEL, LeakKind.LEFT_OVER)
    assert leak.excerpt == f"旧表：{MASKED}"
    assert {leak.personal for leak in found(content, EXCEL, LeakKind.PERSONAL)} == {Kind.NAME, Kind.ID_NUMBER}


def test_formulas_and_names_that_reach_into_other_files(workbook: Workbook) -> None:
    workbook.active["C1"] = "='[预算.xlsx]内部'!A1"
    workbook.active["C2"] = "=SUM(B2:B2)"
    leaks = found(saved(workbook), EXCEL, LeakKind.EXTERNAL_LINK)
    assert [leak.detail for leak in leaks] == ["统计表"]


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("xl__externalLinks__externalLink1_DOT_xml", LeakKind.EXTERNAL_LINK),
        ("xl__connections_DOT_xml", LeakKind.EXTERNAL_LINK),
        ("xl__embeddings__oleObject1_DOT_bin", LeakKind.EMBEDDED),
        ("xl__pivotCache__pivotCacheRecords1_DOT_xml", LeakKind.LEFT_OVER),
        ("xl__revisions__revisionLog1_DOT_xml", LeakKind.LEFT_OVER),
    ],
)
def test_parts_beside_the_cells(workbook: Workbook, part: str, kind: LeakKind) -> None:
    content = change_parts(saved(workbook), **{part: b"<a/>"})
    assert [leak.detail for leak in found(content, EXCEL, kind)] == [part.replace("__", "/").replace("_DOT_", ".")]


def test_text_boxes_charts_and_people(workbook: Workbook) -> None:
    content = change_parts(
        saved(workbook),
        xl__drawings__drawing1_DOT_xml=f'<w><a t="5"><srcRect l="9"/></a><t>{ID}</t></w>'.encode(),
        xl__persons__person_DOT_xml='<list><person displayName="王小五"/></list>'.encode(),
    )
    assert len(found(content, EXCEL, LeakKind.PERSONAL)) == 1
    assert len(found(content, EXCEL, LeakKind.CROPPED)) == 1
    assert [leak.excerpt for leak in found(content, EXCEL, LeakKind.PROPERTY)] == ["王**"]


def test_page_headers_are_read(workbook: Workbook) -> None:
    workbook.active.oddHeader.center.text = f"经办 {ID}"
    assert len(found(saved(workbook), EXCEL, LeakKind.PERSONAL)) == 1


@pytest.mark.parametrize(("letters", "number"), [("A", 1), ("Z", 26), ("AA", 27), ("XFD", 16384)])
def test_columns_have_letters(letters: str, number: int) -> None:
    assert _column(f"{letters}12") == number
    assert _letters(number) == letters
