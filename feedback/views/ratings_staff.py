"""Staff pages of ratings: list, the desk of one rating, and the signs for the windows."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import segno
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from feedback.actions import ratings
from feedback.filters.ratings import RatingFilterSet
from feedback.forms.rating_verbs import FORMS, RatingVerbForm, ReadForm, offers
from feedback.grades import VERBS
from feedback.models import Rating
from feedback.rating_desk import due_steps, words_of
from feedback.reports.rating_rows import rating_response
from foundation import access
from foundation.access import Capability
from foundation.audit import AuditEntry
from foundation.clock import local_today
from foundation.late import late_verb
from foundation.organization import Window
from foundation.pages import CHINESE, absolute
from foundation.staff_pages import attempt, attempt_form, back_to, staff_page, staff_view, user_of

PAGE_SIZE: Final = 50


@require_safe
@staff_view(Capability.VIEW_MESSAGES)
def rating_list(request: HttpRequest) -> HttpResponseBase:
    """Ratings, filtered; ``?export=csv`` or ``xlsx`` gives the same rows as a file."""
    today, user = local_today(), user_of(request)
    rows = Rating.objects.visible_to(user).select_related("department", "window").defer("remark", "name", "phone")
    filters = RatingFilterSet(request.GET, queryset=rows, request=request, today=today)
    if request.GET.get("export"):
        return rating_response(filters.qs, request.GET["export"], actor=user)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "page": Paginator(filters.qs, PAGE_SIZE).get_page(request.GET.get("page")),
        "filters": filters,
        "today": today,
        "query": kept.urlencode(),
    }
    return staff_page(request, "feedback/ratings/staff/list.html", context, title=_("Ratings"))


def _find(request: HttpRequest, number: str) -> Rating:
    """Return a rating that the person may see, or answer 404."""
    visible = Rating.objects.visible_to(user_of(request))
    return get_object_or_404(
        visible.select_related("department", "window", "reply__message", "words__submitted_by", "words__released_by"),
        number=number,
    )


@require_safe
@staff_view(Capability.VIEW_MESSAGES)
def rating_detail(request: HttpRequest, number: str) -> HttpResponse:
    """The desk of a rating: what was said, masked, what was done, until when, and what can be done now."""
    return _desk(request, _find(request, number))


def _desk(
    request: HttpRequest,
    rating: Rating,
    tried: RatingVerbForm | None = None,
    *,
    is_read: bool = False,
    status: int = 200,
) -> HttpResponse:
    today, user = local_today(), user_of(request)
    offered = offers(rating, user, today)
    verbs = {offer.verb for offer in offered}
    handles = access.may(user, Capability.HANDLE_MESSAGES, rating.department_id)
    decides = access.scope_of(user, Capability.APPROVE_MESSAGES).covers(rating.department_id)
    words = words_of(rating, user, handles=handles, is_read=is_read)
    context: dict[str, Any] = {
        "rating": rating,
        "is_read": is_read,
        **words,
        "appeals": rating.appeals.select_related("made_by", "decided_by"),
        "due_steps": due_steps(rating),
        "is_overdue": rating.due_on is not None and rating.due_on < today,
        "offers": [tried if tried is not None and offer.verb == tried.verb else offer for offer in offered],
        "late": None if tried is None or tried.verb in verbs else late_verb(rating, tried.label, tried),
        "may_read": (handles or decides) and bool(rating.remark or rating.name or rating.phone or words["supplement"]),
        "read_form": ReadForm(label_suffix=""),
        "may_log_call": access.may(user, Capability.HANDLE_MESSAGES) and rating.is_named and rating.is_bad,
        "history": AuditEntry.objects.filter(
            target_type=rating._meta.label_lower, target_id=str(rating.pk)
        ).select_related("actor")[:50],
    }
    title = _("Rating %(number)s") % {"number": rating.number}
    return staff_page(request, "feedback/ratings/staff/detail.html", context, title=title, status=status)


@back_to("ratings_staff:detail", "number")
@staff_view(Capability.VIEW_MESSAGES)
def rating_verb(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Carry out a verb of the desk; a wrong form comes back with what was typed."""
    if verb not in FORMS:
        raise Http404
    rating = _find(request, number)
    access.require(request.user, VERBS[verb].capability, rating.department_id)
    form = FORMS[verb](rating, request.POST, today=local_today())
    if not attempt_form(request, form, lambda: form.carry_out(user_of(request)), str(form.done)):
        return _desk(request, _find(request, number), form, status=422 if form.errors else 409)
    return redirect("ratings_staff:detail", number=number)


@back_to("ratings_staff:detail", "number")
@staff_view(Capability.HANDLE_MESSAGES, Capability.APPROVE_MESSAGES)
def rating_read(request: HttpRequest, number: str) -> HttpResponse:
    """Show rater and remark unmasked, once, after the occasion was stated; the reading is recorded."""
    rating, form = _find(request, number), ReadForm(request.POST)
    occasion = form.cleaned_data["occasion"] if form.is_valid() else ""
    if not attempt(request, partial(ratings.read_rater, rating, actor=user_of(request), occasion=occasion)):
        return redirect("ratings_staff:detail", number=number)
    return _desk(request, rating, is_read=True)


@require_safe
@staff_view(Capability.HANDLE_MESSAGES)
def window_signs(request: HttpRequest) -> HttpResponse:
    """The signs for the desks, ready to print: a QR code of each window that leads to its rating form."""
    windows = access.scope_of(user_of(request), Capability.HANDLE_MESSAGES).limit(
        Window.objects.filter(is_active=True).select_related("department")
    )
    signs = []
    for window in windows:
        with override(CHINESE):
            address = absolute(reverse("ratings:rate_window", args=[window.number]))
        signs.append((window, address, segno.make(address, micro=False, error="m").svg_data_uri(border=2, scale=4)))
    return staff_page(request, "feedback/ratings/staff/signs.html", {"signs": signs}, title=_("Signs for the windows"))
