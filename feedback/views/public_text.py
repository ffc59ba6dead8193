"""The public text: what the machine proposes, the difference to the original, and the two people who release it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from feedback.actions import answers, reading, replies
from feedback.forms.replies import PublicTextForm, public_text_of
from feedback.forms.verbs import offers
from feedback.message_desk import MessageView
from feedback.models.published import PublicText, PublicTextStage
from feedback.reading import Occasion
from feedback.states import MessageKind
from feedback.views.desk import find_message, gone
from foundation.access import Capability
from foundation.clock import local_today
from foundation.late import late_verb
from foundation.publishing.comparison import Pieces, word_diff
from foundation.staff_pages import attempt, staff_page, staff_view, user_of
from foundation.workflow import Conflict, DomainError

PARTS = {"subject": gettext_lazy("Subject"), "question": gettext_lazy("Message"), "answer": gettext_lazy("Reply")}
VERBS_HERE = frozenset({"submit_public_text", "publish_answer", "return_public_text"})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Capability.HANDLE_MESSAGES, Capability.APPROVE_MESSAGES)
def public_text_edit(request: HttpRequest, number: str) -> HttpResponse:
    """Read the machine's proposal over and save it; what cannot be saved comes back with everything typed."""
    try:
        view = MessageView(find_message(request, number), user_of(request))
    except Http404:
        if request.method == "POST":
            return gone(request)
        raise
    if request.method != "POST":
        return _open(request, view)
    form = PublicTextForm(request.POST)
    if "original" in request.POST:
        reading.read_text(view.message, actor=view.user, occasion=Occasion.PUBLISHING)
        view.is_read = True
        return _page(request, view, form if "subject" in request.POST else _stored_form(view))
    if not view.may("save_public_text"):
        return _page(request, view, form, late=late_verb(view.message, _("Save the public text"), form), status=409)
    return _save(request, view, form) if form.is_valid() else _page(request, view, form, status=422)


def _open(request: HttpRequest, view: MessageView) -> HttpResponse:
    if not (view.may("save_public_text") or view.may("publish_answer")):
        return redirect("feedback_staff:message_detail", number=view.message.number)
    return _page(request, view, _stored_form(view))


def _stored_form(view: MessageView) -> PublicTextForm:
    """Return the form with the saved text, or with what the machine proposes."""
    known = public_text_of(view.message)
    if known is None:
        return PublicTextForm(initial=answers.masked_texts(view.message))
    return PublicTextForm(initial={name: getattr(known, name) for name in (*PARTS, "edit_version")})


def _save(request: HttpRequest, view: MessageView, form: PublicTextForm) -> HttpResponse:
    message, user = view.message, view.user
    try:
        form.save(message, actor=user)
    except Conflict as conflict:
        return _stale(request, view, str(conflict))
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, view, form, status=422)
    if "submit" not in request.POST:
        messages.success(request, _("The public text is saved."))
        return redirect("feedback_staff:public_text_edit", number=message.number)
    text = public_text_of(message)
    version = text.edit_version if text is not None else 0
    done = _("The public text is before the second person.")
    attempt(request, lambda: answers.submit_public_text(message, edit_version=version, actor=user), done)
    return redirect("feedback_staff:message_detail", number=message.number)


def _stale(request: HttpRequest, view: MessageView, sentence: str) -> HttpResponse:
    """Show both texts; the next save goes over the one that is stored now, knowingly."""
    stored = public_text_of(view.message)
    typed = request.POST.copy()
    typed["edit_version"] = str(stored.edit_version) if stored is not None else ""
    form = PublicTextForm(typed)
    form.add_error(None, sentence)
    return _page(request, view, form, stored=stored, status=409)


def _page(
    request: HttpRequest,
    view: MessageView,
    form: PublicTextForm,
    *,
    stored: PublicText | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    message, text = view.message, public_text_of(view.message)
    current = {name: form[name].value() or "" for name in PARTS}
    forbidden = message.kind == MessageKind.REPORT or not message.consents_to_publication
    context = {
        "view": view,
        "message": message,
        "form": form,
        "public_text": text,
        "forbidden": forbidden,
        "may_edit": view.may("save_public_text")
        and not forbidden
        and (text is None or text.stage != PublicTextStage.RELEASED),
        "differences": _differences(_originals(view), current),
        "stored": _differences({name: getattr(stored, name) for name in PARTS}, current) if stored else (),
        "offers": [f for f in offers(message, view.user, local_today()) if f.verb in VERBS_HERE],
        **more,
    }
    title = _("Public text of %(number)s") % {"number": message.number}
    return staff_page(request, "feedback/staff/public_text.html", context, title=title, status=status)


def _originals(view: MessageView) -> Mapping[str, str]:
    """Return what was written: masked, unless the person has just asked for the original."""
    reply = replies.last_sent(view.message)
    return {"subject": view.subject, "question": view.text, "answer": view.shown(reply.text) if reply else ""}


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, Pieces]]:
    """Return each part with its pieces: the same, taken out, put in."""
    return [(str(label), word_diff(before[name], after[name])) for name, label in PARTS.items()]
