"""The register as a file: the rows that the list shows, applicants masked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _

from disclosure.models.register import Request
from foundation import audit
from foundation.people import User
from foundation.tables import xlsx_format
from foundation.tables.csv_format import guard

COLUMNS: Final = (
    ("number", _("number")),
    ("channel", _("channel")),
    ("arrived_on", _("arrived")),
    ("received_on", _("received (legal day)")),
    ("applicant_category", _("category of the applicant")),
    ("applicant_mask", _("applicant, masked")),
    ("subject", _("subject")),
    ("stage", _("stage")),
    ("due_on", _("reply due")),
    ("concluded_on", _("concluded")),
    ("outcome_row", _("row of the statutory table")),
)
"""Columns of the file: field and heading."""


def register_rows(requests: QuerySet[Request]) -> Iterator[Sequence[str]]:
    """Yield the heading and then one row of texts for each request; memory stays flat."""
    yield [str(heading) for _name, heading in COLUMNS]
    for request in requests.iterator(chunk_size=2000):
        yield [_cell(request, name) for name, _heading in COLUMNS]


def _cell(request: Request, name: str) -> str:
    display = getattr(request, f"get_{name}_display", None)
    value: Any = display() if display else getattr(request, name)
    return "" if value is None else str(value)


def register_response(requests: QuerySet[Request], kind: str, *, actor: User) -> HttpResponse | StreamingHttpResponse:
    """Return the register as ``csv`` (UTF-8 with a mark, as spreadsheets here expect) or ``xlsx``; it is recorded."""
    if kind not in {"csv", "xlsx"}:
        raise Http404
    with transaction.atomic():
        audit.record(
            audit.Act.EXPORTED, actor=actor, detail={"what": "requests", "rows": requests.count(), "format": kind}
        )
    if kind == "csv":
        response: HttpResponse | StreamingHttpResponse = StreamingHttpResponse(
            _lines(register_rows(requests)), content_type="text/csv; charset=utf-8"
        )
    else:
        buffer = io.BytesIO()
        xlsx_format.write(buffer, {"requests": register_rows(requests)})
        response = HttpResponse(
            buffer.getvalue(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        )
    response["Content-Disposition"] = f'attachment; filename="requests.{kind}"'
    return response


def _lines(rows: Iterator[Sequence[str]]) -> Iterator[str]:
    yield "\ufeff"
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([guard(cell) for cell in row])
        yield line.getvalue()
