"""The decision at the case desk: the officer's editor, and the page on which the second person reads and releases."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from disclosure.actions.decisions import decision_occasion, find_leaks, problems_of
from disclosure.actions.letters import read_paper
from disclosure.annual.formats import outcome_mark
from disclosure.forms.decisions import REVIEW_FORMS, DecisionForm
from disclosure.forms.verb_forms import VerbForm
from disclosure.letters.paper import Paper, compose
from disclosure.models.clock import Consultation
from disclosure.models.decisions import Decision, DecisionFile, DecisionStage
from disclosure.models.register import Request
from disclosure.outcomes import RULES
from disclosure.states import VERBS
from disclosure.views.letters import pdf_response
from disclosure.views.register import SEES, find_request
from foundation import access
from foundation.access import Capability
from foundation.clock import local_today
from foundation.late import late_verb
from foundation.staff_pages import attempt_form, back_to, staff_page, staff_view, user_of
from foundation.workflow import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Capability.HANDLE_REQUESTS)
def decision_edit(request: HttpRequest, number: str) -> HttpResponse:
    """Draft the decision; what cannot be saved comes back with everything that was typed."""
    record = find_request(number)
    decision = record.decisions.first()
    if record.stage not in VERBS["save_decision"].sources:
        if request.method != "POST" and decision is not None:
            return redirect("disclosure_staff:decision_review", number=number)
        if decision is None:
            raise Http404
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = DecisionForm(record, decision, *sent, actor=user_of(request))
    if request.method == "POST" and form.is_whole_valid():
        try:
            form.save(record, actor=user_of(request))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as invalid:
            form.add_error(None, invalid.messages)
        else:
            messages.success(request, _("The draft is saved."))
            page = "decision_review" if "review" in request.POST else "decision_edit"
            return redirect(f"disclosure_staff:{page}", number=number)
    return _editor(request, record, decision, form)


def _editor(request: HttpRequest, record: Request, decision: Decision | None, form: DecisionForm) -> HttpResponse:
    findings = find_leaks(decision, wait=False) if decision else []
    objected = Consultation.objects.valid().filter(request=record, kind="third_party", position="objects").exists()
    context = {
        "record": record,
        "decision": decision,
        "form": form,
        "faults": list(form.faults()) if form.is_bound else (),
        "files": decision.files.select_related("file") if decision else (),
        "findings": findings,
        "problems": problems_of(decision, findings, today=local_today()) if decision else (),
        "consultations": Consultation.objects.valid().filter(request=record),
        "objected": objected or bool(decision and decision.overrides_objection),
    }
    status = 422 if form.is_bound else 200
    title = _("Decision on %(number)s") % {"number": record.number}
    return staff_page(request, "disclosure/staff/decision_edit.html", context, title=title, status=status)


@require_safe
@staff_view(*SEES)
def decision_review(request: HttpRequest, number: str) -> HttpResponse:
    """Everything that the decision says, its letter, and what can be done with it."""
    record = find_request(number)
    return _review(request, record, get_object_or_404(Decision, request=record))


def _review(request: HttpRequest, record: Request, decision: Decision, tried: VerbForm | None = None) -> HttpResponse:
    drafting = decision.stage != DecisionStage.RELEASED
    findings = find_leaks(decision, wait=decision.stage == DecisionStage.SUBMITTED) if drafting else []
    paper, digest, problem = _paper(decision) if drafting else (None, "", "")
    forms = _offers(request, record, decision, digest)
    context: dict[str, Any] = {
        "record": record,
        "decision": decision,
        "rows": [
            (row, RULES[row.outcome], outcome_mark(RULES[row.outcome].row))
            for row in decision.items.select_related("item")
        ],
        "files": decision.files.select_related("file"),
        "consultations": Consultation.objects.valid().filter(request=record),
        "findings": findings,
        "problems": problems_of(decision, findings, today=local_today()) if drafting else (),
        "paper": paper,
        "problem": problem,
        "letter": record.letters.filter(decision=decision, kind="decision").first(),
        "late": late_verb(record, tried.label, tried)
        if tried is not None and tried.verb not in {form.verb for form in forms}
        else None,
        "forms": [tried if tried is not None and tried.verb == form.verb else form for form in forms],
        "may_read": _may_read(request),
        "may_edit": record.stage in VERBS["save_decision"].sources
        and access.may(request.user, Capability.HANDLE_REQUESTS),
    }
    title = _("Decision on %(number)s") % {"number": record.number}
    status = 200 if tried is None else 422
    return staff_page(request, "disclosure/staff/decision_review.html", context, title=title, status=status)


def _may_read(request: HttpRequest) -> bool:
    return access.may(request.user, Capability.HANDLE_REQUESTS) or access.may(request.user, Capability.APPROVE_REQUESTS)


def _paper(decision: Decision) -> tuple[Paper | None, str, str]:
    """Return the letter with the applicant masked, the digest of the real one, and why it cannot be issued."""
    occasion = decision_occasion(decision, local_today())
    paper: Paper | None = None
    try:
        paper, whole = compose(occasion.masked_one()), compose(occasion)
        whole.pdf()
    except DomainError as refusal:
        return paper, "", str(refusal)
    return paper, whole.digest, ""


def _offers(request: HttpRequest, record: Request, decision: Decision, digest: str) -> list[VerbForm]:
    """Return the verbs that the state table and the person's role allow now."""
    seen = {"expected_version": decision.edit_version, "expected_letter": digest}
    return [
        form(record, today=local_today(), initial=seen)
        for verb, form in REVIEW_FORMS.items()
        if record.stage in VERBS[verb].sources
        and access.may(request.user, VERBS[verb].capability)
        and (verb != "release_decision" or digest)
    ]


@back_to("disclosure_staff:decision_review", "number")
@staff_view(*SEES)
def decision_verb(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Carry out a verb on the decision; a wrong form comes back with what was typed."""
    if verb not in REVIEW_FORMS:
        raise Http404
    record = find_request(number)
    access.require(request.user, VERBS[verb].capability)
    form = REVIEW_FORMS[verb](record, request.POST, today=local_today())
    done = attempt_form(request, form, lambda: form.carry_out(user_of(request)), str(form.done))
    if not done:
        record = find_request(number)
        return _review(request, record, get_object_or_404(Decision, request=record), tried=form)
    return redirect("disclosure_staff:request_detail", number=number)


@back_to("disclosure_staff:decision_review", "number")
@staff_view(Capability.HANDLE_REQUESTS, Capability.APPROVE_REQUESTS)
def decision_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The letter as it would be issued, unmasked; the reading is recorded."""
    decision = get_object_or_404(Decision, request=find_request(number))
    try:
        return pdf_response(read_paper(decision_occasion(decision, local_today()), actor=user_of(request)))
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("disclosure_staff:decision_review", number=number)


@require_safe
@staff_view(Capability.HANDLE_REQUESTS, Capability.APPROVE_REQUESTS)
def decision_file(request: HttpRequest, number: str, key: int) -> HttpResponseBase:
    """A file that is given out with the decision."""
    given = get_object_or_404(DecisionFile.objects.select_related("file"), pk=key, decision__request__number=number)
    return given.file.response()
