"""The officers' register: list, quick entry, case desk."""

from __future__ import annotations

import json
import uuid
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from disclosure import similar
from disclosure.actions import register
from disclosure.actions.answers import taken_back
from disclosure.actions.clock import deadline_of
from disclosure.case_record import readable
from disclosure.filters.register import RequestFilterSet
from disclosure.forms.case import BundleForm
from disclosure.forms.register import APPLICANT_FIELDS, AmendForm, RevealForm, StaffRequestForm
from disclosure.forms.verb_forms import VerbForm
from disclosure.forms.verbs import FORMS, offers
from disclosure.letter_desk import letter_offers, letter_rows
from disclosure.models import Addition, Channel, Request, SubmissionFile
from disclosure.reading import ReadingOccasion
from disclosure.receipt import rule_of
from disclosure.remedy_clocks import windows_of
from disclosure.reports.register import register_response
from disclosure.states import VERBS
from foundation import access
from foundation.access import Capability
from foundation.audit import AuditEntry
from foundation.calendar_days import load_calendar
from foundation.clock import local_today
from foundation.late import late_verb
from foundation.staff_pages import attempt, attempt_form, back_to, staff_page, staff_view, user_of
from foundation.workflow import DomainError

PAGE_SIZE: Final = 50
SEES: Final = (Capability.VIEW_REQUESTS, Capability.HANDLE_REQUESTS, Capability.APPROVE_REQUESTS)


