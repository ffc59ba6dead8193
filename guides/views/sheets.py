"""Sheets for the notice board: which departments have guides to show, and the sheet of one as PDF."""

from __future__ import annotations

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.access import Capability
from foundation.clock import local_today
from foundation.organization import Department
from foundation.staff_pages import staff_page, staff_view
from guides.models import PublishedGuide
from guides.papers import sheet


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def sheet_list(request: HttpRequest) -> HttpResponse:
    """The departments with public guides; each has a sheet in two sizes."""
    counts = dict(PublishedGuide.objects.order_by().values_list("department").annotate(Count("pk")))
    departments = Department.objects.filter(pk__in=counts)
    rows = [{"department": department, "count": counts[department.pk]} for department in departments]
    context = {"rows": rows, "sizes": sheet.SIZES}
    return staff_page(request, "guides/staff/sheets.html", context, title=_("Sheets for the notice board"))


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def department_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet of a department as PDF; ``?size=a3`` gives the large one."""
    department = get_object_or_404(Department, code=code)
    size = request.GET.get("size", sheet.SIZES[0])
    if size not in sheet.SIZES:
        raise Http404(_("Sheets are printed on A4 or A3."))
    content = sheet.department_sheet(department, size=size, today=local_today())
    response = HttpResponse(content, content_type="application/pdf")
    name = f"{department.name} {size.upper()}.pdf"
    response["Content-Disposition"] = content_disposition_header(False, name)  # type: ignore[assignment]
    return response
