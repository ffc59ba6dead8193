"""Writing a message: the form, its preview, the receipt, and what is answered already."""

from __future__ import annotations

import uuid
from typing import Any, Final
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from feedback.actions.clock import deadline_of
from feedback.actions.messages import send_message, sent_today
from feedback.deadlines import petition_notice_due
from feedback.doors import doors_for
from feedback.forms.public import GUIDE_LENGTH, MOST_FILES, FilesForm, MessageForm
from feedback.kinds import kinds_in_words
from feedback.models import Message
from feedback.models.messages import SUBJECT_LENGTH
from feedback.similar import suggest
from feedback.states import MessageKind
from foundation import lookup_codes, pressure
from foundation.clock import local_today
from foundation.filters import clean_code, normalize
from foundation.pages import absolute, private_page, render_body
from foundation.visits import Visit
from foundation.workflow import Conflict, DomainError
from guides.models import PublishedGuide

SECTION: Final = "feedback"
RECEIPT: Final = Visit("feedback_receipt", seconds=15 * 60)
"""So long the receipt can be read again: printed, in large print, in the other language."""
LIMIT: Final = pressure.Limit("feedback.message", 60, 3600)
"""Messages in an hour from one address before the ticket is asked for: a whole hall may stand behind one."""
_YES: Final = "yes"


@csrf_exempt  # the guarded form checks it and keeps what was typed
@require_http_methods(["GET", "HEAD", "POST"])
def message_new(request: HttpRequest) -> HttpResponse:
    """Write, look through, send.  Nothing is kept before it is sent."""
    if request.method != "POST":
        return _write(request, MessageForm(initial=_prefilled(request)))
    form = MessageForm(request.POST)
    step = request.POST.get("step")
    if not form.is_valid():
        return _write(request, form, status=422)
    if step == "edit":
        return _write(request, form)
    if step != "send":
        return _preview(request, form, FilesForm())
    return _send(request, form, FilesForm(request.POST, request.FILES))


def _prefilled(request: HttpRequest) -> dict[str, str]:
    """Return what the address says already: kind, subject (what was searched for in vain), department, guide."""
    kind = request.GET.get("kind", "")
    return {
        "kind": kind if kind in MessageKind else "",
        "subject": normalize(request.GET.get("subject", ""))[:SUBJECT_LENGTH],
        "about": clean_code(request.GET.get("department", "")),
        "guide": clean_code(request.GET.get("guide", ""), GUIDE_LENGTH),
    }


def _write(request: HttpRequest, form: MessageForm, *, status: int = 200) -> HttpResponse:
    slug = clean_code(form["guide"].value() or "", GUIDE_LENGTH)
    context = {
        "form": form,
        "kinds": kinds_in_words(local_today()),
        "guide": PublishedGuide.objects.filter(slug=slug).only("slug", "title", "title_en").first() if slug else None,
    }
    title = _("Write to us")
    return private_page(request, "feedback/message_form.html", context, section=SECTION, title=title, status=status)


def _preview(
    request: HttpRequest, form: MessageForm, files: FilesForm, problem: str = "", *, status: int = 200
) -> HttpResponse:
    data = form.cleaned_data
    context = {
        "form": form,
        "files": files,
        "problem": problem,
        "rows": form.rows(),
        "guide": form.record,
        "masked": form.masked(),
        "doors": doors_for(f"{data['subject']}\n{data['text']}"),
        "suggestions": suggest(data["subject"]),
        "most_files": MOST_FILES,
        "most_mb": settings.PORTAL_MAX_UPLOAD_MB,
    }
    title = _("Look through and send")
    return private_page(request, "feedback/message_preview.html", context, section=SECTION, title=title, status=status)


def _send(request: HttpRequest, form: MessageForm, files: FilesForm) -> HttpResponse:
    """Register the message; what stands in the way is said on the preview, where everything typed is kept."""
    if problem := form.doubts(request):
        return _preview(request, form, FilesForm(), problem, status=422)
    if not files.is_valid():
        return _preview(request, form, files, status=422)
    today, data = local_today(), form.cleaned_data
    entry = form.entry(files.cleaned_data["attachments"])
    if data["same_again"] != _YES and sent_today(entry, token=form.token, today=today):
        return _same_text(request, form)
    if problem := form.held_up(request, LIMIT):
        return pressure.ask_to_wait(_preview(request, form, FilesForm(), problem, status=429))
    try:
        send_message(entry, token=form.token, today=today)
    except Conflict as conflict:
        return _preview(request, form, FilesForm(), form.sent_before(conflict), status=422)
    except (DomainError, ValidationError) as refusal:
        sentence = refusal.messages[0] if isinstance(refusal, ValidationError) else str(refusal)
        return _preview(request, form, FilesForm(), sentence, status=422)
    response = redirect("feedback:message_receipt")
    RECEIPT.open(request, response, form.token.hex)
    return response


def _same_text(request: HttpRequest, form: MessageForm) -> HttpResponse:
    form.put("same_again", _YES)
    sentence = _(
        "Exactly this text came in today already. If it was you: it has arrived, and the status page shows it. If you "
        "mean to send it again all the same, press send once more."
    )
    return _preview(request, form, FilesForm(), sentence, status=422)


@require_safe
def message_receipt(request: HttpRequest) -> HttpResponse:
    """Number and code, shown for a short while to the browser that sent the message."""
    token = RECEIPT.key(request)
    message = Message.objects.filter(token=token).first() if token else None
    if message is None:
        return redirect("feedback:status")
    status_url = absolute(reverse("feedback:status"))
    with_number = f"{status_url}?{urlencode({'number': message.number})}"
    context = {
        "message": message,
        "code": lookup_codes.code_for(uuid.UUID(token)),
        "deadline": deadline_of(message),
        "notice_due_on": petition_notice_due(message.received_on) if message.is_petition else None,
        "status_url": status_url,
        "qr": segno.make(with_number, micro=False, error="m").svg_data_uri(border=2, scale=4),
    }
    title = _("Receipt of your message")
    return private_page(request, "feedback/message_receipt.html", context, section=SECTION, title=title)


@require_POST
def message_suggestions(request: HttpRequest) -> HttpResponse:
    """What is answered already, and better doors, for a subject: a piece of a page.

    What is typed stands in no address and no cache; of a report of wrongdoing nothing is asked.
    """
    subject = "" if request.POST.get("kind") == MessageKind.REPORT else request.POST.get("q", "")[:200]
    context: dict[str, Any] = {"suggestions": suggest(subject), "doors": doors_for(subject)}
    return HttpResponse(render_body("feedback/_hints.html", context, SECTION), headers={"Cache-Control": "no-store"})
