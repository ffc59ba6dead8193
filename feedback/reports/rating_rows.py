"""Ratings as a file: the rows that the list shows, without a word of the rater."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _

from feedback.models.ratings import Rating
from foundation.people import User
from foundation.tables.downloads import table_response

COLUMNS: Final = (
    ("number", _("number")),
    ("rated_on", _("rated")),
    ("department", _("department")),
    ("window", _("window")),
    ("grade", _("grade")),
    ("is_named", _("named")),
    ("stage", _("stage")),
    ("is_complex", _("complex")),
    ("due_on", _("next step due")),
    ("re_grade", _("grade after the result")),
)
"""Columns of the file: field and heading."""


def rating_rows(ratings: QuerySet[Rating]) -> Iterator[Sequence[str]]:
    """Yield the heading and then one row of texts for each rating; memory stays flat."""
    yield [str(heading) for _name, heading in COLUMNS]
    for rating in ratings.iterator(chunk_size=2000):
        yield [_cell(rating, name) for name, _heading in COLUMNS]


def _cell(rating: Rating, name: str) -> str:
    display = getattr(rating, f"get_{name}_display", None)
    value: Any = display() if display else getattr(rating, name)
    if isinstance(value, bool):
        value = str(_("yes")) if value else ""
    return "" if value is None else str(value)


def rating_response(ratings: QuerySet[Rating], kind: str, *, actor: User) -> HttpResponse | StreamingHttpResponse:
    """Return the ratings as ``csv`` or ``xlsx``; it is recorded."""
    return table_response(rating_rows(ratings), kind, name="ratings", count=ratings.count(), actor=actor)
