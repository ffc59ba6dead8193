"""Letters at the case desk: look at one, issue it, read it, and record how it was served."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from disclosure.actions.clock import deadline_of
from disclosure.actions.letters import issue_letter, issued_before, occasions, read_paper
from disclosure.forms.letters import FORMS, IssueForm, LetterForm
from disclosure.letter_desk import letter_row
from disclosure.letters.kinds import LetterKind
from disclosure.letters.layout import paragraphs_of
from disclosure.letters.paper import Paper, compose
from disclosure.letters.values import Occasion
from disclosure.models.letters import Letter
from disclosure.models.register import Request
from disclosure.views.register import SEES, find_request
from foundation import access
from foundation.access import Capability
from foundation.attachments import disarm
from foundation.clock import local_today
from foundation.late import late_verb
from foundation.staff_pages import attempt_form, back_to, staff_page, staff_view, user_of
from foundation.workflow import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Capability.HANDLE_REQUESTS)
def letter_new(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Look at the letter that the facts give, and issue exactly this one."""
    record = find_request(number)
    form = IssueForm(request.POST or None)
    occasion = _occasion(request, record, kind, form)
    if occasion is None:
        return _gone(request, record, kind, form)
    if request.method == "POST" and "issue" in request.POST and form.is_valid():
        data = form.cleaned_data
        try:
            letter = issue_letter(
                occasion, expected=data["expected"], earlier=data["earlier"] or 0, actor=user_of(request)
            )
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Issued as %(number)s.") % {"number": letter.number})
            return redirect("disclosure_staff:letter_detail", number=number, key=letter.pk)
    return _look(request, occasion, form)


def _gone(request: HttpRequest, record: Request, kind: str, form: IssueForm) -> HttpResponse:
    """Keep the typed remark where the reason for the letter was struck out meanwhile; nobody else finds a page here."""
    if not form.is_bound or kind not in LetterKind.values:
        raise Http404
    label = LetterKind(kind).label
    context = {"record": record, "late": late_verb(record, label, form)}
    return staff_page(request, "disclosure/staff/letter_gone.html", context, title=str(label), status=422)


def _occasion(request: HttpRequest, record: Request, kind: str, form: IssueForm) -> Occasion | None:
    """Return the occasion that the address names, with the typed remark; None where there is none."""
    wanted = request.GET.get("consultation", "")
    remark = form.cleaned_data["remark"] if form.is_bound and form.is_valid() else ""
    for occasion in occasions(record, local_today(), remark=remark):
        if occasion.kind == kind and wanted == str(occasion.consultation.pk if occasion.consultation else ""):
            return occasion
    return None


def _look(request: HttpRequest, occasion: Occasion, form: IssueForm) -> HttpResponse:
    """Show the letter with the applicant masked, and whether it can be issued as it is."""
    paper: Paper | None = None
    problem = ""
    try:
        paper, whole = compose(occasion.masked_one()), compose(occasion)
        form.hold(whole.digest, issued_before(occasion))
        whole.pdf()
    except DomainError as refusal:
        problem = str(refusal)
    context = {"record": occasion.request, "occasion": occasion, "paper": paper, "problem": problem, "form": form}
    title = str(LetterKind(occasion.kind).label)
    return staff_page(request, "disclosure/staff/letter_new.html", context, title=title)


@back_to("disclosure_staff:letter_new", "number", "kind")
@staff_view(Capability.HANDLE_REQUESTS)
def letter_new_pdf(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The letter as it would be issued, unmasked; the reading is recorded."""
    record = find_request(number)
    occasion = _occasion(request, record, kind, IssueForm(request.POST))
    if occasion is None:
        raise Http404
    try:
        return pdf_response(read_paper(occasion, actor=user_of(request)))
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("disclosure_staff:request_detail", number=number)


def pdf_response(content: bytes) -> HttpResponse:
    """Return a paper that is not kept as a download."""
    headers = {"Content-Disposition": 'attachment; filename="preview.pdf"', "Cache-Control": "no-store"}
    return disarm(HttpResponse(content, content_type="application/pdf", headers=headers))


@require_safe
@staff_view(*SEES)
def letter_detail(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """An issued letter: its text, how it was served and whether in time."""
    return _show(request, _find(number, key))


def _find(number: str, key: int) -> Letter:
    letters = Letter.objects.select_related("request", "issued_by", "file", "consultation")
    return get_object_or_404(letters.prefetch_related("services__recorded_by"), pk=key, request__number=number)


def _show(request: HttpRequest, letter: Letter, tried: LetterForm | None = None) -> HttpResponse:
    today = local_today()
    record = letter.request
    handles = access.may(request.user, Capability.HANDLE_REQUESTS)
    forms = [form(letter, today=today) for form in FORMS.values() if handles and form.is_offered(letter)]
    late = tried is not None and tried.verb not in {form.verb for form in forms}
    context: dict[str, Any] = {
        "record": record,
        "letter": letter,
        "late": late_verb(record, tried.label, tried) if late and tried else None,
        "row": letter_row(letter, deadline_of(record), today),
        "paragraphs": paragraphs_of(letter.masked_body),
        "forms": [tried if tried is not None and tried.verb == form.verb else form for form in forms],
        "may_read": handles or access.may(request.user, Capability.APPROVE_REQUESTS),
        "handles": handles,
    }
    status = 200 if tried is None else 422
    return staff_page(request, "disclosure/staff/letter_detail.html", context, title=letter.number, status=status)


@back_to("disclosure_staff:letter_detail", "number", "key")
@staff_view(Capability.HANDLE_REQUESTS)
def letter_verb(request: HttpRequest, number: str, key: int, verb: str) -> HttpResponse:
    """Record a step in serving a letter; a wrong form comes back with what was typed."""
    if verb not in FORMS:
        raise Http404
    letter = _find(number, key)
    form = FORMS[verb](letter, request.POST, request.FILES, today=local_today())
    if not attempt_form(request, form, lambda: form.carry_out(user_of(request)), str(form.done)):
        return _show(request, letter, tried=form)
    return redirect("disclosure_staff:letter_detail", number=number, key=key)


@require_safe
@staff_view(Capability.HANDLE_REQUESTS, Capability.APPROVE_REQUESTS)
def letter_file(request: HttpRequest, number: str, key: int) -> HttpResponseBase:
    """The PDF of a letter; the reading is recorded."""
    return _find(number, key).file.response(actor=user_of(request))


@require_safe
@staff_view(Capability.HANDLE_REQUESTS)
def service_proof(request: HttpRequest, number: str, key: int, service: int) -> HttpResponseBase:
    """The file that proves a service; the reading is recorded."""
    found = get_object_or_404(_find(number, key).services.select_related("proof_file"), pk=service)
    if found.proof_file is None:
        raise Http404
    return found.proof_file.response(actor=user_of(request))
