"""Public pages of what is published proactively: documents, columns, catalogue."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure import document_page
from disclosure.codelists import PublicationKind
from disclosure.filters.publications import PublicationFilterSet
from disclosure.front_page import front_body
from disclosure.models import AnnualReport, Column, PublishedPublication
from disclosure.models.published import count_download
from disclosure.shelves import PUBLICATION_INDEX, list_kind, read_facets
from foundation.attachments import StoredFile
from foundation.clock import local_today
from foundation.listings import Listing, make_listing
from foundation.pages import page, render_head, stored_page, stored_parts
from foundation.publishing.reading import document_of

COLUMN_SECTION: Final = "disclosure:column"
"""The frame of pages that name their column in their own head."""
PAGE_SIZE: Final = 20


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The home of disclosure: doors, and every column with its newest texts."""
    description = _("What the center publishes, and how to ask for more")
    head = render_head(_("Information disclosure"), description=description, feed_url=reverse("disclosure:feed"))
    return stored_page(request, section="disclosure", head=head, body=front_body(today=local_today()))


@require_safe
def document(request: HttpRequest, prefix: str, number: str) -> HttpResponse:
    """One publication: its stored body, with what depends on the day and on other texts.

    The record of an annual report leads on to the report, whose page has the tables.
    """
    key, (head, body) = stored_parts(PublishedPublication, "index_text", f"{prefix}/{number}")
    row = PublishedPublication.objects.only(*document_page.READ).get(pk=key)
    if row.kind == PublicationKind.REPORT:
        report = AnnualReport.objects.public().filter(index_number__text=f"{prefix}/{number}").only("year").first()
        if report is not None:
            return redirect("disclosure:report", report.year)
    body = document_page.complete(body, row, today=local_today())
    return stored_page(request, section=COLUMN_SECTION, head=head, body=body)


@require_safe
def attachment(request: HttpRequest, prefix: str, number: str, key: str) -> FileResponse:
    """An attachment of the live revision, counted."""
    row = get_object_or_404(
        PublishedPublication.objects.select_related("revision").only("record_id", "revision"),
        index_text=f"{prefix}/{number}",
    )
    quote = next((one.file for one in document_of(row.revision).attachments if one.key == key), None)
    if quote is None:
        raise Http404(_("This attachment is not published."))
    stored = get_object_or_404(StoredFile, pk=quote.id)
    if request.method == "GET":
        count_download(row.record_id, key, on=local_today())
    return stored.response()


def make_document_listing(request: HttpRequest) -> Listing:
    """Return the list of publications that fits the request."""
    snapshot = PUBLICATION_INDEX.current(local_today())
    filters = PublicationFilterSet(request.GET, PublishedPublication.objects.order_by(), read_facets(snapshot))
    return make_listing(request, filters, snapshot, list_kind(snapshot))


@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """All publications, narrowed by facets and words."""
    return page(
        request,
        "disclosure/document_list.html",
        {"listing": make_document_listing(request)},
        section="disclosure",
        title=_("Published information"),
        description=_("Documents, notices, plans, budgets and news, by column, body, year, kind and validity"),
        feed_url=reverse("disclosure:feed"),
        robots="noindex, follow" if request.GET else "",
    )


@require_safe
def column(request: HttpRequest, code: str) -> HttpResponse:
    """One column with its texts and sub-columns."""
    shown = get_object_or_404(Column.objects.active().select_related("parent"), code=code)
    children = list(shown.children.active())
    texts = PublishedPublication.objects.in_columns([shown, *children]).select_related("column")
    found = Paginator(texts.only(*_OF_COLUMN), PAGE_SIZE).get_page(request.GET.get("page"))
    today = local_today()
    context: dict[str, Any] = {
        "column": shown,
        "children": children,
        "found": found,
        "entries": [{"text": text, "progress": text.progress_on(today)} for text in found.object_list],
    }
    return page(
        request,
        "disclosure/column.html",
        context,
        section=COLUMN_SECTION,
        title=shown.local_name,
        description=shown.local_description,
        feed_url=reverse("disclosure:column_feed", args=[code]),
        column_name=shown.local_name,
        column_type=str(shown.get_kind_display()),
        robots="noindex, follow" if request.GET else "",
    )


_OF_COLUMN: Final = (
    "index_text", "title", "title_en", "document_number", "summary", "issued_on", "milestones", "kind",
    "column__code", "column__name", "column__name_en",
)  # fmt: skip
