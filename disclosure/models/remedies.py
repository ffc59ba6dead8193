"""What follows a decision: administrative review, lawsuits and complaints, each a case of its own."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from disclosure.models.register import Request
from foundation.clock import local_now
from foundation.constraints import known
from foundation.encryption import EncryptedTextField


class RemedyKind(models.TextChoices):
    """The ways against a decision or against silence."""

    REVIEW = "review", _("administrative review")
    DIRECT_SUIT = "direct_suit", _("lawsuit without review")
    SUIT_AFTER_REVIEW = "suit_after_review", _("lawsuit after review")
    APPEAL = "appeal", _("second instance")
    COMPLAINT = "complaint", _("complaint or report (arts. 47, 51)")


class RemedyOutcome(models.TextChoices):
    """How it ended, as the annual table counts it."""

    PENDING = "", _("pending")
    UPHELD = "upheld", _("upheld")
    CORRECTED = "corrected", _("corrected")
    OTHER = "other", _("other result")


class Remedy(models.Model):
    """One case against a decision, with its own clocks."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="remedies")
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("after")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=RemedyKind)
    simplified = models.BooleanField(_("simplified procedure"), default=False)
    organ = models.CharField(_("review organ, court or office"), max_length=200)
    case_number = models.CharField(_("case number there"), max_length=100, blank=True)
    ours = models.BooleanField(_("our own appeal"), default=False)
    filed_on = models.DateField(_("filed"))
    accepted_on = models.DateField(_("accepted by the review organ"), null=True, blank=True)
    notified_on = models.DateField(_("copy received by us"), null=True, blank=True)
    answered_on = models.DateField(_("our answer sent"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=RemedyOutcome, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    outcome_served_on = models.DateField(
        _("outcome served"),
        null=True,
        blank=True,
        help_text=_("The day on which decision or judgment reached whoever may go on; what may follow runs from it."),
    )
    note = EncryptedTextField(_("remarks"), max_length=3000, blank=True)
    new_request = models.OneToOneField(
        Request, models.PROTECT, null=True, blank=True, related_name="ordered_by", verbose_name=_("new handling")
    )
    recorded_at = models.DateTimeField(_("recorded"), default=local_now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    followed_by: models.Manager[Remedy]

    class Meta:
        verbose_name = _("remedy")
        verbose_name_plural = _("remedies")
        ordering = ["filed_on", "id"]
        indexes = [models.Index(fields=["filed_on"], name="remedy_filed")]
        constraints = [
            known("kind", RemedyKind),
            known("outcome", RemedyOutcome, blank=True),
            models.CheckConstraint(
                condition=Q(outcome="", closed_on=None) | (~Q(outcome="") & Q(closed_on__isnull=False)),
                name="remedy_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("filed_on")), name="remedy_closed_after_filed"
            ),
            models.CheckConstraint(
                condition=Q(outcome_served_on=None) | Q(closed_on__isnull=False, outcome_served_on__gte=F("closed_on")),
                name="remedy_outcome_served_after_it",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(notified_on__isnull=False, answered_on__gte=F("notified_on")),
                name="remedy_answered_after_notice",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[RemedyKind.SUIT_AFTER_REVIEW, RemedyKind.APPEAL]) | Q(follows__isnull=False),
                name="remedy_follows_another",
            ),
            models.CheckConstraint(
                condition=Q(ours=False) | Q(kind=RemedyKind.APPEAL), name="remedy_ours_is_an_appeal"
            ),
            models.CheckConstraint(
                condition=Q(accepted_on=None) | Q(kind=RemedyKind.REVIEW, accepted_on__gte=F("filed_on")),
                name="remedy_accepted_review",
            ),
            models.CheckConstraint(
                condition=Q(new_request=None) | Q(outcome=RemedyOutcome.CORRECTED), name="remedy_new_after_correction"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} · {self.get_kind_display()}"

    def clean(self) -> None:
        """A lawsuit after review or an appeal names the case that it follows."""
        if self.kind in {RemedyKind.SUIT_AFTER_REVIEW, RemedyKind.APPEAL} and self.follows_id is None:
            raise ValidationError({"follows": _("Name the case that this one follows.")})
        if self.ours and self.kind != RemedyKind.APPEAL:
            raise ValidationError({"ours": _("Of our own accord we only appeal.")})
