"""Questions of the disclosure office to departments of this site: their staff answer without knowing who asks."""

from __future__ import annotations

from typing import Final

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from disclosure.actions.consultations import answer_question
from disclosure.forms.questions import AnswerForm
from disclosure.models.clock import Consultation
from disclosure.states import VERBS
from disclosure.views.register import find_request
from foundation.access import Capability
from foundation.clock import local_today
from foundation.staff_pages import attempt, staff_page, staff_view, user_of

PAGE_SIZE: Final = 50


@require_safe
@staff_view(Capability.ASSIST_REQUESTS)
def question_list(request: HttpRequest) -> HttpResponse:
    """The questions to the own departments, open ones first; ``?open=1`` shows only these."""
    questions = Consultation.objects.visible_to(user_of(request)).select_related("department", "answered_by")
    only_open = request.GET.get("open") == "1"
    rows = questions.answerable() if only_open else questions
    rows = rows.order_by(F("answered_on").desc(nulls_first=True), F("answer_due").asc(nulls_last=True), "pk")
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "only_open": only_open,
        "query": "open=1" if only_open else "",
        "today": local_today(),
        "answerable": set(questions.answerable().values_list("pk", flat=True)),
    }
    return staff_page(request, "disclosure/staff/question_list.html", context, title=_("Questions of the office"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Capability.ASSIST_REQUESTS)
def question_detail(request: HttpRequest, key: int) -> HttpResponse:
    """One question with its due date, and the form for the answer; nothing of the request or who made it."""
    questions = Consultation.objects.visible_to(user_of(request)).select_related("department", "answered_by", "request")
    question = get_object_or_404(questions, pk=key)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AnswerForm(question.kind, *sent)
    if form.is_valid() and attempt(
        request,
        lambda: answer_question(question, **form.cleaned_data, actor=user_of(request), today=local_today()),
        _("Thank you; the disclosure office has your answer."),
    ):
        return redirect("disclosure_staff:question_list")
    is_open = question.answered_on is None and question.request.stage in VERBS["answer_question"].sources
    context = {"question": question, "form": form, "is_open": is_open, "today": local_today()}
    title = _("Question of %(day)s") % {"day": question.asked_on.isoformat()}
    status = 422 if form.is_bound else 200
    return staff_page(request, "disclosure/staff/question_detail.html", context, title=title, status=status)


@require_safe
@staff_view(Capability.HANDLE_REQUESTS)
def answer_file(request: HttpRequest, number: str, key: int) -> HttpResponseBase:
    """The file that came with an answer; the reading is recorded."""
    asked = get_object_or_404(find_request(number).consultations.select_related("answer_file"), pk=key)
    if asked.answer_file is None:
        raise Http404
    return asked.answer_file.response(actor=user_of(request))
