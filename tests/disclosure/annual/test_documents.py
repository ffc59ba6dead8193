"""The frozen report, and that every face of it shows the same figures and the same text."""

import datetime as dt
import io
import json
import re
from decimal import Decimal
from html.parser import HTMLParser

import docx
import pytest
from django.template.loader import render_to_string
from openpyxl import load_workbook
from pydantic import ValidationError

from disclosure.annual.documents import ReportDocument, TableDocument, build_document
from disclosure.annual.formats import format_for
from disclosure.annual.layout import Kind
from disclosure.annual.machine import as_data, report_json
from disclosure.annual.printed import report_pdf
from disclosure.annual.tables import Figures, Value, figure_text
from disclosure.annual.word import report_word
from disclosure.annual.workbook import report_workbook
from foundation.publishing.documents import as_json, checksum
from tests.disclosure.annual.samples import HEAD, document, numbered
from tests.printed import read
from tests.printed import text as printed_text

YEARS = [2018, 2020, 2025]


def shown(value: Value | None) -> str:
    return "—" if value is None else figure_text(value)


def printed(year: int) -> dict[str, str]:
    """Return what every cell of the printed tables must show."""
    figures = numbered(year)
    cells = [address for table in figures.format.tables if table.printed for address in table.cells]
    return {address: shown(figures[address]) for address in cells}


@pytest.mark.parametrize("year", YEARS)
def test_a_report_survives_its_json(year: int) -> None:
    report = document(year)
    data = as_json(report)
    again = ReportDocument.model_validate(json.loads(json.dumps(data)))
    assert again == report
    assert checksum(as_json(again)) == checksum(data)
    assert again.values == dict(numbered(year).values)
    assert {type(value) for value in again.values.values()} == {int, Decimal}


def test_a_report_does_not_change_and_knows_its_fields() -> None:
    report = document()
    with pytest.raises(ValidationError):
        report.year = 2026  # type: ignore[misc]
    with pytest.raises(ValidationError):
        ReportDocument.model_validate({**as_json(report), "extra": 1})


def test_another_figure_gives_another_checksum() -> None:
    figures = numbered(2025)
    changed = figures.with_values({"requests.granted.total": 7})
    assert checksum(as_json(document(figures=figures))) != checksum(as_json(document(figures=changed)))


def test_text_has_its_figures_written_in() -> None:
    report = document()
    on_request = next(part for section in report.sections for part in section.parts if part.key == "on_request")
    wanted = numbered(2025)["requests.new_received.total"]
    assert f"新收政府信息公开申请{wanted}件" in on_request.paragraphs[0]
    assert "{{" not in json.dumps(as_json(report), ensure_ascii=False)


def notes(manual: dict[str, str], figures: Figures | None = None, table: str = "proactive") -> list[str]:
    return list(document(figures=figures, manual=manual).table(table).notes)


def test_figures_entered_by_hand_are_marked_below_their_table() -> None:
    manual = {"proactive.licensing.decisions": "审批系统", "proactive.penalty.decisions": ""}
    assert notes(manual) == [
        "以下数据由人工录入：行政许可·本年处理决定数量、行政处罚·本年处理决定数量。",
        "来源：审批系统。",
    ]
    assert notes(manual, table="requests") == []
    assert {mark.address: mark.note for mark in document(manual=manual).manual} == manual


def test_a_table_entered_as_a_whole_says_so_and_names_the_exceptions() -> None:
    every = dict.fromkeys(format_for(2025).table("requests").cells, "台账")
    assert notes(every, table="requests") == ["本表数据由人工录入。", "来源：台账。"]
    assert notes({**every, "requests.granted.total": "更正"}, table="requests") == [
        "本表数据由人工录入。", "来源：台账。", "（一）予以公开·总计：更正。",
    ]  # fmt: skip


def test_many_cells_are_counted_and_blank_ones_are_explained() -> None:
    cells = list(format_for(2018).table("statistics").cells)
    figures = Figures(2018, dict.fromkeys(cells[:9], 1))
    assert notes(dict.fromkeys(cells[:9], ""), figures, "statistics") == ["本表数据由人工录入。", "“—”表示未统计。"]
    some = notes(dict.fromkeys(cells[:8], ""), figures, "statistics")
    assert some[0].endswith("等8项。")
    assert some[0].count("、") == 5


def test_head_data_that_is_missing_is_left_out() -> None:
    report = document(document_number="江政务〔2026〕3号", amendment="更正表三")
    assert [label for label, _value in report.head_pairs] == [
        "索引号", "分类", "发布机构", "发文日期", "文号", "更正说明",
    ]  # fmt: skip
    assert [label for label, _value in document().head_pairs] == ["索引号", "分类", "发布机构", "发文日期"]


def test_a_blank_cell_is_shown_as_a_dash() -> None:
    report = build_document(Figures(2018, {"statistics.received": 1}), {}, {}, **HEAD)
    cells = {slot.address: slot for slot in report.table("statistics").cells}
    assert (cells["statistics.received"].shown, cells["statistics.received"].value) == ("1", 1)
    assert (cells["statistics.by_fax"].shown, cells["statistics.by_fax"].value) == ("—", None)
    assert as_data(report, "")["statistics"]["by_fax"] is None


def test_words_say_what_they_head() -> None:
    report = document()
    head = report.table("requests").head
    assert [slot.scope for slot in head[0]] == ["", "colgroup"]
    assert [slot.scope for slot in head[1]] == ["col", "colgroup", "col"]
    body = report.table("requests").body
    assert [slot.scope for slot in body[2] if not slot.address] == ["rowgroup", "row"]
    blocks = report.table("proactive").body
    assert [slot.scope for slot in blocks[0]] == ["colgroup"]
    assert [slot.scope for slot in blocks[1]] == ["col"] * 4


