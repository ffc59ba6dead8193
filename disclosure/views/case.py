"""What can be made of a whole case: its published answer, and the archive for a court."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from disclosure.actions.answers import check_answer, choose_publication, propose_answer
from disclosure.actions.bundles import export_case
from disclosure.forms.case import AnswerPublicationForm
from disclosure.models.index_numbers import IssuingBody
from disclosure.models.register import Request
from disclosure.views.register import find_request
from foundation.access import Capability
from foundation.attachments import disarm
from foundation.clock import local_today
from foundation.encryption import CannotDecrypt
from foundation.staff_pages import attempt, back_to, staff_page, staff_view, user_of
from foundation.workflow import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Capability.HANDLE_REQUESTS)
def answer_publish(request: HttpRequest, number: str) -> HttpResponse:
    """Read the masked answer over, look at it as the public would, and make it a draft of the site."""
    record = find_request(number)
    try:
        proposed = propose_answer(record)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("disclosure_staff:request_detail", number=number)
    initial = {**asdict(proposed), "body": IssuingBody.objects.first()}
    form = AnswerPublicationForm(request.POST if request.method == "POST" else None, initial=initial)
    only_look = "preview" in request.POST
    made = _("The draft is made; the editors of the issuing body go on with it.")
    if form.is_valid() and not only_look and attempt(request, partial(_publish, request, record, form), made):
        return redirect("disclosure_staff:request_detail", number=number)
    shown = form.answer if form.is_bound and form.is_valid() else proposed
    context = {"record": record, "form": form, "shown": shown, "findings": check_answer(shown)}
    status = 422 if form.is_bound and not (only_look and form.is_valid()) else 200
    title = _("Publish the answer to %(number)s") % {"number": number}
    return staff_page(request, "disclosure/staff/answer_publish.html", context, title=title, status=status)


def _publish(request: HttpRequest, record: Request, form: AnswerPublicationForm) -> None:
    chosen = {name: form.cleaned_data[name] for name in ("body", "with_files")}
    choose_publication(record, form.answer, **chosen, actor=user_of(request), today=local_today())


@back_to("disclosure_staff:request_detail", "number")
@staff_view(Capability.HANDLE_REQUESTS)
def case_bundle(request: HttpRequest, number: str) -> HttpResponseBase:
    """The whole case as one archive; who asks for it is recorded."""
    record = find_request(number)
    try:
        archive = export_case(record, purpose=request.POST.get("purpose", ""), actor=user_of(request))
    except (DomainError, CannotDecrypt) as refusal:
        messages.error(request, str(refusal))
        return redirect("disclosure_staff:request_detail", number=number)
    response = FileResponse(
        archive, as_attachment=True, filename=f"{record.number}.zip", content_type="application/zip"
    )
    response["Cache-Control"] = "no-store"
    return disarm(response)
