"""The links of public records and what became of them, for staff."""

from __future__ import annotations

from typing import Any, Final

from django.apps import apps
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation import access
from foundation.access import Capability
from foundation.audit_words import field_label
from foundation.job_runs import last_run
from foundation.links.checking import JOB
from foundation.links.models import Link, LinkPlace
from foundation.links.visiting import Result
from foundation.staff_pages import staff_page, staff_view, user_of

PAGE_SIZE: Final = 50
VIEWS: Final = ("broken", "failing", "refused", "all")


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def link_list(request: HttpRequest) -> HttpResponse:
    """Where links stand that are broken; ``?show=failing``, ``refused`` or ``all``, ``?department=``."""
    show = request.GET.get("show", VIEWS[0])
    rows = access.scope_of(user_of(request), Capability.VIEW_CONTENT).limit(LinkPlace.objects.all())
    match show:
        case "all":
            pass
        case "failing":
            rows = rows.filter(link__failures__gt=0).exclude(link__in=Link.objects.broken())
        case "refused":
            rows = rows.filter(link__result=Result.REFUSED)
        case _:
            show, rows = VIEWS[0], rows.filter(link__in=Link.objects.broken())
    department = request.GET.get("department", "")
    if department.isprintable() and department:
        rows = rows.filter(department__code=department)
    ordered = rows.select_related("link", "department").order_by("department__position", "record_label", "part", "pk")
    kept = request.GET.copy()
    kept.pop("page", None)
    page = Paginator(ordered, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [{"place": place, **_where(place)} for place in page],
        "show": show,
        "query": kept.urlencode(),
        "run": last_run(JOB),
    }
    return staff_page(request, "guides/freshness/link_list.html", context, title=_("Links of public records"))


def _where(place: LinkPlace) -> dict[str, Any]:
    """Return the kind of record, the part of it in words, and its page in the back office."""
    model: Any = apps.get_model(place.record_type)
    try:
        url = reverse(f"admin:{place.record_type.replace('.', '_')}_change", args=[place.record_id])
    except NoReverseMatch:
        url = ""
    return {"kind": model._meta.verbose_name, "part": field_label(model, place.part), "url": url}
