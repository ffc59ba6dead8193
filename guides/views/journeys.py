"""Journeys (一件事): the stored text of the editors, joined with the guides as they are public at the moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals.limits import limit_text
from foundation.diagrams import Diagram, Step, lay_out_stages, stack_stages
from foundation.pages import CHINESE, page, stored_page
from foundation.publishing.reading import document_of
from guides.documents import GuideDocument, JourneyDocument
from guides.journeys import Stop, Way, plan
from guides.models import GuideRevision, JourneyRevision, PublishedGuide, PublishedJourney

SECTION: Final = "guides:journeys"
_MARK: Final = "<!--way-->"
_WIDE: Final = 1040.0
_NARROW: Final = 320.0


@require_safe
def journey_list(request: HttpRequest) -> HttpResponse:
    """All journeys."""
    journeys = PublishedJourney.objects.only("slug", "title", "title_en", "summary", "guide_ids")
    return page(
        request,
        "guides/journey_list.html",
        {"journeys": journeys},
        section=SECTION,
        title=_("One matter, all offices"),
        description=_("Matters of life and business that lead through several departments, in the right order"),
    )


@require_safe
def journey_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One journey: order, time, cost and one list of materials over all its guides."""
    suffix = "en" if get_language() == "en" else "zh"
    columns = ("pk", "revision_id", "guide_ids", f"head_{suffix}", f"body_{suffix}")
    _pk, revision, ids, head, body = get_object_or_404(PublishedJourney.objects.values_list(*columns), slug=slug)
    guides = PublishedGuide.objects.filter(record__in=ids).order_by("pk").values_list("revision_id", flat=True)
    way = _way_of(revision, tuple(guides), get_language() or CHINESE)
    return stored_page(request, section=SECTION, head=head, body=body.replace(_MARK, way, 1))


@lru_cache(maxsize=128)
def _way_of(revision: int, guides: tuple[int, ...], language: str) -> str:
    """Return the way as HTML in a language. Revisions never change, so what was made of them once stays right."""
    document = document_of(JourneyRevision.objects.get(pk=revision))
    read = GuideRevision.objects.filter(pk__in=guides)
    return _render(document, {guide.record_id: document_of(guide) for guide in read})


def with_way(body: str, document: JourneyDocument) -> str:
    """Put the way of a document that is not public yet into its body."""
    ids = [step.guide_id for step in document.steps]
    live = PublishedGuide.objects.filter(record__in=ids).select_related("revision")
    return body.replace(_MARK, _render(document, {row.record_id: document_of(row.revision) for row in live}), 1)


def _render(document: JourneyDocument, guides: Mapping[int, GuideDocument]) -> str:
    way = plan(document, guides)
    context = {"doc": document, "way": way, "drawings": _drawings(way), "longest": _in_words(way.longest)}
    return render_to_string("guides/_way.html", context)


def _in_words(chain: Sequence[Stop]) -> str:
    """Return the longest chain as a sum: ``① 1 + ④ 5``, as words."""
    return " + ".join(f"{_title(stop)} {stop.days or 0}" for stop in chain)


def _drawings(way: Way) -> list[dict[str, str | Diagram]]:
    """Draw the way twice: in rows for wide screens and paper, in a column for phones."""
    stages = [[_step(stop) for stop in stage] for stage in way.stages]
    after = {stop.number: stop.before for stop in way.stops}
    return [
        {"shape": "wide", "diagram": lay_out_stages(stages, after, width=_WIDE)},
        {"shape": "narrow", "diagram": stack_stages(stages, width=_NARROW)},
    ]


def _title(stop: Stop) -> str:
    return stop.guide.local_title if stop.guide else stop.step.name


def _step(stop: Stop) -> Step:
    """Return what the card of a step says."""
    found = []
    if stop.step.is_optional:
        found.append(_("only if it concerns you"))
    if stop.before:
        numbers = _(", ").join(map(str, stop.before))
        found.append(ngettext("after step %s", "after steps %s", len(stop.before)) % numbers)
    if stop.guide is None:
        return Step(_title(stop), _("not available at present"), found)
    item = stop.guide.item
    limit = limit_text(item.promised_days, item.promised_unit) if item else ""
    return Step(_title(stop), limit, [stop.guide.department.local_name, *found])
