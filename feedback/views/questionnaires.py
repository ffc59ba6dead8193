"""Public pages of questionnaires: list, one questionnaire, the sheet, thanks, results."""

from __future__ import annotations

from typing import Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from feedback.actions.questionnaires import send_sheet
from feedback.forms.questionnaires import SheetForm
from feedback.models import PublishedQuestionnaire
from feedback.reports.questionnaires import read_results
from feedback.surveys import SurveyState
from foundation import pressure
from foundation.clock import local_today
from foundation.pages import page, private_page, stored_page, stored_parts
from foundation.publishing.reading import document_of
from foundation.workflow import DomainError

SECTION: Final = "feedback:surveys"
PAGE_SIZE: Final = 20
LIMIT: Final = pressure.Limit("feedback.sheet", 60, 3600)
"""Sheets in an hour from one address before the ticket is asked for: people in the hall share one."""
_READ: Final = (
    "number",
    "title",
    "title_en",
    "starts_on",
    "ends_on",
    "results",
    "department__name",
    "department__name_en",
)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All questionnaires, newest first."""
    rows = PublishedQuestionnaire.objects.select_related("department").only(*_READ)
    found, today = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")), local_today()
    entries = [{"row": row, "state": row.state_on(today), "has_results": row.shows_results_on(today)} for row in found]
    return page(
        request,
        "feedback/questionnaire_list.html",
        {"found": found, "entries": entries},
        section=SECTION,
        title=_("Questionnaires"),
        description=_("What the public thinks of the services, asked without names"),
        robots="noindex, follow" if request.GET else "",
    )


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """One questionnaire: its stored body, with where it stands today."""
    key, (head, body) = stored_parts(PublishedQuestionnaire, "number", number)
    row = PublishedQuestionnaire.objects.defer("body_zh", "body_en", "head_zh", "head_en").get(pk=key)
    today = local_today()
    state = {"row": row, "state": row.state_on(today), "has_results": row.shows_results_on(today)}
    body = body.replace("<!--state-->", render_to_string("feedback/_survey_state.html", state), 1)
    return stored_page(request, section=SECTION, head=head, body=body)


@csrf_exempt  # the guarded form checks it and keeps what was typed
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """The sheet; what was typed is kept until it is sent."""
    row = get_object_or_404(PublishedQuestionnaire.objects.select_related("revision"), number=number)
    document = document_of(row.revision)
    if request.method != "POST":
        runs = row.state_on(local_today()) == SurveyState.RUNNING
        return _ask(request, row, SheetForm(document)) if runs else redirect(row)
    form = SheetForm(document, request.POST)
    if not form.is_valid():
        return _ask(request, row, form, status=422)
    if problem := form.doubts(request):
        return _ask(request, row, form, problem, status=422)
    if problem := form.held_up(request, LIMIT):
        return pressure.ask_to_wait(_ask(request, row, form, problem, status=429))
    try:
        send_sheet(row, form.given(), token=form.token, today=local_today())
    except DomainError as refusal:
        return _ask(request, row, form, str(refusal), status=422)
    return redirect("surveys:thanks", row.number)


def _ask(
    request: HttpRequest, row: PublishedQuestionnaire, form: SheetForm, problem: str = "", *, status: int = 200
) -> HttpResponse:
    context = {"row": row, "form": form, "problem": problem}
    return private_page(
        request, "feedback/sheet_form.html", context, section=SECTION, title=row.local_title, status=status
    )


@require_safe
def thanks(request: HttpRequest, number: str) -> HttpResponse:
    """Thanks, and when the results come; the page knows nothing of the sheet."""
    row = get_object_or_404(PublishedQuestionnaire, number=number)
    context = {"row": row}
    title = _("Thank you")
    return page(request, "feedback/sheet_thanks.html", context, section=SECTION, title=title, robots="noindex")


@require_safe
def result(request: HttpRequest, number: str) -> HttpResponse:
    """The results as tables with bars, once they are public; 404 before."""
    row = get_object_or_404(PublishedQuestionnaire.objects.select_related("revision"), number=number)
    if not row.shows_results_on(local_today()):
        raise Http404(_("The results are not public yet."))
    document = document_of(row.revision)
    context = {"row": row, "doc": document, "results": read_results(row.record_id, document)}
    title = _("Results: %s") % row.local_title
    return page(request, "feedback/questionnaire_result.html", context, section=SECTION, title=title)
