"""The desk of one message: what was written, the clock with its reasons, what happened, and what can be done now."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from feedback.actions import reading
from feedback.forms.reading import ReadForm
from feedback.forms.replies import public_text_of
from feedback.forms.verb_forms import MessageVerbForm, VersionedVerbForm
from feedback.forms.verbs import FORMS, offers
from feedback.look_alikes import similar_to
from feedback.message_desk import MessageView, part_of
from feedback.models.messages import Message
from feedback.models.published import PublishedAnswer
from feedback.reading import Subject
from feedback.states import VERBS
from foundation import access
from foundation.access import Capability
from foundation.audit import AuditEntry
from foundation.clock import local_today
from foundation.late import late_verb
from foundation.people import User
from foundation.proposals import ProposalDecision
from foundation.staff_pages import attempt_form, back_to, staff_page, staff_view, user_of
from foundation.workflow import Conflict, DomainError

REPEATS_SHOWN: Final = 20


def find_message(request: HttpRequest, number: str) -> Message:
    """Return a message that the person may see, or answer 404 as for one that does not exist."""
    visible = Message.objects.visible_to(user_of(request))
    return get_object_or_404(
        visible.select_related("department", "about", "region", "guide__item__department", "repeats"), number=number
    )


def gone(request: HttpRequest) -> HttpResponse:
    """Answer a form for a message that the person may not see (any longer): 404, with what was typed."""
    names = [name for name in request.POST if name.rpartition("-")[2] not in {"csrfmiddlewaretoken", "edit_version"}]
    context = {"typed": [text for name in names if (text := request.POST[name].strip())]}
    return staff_page(request, "feedback/staff/gone.html", context, title=_("Not with you"), status=404)


@require_safe
@staff_view(Capability.VIEW_MESSAGES)
def message_detail(request: HttpRequest, number: str) -> HttpResponse:
    """The desk; whoever only assists is led to the page of the own part."""
    message = find_message(request, number)
    if part_of(message, user_of(request)) is not None:
        return redirect("feedback_staff:message_part", number=number)
    return _desk(request, MessageView(message, user_of(request)))


def _desk(
    request: HttpRequest, view: MessageView, tried: MessageVerbForm | None = None, status: int = 200
) -> HttpResponse:
    today, message = local_today(), view.message
    offered = offers(message, view.user, today)
    if tried is not None:
        tried.today = today
    is_late = tried is not None and tried.verb not in {form.verb for form in offered}
    context = {
        "view": view,
        "message": message,
        "today": today,
        "deadline": view.deadline,
        "is_overdue": view.deadline is not None and view.deadline.is_overdue(today),
        "facts": message.facts.select_related("recorded_by"),
        "proposals": message.extension_proposals.select_related("proposed_by", "decided_by"),
        "open_proposal": message.extension_proposals.filter(decision=ProposalDecision.OPEN).first(),
        "supervisions": message.supervisions.select_related("issued_by", "answered_by", "decided_by"),
        "reminders": message.reminders.filter(ended_at=None),
        "files": _files(view),
        "calls": view.calls,
        "offers": [_kept(tried, form) for form in offered],
        "late": late_verb(message, tried.label, tried) if tried is not None and is_late else None,
        "read_forms": {
            subject.value: ReadForm(initial={"subject": subject}, auto_id=f"read-{subject}-%s") for subject in Subject
        },
        "similar": similar_to(message, view.user),
        "repeated_by": Message.objects.visible_to(view.user).filter(repeats=message).only("number")[:REPEATS_SHOWN],
        "public_text": public_text_of(message),
        "published": PublishedAnswer.objects.filter(message=message).first(),
        "history": _history(message),
    }
    title = _("Message %(number)s") % {"number": message.number}
    return staff_page(request, "feedback/staff/message_detail.html", context, title=title, status=status)


def _kept(tried: MessageVerbForm | None, form: MessageVerbForm) -> MessageVerbForm:
    """Return the form with what was typed; a verb on an exact text is offered anew with the text of now."""
    if tried is None or tried.verb != form.verb or isinstance(form, VersionedVerbForm):
        return form
    return tried


def _files(view: MessageView) -> list[tuple[int, str, bool]]:
    """Return key and name of each file, and whether it is still there; names are masked like the text."""
    rows = view.message.files.select_related("file")
    return [(row.pk, view.shown(row.file.name or ""), row.file.removed_at is None) for row in rows]


def _history(message: Message) -> Any:
    entries = AuditEntry.objects.filter(target_type=message._meta.label_lower, target_id=str(message.pk))
    return entries.select_related("actor")[:50]


@back_to("feedback_staff:message_detail", "number")
@staff_view(Capability.VIEW_MESSAGES)
def message_verb(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Carry out a verb of the desk; a wrong form, and one that comes too late, keeps what was typed."""
    if verb not in FORMS:
        raise Http404
    user = user_of(request)
    access.require(user, VERBS[verb].capability)
    try:
        message = find_message(request, number)
    except Http404:
        return gone(request)
    form = FORMS[verb](message, request.POST, today=local_today())
    if attempt_form(request, form, lambda: _carry_out(form, user), str(form.done)):
        return _next_page(request, number)
    return _desk(request, MessageView(find_message(request, number), user), tried=form, status=422)


def _carry_out(form: MessageVerbForm, user: User) -> None:
    """Call the action; a message that left the department in the meantime is a conflict, not a forbidden page."""
    try:
        form.carry_out(user)
    except PermissionDenied as refusal:
        raise Conflict(str(refusal)) from refusal


def _next_page(request: HttpRequest, number: str) -> HttpResponse:
    """Lead back to the desk, or to the inbox where the message left the own departments."""
    if Message.objects.visible_to(user_of(request)).filter(number=number).exists():
        return redirect("feedback_staff:message_detail", number=number)
    return redirect("feedback_staff:message_list")


@back_to("feedback_staff:message_detail", "number")
@staff_view(Capability.HANDLE_MESSAGES, Capability.APPROVE_MESSAGES)
def message_read(request: HttpRequest, number: str) -> HttpResponse:
    """Show the whole text or the writer, once, after the occasion was stated; the reading is recorded."""
    message, user, form = find_message(request, number), user_of(request), ReadForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("State what the personal data is needed for."))
        return redirect("feedback_staff:message_detail", number=number)
    view, occasion = MessageView(message, user), form.cleaned_data["occasion"]
    try:
        if form.cleaned_data["subject"] == Subject.WRITER:
            view.writer = reading.read_writer(message, actor=user, occasion=occasion)
        else:
            reading.read_text(message, actor=user, occasion=occasion)
            view.is_read = True
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return _desk(request, view)


@require_safe
@staff_view(Capability.HANDLE_MESSAGES, Capability.APPROVE_MESSAGES)
def message_file(request: HttpRequest, number: str, key: int) -> HttpResponseBase:
    """A file that came with the message; the download is recorded as a reading."""
    message = find_message(request, number)
    if not reading.may_read_text(message, user_of(request)):
        raise Http404
    link = get_object_or_404(message.files.select_related("file"), pk=key, file__removed_at=None)
    return link.file.response(actor=user_of(request))
