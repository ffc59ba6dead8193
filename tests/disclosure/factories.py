"""Publications that are complete unless a test says otherwise."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from disclosure.actions.drafts import number_draft
from disclosure.models import Column, IssuingBody, Publication
from foundation.organization import Department

_numbers = itertools.count(1)
PREFIX = "114299000"
ISSUED_ON = dt.date(2026, 3, 2)


def make_column(code: str = "news", **values: Any) -> Column:
    """Return the column with this code; make it where there is none."""
    fields: dict[str, Any] = {"name": f"栏目{code}", "kind": "news"}
    return Column.objects.get_or_create(code=code, defaults={**fields, **values})[0]


def make_body(department: Department, prefix: str = PREFIX, **values: Any) -> IssuingBody:
    """Return the body with this prefix; make it where there is none."""
    fields: dict[str, Any] = {"name": f"{department.name}办公室", "department": department}
    return IssuingBody.objects.get_or_create(prefix=prefix, defaults={**fields, **values})[0]


def make_publication(department: Department, *, column: Column | None = None, **values: Any) -> Publication:
    """Create a complete draft with an index number of its own."""
    fields: dict[str, Any] = {
        "title": f"窗口动态{next(_numbers)}",
        "kind": "news",
        "written_on": ISSUED_ON,
        "issued_on": ISSUED_ON,
        "summary": "一句话概述。",
        "text": "正文第一段。",
    }
    body = values.pop("body", None) or make_body(department)
    publication = Publication(column=column or make_column(), **{**fields, **values})
    number_draft(publication, body, on=publication.issued_on)
    publication.save()
    return publication
