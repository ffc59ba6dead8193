"""The inbox as a file: the rows that the list shows, writers left out and subjects masked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _

from feedback.models.messages import Message
from foundation.people import User
from foundation.tables.downloads import table_response

COLUMNS: Final = (
    ("number", _("number")),
    ("channel", _("channel")),
    ("kind", _("kind")),
    ("subject_mask", _("subject")),
    ("department", _("host department")),
    ("stage", _("stage")),
    ("received_on", _("day of receipt")),
    ("due_on", _("reply due")),
    ("accepted_on", _("taken up")),
    ("answered_on", _("answered")),
    ("reply_was_due_on", _("the reply was due")),
    ("ending", _("ending")),
)
"""Columns of the file: field and heading."""


def inbox_rows(messages: QuerySet[Message]) -> Iterator[Sequence[str]]:
    """Yield the heading and then one row of texts for each message; memory stays flat."""
    yield [str(heading) for _name, heading in COLUMNS]
    for message in messages.iterator(chunk_size=2000):
        yield [_cell(message, name) for name, _heading in COLUMNS]


def _cell(message: Message, name: str) -> str:
    display = getattr(message, f"get_{name}_display", None)
    value: Any = display() if display else getattr(message, name)
    return "" if value is None else str(value)


def inbox_response(messages: QuerySet[Message], kind: str, *, actor: User) -> HttpResponse | StreamingHttpResponse:
    """Return the inbox as ``csv`` or ``xlsx``; it is recorded."""
    return table_response(inbox_rows(messages), kind, name="messages", count=messages.count(), actor=actor)
