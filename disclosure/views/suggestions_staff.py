"""The officer's side of suggestions: list, one suggestion, answer, who wrote."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure.actions.suggestions import answer_suggestion, read_writer
from disclosure.forms.suggestions import AnswerForm
from disclosure.models import Suggestion
from foundation import access
from foundation.access import Capability
from foundation.privacy import mask_text
from foundation.readings import ReadForm
from foundation.staff_pages import attempt, back_to, staff_page, staff_view, user_of

SEES: Final = (Capability.VIEW_REQUESTS, Capability.HANDLE_REQUESTS)
PAGE_SIZE: Final = 50


@require_safe
@staff_view(*SEES)
def suggestion_list(request: HttpRequest) -> HttpResponse:
    """All suggestions, or those that wait for an answer."""
    rows = Suggestion.objects.select_related("answered_by")
    waiting = request.GET.get("waiting") == "1"
    context = {
        "page": Paginator(rows.waiting() if waiting else rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "waiting": waiting,
        "query": "waiting=1" if waiting else "",
    }
    return staff_page(request, "disclosure/staff/suggestion_list.html", context, title=_("Suggestions and corrections"))


@require_safe
@staff_view(*SEES)
def suggestion_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One suggestion with personal data masked, and the form for the answer."""
    return _show(request, get_object_or_404(Suggestion, number=number), AnswerForm())


@back_to("disclosure_staff:suggestion_detail", "number")
@staff_view(Capability.HANDLE_REQUESTS)
def suggestion_answer(request: HttpRequest, number: str) -> HttpResponse:
    """Answer."""
    record = get_object_or_404(Suggestion, number=number)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, record, form, status=422)
    data = form.cleaned_data
    done = attempt(
        request,
        lambda: answer_suggestion(
            record,
            outcome=data["outcome"],
            answer=data["answer"],
            publication=data["index_number"],
            actor=user_of(request),
        ),
        _("The answer can be read with number and code."),
    )
    return redirect("disclosure_staff:suggestion_detail", number) if done else _show(request, record, form, status=409)


@back_to("disclosure_staff:suggestion_detail", "number")
@staff_view(Capability.HANDLE_REQUESTS)
def suggestion_reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show who wrote and the unmasked text, once, after the occasion was stated; the reading is recorded."""
    record = get_object_or_404(Suggestion, number=number)
    verb = partial(read_writer, record, occasion=ReadForm(request.POST).stated, actor=user_of(request))
    if not attempt(request, verb):
        return redirect("disclosure_staff:suggestion_detail", number)
    return _show(request, record, AnswerForm(), revealed=True)


def _show(
    request: HttpRequest,
    record: Suggestion,
    form: AnswerForm,
    *,
    revealed: bool = False,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "record": record,
        "form": form,
        "revealed": revealed,
        "problem": problem,
        "text": record.text if revealed else mask_text(record.text),
        "evidence": record.evidence if revealed else mask_text(record.evidence),
        "read_form": ReadForm(),
        "has_contact": bool(record.name or record.phone or record.email),
        "may_answer": record.answered_at is None and access.may(user_of(request), Capability.HANDLE_REQUESTS),
        "may_reveal": access.may(user_of(request), Capability.HANDLE_REQUESTS),
    }
    return staff_page(request, "disclosure/staff/suggestion_detail.html", context, title=str(record), status=status)
