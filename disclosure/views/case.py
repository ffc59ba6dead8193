"""What can be made of a whole case: its published answer, and the archive for a court."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from disclosure.actions.answers import choose_publication, propose_answer
from disclosure.actions.register import read_applicant
from disclosure.case_bundle import make_bundle
from disclosure.forms.answers import AnswerPublicationForm
from disclosure.models.index_numbers import IssuingBody
from disclosure.reading import ReadingOccasion
from disclosure.views.register import find_request
from foundation.access import Capability
from foundation.attachments import disarm
from foundation.clock import local_today
from foundation.staff_pages import attempt, staff_page, staff_view, user_of
from foundation.workflow import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Capability.HANDLE_REQUESTS)
def answer_publish(request: HttpRequest, number: str) -> HttpResponse:
    """Read the masked answer over and make it a draft of the site."""
    record = find_request(number)
    try:
        proposed = propose_answer(record)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("disclosure_staff:request_detail", number=number)
    initial = {**asdict(proposed), "body": IssuingBody.objects.first()}
    form = AnswerPublicationForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and attempt(
        request,
        lambda: choose_publication(
            record,
            form.answer,
            body=form.cleaned_data["body"],
            with_files=form.cleaned_data["with_files"],
            actor=user_of(request),
            today=local_today(),
        ),
        _("The draft is made; the editors of the issuing body go on with it."),
    ):
        return redirect("disclosure_staff:request_detail", number=number)
    context = {"record": record, "form": form}
    title = _("Publish the answer to %(number)s") % {"number": number}
    return staff_page(
        request, "disclosure/staff/answer_publish.html", context, title=title, status=422 if form.is_bound else 200
    )


@require_POST
@staff_view(Capability.HANDLE_REQUESTS)
def case_bundle(request: HttpRequest, number: str) -> HttpResponseBase:
    """The whole case as one archive for a court or the review organ; the reading is recorded with this occasion."""
    record = find_request(number)
    try:
        read_applicant(record, actor=user_of(request), occasion=ReadingOccasion.REMEDY)
        archive = make_bundle(record)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("disclosure_staff:request_detail", number=number)
    name = f"{record.number}.zip"
    response = FileResponse(archive, as_attachment=True, filename=name, content_type="application/zip")
    response["Cache-Control"] = "no-store"
    return disarm(response)
