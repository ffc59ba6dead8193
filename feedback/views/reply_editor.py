"""The editor of a reply: templates to start from, a preview as the writer will read it, nothing lost on the way."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from feedback.actions import replies
from feedback.forms.replies import ReplyForm
from feedback.message_desk import MessageView
from feedback.models.messages import Message
from feedback.models.replies import Reply, ReplyTemplate
from feedback.states import Ending
from feedback.views.desk import find_message, gone
from foundation.access import Capability
from foundation.late import late_verb
from foundation.publishing.comparison import word_diff
from foundation.staff_pages import attempt, staff_page, staff_view, user_of
from foundation.workflow import Conflict, DomainError


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Capability.HANDLE_MESSAGES)
def reply_edit(request: HttpRequest, number: str) -> HttpResponse:
    """Draft the reply; what cannot be saved comes back with everything that was typed."""
    try:
        message = find_message(request, number)
    except Http404:
        if request.method == "POST":
            return gone(request)
        raise
    view = MessageView(message, user_of(request))
    if request.method != "POST":
        return _open(request, view)
    form = ReplyForm(request.POST)
    if not view.may("save_reply"):
        late = late_verb(message, _("Save the reply"), form)
        return _page(request, view, form, late=late, status=409)
    if "preview" in request.POST or not form.is_valid():
        return _page(request, view, form, status=200 if form.is_valid() else 422)
    return _save(request, view, form)


def _open(request: HttpRequest, view: MessageView) -> HttpResponse:
    """Show the draft, or an empty one that may start from a template."""
    if not view.may("save_reply"):
        return redirect("feedback_staff:message_detail", number=view.message.number)
    draft = replies.draft_of(view.message)
    if draft is not None:
        initial = {name: getattr(draft, name) for name in ("text", "ending", "basis", "edit_version")}
        return _page(request, view, ReplyForm(initial=initial))
    chosen = request.GET.get("template", "")
    template = _templates(view.message).filter(pk=chosen).first() if chosen.isdecimal() else None
    return _page(request, view, ReplyForm(initial={"text": template.text.strip() if template else ""}))


def _templates(message: Message) -> QuerySet[ReplyTemplate]:
    """Return the texts to start from: those of the host and of the whole center, for this kind or any."""
    own = Q(department=None) | Q(department=message.department_id)
    return ReplyTemplate.objects.filter(own, is_active=True, kind__in=["", message.kind])


def _save(request: HttpRequest, view: MessageView, form: ReplyForm) -> HttpResponse:
    message, user = view.message, view.user
    try:
        form.save(message, actor=user)
    except Conflict as conflict:
        return _stale(request, view, str(conflict))
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, view, form, status=422)
    if "submit" not in request.POST:
        messages.success(request, _("The draft is saved."))
        return redirect("feedback_staff:reply_edit", number=message.number)
    draft = replies.draft_of(message)
    version = draft.edit_version if draft is not None else 0
    done = _("The reply is before the second person.")
    attempt(request, lambda: replies.submit_reply(message, edit_version=version, actor=user), done)
    return redirect("feedback_staff:message_detail", number=message.number)


def _stale(request: HttpRequest, view: MessageView, sentence: str) -> HttpResponse:
    """Show both texts; the next save goes over the one that is stored now, knowingly."""
    draft = replies.draft_of(view.message)
    typed = request.POST.copy()
    typed["edit_version"] = str(draft.edit_version) if draft is not None else ""
    form = ReplyForm(typed)
    form.add_error(None, sentence)
    return _page(request, view, form, stored=draft, status=409)


def _page(
    request: HttpRequest,
    view: MessageView,
    form: ReplyForm,
    *,
    stored: Reply | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    text, ending = form["text"].value() or "", form["ending"].value() or ""
    context = {
        "view": view,
        "message": view.message,
        "form": form,
        "draft": replies.draft_of(view.message),
        "templates": _templates(view.message) if not form.is_bound and not text else (),
        "preview": {
            "text": text,
            "ending": Ending(ending).label if ending in Ending.values else "",
            "basis": form["basis"].value() or "",
        },
        "stored": stored,
        "pieces": word_diff(stored.text, text) if stored is not None else (),
        **more,
    }
    title = _("Reply to %(number)s") % {"number": view.message.number}
    return staff_page(request, "feedback/staff/reply_edit.html", context, title=title, status=status)
