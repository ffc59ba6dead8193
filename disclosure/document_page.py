"""What of a publication's stored page depends on the day or on other texts, put in its places."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _

from disclosure.addresses import document_url
from disclosure.codelists import Validity
from disclosure.models import Outlet, PublishedPublication
from disclosure.validity import is_stated, validity_on

READ: Final = (
    "record_id", "kind", "column_id", "issued_on", "effective_on", "expires_on", "abolished_on",
)  # fmt: skip
_NAMED: Final = ("index_text", "title", "title_en", "issued_on", "effective_on", "effects")
_DUE: Final = re.compile(r"<!--due (\d{4}-\d{2}-\d{2})-->")
_LINK: Final = re.compile(r"<!--link ([0-9A-Z]+/[0-9]+-[0-9]+)-->(.*?)<!--end-->", re.DOTALL)


def complete(body: str, row: PublishedPublication, *, today: dt.date) -> str:
    """Return the body of a stored page with validity, notices, late milestones, links and neighbours."""
    newer = list(PublishedPublication.objects.affecting(row.record_id).only(*_NAMED).order_by("issued_on"))
    changes = [change.change_to(row.record_id) for change in newer]
    validity = validity_on(today, row.term, changes)
    notice = _notice(validity, row, newer, changes)
    stated = ""
    if is_stated(row.kind, validity):
        stated = render_to_string("components/_validity.html", {"validity": validity, "label": validity.label})
    body = body.replace("<!--notice-->", notice, 1).replace("<!--validity-->", stated, 1)
    body = _DUE.sub(lambda found: _late(dt.date.fromisoformat(found.group(1)), today), body)
    return _with_links(body).replace("<!--around-->", _around(row), 1)


def _notice(validity: Validity, row: PublishedPublication, newer: list[Any], changes: list[Any]) -> str:
    if validity == Validity.IN_FORCE and not changes:
        return ""
    shown = [
        {"effect": change.effect, "on": change.on, "title": text.title, "url": text.get_absolute_url()}
        for text, change in zip(newer, changes, strict=True)
    ]
    context = {"validity": validity.value, "term": row.term, "changes": shown}
    return render_to_string("components/_validity_notice.html", context)


def _late(due_on: dt.date, today: dt.date) -> str:
    return format_html(' <span class="badge badge-warn">{}</span>', _("late")) if due_on < today else ""


def _with_links(body: str) -> str:
    """Turn the earlier documents that are still public into links."""
    named = {index for index, _words in _LINK.findall(body)}
    if not named:
        return body
    public = set(PublishedPublication.objects.filter(index_text__in=named).values_list("index_text", flat=True))

    def link(found: re.Match[str]) -> str:
        index, words = found.groups()
        return f'<a href="{document_url(index)}">{words}</a>' if index in public else words

    return _LINK.sub(link, body)


def _around(row: PublishedPublication) -> str:
    """Return where else the text went out, and the links to the texts before and after it in its column."""
    column = PublishedPublication.objects.filter(column=row.column_id).only("index_text", "title", "title_en")
    same_day = Q(issued_on=row.issued_on)
    older = column.filter(Q(issued_on__lt=row.issued_on) | same_day & Q(record__lt=row.record_id))
    newer = column.filter(Q(issued_on__gt=row.issued_on) | same_day & Q(record__gt=row.record_id))
    context = {
        "outlets": Outlet.objects.filter(publication=row.record_id),
        "previous": older.first(),
        "next": newer.reverse().first(),
    }
    return render_to_string("components/_around.html", context)
