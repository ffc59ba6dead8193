"""What people search for, for editors: queries that find nothing or nothing that anybody opens, as tasks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from foundation import access
from foundation.access import Capability
from foundation.clock import local_today
from foundation.search.engine import search
from foundation.search.log import FEWEST_VISITS
from foundation.search.log_models import QUERY_LENGTH
from foundation.search.log_tasks import DAYS, PATIENCE, QueryFigures, days_of, queries_of, settle
from foundation.staff_pages import attempt, staff_page, staff_view, user_of
from foundation.tables.downloads import table_response
from portal.search.forms import SettleForm
from portal.search.results import show

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PAGE_SIZE: Final = 50
SHOWN: Final = 5

VIEWS: Final[dict[str, tuple[StrOrPromise, Callable[[QueryFigures], bool]]]] = {
    "open": (gettext_lazy("To look at"), lambda one: one.is_open),
    "missing": (gettext_lazy("Without a result"), lambda one: one.is_missing),
    "unclicked": (gettext_lazy("Nothing opened"), lambda one: one.is_unclicked),
    "settled": (gettext_lazy("Looked after"), lambda one: one.mark is not None),
    "all": (gettext_lazy("All"), lambda _one: True),
}


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def query_list(request: HttpRequest) -> HttpResponseBase:
    """Queries of the last days that at least three visits of one day asked; ``?show=`` narrows them."""
    shown = request.GET.get("show", "open")
    if shown not in VIEWS:
        raise Http404
    found = queries_of(today=local_today())
    rows = [one for one in found if VIEWS[shown][1](one)]
    if kind := request.GET.get("export"):
        return _export(rows, kind, request)
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "shown": shown,
        "views": [(code, label, sum(map(fits, found))) for code, (label, fits) in VIEWS.items()],
        "query": f"show={shown}",
        "days": DAYS,
        "fewest": FEWEST_VISITS,
    }
    return staff_page(request, "portal/staff/query_list.html", context, title=_("Searches of the public"))


def _export(rows: list[QueryFigures], kind: str, request: HttpRequest) -> HttpResponseBase:
    heading = [_("Query"), _("Searches"), _("Visits"), _("Without a result"), _("Results opened"), _("Asked last")]
    lines = (
        [one.text, *map(str, (one.searches, one.visits, one.misses, one.clicks)), one.last_on.isoformat()]
        for one in rows
    )
    return table_response(iter([heading, *lines]), kind, name="searches", count=len(rows), actor=user_of(request))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Capability.VIEW_CONTENT)
def query_detail(request: HttpRequest) -> HttpResponse:
    """One query (``?text=``) day by day, what it finds now, and what was done about it."""
    text, today = request.GET.get("text", "")[:QUERY_LENGTH], local_today()
    figures = next((one for one in queries_of(today=today) if one.text == text), None)
    if figures is None:
        raise Http404
    form = SettleForm(request.POST or None)
    if request.method == "POST":
        access.require(request.user, Capability.EDIT_CONTENT)
        if form.is_valid():
            data = form.cleaned_data
            verb = partial(settle, text, data["outcome"], note=data["note"], today=today, actor=user_of(request))
            if attempt(request, verb, _("Noted.")):
                return redirect(f"{reverse('search_staff:query_detail')}?{urlencode({'text': text})}")
    found = search(text)
    shown = show(found.hits[:SHOWN])
    context = {
        "figures": figures,
        "form": form,
        "days": days_of(text, today=today),
        "found": found,
        "hits": [shown[hit] for hit in found.hits[:SHOWN] if hit in shown],
        "may_settle": access.may(request.user, Capability.EDIT_CONTENT),
        "patience": PATIENCE,
    }
    status = 422 if form.is_bound else 200
    return staff_page(request, "portal/staff/query_detail.html", context, title=_("Search: %s") % text, status=status)
