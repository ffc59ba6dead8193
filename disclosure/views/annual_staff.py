"""The desk of the annual report: live tables, identities, text with bound figures, and what each cell counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from disclosure.actions import annual
from disclosure.actions.annual import Draft, review_draft
from disclosure.annual import prose
from disclosure.annual.tables import Figures
from disclosure.forms.annual import CommentForm, FiguresForm, StartForm, TextForm
from disclosure.models import AnnualReport, IssuingBody
from disclosure.models.annual import ReportStage
from disclosure.reports.annual import cell_rows, due_on, gather
from foundation import access
from foundation.access import Capability
from foundation.audit import AuditEntry
from foundation.clock import local_today
from foundation.people import User
from foundation.staff_pages import attempt, back_to, staff_page, staff_view, user_of

SEES: Final = (Capability.VIEW_REQUESTS, Capability.HANDLE_REQUESTS, Capability.APPROVE_REQUESTS)
PAGE_SIZE: Final = 50
HISTORY: Final = 50


@require_safe
@staff_view(*SEES)
def report_list(request: HttpRequest) -> HttpResponse:
    """All reports with their stage, and the form that begins one."""
    last = local_today().year - 1
    reports = AnnualReport.objects.select_related("edited_by", "signed_by").defer("document", "texts")
    return staff_page(
        request,
        "disclosure/staff/report_list.html",
        {
            "reports": reports,
            "form": StartForm(initial={"year": last + 1 if any(report.year == last for report in reports) else last}),
            "may_start": access.may(user_of(request), Capability.HANDLE_REQUESTS) and IssuingBody.objects.exists(),
        },
        title=_("Annual reports"),
    )


@back_to("disclosure_staff:report_list")
@staff_view(Capability.HANDLE_REQUESTS)
def report_start(request: HttpRequest) -> HttpResponse:
    """Begin the report on a year."""
    form = StartForm(request.POST)
    if not form.is_valid():
        return staff_page(
            request, "disclosure/staff/report_list.html", {"form": form, "may_start": True}, title=_("Annual reports")
        )
    year, body = form.cleaned_data["year"], form.cleaned_data["body"]
    begun = attempt(
        request,
        lambda: annual.start_report(year, body=body, actor=user_of(request), today=local_today()),
        _("The report is begun, with the figures known today."),
    )
    return redirect("disclosure_staff:report_detail", year) if begun else redirect("disclosure_staff:report_list")


def _find(year: int) -> AnnualReport:
    """Return the newest version of the report on a year."""
    found = AnnualReport.objects.select_related("body", "index_number", "edited_by", "submitted_by", "signed_by")
    return get_object_or_404(found.filter(year=year)[:1])


@require_safe
@staff_view(*SEES)
def report_detail(request: HttpRequest, year: int) -> HttpResponse:
    """The report as it stands: what is wrong with it, what can be done now, and its pages with open cells."""
    report, today = _find(year), local_today()
    draft = review_draft(report, today=today)
    document = report.frozen if report.is_signed else draft.document
    context = {
        "report": report,
        "doc": document,
        "draft": draft,
        "blocking": [finding for finding in draft.findings if finding.blocks],
        "warning": [finding for finding in draft.findings if not finding.blocks],
        "problems": _named_problems(report, draft),
        "moved": _moved(document.values, draft.gathered.figures) if report.is_signed else (),
        "marked": {cell for finding in draft.findings for cell in finding.cells} if not report.is_signed else set(),
        "linked": draft.gathered.counted,
        "cell_url": "cells/",
        "due_on": due_on(year),
        "is_late": not report.is_signed and today > due_on(year),
        "offers": offers(report, user_of(request)),
        "expected": draft.checksum,
        "versions": AnnualReport.objects.signed(year).defer("document", "texts"),
        "history": AuditEntry.objects.filter(
            target_type=report._meta.label_lower,
            target_id__in=[str(key) for key in AnnualReport.objects.filter(year=year).values_list("pk", flat=True)],
        ).select_related("actor")[:HISTORY],
    }
    return staff_page(request, "disclosure/staff/report_detail.html", context, title=document.title)


def _named_problems(report: AnnualReport, draft: Draft) -> list[tuple[str, str, tuple[prose.Problem, ...]]]:
    """Return the problems of the text with key and name of their part."""
    names = {part.key: part.heading or section.heading for section in report.format.sections for part in section.parts}
    return [(key, names[key], found) for key, found in draft.problems.items()]


def _moved(frozen: dict[str, Any], live: Figures) -> list[tuple[str, Any, Any]]:
    """Return what the system counts differently today than at the signature: label, then and now."""
    cells = live.format.cells
    return [
        (cells[address].label, value, live[address])
        for address, value in frozen.items()
        if address in cells and live[address] != value
    ]


def offers(report: AnnualReport, user: User) -> list[dict[str, Any]]:
    """Return the verbs that somebody may carry out on a report now."""
    handles, approves = (
        access.may(user, capability) for capability in (Capability.HANDLE_REQUESTS, Capability.APPROVE_REQUESTS)
    )
    if report.stage == ReportStage.DRAFTING and handles:
        return [{"verb": "submit", "label": _("Submit to the second person")}]
    if report.stage == ReportStage.IN_REVIEW and approves:
        return [
            {"verb": "sign", "label": _("Sign and publish")},
            {"verb": "return", "label": _("Return"), "comment": _("What should be mended")},
        ]
    if report.is_signed and handles:
        return [{"verb": "amend", "label": _("Amend"), "comment": _("What is corrected; the public reads it")}]
    return []


@back_to("disclosure_staff:report_detail", "year")
@staff_view(Capability.HANDLE_REQUESTS, Capability.APPROVE_REQUESTS)
def report_verb(request: HttpRequest, year: int, verb: str) -> HttpResponse:
    """Submit, sign, return or amend."""
    form = CommentForm(request.POST)
    sent = form.cleaned_data if form.is_valid() else {"comment": "", "expected": ""}
    comment, expected = sent["comment"], sent["expected"]
    report, actor = _find(year), user_of(request)
    verbs: dict[str, tuple[Callable[[], object], str]] = {
        "submit": (lambda: annual.submit_report(report, actor=actor), _("Submitted to the second person.")),
        "sign": (
            lambda: annual.sign_report(report, expected=expected, actor=actor, today=local_today()),
            _("Signed: the report is frozen and public."),
        ),
        "return": (
            lambda: annual.return_report(report, comment=comment, actor=actor),
            _("Returned; the author sees your comment."),
        ),
        "amend": (
            lambda: annual.amend_report(report, reason=comment, actor=actor),
            _("A new version is begun; the signed one stays public until the new one is signed."),
        ),
    }
    if verb not in verbs:
        raise Http404
    attempt(request, *verbs[verb])
    return redirect("disclosure_staff:report_detail", year)


def _not_now(request: HttpRequest, report: AnnualReport) -> HttpResponse:
    """Lead back to the report: only a draft is edited.  What somebody typed meanwhile is posted and told apart."""
    messages.info(request, _("The report is “%s” and cannot be edited now.") % report.get_stage_display())
    return redirect("disclosure_staff:report_detail", report.year)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Capability.HANDLE_REQUESTS)
def report_text(request: HttpRequest, year: int) -> HttpResponse:
    """Text and head data: each part with what it reads like once the figures are written in."""
    report = _find(year)
    if report.stage != ReportStage.DRAFTING and request.method != "POST":
        return _not_now(request, report)
    form = TextForm(request.POST if request.method == "POST" else None, instance=report)
    if request.method == "POST" and form.is_valid() and "save" in request.POST:
        saved = attempt(
            request,
            lambda: annual.save_report(
                report,
                values=form.head,
                texts=form.texts,
                edit_version=form.cleaned_data["edit_version"],
                actor=user_of(request),
            ),
            _("The text is saved."),
        )
        if saved:
            return redirect("disclosure_staff:report_text", year)
    figures = gather(report.year, report.body).figures
    parts = [
        {
            "section": section.heading,
            "part": part,
            "field": form[f"text_{part.key}"],
            "bound": prose.bind(text, figures),
        }
        for section in report.format.sections
        for part in section.parts
        for text in (form.texts[part.key],)
    ]
    context = {"report": report, "form": form, "parts": parts, "names": _names(figures)}
    return staff_page(request, "disclosure/staff/report_text.html", context, title=_("Text of the report on %d") % year)


def _names(figures: Figures) -> list[dict[str, Any]]:
    """Return the names of all figures with their values, table by table."""
    return [
        {
            "title": table.title,
            "cells": [(address, cell.label, figures[address]) for address, cell in table.cells.items()],
        }
        for table in figures.format.tables
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Capability.HANDLE_REQUESTS)
def report_figures(request: HttpRequest, year: int) -> HttpResponse:
    """Figures that nothing in the system counts, entered in the grid of their tables."""
    report = _find(year)
    if report.stage != ReportStage.DRAFTING and request.method != "POST":
        return _not_now(request, report)
    draft = review_draft(report, today=local_today())
    form = FiguresForm(draft.gathered, draft.document, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():

        def enter() -> None:
            with transaction.atomic():
                for figures, note in form.changed_by_table():
                    annual.enter_figures(report, figures=figures, note=note, actor=user_of(request))

        if attempt(request, enter, _("The figures are saved.")):
            return redirect("disclosure_staff:report_detail", year)
    context = {"report": report, "form": form, "tables": list(form.tables())}
    return staff_page(
        request, "disclosure/staff/report_figures.html", context, title=_("Figures of the report on %d") % year
    )


@require_safe
@staff_view(*SEES)
def report_cell(request: HttpRequest, year: int, address: str) -> HttpResponse:
    """The rows that a cell counts today."""
    report = _find(year)
    try:
        rows = cell_rows(year, report.body, address)
    except LookupError as error:
        raise Http404 from error
    cell = report.format.cells[address]
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"report": report, "cell": cell, "table": address.partition(".")[0], "page": page}
    return staff_page(request, "disclosure/staff/report_cell.html", context, title=cell.label)
