"""The hotline log and its figures as files: subjects masked, no phone number, no note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models.calls import Call
from feedback.reports.calls import CallFigures
from foundation.people import User
from foundation.tables.downloads import table_response

COLUMNS: Final = (
    ("taken_on", gettext_lazy("day")),
    ("place", gettext_lazy("hotline or hall")),
    ("kind", gettext_lazy("enquiry or call-back")),
    ("subject", gettext_lazy("subject")),
    ("department", gettext_lazy("department it is about")),
    ("result", gettext_lazy("result")),
    ("message", gettext_lazy("message")),
    ("rating", gettext_lazy("rating")),
    ("recorded_by", gettext_lazy("recorded by")),
    ("void_reason", gettext_lazy("void because")),
)
"""Columns of the file: field and heading."""


def call_rows(calls: QuerySet[Call]) -> Iterator[Sequence[str]]:
    """Yield the heading and then one row of texts for each call; memory stays flat."""
    yield [str(heading) for _name, heading in COLUMNS]
    for call in calls.iterator(chunk_size=2000):
        yield [_cell(call, name) for name, _heading in COLUMNS]


def _cell(call: Call, name: str) -> str:
    display = getattr(call, f"get_{name}_display", None)
    value: Any = display() if display else getattr(call, name)
    if name == "result" and (day := getattr(call, "called_back_on", None)):
        value = _("called back on %(day)s") % {"day": day}
    return "" if value is None else str(value)


def call_response(calls: QuerySet[Call], kind: str, *, actor: User) -> HttpResponse | StreamingHttpResponse:
    """Return the log as ``csv`` or ``xlsx``; it is recorded."""
    return table_response(call_rows(calls), kind, name="calls", count=calls.count(), actor=actor)


def figure_rows(months: Sequence[CallFigures], whole: CallFigures) -> Iterator[Sequence[str]]:
    """Yield the figures of a year month by month, and their sum."""
    yield [
        _("Month"),
        _("Calls connected"),
        _("Enquiries on the hotline"),
        _("Call-backs"),
        _("Enquiries and call-backs"),
        _("Enquiries in the hall"),
        _("Call-backs that reached nobody"),
        _("Does it hold?"),
    ]
    for figures in months:
        yield [figures.month.strftime("%Y-%m"), *_figures(figures)]
    yield [_("Whole year"), *_figures(whole)]


def _figures(figures: CallFigures) -> list[str]:
    numbers = (
        "" if figures.connected is None else figures.connected,
        figures.hotline_enquiries,
        figures.callbacks,
        figures.logged,
        figures.hall_enquiries,
        figures.unreached,
    )
    return [*map(str, numbers), " ".join(figures.words()) or _("holds")]


def figures_response(
    months: Sequence[CallFigures], whole: CallFigures, kind: str, *, actor: User
) -> HttpResponse | StreamingHttpResponse:
    """Return the figures as ``csv`` or ``xlsx``; it is recorded."""
    return table_response(figure_rows(months, whole), kind, name="call-figures", count=len(months), actor=actor)
