"""What the home page shows: doors, life events, figures, news. Every figure links to what it counts."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from approvals.adjustments import prepare
from approvals.codelists import Audience, ProjectType
from approvals.models import Adjustment, Theme
from approvals.models.themes import ThemeKind
from approvals.shelves import ITEM_INDEX
from disclosure.models import PublishedPublication
from disclosure.shelves import PUBLICATION_INDEX
from feedback.models import PublishedAnswer, PublishedSolicitation
from feedback.shelves import ANSWER_INDEX
from feedback.solicitation_shelf import SOLICITATION_INDEX
from foundation.facets import Snapshot
from foundation.listings import local_label
from foundation.organization import Department
from foundation.pages import render_body
from foundation.publishing.models import CatalogVersion
from guides.filters import GUIDE_INDEX
from guides.models import Journey, PublishedGuide, PublishedJourney

SHOWN_DEPARTMENTS = 30
SHOWN_NEWS = 6
SHOWN_SOLICITATIONS = 4
SHOWN_JOURNEYS = 6
NEWS_COLUMN = "news"
"""The column of window news; the reference data brings it."""
KEPT_SECONDS = 300


_kept: dict[str, tuple[Any, str]] = {}


def home_body(*, today: dt.date) -> str:
    """Return the body of the home page, kept until what it shows has changed.

    Only the choice of often used guides may be some minutes old.
    """
    language = get_language() or ""
    minutes = int(time.monotonic() // KEPT_SECONDS)
    items, guides = ITEM_INDEX.current(), GUIDE_INDEX.current()
    also = (PUBLICATION_INDEX.current(today), ANSWER_INDEX.current(), SOLICITATION_INDEX.current(today))
    journeys = CatalogVersion.current(Journey._meta.label_lower)
    stamp = (items.stamp, guides.stamp, journeys, *(index.stamp for index in also), minutes)
    kept = _kept.get(language)
    if kept is None or kept[0] != stamp:
        kept = _kept[language] = (stamp, render_body("portal/home.html", home_context(items, guides, today), "home"))
    return kept[1]


def home_context(items: Snapshot, guides: Snapshot, today: dt.date) -> dict[str, Any]:
    """Return all that the home page shows."""
    everything, counts = guides.counts({})
    return {
        **entrances(guides),
        "journeys": PublishedJourney.objects.only("slug", "title", "title_en", "summary")[:SHOWN_JOURNEYS],
        "figures": _figures(everything.bit_count(), items),
        "latest": PublishedGuide.objects.order_by("-published_at", "slug").only(
            "slug", "title", "title_en", "published_at"
        )[:SHOWN_NEWS],
        "adjustments": prepare(Adjustment.objects.all()[:SHOWN_NEWS]),
        "news": _texts().filter(column__code=NEWS_COLUMN)[:SHOWN_NEWS],
        "texts": _texts().exclude(column__code=NEWS_COLUMN)[:SHOWN_NEWS],
        "answers": PublishedAnswer.objects.newest()[:SHOWN_NEWS],
        "solicitations": _solicitations(today),
        "departments": _departments(counts.get("department", {}), reverse("guides:guide_list")),
        "words": _often_used(),
    }


def _texts() -> QuerySet[PublishedPublication]:
    return PublishedPublication.objects.only("index_text", "title", "title_en", "issued_on")


def _solicitations(today: dt.date) -> list[dict[str, Any]]:
    """Return the newest solicitations with where they stand."""
    rows = PublishedSolicitation.objects.only("number", "title", "title_en", "starts_on", "ends_on", "result_at")
    return [{"row": row, "state": row.state_on(today)} for row in rows[:SHOWN_SOLICITATIONS]]


def entrances(guides: Snapshot) -> dict[str, Any]:
    """Return the ways to the guides that need no words: by who applies and theme, and by life event."""
    _everything, counts = guides.counts({})
    themes = list(Theme.objects.all())
    guide_list = reverse("guides:guide_list")
    return {
        "doors": [
            _door(Audience.PERSON, ThemeKind.PERSONAL, themes, counts, guide_list),
            _door(Audience.LEGAL, ThemeKind.LEGAL, themes, counts, guide_list),
        ],
        "events": [
            {
                "theme": theme,
                "url": f"{guide_list}?event={theme.code}",
                "lang": local_label(theme.name, theme.name_en).lang,
            }
            for theme in themes
            if theme.kind == ThemeKind.LIFE_EVENT
        ],
    }


def _door(
    audience: Audience, kind: ThemeKind, themes: list[Theme], counts: Mapping[str, Mapping[str, int]], guides: str
) -> dict[str, Any]:
    found = counts.get("theme", {})
    return {
        "code": audience.value,
        "title": audience.label,
        "url": f"{guides}?audience={audience.value}",
        "count": counts.get("audience", {}).get(audience.value, 0),
        "themes": [
            {
                "label": theme.local_name,
                "lang": local_label(theme.name, theme.name_en).lang,
                "count": found[theme.code],
                "url": f"{guides}?theme={theme.code}",
            }
            for theme in themes
            if theme.kind == kind and found.get(theme.code)
        ],
    }


def _figures(guide_total: int, snapshot: Snapshot) -> list[dict[str, Any]]:
    everything, counts = snapshot.counts({})
    items = reverse("approvals:item_list")
    hall = Department.objects.public().filter(in_hall=True).count()
    immediate = counts.get("project_type", {}).get(ProjectType.IMMEDIATE.value, 0)
    return [
        {"value": everything.bit_count(), "label": _("service items"), "url": items},
        {"value": guide_total, "label": _("service guides"), "url": reverse("guides:guide_list")},
        {"value": hall, "label": _("departments in the hall"), "url": reverse("approvals:department_list")},
        {"value": immediate, "label": _("items done on the spot"), "url": f"{items}?project_type=1"},
        {
            "value": counts.get("visits", {}).get("0", 0),
            "label": _("items without a visit"),
            "url": f"{items}?visits=0",
        },
        {
            "value": counts.get("online", {}).get("yes", 0),
            "label": _("items that can be handled online"),
            "url": f"{items}?online=yes",
        },
    ]


def _departments(counts: Mapping[str, int], guides: str) -> list[dict[str, Any]]:
    most = sorted(counts, key=lambda code: -counts[code])[:SHOWN_DEPARTMENTS]
    return [
        {
            "department": department,
            "lang": local_label(department.name, department.name_en).lang,
            "count": counts[department.code],
            "url": f"{guides}?department={department.code}",
        }
        for department in Department.objects.filter(code__in=most)
    ]


def _often_used() -> list[dict[str, str]]:
    """Return the guides whose forms were fetched most often."""
    guides = (
        PublishedGuide.objects.annotate(fetched=Coalesce(Sum("record__form_downloads__count"), 0))
        .filter(~Q(fetched=0))
        .order_by("-fetched", "slug")
        .values_list("slug", "title", "title_en")[:5]
    )
    found = []
    for slug, title, title_en in guides:
        label = local_label(title, title_en)
        found.append({"label": label.text, "lang": label.lang, "url": reverse("guides:guide_detail", args=[slug])})
    return found