# Faces


class Cells(HTMLParser):
    """Reads the cells of all tables, and the shape of each table."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: dict[str, str] = {}
        self.texts: list[str] = []
        self._cell = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._cell = dict(attrs).get("data-cell") or ("" if tag in {"td", "th"} else self._cell)

    def handle_endtag(self, tag: str) -> None:
        self._cell = "" if tag in {"td", "th"} else self._cell

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.cells[self._cell] = self.cells.get(self._cell, "") + data
        elif data.strip():
            self.texts.append(data.strip())


def paragraphs(report: ReportDocument) -> list[str]:
    return [text for section in report.sections for part in section.parts for text in part.paragraphs]


@pytest.mark.parametrize("year", YEARS)
def test_the_page_shows_every_figure(year: int) -> None:
    report = document(year)
    page = Cells()
    page.feed(render_to_string("components/_annual_report.html", {"doc": report}))
    assert page.cells == printed(year)
    assert [text for text in page.texts if text in paragraphs(report)] == paragraphs(report)


@pytest.mark.parametrize("year", YEARS)
def test_the_json_has_every_figure_under_its_address(year: int) -> None:
    data = json.loads(report_json(document(year), "abc"))
    figures = numbered(year)
    for address, cell in figures.format.cells.items():
        place = data
        for step in address.split("."):
            place = place[step]
        value = figures[address]
        assert place == (str(value) if cell.kind == Kind.AMOUNT else value), address
    assert data["checksum"] == "abc"


def test_the_json_has_the_keys_of_the_statutory_table() -> None:
    data = json.loads(report_json(document(2025), ""))
    table = format_for(2025).table("requests")
    assert list(data["requests"]) == list(table.row_labels)
    assert all(list(row) == list(table.column_labels) for row in data["requests"].values())
    assert data["labels"]["requests"]["rows"] == dict(table.row_labels)


@pytest.mark.parametrize("year", YEARS)
def test_the_workbook_shows_every_figure_in_the_same_merged_cells(year: int) -> None:
    report = document(year)
    workbook = load_workbook(io.BytesIO(report_workbook(report)))
    assert workbook.sheetnames == ["正文", *(table.title for table in report.tables)]
    for table in report.tables:
        sheet = workbook[table.title]
        merged = {str(area) for area in sheet.merged_cells.ranges}
        for line, column, slot in table.places:
            cell = sheet.cell(3 + line, 1 + column)
            if slot.address:
                assert shown(Decimal(str(cell.value)) if slot.kind == Kind.AMOUNT else cell.value) == slot.shown
                assert cell.data_type == "n"
            else:
                assert cell.value == (slot.text or None)
            if slot.down > 1 or slot.across > 1:
                end = sheet.cell(2 + line + slot.down, column + slot.across)
                assert f"{cell.coordinate}:{end.coordinate}" in merged
    lines = [row[0] for row in workbook["正文"].iter_rows(values_only=True)]
    assert [line for line in lines if line in paragraphs(report)] == paragraphs(report)


def test_no_text_becomes_a_formula_in_the_workbook() -> None:
    report = build_document(Figures(2018), {"overall": "=HYPERLINK(1)"}, {}, **{**HEAD, "organ": "=1+1"})
    sheet = load_workbook(io.BytesIO(report_workbook(report)))["正文"]
    assert all(cell.data_type == "s" for row in sheet.iter_rows() for cell in row)


def grid(table: TableDocument) -> list[list[str]]:
    """Return what every place of the grid shows; merged places repeat their words."""
    lines = [[""] * table.width for _ in table.lines]
    for line, column, slot in table.places:
        for down in range(slot.down):
            for across in range(slot.across):
                lines[line + down][column + across] = slot.shown
    return lines


@pytest.mark.parametrize("year", YEARS)
def test_the_word_file_shows_every_figure_in_the_same_merged_cells(year: int) -> None:
    report = document(year)
    word = docx.Document(io.BytesIO(report_word(report)))
    tables = [table for _section, table in report.outline if table is not None]
    assert len(word.tables) == len(tables)
    for drawn, table in zip(word.tables, tables, strict=True):
        assert [[cell.text for cell in row.cells] for row in drawn.rows] == grid(table)
    texts = [paragraph.text for paragraph in word.paragraphs]
    assert [text for text in texts if text in paragraphs(report)] == paragraphs(report)
    headings = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert headings == [section.heading for section in report.sections]


def digits(*texts: str) -> str:
    return "".join(re.findall("[0-9]", "".join(texts)))


@pytest.mark.parametrize("year", YEARS)
def test_the_pdf_shows_every_figure_in_its_place(year: int) -> None:
    report = document(year)
    said = [report.title, *(value for _label, value in report.head_pairs)]
    for section, table in report.outline:
        said += [slot.shown for line in table.lines for slot in line] if table is not None else []
        said += [text for part in section.parts for text in part.paragraphs]
    pdf = printed_text(read(report_pdf(report)))
    # Repeated heading lines hold no digits, so the digits of the whole paper are those of the report, in order.
    assert digits(pdf) == digits(*said, report.signed_on)
    for section in report.sections:
        assert section.heading in pdf


def test_the_same_report_gives_the_same_pdf() -> None:
    assert report_pdf(document(2025)) == report_pdf(document(2025))


def test_files_carry_title_and_organ_and_no_account() -> None:
    report = document(issued_on=dt.date(2026, 1, 20))
    word = docx.Document(io.BytesIO(report_word(report))).core_properties
    book = load_workbook(io.BytesIO(report_workbook(report))).properties
    assert (word.title, word.author, word.created.date()) == (report.title, report.organ, report.issued_on)
    assert (book.title, book.creator) == (report.title, report.organ)
    assert not word.last_modified_by
