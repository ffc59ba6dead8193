"""What one person proposes and another one decides on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.clock import local_now

if TYPE_CHECKING:
    from foundation.people import User

NOTE_LENGTH: Final = 300


class ProposalDecision(models.TextChoices):
    """What the second person said."""

    OPEN = "open", _("waiting for approval")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")


class Proposal(models.Model):
    """A wish that another person approves or refuses; what was decided stays.

    Each concrete table says in its own constraints that one is open at a time and that nobody decides on the own one.
    """

    proposed_at = models.DateTimeField(_("proposed"), default=local_now)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decision = models.CharField(_("decision"), max_length=8, choices=ProposalDecision, default=ProposalDecision.OPEN)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("remark"), max_length=NOTE_LENGTH, blank=True)

    class Meta:
        abstract = True

    def decide(self, *, approved: bool, note: str, actor: User) -> None:
        """Store what the second person said, in the caller's transaction on the locked row."""
        self.decision = ProposalDecision.APPROVED if approved else ProposalDecision.REFUSED
        self.decided_at, self.decided_by, self.note = local_now(), actor, note.strip()[:NOTE_LENGTH]
        self.save(update_fields=["decision", "decided_at", "decided_by", "note"])