@require_safe
@staff_view(*SEES)
def request_list(request: HttpRequest) -> HttpResponseBase:
    """The register, filtered and sorted; ``?export=csv`` or ``xlsx`` gives the same rows as a file."""
    today = local_today()
    queryset = Request.objects.select_related("handler").defer("description", "purpose", "receipt_evidence")
    filters = RequestFilterSet(request.GET, queryset=queryset, request=request, today=today)
    if request.GET.get("export"):
        return register_response(filters.qs, request.GET["export"], actor=user_of(request))
    page = Paginator(filters.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {"page": page, "filters": filters, "today": today, "query": kept.urlencode()}
    return staff_page(
        request, "disclosure/staff/request_list.html", context, title=_("Register of disclosure requests")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Capability.HANDLE_REQUESTS)
def request_add(request: HttpRequest) -> HttpResponse:
    """The officer's quick entry: one screen, one save."""
    today = local_today()
    form = StaffRequestForm(
        request.POST or None,
        request.FILES or None,
        initial={"token": uuid.uuid4(), "arrived_on": today, "channel": request.GET.get("channel") or Channel.LETTER},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made, code = register.log_request(
                form.staff_entry(), actor=user_of(request), today=today, token=form.cleaned_data["token"]
            )
        except (DomainError, ValidationError) as error:
            form.add_error(None, getattr(error, "messages", None) or str(error))
        else:
            messages.success(
                request,
                _("Logged as %(number)s. Look-up code for the applicant: %(code)s (shown only now).")
                % {"number": made.number, "code": code},
            )
            return redirect("disclosure_staff:request_detail", number=made.number)
    rules = [(channel.label, rule_of(channel)) for channel in Channel]
    context = {"form": form, "rules": rules}
    return staff_page(request, "disclosure/staff/request_form.html", context, title=_("Log a request"))


@require_safe
@staff_view(*SEES)
def request_detail(request: HttpRequest, number: str) -> HttpResponse:
    """The case desk: what was asked, the clock with its reasons, what happened, and what can be done now."""
    return _desk(request, find_request(number))


def find_request(number: str) -> Request:
    """Return a request by its number, or answer 404."""
    return get_object_or_404(
        Request.objects.select_related("handler", "reopens", "published_answer__index_number"), number=number
    )


def _desk(request: HttpRequest, record: Request, tried: VerbForm | None = None, **more: Any) -> HttpResponse:
    today, user = local_today(), user_of(request)
    deadline = deadline_of(record)
    offered = offers(record, user, today)
    verbs = {offer.verb for offer in offered}
    handles = access.may(user, Capability.HANDLE_REQUESTS)
    context = {
        "record": record,
        "today": today,
        "deadline": deadline,
        "is_overdue": deadline is not None and record.concluded_on is None and deadline.is_overdue(today),
        "facts": record.facts.select_related("recorded_by", "voided_by", "consultation"),
        "items": record.items.select_related("decided"),
        "arrived": [addition.submission.arrived_on for addition in _additions(record)],
        "consultations": record.consultations.select_related("department", "answered_by"),
        "letters": letter_rows(record, deadline, today),
        "letter_offers": letter_offers(record, today) if handles else (),
        "reminders": record.reminders.filter(ended_at=None),
        "remedies": record.remedies.select_related("new_request"),
        "windows": windows_of(record, load_calendar(), today=today),
        "decision": record.decisions.first(),
        "may_publish": handles and record.outcome_row != "" and record.published_answer_id is None,
        "taken_back": taken_back(record.published_answer) if record.published_answer else None,
        "bundle_form": BundleForm(),
        "may_decide": handles and record.stage in VERBS["save_decision"].sources,
        "offers": [tried if tried is not None and offer.verb == tried.verb else offer.form for offer in offered],
        "late": None if tried is None or tried.verb in verbs else late_verb(record, tried.label, tried),
        "may_read": handles,
        "reveal": RevealForm(label_suffix=""),
        "same_applicant": similar.by_the_same_applicant(record)[: similar.SHOWN],
        "resembling": similar.resembling(record) if record.concluded_on is None else (),
        "history": AuditEntry.objects.filter(
            target_type=record._meta.label_lower, target_id=str(record.pk)
        ).select_related("actor")[:50],
        **more,
    }
    title = _("Request %(number)s") % {"number": record.number}
    status = 422 if tried is not None else 200
    return staff_page(request, "disclosure/staff/request_detail.html", context, title=title, status=status)


@back_to("disclosure_staff:request_detail", "number")
@staff_view(*SEES)
def request_verb(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Carry out a verb of the case desk; a wrong form comes back with what was typed."""
    if verb not in FORMS:
        raise Http404
    record = find_request(number)
    access.require(request.user, VERBS[verb].capability)
    form = FORMS[verb](record, request.POST, today=local_today())
    if not attempt_form(request, form, lambda: form.carry_out(user_of(request)), str(form.done)):
        return _desk(request, find_request(number), tried=form)
    return redirect("disclosure_staff:request_detail", number=number)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Capability.HANDLE_REQUESTS)
def request_amend(request: HttpRequest, number: str) -> HttpResponse:
    """Mend the entry; opening the form shows the applicant, so a button stands before it."""
    record = find_request(number)
    if request.method != "POST":
        return _amend_page(request, record, None)
    if "open" in request.POST:
        return _open_amend(request, record)
    form = AmendForm(request.POST)
    if form.is_valid() and attempt(request, lambda: _amend(request, record, form), _("The entry is amended.")):
        return redirect("disclosure_staff:request_detail", number=number)
    return _amend_page(request, record, form)


def _amend(request: HttpRequest, record: Request, form: AmendForm) -> Request:
    entry = form.entry(channel=record.channel, arrived_on=record.arrived_on)
    version = form.cleaned_data["edit_version"]
    return register.amend(record, entry, edit_version=version, actor=user_of(request))


def _open_amend(request: HttpRequest, record: Request) -> HttpResponse:
    applicant = register.read_applicant(record, actor=user_of(request), occasion=ReadingOccasion.ENTRY)
    initial = {name: getattr(applicant, name) for name in APPLICANT_FIELDS}
    initial |= {
        name: getattr(record, name)
        for name in (
            "applicant_category", "subject", "description", "features", "purpose", "delivery_way", "medium",
            "accepts_other_way", "edit_version",
        )
    }  # fmt: skip
    initial["items"] = "\n".join(item.text for item in record.items.all())
    return _amend_page(request, record, AmendForm(initial=initial))


def _amend_page(request: HttpRequest, record: Request, form: AmendForm | None) -> HttpResponse:
    title = _("Amend request %(number)s") % {"number": record.number}
    context = {"record": record, "form": form}
    status = 422 if form is not None and form.is_bound else 200
    return staff_page(request, "disclosure/staff/request_amend.html", context, title=title, status=status)


@back_to("disclosure_staff:request_detail", "number")
@staff_view(Capability.HANDLE_REQUESTS)
def request_reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show who asked and what came in, unmasked, once, after the occasion was stated; the reading is recorded."""
    record, form = find_request(number), RevealForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("State what the personal data is needed for."))
        return redirect("disclosure_staff:request_detail", number=number)
    applicant = register.read_applicant(record, actor=user_of(request), occasion=form.cleaned_data["occasion"])
    labels = {field.name: str(field.verbose_name) for field in applicant._meta.fields}
    fields = [(labels[name], _shown(applicant, name)) for name in APPLICANT_FIELDS]
    return _desk(
        request,
        record,
        applicant_fields=[(label, value) for label, value in fields if value],
        submission=readable(json.loads(record.submission.payload)),
        submission_files=_files_of(record),
        additions=[(addition, json.loads(addition.submission.payload)["text"]) for addition in _additions(record)],
    )


def _files_of(record: Request) -> QuerySet[SubmissionFile]:
    """Return what came with the request and with the additions of the applicant."""
    came_with = Q(submission__request=record) | Q(submission__addition__request=record)
    return SubmissionFile.objects.filter(came_with).select_related("file").order_by("pk")


def _additions(record: Request) -> QuerySet[Addition]:
    return record.additions.select_related("submission")


def _shown(applicant: Any, name: str) -> str:
    display = getattr(applicant, f"get_{name}_display", None)
    return str(display() if display else getattr(applicant, name))


@require_safe
@staff_view(Capability.HANDLE_REQUESTS)
def submission_file(request: HttpRequest, number: str, key: int) -> HttpResponseBase:
    """A file that came with the request; the download is recorded as a reading."""
    record = find_request(number)
    link = get_object_or_404(_files_of(record), pk=key)
    return link.file.response(actor=user_of(request))
