"""Public pages of the guides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals.shelves import SORTS, Badges, read_facets
from foundation.attachments import StoredFile
from foundation.clock import local_today
from foundation.filters import clean_code
from foundation.listings import FOREIGN, Facet, ListKind, local_label, make_listing
from foundation.pages import ENGLISH, page, stored_page, stored_parts_with
from foundation.publishing.reading import document_of
from foundation.search.referrals import query_behind
from foundation.tallies import is_person
from guides.checked_mark import mark_facts, put_into
from guides.filters import GUIDE_INDEX, GuideFilterSet
from guides.models import GuideRevision, PublishedGuide
from guides.models.published import count_download
from guides.papers.orders import current_booklet
from guides.use import count_view

COLUMNS: Final = (
    "slug",
    "title",
    "title_en",
    "summary",
    "item_type",
    "project_type",
    "online",
    "onsite_visits",
    "department__code",
)
"""What a list shows of each guide."""


@require_safe
def guide_list(request: HttpRequest) -> HttpResponse:
    """All guides, narrowed by facets and words."""
    snapshot = GUIDE_INDEX.current()
    filters = GuideFilterSet(request.GET, PublishedGuide.objects.order_by(), read_facets(snapshot))
    listing = make_listing(request, filters, snapshot, ListKind(COLUMNS, result_rows, SORTS))
    return page(
        request,
        "guides/guide_list.html",
        {"listing": listing, "booklet": current_booklet(snapshot.stamp, _only_department(request))},
        section="guides",
        title=_("Service guides"),
        description=_("What to bring, where to go, how long it takes and what it costs."),
        robots="noindex, follow" if request.GET else "",
    )


def _only_department(request: HttpRequest) -> str:
    """Return the department to which the list is narrowed, if it is one."""
    chosen = request.GET.getlist("department")
    return clean_code(chosen[0]) if len(chosen) == 1 else ""


@require_safe
def guide_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One guide: its stored body in the frame, with the mark of its last check."""
    try:
        _key, (head, body), facts = stored_parts_with(mark_facts, PublishedGuide, "slug", slug)
    except Http404:
        return gone_or_404(request, slug)
    if is_person(request):
        count_view(slug, is_find=bool(query_behind(request)), today=local_today())
    return stored_page(request, section="guides", head=head, body=put_into(body, *facts))


def gone_or_404(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that a guide was withdrawn, when and why, where one was public under this address; or raise Http404."""
    last = GuideRevision.objects.ever_live().filter(record__slug=slug).order_by("-live_until").first()
    if last is None:
        raise Http404(_("There is no such guide."))
    context = {"last": last, "document": document_of(last)}
    title, robots = _("This guide was withdrawn"), "noindex, follow"
    return page(request, "guides/gone.html", context, section="guides", title=title, status=410, robots=robots)


@require_safe
def form_download(request: HttpRequest, slug: str, key: str, kind: str) -> FileResponse:
    """A blank or sample form of the guide's live revision, free of charge and counted."""
    guide = get_object_or_404(
        PublishedGuide.objects.select_related("revision").only("record_id", "revision"), slug=slug
    )
    material = next((row for row in document_of(guide.revision).materials if row.key == key), None)
    quote = getattr(material, f"{kind}_form", None) if kind in {"blank", "sample"} else None
    if quote is None:
        raise Http404(_("This form is not published."))
    stored = get_object_or_404(StoredFile, pk=quote.id)
    if request.method == "GET":
        count_download(guide.record_id, key, kind)
    return stored.response()


def result_rows(rows: Iterable[Mapping[str, Any]], facets: Mapping[str, Facet]) -> list[dict[str, Any]]:
    """Return what a list shows of each guide."""
    departments, types, badges = facets["department"].labels, facets["item_type"].labels, Badges()
    root = reverse("guides:guide_list")  # the address of a guide begins so; twenty look-ups would be slow
    foreign = FOREIGN if get_language() == ENGLISH else ""
    shown = []
    for row in rows:
        label = local_label(row["title"], row["title_en"])
        department = departments[row["department__code"]]
        shown.append(
            {
                "url": f"{root}{row['slug']}/",
                "label": label.text,
                "lang": label.lang,
                "zh": foreign,
                "summary": row["summary"],
                "department": department,
                "type_label": types[row["item_type"]].text,
                "badges": badges.of(row),
            }
        )
    return shown
