"""Public pages of the annual reports: list, report, and the report as a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure.annual.machine import report_json
from disclosure.annual.printed import report_pdf
from disclosure.annual.word import report_word
from disclosure.annual.workbook import report_workbook
from disclosure.models import AnnualReport
from foundation.kept_papers import kept, papers_version
from foundation.pages import page

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
FACES: Final[dict[str, tuple[str, Callable[[AnnualReport], bytes]]]] = {
    "json": ("application/json", lambda report: report_json(report.frozen, report.checksum)),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", lambda report: report_workbook(report.frozen)),
    "docx": (f"{_OFFICE}.wordprocessingml.document", lambda report: report_word(report.frozen)),
    "pdf": ("application/pdf", lambda report: report_pdf(report.frozen)),
}
"""The files of a report: content type, and how the bytes are made from the frozen document."""


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """All years with a signed report, newest first."""
    reports = AnnualReport.objects.public().only("year", "version", "issued_on", "amendment")
    return page(
        request,
        "disclosure/report_list.html",
        {"reports": reports},
        section="disclosure",
        title=_("Annual reports"),
        description=_("Annual reports on information disclosure, as pages and as files"),
    )


@require_safe
def report(request: HttpRequest, year: int, version: int | None = None) -> HttpResponse:
    """The signed report on a year; an earlier version under its number."""
    versions = list(AnnualReport.objects.signed(year))
    shown = next((each for each in versions if version is None or each.version == version), None)
    if shown is None:
        raise Http404
    document = shown.frozen
    return page(
        request,
        "disclosure/report.html",
        {"doc": document, "report": shown, "versions": versions, "kinds": list(FACES)},
        section="disclosure",
        title=document.title,
        description=_("Annual report on information disclosure of the year %d") % year,
        robots="" if shown == versions[0] else "noindex, follow",
    )


@require_safe
def report_file(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """The newest signed report on a year as a file, made from the frozen document."""
    found = get_object_or_404(AnnualReport.objects.public().filter(year=year))
    content_type, make = FACES[kind]
    etag = f'"{found.checksum[:32]}-{kind}"'
    fresh = request.headers.get("If-None-Match", "").removeprefix("W/") == etag
    if fresh:
        response: HttpResponse = HttpResponseNotModified()
    else:
        content = kept(f"annual/{found.checksum[:32]}-{papers_version()}.{kind}", lambda: make(found))
        response = HttpResponse(content, content_type=content_type)
        response["Content-Disposition"] = f'inline; filename="report-{year}.{kind}"'
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=0, s-maxage=60"
    return response
