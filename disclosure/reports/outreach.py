"""What the annual figures ask for beside texts: other channels, interpretations, brochures. One function per figure.

Each returns the rows behind its figure, so that the figure can be opened.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure.codelists import DisclosureMode, OutletChannel, PublicationKind
from disclosure.models import BrochureHandout, Outlet, PublishedPublication

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Figure:
    """A figure with the list that it counts."""

    code: str
    label: StrOrPromise
    value: int
    url: str


def published_texts(year: int) -> QuerySet[PublishedPublication]:
    """Return the texts of a year that the office publishes of its own motion and that are public still."""
    return PublishedPublication.objects.filter(issued_on__range=_days(year), disclosure_mode=DisclosureMode.PROACTIVE)


def interpretations(year: int) -> QuerySet[PublishedPublication]:
    """Return the interpretations of policy (政策解读) among them."""
    return published_texts(year).filter(kind=PublicationKind.INTERPRETATION)


def appearances(year: int, channel: str) -> QuerySet[Outlet]:
    """Return what went out on another channel in a year: posts, reports, press conferences, interviews, events."""
    return Outlet.objects.filter(on__range=_days(year), channel=channel)


def handouts(year: int) -> QuerySet[BrochureHandout]:
    """Return the times that brochures were handed out in a year."""
    return BrochureHandout.objects.filter(on__range=_days(year))


def copies_handed_out(year: int) -> int:
    """Return how many copies of brochures were handed out in a year."""
    return int(handouts(year).aggregate(copies=Sum("copies"))["copies"] or 0)


def outreach_figures(year: int) -> Sequence[Figure]:
    """Return all figures of a year with their labels and the lists that they open."""
    return [
        Figure("texts", _("Texts published"), published_texts(year).count(), _public_list(year)),
        Figure(
            "interpretations",
            _("Interpretations of policy"),
            interpretations(year).count(),
            _public_list(year, kind=PublicationKind.INTERPRETATION.value),
        ),
        *(
            Figure(
                channel.value,
                channel.label,
                appearances(year, channel).count(),
                _admin_list("outlet", year, channel__exact=channel.value),
            )
            for channel in OutletChannel
        ),
        Figure("brochures", _("Copies of brochures"), copies_handed_out(year), _admin_list("brochurehandout", year)),
    ]


def _public_list(year: int, **narrowed: str) -> str:
    query = urlencode({"year": year, "mode": DisclosureMode.PROACTIVE.value, **narrowed})
    return f"{reverse('disclosure:document_list')}?{query}"


def _admin_list(model: str, year: int, **narrowed: Any) -> str:
    query = urlencode({"on__year": year, **narrowed})
    return f"{reverse(f'admin:disclosure_{model}_changelist')}?{query}"


def _days(year: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)
