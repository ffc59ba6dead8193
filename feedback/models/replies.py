"""Replies: drafted by one person, sent by another; what the writer says of them; texts that staff start from."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from feedback.models.messages import Message
from feedback.states import REPLY_ENDINGS, Ending, MessageKind, Solved
from foundation.clock import local_now
from foundation.constraints import known
from foundation.encryption import EncryptedTextField
from foundation.organization import Department

REPLY_LENGTH: Final = 5000
REASON_LENGTH: Final = 500
BLANK: Final = "【请填写】"
"""What templates hold where somebody has to write; no reply leaves the house with it."""


class ReplyStage(models.TextChoices):
    """Where a reply stands."""

    DRAFT = "draft", _("draft")
    APPROVING = "approving", _("before the second person")
    SENT = "sent", _("sent")


class Reply(models.Model):
    """A reply to the writer.  The database refuses to change one that was sent.

    ``basis`` holds the reasons that a refusal and a message outside our powers must have: the rule that says no, or
    the door where the matter belongs.
    """

    message = models.ForeignKey(Message, models.PROTECT, related_name="replies")
    sequence = models.PositiveSmallIntegerField(_("number of the reply"))
    text = EncryptedTextField(_("reply"))
    ending = models.CharField(_("ending"), max_length=12, choices=[(e.value, e.label) for e in REPLY_ENDINGS])
    basis = models.CharField(_("reasons, or where it belongs"), max_length=REASON_LENGTH, blank=True)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("department that replied"),
    )
    """The host on the day of sending: what is said of the reply is its, wherever the message goes later."""
    stage = models.CharField(_("stage"), max_length=10, choices=ReplyStage, default=ReplyStage.DRAFT)
    edit_version = models.PositiveIntegerField(default=1, editable=False)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(_("submitted"), null=True)
    return_note = models.CharField(_("why returned"), max_length=REASON_LENGTH, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(_("sent"), null=True)
    sent_on = models.DateField(_("day of the reply"), null=True, editable=False)
    """The day on which the clock stopped; what figures count by, as they do by the day of receipt."""

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["sequence"]
        constraints = [
            known("stage", ReplyStage),
            models.UniqueConstraint(fields=["message", "sequence"], name="reply_sequence_once"),
            models.UniqueConstraint(fields=["message"], condition=~Q(stage=ReplyStage.SENT), name="reply_one_unsent"),
            models.CheckConstraint(
                condition=Q(ending__in=[e.value for e in REPLY_ENDINGS]), name="reply_ending_of_a_reply"
            ),
            models.CheckConstraint(
                condition=~Q(ending__in=[Ending.REFUSED, Ending.OUT_OF_SCOPE]) | ~Q(basis=""),
                name="reply_refusal_has_reasons",
            ),
            models.CheckConstraint(
                condition=Q(sent_by=None) | (~Q(sent_by=F("submitted_by")) & ~Q(sent_by=F("drafted_by"))),
                name="reply_second_person",
            ),
            models.CheckConstraint(
                condition=Q(
                    stage=ReplyStage.SENT,
                    sent_by__isnull=False,
                    sent_at__isnull=False,
                    sent_on__isnull=False,
                    department__isnull=False,
                )
                | (~Q(stage=ReplyStage.SENT) & Q(sent_by=None, sent_at=None, sent_on=None, department=None)),
                name="reply_sent_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message} · {self.sequence}"


class Verdict(models.Model):
    """What the writer says of a reply: once, with the remark encrypted; “not solved” asks for a reopening."""

    reply = models.OneToOneField(Reply, models.PROTECT, related_name="verdict")
    solved = models.CharField(_("solved?"), max_length=8, choices=Solved)
    remark = EncryptedTextField(_("remark"), blank=True)
    given_at = models.DateTimeField(_("said"), default=local_now)
    answered_at = models.DateTimeField(_("answered by staff"), null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_reopened = models.BooleanField(_("opened again"), null=True)
    answer = models.CharField(_("why not opened again"), max_length=REASON_LENGTH, blank=True)

    class Meta:
        verbose_name = _("writer's verdict")
        verbose_name_plural = _("writers' verdicts")
        constraints = [
            known("solved", Solved),
            models.CheckConstraint(
                condition=Q(is_reopened=None) | Q(solved=Solved.NOT), name="verdict_only_unsolved_is_reopened"
            ),
            models.CheckConstraint(
                condition=Q(is_reopened=None, answered_at=None, answer="")
                | Q(is_reopened=True, answered_at__isnull=False)
                | (Q(is_reopened=False, answered_at__isnull=False) & ~Q(answer="")),
                name="verdict_refused_reopening_has_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reply} · {self.get_solved_display()}"


class ReplyTemplate(models.Model):
    """A text to start a reply from; of one department, or of the whole center."""

    title = models.CharField(_("title"), max_length=100)
    department = models.ForeignKey(
        Department,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reply_templates",
        verbose_name=_("department"),
        help_text=_("Empty: for every department."),
    )
    kind = models.CharField(_("kind of message"), max_length=12, choices=MessageKind, blank=True)
    text = models.TextField(
        _("text"),
        max_length=REPLY_LENGTH,
        help_text=_("Write 【请填写】 where something has to be filled in; a reply is not sent with it."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")
        ordering = ["position", "title"]
        constraints = [known("kind", MessageKind, blank=True)]

    def __str__(self) -> str:
        return self.title
