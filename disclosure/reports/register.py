"""The register as a file: the rows that the list shows, applicants masked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _

from disclosure.models.register import Request
from foundation.people import User
from foundation.tables.downloads import table_response

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
    """Return the register as ``csv`` or ``xlsx``; it is recorded."""
    return table_response(register_rows(requests), kind, name="requests", count=requests.count(), actor=actor)
