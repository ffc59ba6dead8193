"""Asking for information: the form, its preview, the receipt, and what is public already."""

from __future__ import annotations

import uuid
from typing import Any, Final

import segno
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from disclosure.actions.register import submit_online
from disclosure.already_public import suggest
from disclosure.forms.public import MOST_FILES, PRIVACY_NOTICE, FilesForm, PublicRequestForm
from disclosure.index_numbers import parse_index
from disclosure.models import DisclosureOffice, PublishedPublication, Request
from disclosure.models.register import SUBJECT_LENGTH
from foundation import lookup_codes, pressure
from foundation.clock import local_today
from foundation.pages import absolute, private_page, render_body
from foundation.visits import Visit
from foundation.workflow import DomainError

SECTION: Final = "disclosure"
RECEIPT: Final = Visit("disclosure_receipt", seconds=15 * 60)
"""So long the receipt can be read again: printed, in large print, in the other language."""
LIMIT: Final = pressure.Limit("disclosure.request", 60, 3600)
"""Requests in an hour from one address before the ticket is asked for: a whole hall may stand behind one."""
_CHANGED: Final = "changed"


@csrf_exempt  # the guarded form checks it and keeps what was typed
@require_http_methods(["GET", "HEAD", "POST"])
def request_new(request: HttpRequest) -> HttpResponse:
    """Write, look through, send.  Nothing is kept before it is sent."""
    if request.method != "POST":
        return _write(request, PublicRequestForm(initial=_named_record(request)))
    form = PublicRequestForm(request.POST)
    step = request.POST.get("step")
    if not form.is_valid():
        return _write(request, form, status=422)
    if step == "edit":
        return _write(request, form)
    if step != "send":
        return _preview(request, form, FilesForm())
    return _send(request, form, FilesForm(request.POST, request.FILES))


def _named_record(request: HttpRequest) -> dict[str, str]:
    """Fill in the record that the link to this form names; its page says that it is disclosed on request."""
    try:
        parse_index(index_text := request.GET.get("index_number", ""))
        record = PublishedPublication.objects.only("title").get(index_text=index_text)
    except (ValueError, PublishedPublication.DoesNotExist):
        return {}
    features = _("Index number: %(number)s") % {"number": index_text}
    return {"subject": record.title[:SUBJECT_LENGTH], "features": features}


def _write(request: HttpRequest, form: PublicRequestForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "offices": DisclosureOffice.objects.filter(is_active=True), "version": PRIVACY_NOTICE}
    title = _("Request information")
    return private_page(request, "disclosure/request_form.html", context, section=SECTION, title=title, status=status)


def _preview(
    request: HttpRequest, form: PublicRequestForm, files: FilesForm, problem: str = "", *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "files": files,
        "problem": problem,
        "rows": form.rows(),
        "suggestions": suggest(form.cleaned_data["subject"]),
        "most_files": MOST_FILES,
        "most_mb": settings.PORTAL_MAX_UPLOAD_MB,
        "version": PRIVACY_NOTICE,
        "offices": DisclosureOffice.objects.filter(is_active=True),
    }
    title = _("Look through and send")
    return private_page(
        request, "disclosure/request_preview.html", context, section=SECTION, title=title, status=status
    )


def _send(request: HttpRequest, form: PublicRequestForm, files: FilesForm) -> HttpResponse:
    """Register the request; what stands in the way is said on the preview, where everything typed is kept."""
    if problem := form.doubts(request):
        return _preview(request, form, FilesForm(), problem, status=422)
    if not files.is_valid():
        return _preview(request, form, files, status=422)
    if problem := form.held_up(request, LIMIT):
        return pressure.ask_to_wait(_preview(request, form, FilesForm(), problem, status=429))
    entry = form.public_entry(files.chosen(), arrived_on=local_today())
    try:
        made, _code = submit_online(entry, token=form.token)
    except (DomainError, ValidationError) as refusal:
        sentence = refusal.messages[0] if isinstance(refusal, ValidationError) else str(refusal)
        return _preview(request, form, FilesForm(), sentence, status=422)
    changed = _CHANGED if made.submission.payload != entry.payload() else ""
    response = redirect("disclosure:request_receipt")
    RECEIPT.open(request, response, f"{form.token.hex}/{changed}")
    return response


@require_safe
def request_receipt(request: HttpRequest) -> HttpResponse:
    """Number and code, shown for a short while to the browser that sent the request."""
    token, _slash, changed = (RECEIPT.key(request) or "").partition("/")
    made = Request.objects.select_related("submission").filter(submission__token=token).first() if token else None
    if made is None:
        return redirect("disclosure:status")
    status_url = reverse("disclosure:status")
    context = {
        "record": made,
        "code": lookup_codes.code_for(uuid.UUID(token)),
        "changed": changed == _CHANGED,
        "status_url": absolute(status_url),
        "qr": segno.make(absolute(status_url), micro=False, error="m").svg_data_uri(border=2, scale=4),
        "offices": DisclosureOffice.objects.filter(is_active=True),
    }
    title = _("Your receipt")
    return private_page(request, "disclosure/request_receipt.html", context, section=SECTION, title=title)


@require_POST
def request_suggestions(request: HttpRequest) -> HttpResponse:
    """What is public already and sounds like the words: a piece of a page; the words stand in no address and cache."""
    context: dict[str, Any] = {"suggestions": suggest(request.POST.get("q", "")[:200])}
    body = render_body("disclosure/_suggestions.html", context, SECTION)
    return HttpResponse(body, headers={"Cache-Control": "no-store"})
