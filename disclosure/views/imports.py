"""Taking over a register in the back office: columns and template, preview row by row, confirmation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from disclosure.actions.imports import import_requests
from disclosure.forms.imports import RegisterUploadForm
from disclosure.imports.columns import COLUMNS
from disclosure.imports.rows import TakenRow
from disclosure.imports.template import template_workbook
from foundation.access import Capability
from foundation.clock import local_today
from foundation.staff_pages import staff_page, staff_view, user_of
from foundation.tables import pending
from foundation.tables.takeover import RowResult, TakenOver
from foundation.workflow import DomainError

PROFILE: Final = "disclosure-register"
"""Under which an upload waits for its confirmation; uploads of other imports are not found here."""
SHOWN: Final = 200
"""Rows that the preview shows; those with something wrong come first."""


@dataclass(frozen=True)
class PreviewRow:
    """A row as the preview shows it."""

    row: RowResult[TakenRow]
    outcome: str
    label: str

    @property
    def place(self) -> tuple[bool, int]:
        """The order of the preview: what is wrong first."""
        return not self.row.problems, self.row.number


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Capability.HANDLE_REQUESTS)
def register_import(request: HttpRequest) -> HttpResponse:
    """The columns, the template, and the upload that leads to the preview."""
    form = RegisterUploadForm(request.POST, request.FILES) if request.method == "POST" else RegisterUploadForm()
    if form.is_bound and form.is_valid():
        kept = pending.keep(form.source(), PROFILE, actor=user_of(request))
        return redirect("disclosure_staff:register_preview", token=kept.token)
    context = {"form": form, "columns": COLUMNS}
    title, status = _("Take over a register"), 422 if form.is_bound else 200
    return staff_page(request, "disclosure/staff/import_upload.html", context, title=title, status=status)


@require_safe
@staff_view(Capability.HANDLE_REQUESTS)
def register_template(_request: HttpRequest) -> HttpResponse:
    """An empty workbook with the headings and what each column holds."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(template_workbook(), content_type=kind)
    response["Content-Disposition"] = 'attachment; filename="register.xlsx"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Capability.HANDLE_REQUESTS)
def register_preview(request: HttpRequest, token: str) -> HttpResponse:
    """What the file would do; it is taken in as a whole when that is confirmed, or not at all."""
    kept = pending.find(token, actor=user_of(request))
    if kept.profile != PROFILE:
        raise Http404
    if "discard" in request.POST:
        kept.discard()
        messages.info(request, _("The file was not taken in."))
        return redirect("disclosure_staff:register_import")
    confirmed = request.method == "POST"
    try:
        done = import_requests(kept.source, actor=user_of(request), today=local_today(), dry_run=not confirmed)
    except DomainError as error:
        kept.discard()
        messages.error(request, f"{kept.source.name}: {error}")
        return redirect("disclosure_staff:register_import")
    if confirmed and not done.held_back:
        kept.discard()
        count = len(done.new)
        messages.success(request, ngettext("%d request was taken over.", "%d requests were taken over.", count) % count)
        return redirect("disclosure_staff:request_list")
    return _preview(request, kept, done, status=409 if confirmed else 200)


def _preview(request: HttpRequest, kept: pending.Pending, done: TakenOver[TakenRow], *, status: int) -> HttpResponse:
    rows = sorted((_row(done, row) for row in done.rows), key=lambda shown: shown.place)
    context = {
        "kept": kept,
        "done": done,
        "rows": rows[:SHOWN],
        "hidden": max(0, len(rows) - SHOWN),
    }
    title = _("Preview of the import")
    return staff_page(request, "disclosure/staff/import_preview.html", context, title=title, status=status)


def _row(done: TakenOver[TakenRow], row: RowResult[TakenRow]) -> PreviewRow:
    if row.problems:
        return PreviewRow(row, "refused", pgettext("import", "refused"))
    if row.number in done.known:
        return PreviewRow(row, "unchanged", _("there already"))
    return PreviewRow(row, "created", _("new"))
