"""What keeps a guide fresh: who looks after it, when it was checked, of what its owner was reminded."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.clock import local_now
from foundation.constraints import known
from foundation.organization import Membership
from foundation.reminding import StandingReminder
from guides.freshness import LONGEST_MONTHS, Occasion
from guides.models.guides import Guide
from guides.models.published import GuideRevision

NOTE_LENGTH: Final = 300


class GuideCare(models.Model):
    """Who looks after a guide, and how often; without a row the editors of its department, as often as usual.

    The owner is always the department: a post that stays when people leave.  The keeper is the membership of the
    person in it who does the work for now; with the membership the keeper goes, and the guide does not.
    """

    guide = models.OneToOneField(Guide, models.CASCADE, related_name="care", verbose_name=_("guide"))
    keeper = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("kept by")
    )
    months = models.PositiveSmallIntegerField(
        _("checked every so many months"), null=True, blank=True, help_text=_("Empty: as usual.")
    )

    class Meta:
        verbose_name = _("care of a guide")
        verbose_name_plural = _("care of guides")
        constraints = [
            models.CheckConstraint(
                condition=Q(months=None) | Q(months__range=(1, LONGEST_MONTHS)), name="guidecare_months"
            ),
        ]

    def __str__(self) -> str:
        return str(self.guide)


class CheckOutcome(models.TextChoices):
    """What a check found."""

    RIGHT = "right", _("still right")
    CHANGED = "changed", _("right as changed since the last check")


class GuideCheck(models.Model):
    """Somebody compared a public text with what is really done, and it was right.  Rows are added, never changed.

    Always the public revision is checked: whoever finds a fault mends the draft, and checks what was released.
    """

    guide = models.ForeignKey(Guide, models.PROTECT, related_name="checks", verbose_name=_("guide"))
    revision = models.ForeignKey(GuideRevision, models.PROTECT, related_name="+", verbose_name=_("revision"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=CheckOutcome)
    checked_on = models.DateField(_("checked on"))
    recorded_at = models.DateTimeField(_("recorded"), default=local_now)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    note = models.CharField(_("how it was checked"), max_length=NOTE_LENGTH, blank=True)

    class Meta:
        verbose_name = _("check of a guide")
        verbose_name_plural = _("checks of guides")
        ordering = ["-checked_on", "-id"]
        # The last check of a guide, for its page and for every list of freshness.
        indexes = [models.Index(fields=["guide", "-checked_on"], name="guidecheck_last")]
        constraints = [known("outcome", CheckOutcome)]

    def __str__(self) -> str:
        return f"{self.guide} · {self.checked_on}"


class GuideReminder(StandingReminder):
    """A reminder of the owner of a guide stands while its occasion does."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="reminders", verbose_name=_("guide"))
    kind = models.CharField(_("what about"), max_length=20, choices=Occasion)

    class Meta:
        verbose_name = _("reminder of a guide")
        verbose_name_plural = _("reminders of guides")
        ordering = ["day", "id"]
        # The figures of the work desk.
        indexes = [models.Index(fields=["kind"], condition=Q(ended_at=None), name="guidereminder_standing")]
        constraints = [
            known("kind", Occasion),
            models.UniqueConstraint(fields=["guide", "kind"], name="guidereminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.guide} · {self.get_kind_display()}"
