"""Pages of the kiosk that are about no one: start, shelves, guides, search by keys, windows."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from foundation.calendar_days import load_calendar
from foundation.clock import local_now
from foundation.filters import clean_code, normalize
from foundation.organization import Window
from foundation.pages import CHINESE
from foundation.publishing.reading import document_of
from foundation.search.engine import Filters, search
from foundation.search.suggest import suggest
from guides.models import PublishedGuide
from guides.publication import GUIDE_KIND
from hall.duty import on_duty
from hall.kiosk import guides, keys
from hall.kiosk.frame import kiosk_page, kiosk_view, outside, take_along
from hall.models import Device
from hall.wall import floors_with_plans, hall_windows

RESULTS = 8


@require_safe
@kiosk_view
def index(request: HttpRequest, device: Device | None) -> HttpResponse:
    """The start: eight large keys."""
    return kiosk_page(request, "hall/kiosk/index.html", {"shelves": guides.SHELVES}, title=_("Self-service"))


@require_safe
@kiosk_view
def themes(request: HttpRequest, device: Device | None, kind: str) -> HttpResponse:
    """The themes of a shelf."""
    if kind not in guides.SHELVES:
        raise Http404
    context = {"tiles": guides.theme_tiles(kind)}
    title = str(guides.SHELVES[kind][0])
    return kiosk_page(request, "hall/kiosk/tiles.html", context, title=title, back=reverse("kiosk:index"))


@require_safe
@kiosk_view
def departments(request: HttpRequest, device: Device | None) -> HttpResponse:
    """The departments."""
    context = {"tiles": guides.department_tiles()}
    title = _("By department")
    return kiosk_page(request, "hall/kiosk/tiles.html", context, title=title, back=reverse("kiosk:index"))


@require_safe
@kiosk_view
def guide_list(request: HttpRequest, device: Device | None) -> HttpResponse:
    """The guides of a theme, a life event or a department."""
    chosen = {name: clean_code(request.GET.get(name, "")) for name in ("theme", "event", "department")}
    listing = guides.guide_list(chosen, request.GET.get("page", "1"))
    if listing is None:
        raise Http404
    context = {"listing": listing}
    return kiosk_page(request, "hall/kiosk/guide_list.html", context, title=listing.label.text, back=listing.up)


@require_safe
@kiosk_view
def guide(request: HttpRequest, device: Device | None, slug: str, part: str = "overview") -> HttpResponse:
    """One part of a guide, with the code that takes it along."""
    if part not in guides.PARTS:
        raise Http404
    row = get_object_or_404(PublishedGuide.objects.select_related("revision", "department"), slug=slug)
    document = document_of(row.revision)
    item = document.item
    windows = guides.guide_windows(document) if part in {"overview", "places"} else []
    floors = (
        floors_with_plans(hall_windows({}), [one.number for one in windows]) if part == "places" and windows else []
    )
    levels = {one.place.floor.level for one in windows if hasattr(one, "place")}
    with override(CHINESE):
        public = reverse("guides:guide_detail", args=[slug])
    context = {
        "slug": slug,
        "doc": document,
        "item": item,
        "part": part,
        "parts": guides.part_links(slug, part, document),
        "windows": windows,
        "floors": [one for one in floors if one.floor.level in levels],
        "along": take_along(public),
        "online_qr": outside(item.online_url)
        if part == "overview" and item and item.online and item.online_url
        else "",
    }
    back = f"{reverse('kiosk:guide_list')}?department={row.department.code}"
    return kiosk_page(request, "hall/kiosk/guide.html", context, title=document.local_title, back=back)


@require_safe
@kiosk_view
def kiosk_search(request: HttpRequest, device: Device | None) -> HttpResponse:
    """Search by the keys on the screen: ``q`` is pinyin, initials or a code, ``w`` a word that was offered."""
    typed, word = keys.clean(request.GET.get("q", "")), normalize(request.GET.get("w", ""))[:20].strip()
    path = reverse("kiosk:search")
    asked = word or typed
    found = search(asked, Filters(kinds=(GUIDE_KIND,), most=RESULTS)) if len(asked) > 1 else None
    rows = guides.in_order([hit.object_id for hit in found.hits], "record") if found is not None else []
    context = {
        "typed": typed,
        "word": word,
        "letters": keys.letter_keys(path, typed),
        "digits": keys.digit_keys(path, typed),
        "delete_url": keys.without_last(path, typed),
        "clear_url": path,
        "rows": rows,
        "words": suggest(typed)[:6] if typed and not word else [],
        "nothing": found is not None and not rows,
    }
    title = _("Find by pinyin")
    return kiosk_page(request, "hall/kiosk/search.html", context, title=title, back=reverse("kiosk:index"))


@require_safe
@kiosk_view
def windows(request: HttpRequest, device: Device | None, level: int | None = None) -> HttpResponse:
    """The plan of one floor with its windows beside, each a key."""
    floors = floors_with_plans(hall_windows(on_duty(local_now(), load_calendar())))
    shown = next((one for one in floors if level is None or one.floor.level == level), None)
    if shown is None and level is not None:
        raise Http404
    context = {"floors": floors, "shown": shown, "window_url": reverse("kiosk:window", args=["NUMBER"])}
    title = _("Where is which window?")
    return kiosk_page(request, "hall/kiosk/windows.html", context, title=title, back=reverse("kiosk:index"))


@require_safe
@kiosk_view
def window(request: HttpRequest, device: Device | None, number: str) -> HttpResponse:
    """One window: the way there, who is on duty, what is handled."""
    found = get_object_or_404(
        Window.objects.select_related("department", "place__floor"), number=clean_code(number), is_active=True
    )
    place = getattr(found, "place", None)
    floors = floors_with_plans(hall_windows({}), [found.number]) if place is not None else []
    context = {
        "window": found,
        "place": place,
        "duty": on_duty(local_now(), load_calendar()).get(found.pk),
        "floor": next((one for one in floors if place and one.floor.pk == place.floor_id), None),
        "guides": guides.guides_at(found),
    }
    back = reverse("kiosk:floor", args=[place.floor.level]) if place is not None else reverse("kiosk:windows")
    return kiosk_page(request, "hall/kiosk/window.html", context, title=f"{found.number} {found.name}", back=back)
