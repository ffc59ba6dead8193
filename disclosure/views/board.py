"""Publications for the notice board: the newest, and each as a sheet in two sizes."""

from __future__ import annotations

from typing import Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure.board import SIZES, board_sheet
from disclosure.models import PublishedPublication
from foundation.access import Capability
from foundation.staff_pages import staff_page, staff_view

PAGE_SIZE: Final = 50


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def board_list(request: HttpRequest) -> HttpResponse:
    """The public texts, newest first; each can be printed for the board."""
    rows = PublishedPublication.objects.only("index_text", "title", "issued_on", "body").select_related("body")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    files = [reverse("disclosure_staff:board_file", args=row.index_text.split("/")) for row in page]
    context = {"page": page, "rows": zip(page, files, strict=True), "query": "", "sizes": SIZES}
    return staff_page(request, "disclosure/staff/board.html", context, title=_("Texts for the notice board"))


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def board_file(request: HttpRequest, prefix: str, number: str) -> HttpResponse:
    """A public text as a sheet; ``?size=a3`` gives the large one."""
    found = PublishedPublication.objects.select_related("revision")
    publication = get_object_or_404(found, index_text=f"{prefix}/{number}")
    size = request.GET.get("size", SIZES[0])
    if size not in SIZES:
        raise Http404(_("Sheets are printed on A4 or A3."))
    response = HttpResponse(board_sheet(publication, size=size), content_type="application/pdf")
    name = f"{publication.title} {size.upper()}.pdf"
    response["Content-Disposition"] = content_disposition_header(False, name)  # type: ignore[assignment]
    return response
