"""Comments on solicitations, and the answers that several of them share."""

from __future__ import annotations

import uuid
from typing import Final, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.consultations import CommentChannel, CommentOutcome
from feedback.models.solicitations import Solicitation
from foundation.clock import local_now
from foundation.constraints import known
from foundation.encryption import EncryptedTextField
from foundation.publishing.models import new_key

COMMENT_LENGTH: Final = 5000
REASON_LENGTH: Final = 2000


class CommentGroup(models.Model):
    """An answer: what one or more comments proposed, what became of it, and why. Published with the result."""

    solicitation = models.ForeignKey(
        Solicitation, models.PROTECT, related_name="groups", verbose_name=_("opinion solicitation")
    )
    key = models.CharField(_("key"), max_length=40, default=new_key, editable=False)
    title = models.CharField(_("what was proposed"), max_length=300)
    outcome = models.CharField(_("outcome"), max_length=12, choices=CommentOutcome)
    reason = models.TextField(_("reason"), max_length=REASON_LENGTH)
    edit_version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("answer to comments")
        verbose_name_plural = _("answers to comments")
        ordering = ["id"]
        constraints = [
            known("outcome", CommentOutcome),
            models.UniqueConstraint(fields=["solicitation", "key"], name="commentgroup_key_once"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(reason=""), name="commentgroup_gives_reason"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Ask for the reason of every outcome."""
        if not self.reason.strip():
            raise ValidationError({"reason": _("Say why; the reason is published with the result.")})


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments by what became of them."""

    def unanswered(self) -> Self:
        """Those that have no answer yet."""
        return self.filter(group=None)


class Comment(models.Model):
    """One comment; the text may name people, so it is encrypted like name and contact."""

    solicitation = models.ForeignKey(
        Solicitation, models.PROTECT, related_name="comments", verbose_name=_("opinion solicitation")
    )
    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    token = models.UUIDField(_("form token"), unique=True, default=uuid.uuid4, editable=False)
    channel = models.CharField(_("how it came"), max_length=10, choices=CommentChannel)
    received_on = models.DateField(pgettext_lazy("comment", "received"))
    part = EncryptedTextField(_("part of the draft"), blank=True)
    text = EncryptedTextField(pgettext_lazy("solicitation", "comment"))
    name = EncryptedTextField(pgettext_lazy("person", "name"), blank=True)
    contact = EncryptedTextField(_("contact"), blank=True)
    consents = models.BooleanField(_("may be quoted without personal data"), default=False)
    public_text = EncryptedTextField(_("quoted as"), null=True, blank=True)
    """What the result quotes of it; nothing without consent, or when staff hold it back."""
    edit_version = models.PositiveIntegerField(default=1, editable=False)
    group = models.ForeignKey(
        CommentGroup,
        models.PROTECT,
        null=True,
        related_name="comments",
        editable=False,
        verbose_name=pgettext_lazy("comment", "answer"),
    )
    made_at = models.DateTimeField(_("recorded"), default=local_now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment on a draft")
        verbose_name_plural = _("comments on drafts")
        ordering = ["id"]
        constraints = [
            known("channel", CommentChannel),
            models.CheckConstraint(
                condition=Q(channel="online", made_by=None) | (~Q(channel="online") & Q(made_by__isnull=False)),
                name="comment_entered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(consents=True) | Q(public_text__isnull=True), name="comment_quoted_with_consent"
            ),
        ]
        indexes = [
            # The comments of one solicitation in the back office, in the order in which they came.
            models.Index(fields=["solicitation", "id"], name="comment_of_solicitation"),
        ]

    def __str__(self) -> str:
        return self.number
