"""Booklets: the desk where they are ordered, and their volumes for staff and for the public."""

from __future__ import annotations

from typing import Final

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from foundation import access, kept_papers
from foundation.access import Capability
from foundation.clock import local_now
from foundation.staff_pages import attempt, staff_page, staff_view, user_of
from guides.models import Booklet, BookletVolume
from guides.models.papers import BookletState
from guides.papers.booklet import TITLE
from guides.papers.forms import BookletForm
from guides.papers.orders import ORDERING, is_current, order_booklet, outdated

PAGE_SIZE: Final = 30
SECONDS_TO_LOOK_AGAIN: Final = 5


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def booklet_list(request: HttpRequest) -> HttpResponse:
    """The booklets that were ordered, newest first, with how far they are; and the form to order one."""
    return _list(request, BookletForm())


def _list(request: HttpRequest, form: BookletForm, *, status: int = 200) -> HttpResponse:
    now = local_now()
    rows = Booklet.objects.select_related("department", "theme", "ordered_by").prefetch_related("volumes")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = [(booklet, booklet.state(now)) for booklet in page]
    changed = outdated(booklet for booklet, state in shown if state == BookletState.FINISHED)
    context = {
        "page": page,
        "query": "",
        "rows": [
            {
                "booklet": booklet,
                "state": state,
                "is_outdated": booklet.pk in changed,
            }
            for booklet, state in shown
        ],
        "form": form,
        "may_order": any(access.may(request.user, capability) for capability in ORDERING),
    }
    response = staff_page(request, "guides/staff/booklet_list.html", context, title=_("Booklets"), status=status)
    if any(state == BookletState.UNDER_WAY for _booklet, state in shown):
        response["Refresh"] = str(SECONDS_TO_LOOK_AGAIN)
    return response


@require_POST
@staff_view(*ORDERING)
def booklet_order(request: HttpRequest) -> HttpResponse:
    """Order a booklet; it is made in the background."""
    form = BookletForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    done = _("The booklet is being made; this page shows how far it is.")
    if not attempt(request, lambda: order_booklet(form.scope, actor=user_of(request)), done):
        return _list(request, form, status=409)
    return redirect("guides_staff:booklet_list")


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def staff_volume(request: HttpRequest, key: int, number: int) -> FileResponse:
    """A volume of a finished booklet, also of one that is out of date: staff see that beside it."""
    return _response(get_object_or_404(BookletVolume, booklet__in=Booklet.objects.kept(), booklet=key, number=number))


@require_safe
def public_volume(request: HttpRequest, key: int, number: int) -> FileResponse:
    """A volume of a booklet, as long as it says what the public pages say."""
    volumes = BookletVolume.objects.select_related("booklet__department", "booklet__theme")
    volume = get_object_or_404(volumes, booklet__in=Booklet.objects.kept(), booklet=key, number=number)
    if not is_current(volume.booklet):
        raise Http404(_("A guide has changed since; this booklet is no longer handed out."))
    return _response(volume)


def _response(volume: BookletVolume) -> FileResponse:
    path = kept_papers.path_of(volume.file_name)
    if not path.exists():
        raise Http404(_("The file is not there any more; order the booklet again."))
    place = str(volume.booklet) if volume.booklet.department or volume.booklet.theme else ""
    name = f"{TITLE}{place}{pgettext('booklet', 'volume %d') % volume.number}.pdf"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")
