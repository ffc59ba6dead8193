"""Public pages of the catalog."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals.adjustments import AdjustmentFilterSet, prepare
from approvals.filters import ItemFilterSet
from approvals.models import Adjustment, PublishedFlow, PublishedItem
from approvals.shelves import ITEM_INDEX, SORTS, Badges, read_facets
from foundation.listings import Facet, ListKind, local_label, make_listing
from foundation.organization import Department
from foundation.pages import page, stored_page, stored_parts

COLUMNS: Final = ("code", "name", "name_en", "item_type", "project_type", "online", "onsite_visits", "department__code")
"""What a list shows of each item."""
_ITEM_NAME: Final = re.compile(r"<!--item ([0-9A-Z]{31,33})-->")
SHOWN_ITEMS: Final = 30
"""Items and guides named on the page of a department; the rest is one link away."""


@require_safe
def item_list(request: HttpRequest) -> HttpResponse:
    """The catalog, narrowed by facets and words."""
    snapshot = ITEM_INDEX.current()
    filters = ItemFilterSet(request.GET, PublishedItem.objects.order_by(), read_facets(snapshot))
    listing = make_listing(request, filters, snapshot, ListKind(COLUMNS, result_rows, SORTS))
    return page(
        request,
        "approvals/item_list.html",
        {"listing": listing},
        section="items",
        title=_("Service items"),
        description=_("Catalog of the service items with conditions, limits and legal basis"),
        robots="noindex, follow" if request.GET else "",
    )


@require_safe
def item_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One item: its stored body in the frame, with the guides that quote it."""
    key, (head, body) = stored_parts(PublishedItem, "code", code)
    guides = PublishedItem(pk=key).guides.order_by("slug").only("slug", "title", "title_en", "summary", "item_id")
    listed = render_to_string("components/_item_guides.html", {"guides": guides})
    return stored_page(request, section="items", head=head, body=body.replace("<!--guides-->", listed, 1))


def result_rows(rows: Iterable[Mapping[str, Any]], facets: Mapping[str, Facet]) -> list[dict[str, Any]]:
    """Return what a list shows of each item."""
    departments, types, badges = facets["department"].labels, facets["item_type"].labels, Badges()
    root = reverse("approvals:item_list")  # the address of an item begins so; twenty look-ups would be slow
    shown = []
    for row in rows:
        label = local_label(row["name"], row["name_en"])
        shown.append(
            {
                "url": f"{root}{row['code']}/",
                "label": label.text,
                "lang": label.lang,
                "code": row["code"],
                "department": departments[row["department__code"]],
                "type_label": types[row["item_type"]].text,
                "badges": badges.of(row),
            }
        )
    return shown


@require_safe
def department_list(request: HttpRequest) -> HttpResponse:
    """All departments with their windows."""
    departments = Department.objects.public().prefetch_related("windows")
    counts = dict(PublishedItem.objects.order_by().values_list("department_id").annotate(Count("pk")))
    entries = [{"department": department, "items": counts.get(department.pk, 0)} for department in departments]
    return page(
        request,
        "approvals/department_list.html",
        {"entries": entries},
        section="departments",
        title=_("Departments and windows"),
        description=_("Departments of the service hall with their windows, phones and addresses"),
    )


@require_safe
def department_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One department: functions, contact, windows, guides and items."""
    department = get_object_or_404(_departments_with_a_page(), code=code)
    items = PublishedItem.objects.filter(department=department).order_by("code")
    context = {
        "department": department,
        "windows": department.windows.filter(is_active=True),
        "items": items.only("code", "name", "name_en")[:SHOWN_ITEMS],
        "item_count": items.count(),
        "list_url": f"{reverse('approvals:item_list')}?department={department.code}",
        "guide_url": f"{reverse('guides:guide_list')}?department={department.code}",
    }
    return page(
        request,
        "approvals/department_detail.html",
        context,
        section="departments",
        title=department.local_name,
        description=department.functions[:150],
    )


def _departments_with_a_page() -> QuerySet[Department]:
    """Return the departments that are shown, and hidden ones to which public items or flows still lead."""
    items, flows = (
        Exists(model._default_manager.filter(department=OuterRef("pk"))) for model in (PublishedItem, PublishedFlow)
    )
    return Department.objects.filter(Q(is_active=True) | items | flows)


@require_safe
def adjustment_list(request: HttpRequest) -> HttpResponse:
    """The public log of added, changed, delegated and cancelled items."""
    filters = AdjustmentFilterSet(request.GET, queryset=Adjustment.objects.select_related("department"))
    found = Paginator(filters.qs, 50).get_page(request.GET.get("page"))
    return page(
        request,
        "approvals/adjustment_list.html",
        {
            "filters": filters,
            "found": found,
            "adjustments": prepare(found.object_list),
            "problems": filters.problems(),
            "query": _other_parameters(request),
        },
        section="adjustments",
        title=_("Item adjustments"),
        description=_("Items that were added, changed, delegated or cancelled"),
        feed_url=reverse("approvals:adjustment_feed"),
        robots="noindex, follow" if request.GET else "",
    )


def _other_parameters(request: HttpRequest) -> str:
    """Return the query string without the page, ready to be followed by one."""
    parameters = request.GET.copy()
    parameters.pop("page", None)
    return f"{parameters.urlencode()}&" if parameters else ""


@require_safe
def flow_list(request: HttpRequest) -> HttpResponse:
    """Parallel approval flows and agent services."""
    flows = PublishedFlow.objects.order_by("-kind", "slug").only("slug", "kind", "title", "title_en", "summary")
    return page(
        request,
        "approvals/flow_list.html",
        {"flows": flows},
        section="flows",
        title=_("Parallel approval and agents"),
        description=_("Approvals of several departments in one flow, and agents who accompany investors"),
    )


@require_safe
def flow_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One flow: its stored body, with the present names of the items it holds."""
    _key, (head, body) = stored_parts(PublishedFlow, "slug", slug)
    codes = set(_ITEM_NAME.findall(body))
    names = {
        item.code: item.local_name
        for item in PublishedItem.objects.filter(code__in=codes).only("code", "name", "name_en")
    }
    body = _ITEM_NAME.sub(lambda found: _item_link(found.group(1), names), body)
    return stored_page(request, section="flows", head=head, body=body)


def _item_link(code: str, names: Mapping[str, str]) -> str:
    """Return a link to the item, or its bare code while it is not public."""
    if code not in names:
        return f'<span class="code">{code}</span>'
    return f'<a href="{reverse("approvals:item_detail", args=[code])}">{escape(names[code])}</a>'
