"""A list of a staff page as a file: CSV as spreadsheets here expect it, or an Excel workbook; recorded."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404, HttpResponse, StreamingHttpResponse

from foundation import audit
from foundation.tables import xlsx_format
from foundation.tables.csv_format import guard

if TYPE_CHECKING:
    from foundation.people import User


def table_response(
    rows: Iterator[Sequence[str]], kind: str, *, name: str, count: int, actor: User
) -> HttpResponse | StreamingHttpResponse:
    """Return rows (the heading first) as ``csv`` (UTF-8 with a mark) or ``xlsx``; the export of ``count`` is recorded.

    Cells that a spreadsheet would take for formulas are disarmed.  Raises Http404 for another kind of file.
    """
    if kind not in {"csv", "xlsx"}:
        raise Http404
    with transaction.atomic():
        audit.record(audit.Act.EXPORTED, actor=actor, detail={"what": name, "rows": count, "format": kind})
    if kind == "csv":
        response: HttpResponse | StreamingHttpResponse = StreamingHttpResponse(
            _lines(rows), content_type="text/csv; charset=utf-8"
        )
    else:
        buffer = io.BytesIO()
        xlsx_format.write(buffer, {name: rows})
        response = HttpResponse(
            buffer.getvalue(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        )
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _lines(rows: Iterator[Sequence[str]]) -> Iterator[str]:
    yield "\ufeff"
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([guard(cell) for cell in row])
        yield line.getvalue()
