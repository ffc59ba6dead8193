"""The verbs that the desk of a message offers as small forms, and to whom it offers which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from feedback.actions.replies import draft_of
from feedback.forms import handling, repeats, replies
from feedback.forms.verb_forms import MessageVerbForm, VersionedVerbForm
from feedback.models.messages import Message
from feedback.states import VERBS
from foundation.people import User

FORMS: dict[str, type[MessageVerbForm]] = {
    form.verb: form
    for form in (
        handling.AcceptForm,
        replies.SendReplyForm,
        replies.ReturnReplyForm,
        handling.ExtendForm,
        handling.RefuseExtensionForm,
        replies.ReopenForm,
        replies.RefuseReopeningForm,
        handling.AnswerSupervisionForm,
        handling.ConfirmSupervisionForm,
        handling.ReturnSupervisionForm,
        handling.NoteAnswerForm,
        replies.SubmitReplyForm,
        replies.RecallReplyForm,
        replies.SubmitPublicTextForm,
        replies.PublishAnswerForm,
        replies.ReturnPublicTextForm,
        replies.UnpublishAnswerForm,
        handling.AskWriterForm,
        handling.StopWaitingForm,
        handling.AddAssistantForm,
        handling.ProposeExtensionForm,
        handling.SendBackForm,
        handling.HandOverForm,
        handling.RouteForm,
        handling.SuperviseForm,
        handling.ClassifyForm,
        repeats.LinkRepeatForm,
        repeats.UnlinkRepeatForm,
    )
}
"""The verbs in their order on the page: what others wait for comes first."""


def offers(message: Message, user: User, today: dt.date) -> list[MessageVerbForm]:
    """Return the verbs that stage, role and the matter itself allow now, as empty forms."""
    seen = _seen(message)
    return [
        form(message, today=today, initial=seen.get(verb, {}))
        for verb, form in FORMS.items()
        if message.stage in VERBS[verb].sources and form.may_try(message, user) and form.fits(message, user)
    ]


def _seen(message: Message) -> Mapping[str, dict[str, int]]:
    """Return for each verb on a text the version that the page shows."""
    draft, text = draft_of(message), replies.public_text_of(message)
    versions = {
        replies.SubmitReplyForm: draft,
        replies.SendReplyForm: draft,
        replies.SubmitPublicTextForm: text,
        replies.PublishAnswerForm: text,
    }
    return {
        form.verb: {"edit_version": shown.edit_version}
        for form, shown in versions.items()
        if shown is not None and issubclass(form, VersionedVerbForm)
    }
