"""Files to import, built by tests."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from foundation.tables import csv_format, xlsx_format
from foundation.tables.sources import Source
from guides.exchange.importing import Imported, import_file
from tests.approvals.factories import make_item_code

Tables = Mapping[str, Sequence[Sequence[Any]]]


def item_record(**values: Any) -> dict[str, Any]:
    """Return an item as JSON has it, complete enough to be taken in."""
    return {
        "code": make_item_code(),
        "department": "gaj",
        "name": "居民身份证补领",
        "item_type": "07",
        "service_objects": ["1"],
        **values,
    }


def guide_record(**values: Any) -> dict[str, Any]:
    """Return a guide as JSON has it, below an item."""
    return {"slug": "lost-card", "title": "身份证丢失补领", **values}


def full_record(**values: Any) -> dict[str, Any]:
    """Return an item with rows of every kind and a guide with rows of every kind."""
    rows: dict[str, Any] = {
        "legal_bases": [{"title": "居民身份证法", "article": "第十条", "effective_on": "2004-01-01"}],
        "fees": [{"name": "工本费", "standard": "40元/证", "reducible": True}],
        "special_procedures": [{"name": "听证", "days": 20, "unit": "workday"}],
        "results": [{"name": "居民身份证", "result_type": "10"}],
        "intermediary_services": [{"name": "翻译", "basis": "某条例第五条"}],
        "guides": [
            guide_record(
                materials=[{"name": "户口簿"}, {"name": "申请表", "material_type": "2"}],
                steps=[{"phase": "receive", "name": "申请"}],
                places=[{"name": "大厅", "address": "滨江大道168号"}],
                faqs=[{"question": "能代办吗？", "answer": "不能。"}],
            )
        ],
    }
    return item_record(**{**rows, **values})


def json_source(*records: Any, name: str = "items.json") -> Source:
    """Return a JSON file."""
    return Source(name, json.dumps(list(records)).encode())


def csv_source(tables: Tables, name: str = "items.zip") -> Source:
    """Return a zip of CSV tables, as the export writes it."""
    stream = io.BytesIO()
    csv_format.write(stream, tables)
    return Source(name, stream.getvalue())


def xlsx_source(tables: Tables, name: str = "items.xlsx") -> Source:
    """Return a workbook, as the export writes it."""
    stream = io.BytesIO()
    xlsx_format.write(stream, tables)
    return Source(name, stream.getvalue())


def typed_xlsx(tables: Tables, name: str = "items.xlsx") -> Source:
    """Return a workbook as a person makes it: numbers, dates and formulas are what they are."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in tables.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    workbook.save(stream)
    return Source(name, stream.getvalue())


def zip_source(parts: Mapping[str, bytes], name: str = "items.zip") -> Source:
    """Return an archive of any parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return Source(name, stream.getvalue())


def table_of(*records: Mapping[str, Any]) -> list[list[Any]]:
    """Return records with the same keys as a table with headings; lists become cells."""
    heading = list(records[0])
    cells = [[";".join(v) if isinstance(v, list) else v for v in record.values()] for record in records]
    return [heading, *cells]


def errors_of(done: Imported) -> list[str]:
    """Return the sentences about everything that is wrong."""
    return [*done.report.errors, *(str(problem) for row in done.report.rows for problem in row.errors)]


__all__ = [
    "Imported",
    "csv_source",
    "errors_of",
    "full_record",
    "guide_record",
    "import_file",
    "item_record",
    "json_source",
    "table_of",
    "typed_xlsx",
    "xlsx_source",
    "zip_source",
]
