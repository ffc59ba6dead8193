"""Published answers: the list with filters, one answer, and the table of them; they read ``PublishedAnswer`` only."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from feedback.filters.answers import AnswerFilterSet
from feedback.models import PublishedAnswer
from feedback.reports.answers import answers_csv
from feedback.shelves import ANSWER_INDEX, LIST_KIND, chosen_year, read_facets
from feedback.views.messages import SECTION
from foundation.listings import make_listing
from foundation.pages import CHINESE, page, render_body, site_name, stored_page

ANSWER_SECTION = "feedback:answer"
"""The frame of pages that name their column in their own head."""


@require_safe
def answer_list(request: HttpRequest) -> HttpResponse:
    """All published answers, narrowed by facets and words."""
    snapshot = ANSWER_INDEX.current()
    facets = read_facets(snapshot, chosen_year(request.GET))
    filters = AnswerFilterSet(request.GET, PublishedAnswer.objects.order_by(), facets)
    query = request.GET.copy()
    query.pop("page", None)
    csv_url = reverse("feedback:answers_csv")
    context = {
        "listing": make_listing(request, filters, snapshot, LIST_KIND),
        "csv_url": f"{csv_url}?{query.urlencode()}" if query else csv_url,
    }
    return page(
        request,
        "feedback/answer_list.html",
        context,
        section=SECTION,
        title=_("Published answers"),
        description=_("What others asked, suggested and complained about, with the replies"),
        feed_url=reverse("feedback:feed"),
        robots="noindex, follow" if request.GET else "",
    )


@require_safe
def answer_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One message with its reply, as both were released."""
    answer = get_object_or_404(PublishedAnswer.objects.select_related("department"), number=number)
    previous, following = PublishedAnswer.objects.neighbours(answer)
    context = {"answer": answer, "previous": previous, "next": following}
    head = render_to_string(
        "feedback/answer_head.html", {"answer": answer, "site_name": site_name(get_language() or CHINESE)}
    )
    body = render_body("feedback/answer_detail.html", context, ANSWER_SECTION)
    return stored_page(request, section=ANSWER_SECTION, head=head, body=body)


@require_safe
def answers_table(request: HttpRequest) -> StreamingHttpResponse:
    """The answers that fit the same filters, as CSV."""
    response = StreamingHttpResponse(answers_csv(request.GET), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="answers.csv"'
    response["X-Robots-Tag"] = "noindex"
    return response
