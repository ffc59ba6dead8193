"""Replies and public texts: their editors, and their verbs as small forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.actions import answers, replies
from feedback.forms.verb_forms import MessageVerbForm, VersionedVerbForm
from feedback.models.messages import SUBJECT_LENGTH, TEXT_LENGTH, Message
from feedback.models.published import PublicText, PublicTextStage, PublishedAnswer
from feedback.models.replies import REASON_LENGTH, REPLY_LENGTH, Reply
from feedback.states import NEEDS_BASIS, REPLY_ENDINGS
from foundation.people import User
from foundation.public_forms import LongTextField, visible
from foundation.verb_forms import text_area


class ReplyForm(forms.Form):
    """The draft of a reply; ``edit_version`` is that of the draft that was opened, empty for a first one."""

    edit_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = LongTextField(label=_("Reply, as the writer will read it"), longest=REPLY_LENGTH)
    ending = forms.ChoiceField(
        label=_("How the matter ends"), choices=[("", _("choose")), *((e.value, e.label) for e in REPLY_ENDINGS)]
    )
    basis = LongTextField(
        label=_("Rule that says no, or where the matter belongs"),
        longest=REASON_LENGTH,
        required=False,
        help_text=_("Needed for a refusal and for what is not within our powers; the writer reads it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["text"].widget.attrs["rows"] = 14
        self.fields["basis"].widget.attrs["rows"] = 2

    def clean(self) -> dict[str, Any]:
        """A refusal names its reasons."""
        data = super().clean() or {}
        if data.get("ending") in NEEDS_BASIS and not data.get("basis", "").strip():
            self.add_error("basis", _("A refusal names the rule that says no; what is not ours, the right door."))
        return data

    def save(self, message: Message, *, actor: User) -> Message:
        """Save the draft. Raises Refused, Conflict."""
        return replies.save_reply(message, **self.cleaned_data, actor=actor)


class PublicTextForm(forms.Form):
    """The public text: a separate one, in which nothing personal is left."""

    edit_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    subject = forms.CharField(label=_("Subject"), max_length=SUBJECT_LENGTH)
    question = LongTextField(label=_("Message"), longest=TEXT_LENGTH)
    answer = LongTextField(label=_("Reply"), longest=REPLY_LENGTH)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["question"].widget.attrs["rows"] = 8
        self.fields["answer"].widget.attrs["rows"] = 10

    def clean_subject(self) -> str:
        """A line without marks that turn the direction of reading."""
        return visible(self.cleaned_data["subject"])

    def save(self, message: Message, *, actor: User) -> Message:
        """Save the draft. Raises Refused, Conflict."""
        return answers.save_public_text(message, **self.cleaned_data, actor=actor)


def draft_version(message: Message) -> int | None:
    """Return the version of the unsent reply, or None."""
    draft = replies.draft_of(message)
    return draft.edit_version if draft is not None else None


class _OfDraft(VersionedVerbForm):
    """A verb on the unsent reply."""

    @classmethod
    def fits(cls, message: Message, _user: User) -> bool:
        """Only where there is one."""
        return replies.draft_of(message) is not None


class SubmitReplyForm(_OfDraft):
    """Before the second person."""

    of_host = True
    verb, label, done = "submit_reply", _("Submit the reply"), _("The reply is before the second person.")

    def carry_out(self, actor: User) -> Any:
        """Submit."""
        return replies.submit_reply(self.record, edit_version=self.cleaned_data["edit_version"], actor=actor)


class RecallReplyForm(MessageVerbForm):
    """Taken back."""

    of_host = True
    verb, label, done = "recall_reply", _("Take the reply back"), _("Taken back; the draft can be changed.")

    def carry_out(self, actor: User) -> Any:
        """Take back."""
        return replies.recall_reply(self.record, actor=actor)


def is_author(reply: Reply | None, user: User) -> bool:
    """Tell whether somebody wrote or submitted a reply; such a person does not send it."""
    return reply is not None and user.pk in (reply.drafted_by_id, reply.submitted_by_id)


class SendReplyForm(VersionedVerbForm):
    """The second person sends."""

    verb, label, done = "send_reply", _("Approve and send"), _("Sent; the writer can read the reply.")

    @classmethod
    def fits(cls, message: Message, user: User) -> bool:
        """Not for those who wrote it."""
        return not is_author(replies.draft_of(message), user)

    def carry_out(self, actor: User) -> Any:
        """Send."""
        return replies.send_reply(
            self.record, edit_version=self.cleaned_data["edit_version"], today=self.today, actor=actor
        )


class ReturnReplyForm(MessageVerbForm):
    """The second person returns."""

    verb, label, done, danger = "return_reply", _("Return the reply"), _("Returned to the department."), True
    note = text_area(_("What to change"))

    def carry_out(self, actor: User) -> Any:
        """Return."""
        return replies.return_reply(self.record, note=self.cleaned_data["note"], actor=actor)


class ReopenForm(MessageVerbForm):
    """Opened again."""

    verb, label, done, of_center = "reopen", _("Open it again"), _("Opened again; the time begins anew."), True
    hint = _("What was published goes off the site until the next reply.")

    def carry_out(self, actor: User) -> Any:
        """Open again."""
        return replies.reopen(self.record, today=self.today, actor=actor)


class RefuseReopeningForm(MessageVerbForm):
    """Stays closed."""

    verb, label, done, danger = "refuse_reopening", _("Do not open it again"), _("The writer can read why."), True
    of_center = True
    reason = text_area(_("Why not, as the writer will read it"), REASON_LENGTH)

    def carry_out(self, actor: User) -> Any:
        """Refuse."""
        return replies.refuse_reopening(self.record, reason=self.cleaned_data["reason"], actor=actor)


def public_text_of(message: Message, stage: PublicTextStage | None = None) -> PublicText | None:
    """Return the public text of a message, in this stage if one is named; None where there is none."""
    found = PublicText.objects.filter(message=message)
    return (found.filter(stage=stage) if stage else found).first()


class SubmitPublicTextForm(VersionedVerbForm):
    """Before the second person."""

    verb, label = "submit_public_text", _("Submit the public text")
    done = _("The public text is before the second person.")

    @classmethod
    def fits(cls, message: Message, _user: User) -> bool:
        """A draft, with consent."""
        return message.consents_to_publication and public_text_of(message, PublicTextStage.DRAFT) is not None

    def carry_out(self, actor: User) -> Any:
        """Submit."""
        return answers.submit_public_text(self.record, edit_version=self.cleaned_data["edit_version"], actor=actor)


class PublishAnswerForm(VersionedVerbForm):
    """The second person publishes."""

    verb, label, done = "publish_answer", _("Publish the answer"), _("Published.")

    @classmethod
    def fits(cls, message: Message, user: User) -> bool:
        """What waits, and not for those who wrote it."""
        text = public_text_of(message, PublicTextStage.SUBMITTED)
        return text is not None and user.pk not in (text.saved_by_id, text.submitted_by_id)

    def carry_out(self, actor: User) -> Any:
        """Publish."""
        return answers.publish_answer(self.record, edit_version=self.cleaned_data["edit_version"], actor=actor)


class ReturnPublicTextForm(MessageVerbForm):
    """The second person returns."""

    verb, label, done, danger = "return_public_text", _("Return the public text"), _("Returned."), True
    note = text_area(_("What to change"))

    @classmethod
    def fits(cls, message: Message, _user: User) -> bool:
        """What waits."""
        return public_text_of(message, PublicTextStage.SUBMITTED) is not None

    def carry_out(self, actor: User) -> Any:
        """Return."""
        return answers.return_public_text(self.record, note=self.cleaned_data["note"], actor=actor)


class UnpublishAnswerForm(MessageVerbForm):
    """Off the site."""

    verb, label, done, danger = "unpublish_answer", _("Take the answer off the site"), _("Taken off the site."), True
    reason = text_area(_("Reason"), 300)

    @classmethod
    def fits(cls, message: Message, _user: User) -> bool:
        """What is public."""
        return PublishedAnswer.objects.filter(message=message).exists()

    def carry_out(self, actor: User) -> Any:
        """Take off."""
        return answers.unpublish_answer(self.record, reason=self.cleaned_data["reason"], actor=actor)
