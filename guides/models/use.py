"""How guides are used: read and found by day, and whether they helped; no trace of persons."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.constraints import known
from guides.models.guides import Guide

REMARK_LENGTH: Final = 300


class GuideDay(models.Model):
    """How often a guide was read on a day, and how often somebody came to it from the search.

    Pages read, not persons; robots that say so are left out.  What a cache between served itself is not seen here,
    so the figures are a lower bound.
    """

    guide = models.ForeignKey(Guide, models.PROTECT, related_name="days", verbose_name=_("guide"))
    on = models.DateField(_("day"))
    views = models.PositiveIntegerField(_("views"), default=0)
    finds = models.PositiveIntegerField(_("of these from the search"), default=0)

    class Meta:
        verbose_name = _("use of a guide on a day")
        verbose_name_plural = _("use of guides by day")
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(fields=["guide", "on"], name="guideday_once"),
            models.CheckConstraint(condition=Q(finds__lte=models.F("views")), name="guideday_finds_are_views"),
        ]

    def __str__(self) -> str:
        return f"{self.guide} {self.on}: {self.views}"


class VoteReason(models.TextChoices):
    """Why a guide did not help."""

    UNCLEAR = "unclear", pgettext_lazy("vote", "hard to understand")
    MISSING = "missing", pgettext_lazy("vote", "what I need is not in it")
    DIFFERENT = "different", pgettext_lazy("vote", "I was told otherwise at the window or by phone")
    HARD_TO_FIND = "hard_to_find", pgettext_lazy("vote", "hard to find")
    OTHER = "other", pgettext_lazy("vote", "something else")


class GuideVote(models.Model):
    """One answer to the question at the end of a guide.  It keeps the day and nothing of who answered."""

    guide = models.ForeignKey(Guide, models.PROTECT, related_name="votes", verbose_name=_("guide"))
    on = models.DateField(_("day"))
    helped = models.BooleanField(_("helped"))
    reason = models.CharField(_("why not"), max_length=12, choices=VoteReason, blank=True)
    remark = models.CharField(_("remark"), max_length=REMARK_LENGTH, blank=True)
    """Without personal data: the form refuses what is found; nothing else is known of who wrote it."""
    revision_number = models.PositiveIntegerField(_("revision that was read"))

    class Meta:
        verbose_name = _("vote on a guide")
        verbose_name_plural = _("votes on guides")
        ordering = ["-on", "-pk"]
        # The votes on the guides of a department in a period.
        indexes = [models.Index(fields=["guide", "-on"], name="guidevote_guide")]
        constraints = [
            known("reason", VoteReason, blank=True),
            models.CheckConstraint(
                condition=Q(helped=True, reason="", remark="") | Q(helped=False) & ~Q(reason=""),
                name="guidevote_reason_where_it_did_not_help",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guide} {self.on}"
