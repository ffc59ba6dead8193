"""The disclosure guide (公开指南) and the disclosure catalogue (公开目录), both required by art. 12."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure.models import Column, DisclosureOffice, IssuingBody, ReadingPoint
from disclosure.reports import catalogue as reports
from disclosure.views.publications import make_document_listing
from foundation.clock import local_today
from foundation.pages import page


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The disclosure guide: classification, arrangement, ways to obtain, and the office."""
    context = {
        "columns": Column.objects.active().select_related("parent"),
        "bodies": IssuingBody.objects.all(),
        "offices": DisclosureOffice.objects.filter(is_active=True),
        "reading_points": ReadingPoint.objects.filter(is_active=True),
    }
    return page(
        request,
        "disclosure/guide.html",
        context,
        section="disclosure",
        title=_("Disclosure guide"),
        description=_("What is published where, how to ask for more, and how to reach the disclosure office"),
    )


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The disclosure catalogue: every record with index, name, summary and date created."""
    query = request.GET.copy()
    query.pop("page", None)
    csv_url = reverse("disclosure:catalogue_csv")
    context = {
        "listing": make_document_listing(request),
        "csv_url": f"{csv_url}?{query.urlencode()}" if query else csv_url,
    }
    return page(
        request,
        "disclosure/catalogue.html",
        context,
        section="disclosure",
        title=_("Disclosure catalogue"),
        description=_("Every record with index number, name, summary and date created"),
        robots="noindex, follow" if request.GET else "",
    )


@require_safe
def catalogue_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The records that fit the same filters, as CSV."""
    lines = reports.catalogue_csv(request.GET, today=local_today())
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="catalogue.csv"'
    response["X-Robots-Tag"] = "noindex"
    return response
