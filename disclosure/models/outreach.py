"""Facts beside the texts that the annual report counts: other channels, and brochures handed out."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.codelists import OutletChannel
from disclosure.models.publications import Publication
from foundation.constraints import known


class Outlet(models.Model):
    """One time that something went out on another channel: a post, a report, an event.

    It may belong to a publication; press conferences and events often stand for themselves.
    """

    department = models.ForeignKey(
        "foundation.Department", models.PROTECT, related_name="outlets", verbose_name=_("department")
    )
    publication = models.ForeignKey(
        Publication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outlets",
        verbose_name=_("publication"),
        help_text=_("The text that went out, if it is on this site."),
    )
    channel = models.CharField(_("channel"), max_length=20, choices=OutletChannel)
    on = models.DateField(_("day"))
    title = models.CharField(_("title or occasion"), max_length=200)
    medium = models.CharField(
        _("account, paper or place"), max_length=100, blank=True, help_text=_("For example the name of the newspaper.")
    )
    url = models.URLField(_("web address"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("appearance on another channel")
        verbose_name_plural = _("appearances on other channels")
        ordering = ["-on", "-id"]
        constraints = [known("channel", OutletChannel)]
        indexes = [
            # Yearly counts by channel.
            models.Index(fields=["on", "channel"], name="outlet_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_channel_display()}：{self.title}"


class BrochureHandout(models.Model):
    """Brochures, cards or booklets handed out."""

    department = models.ForeignKey(
        "foundation.Department", models.PROTECT, related_name="brochure_handouts", verbose_name=_("department")
    )
    on = models.DateField(_("day"))
    title = models.CharField(_("title of the brochure"), max_length=200)
    copies = models.PositiveIntegerField(_("copies"))
    where = models.CharField(_("where"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("handout of brochures")
        verbose_name_plural = _("handouts of brochures")
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(copies__gt=0), name="brochurehandout_some_copies"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.title} × {self.copies}"
