"""The home of disclosure: every column with its newest texts, kept until something is published."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils.translation import get_language

from disclosure.models import Column, PublishedPublication
from disclosure.shelves import PUBLICATION_INDEX
from foundation.pages import render_body

SHOWN: Final = 5
"""Texts of each column on the page."""
_kept: dict[str, tuple[Any, str]] = {}


def front_body(*, today: dt.date) -> str:
    """Return the body of the page, rendered anew only when texts or columns have changed."""
    language = get_language() or ""
    stamp = PUBLICATION_INDEX.current(today).stamp
    kept = _kept.get(language)
    if kept is None or kept[0] != stamp:
        kept = _kept[language] = (stamp, render_body("disclosure/index.html", {"panels": panels()}, "disclosure"))
    return kept[1]


def panels() -> list[dict[str, Any]]:
    """Return the columns of the first level with their sub-columns and newest texts."""
    columns = list(Column.objects.active())
    newest = newest_by_column(SHOWN)
    shown = []
    for column in columns:
        if column.parent_id is not None:
            continue
        children = [child for child in columns if child.parent_id == column.pk]
        texts = [text for one in (column, *children) for text in newest.get(one.pk, ())]
        texts.sort(key=lambda text: (text.issued_on, text.record_id), reverse=True)
        shown.append({"column": column, "children": children, "texts": texts[:SHOWN]})
    return shown


def newest_by_column(count: int) -> dict[int, list[PublishedPublication]]:
    """Return the newest texts of each column, in one query."""
    place = Window(RowNumber(), partition_by=F("column"), order_by=[F("issued_on").desc(), F("record").desc()])
    texts = PublishedPublication.objects.annotate(place=place).filter(place__lte=count)
    found: dict[int, list[PublishedPublication]] = {}
    for text in texts.only("record_id", "column_id", "index_text", "title", "title_en", "issued_on"):
        found.setdefault(text.column_id, []).append(text)
    return found
