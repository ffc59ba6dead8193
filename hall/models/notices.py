"""Notices to everybody in the hall: written by one person, released by another, over on their own."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.constraints import known
from foundation.privacy import find_personal
from hall.states import NoticeStage

TEXT_LENGTH = 60
"""One line in letters that are read from eight metres, two at most."""


class HallNoticeQuerySet(models.QuerySet["HallNotice"]):
    """Notices for displays and desks."""

    def showing(self, now: dt.datetime) -> Self:
        """What all screens show at this moment, the newest first."""
        return self.filter(stage=NoticeStage.RELEASED, ends_at__gt=now).order_by("-released_at", "-pk")


class HallNotice(models.Model):
    """A short text for the top of every screen. It can be prepared long before it is needed."""

    text = models.CharField(_("text"), max_length=TEXT_LENGTH)
    text_en = models.CharField(_("English text"), max_length=160, blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=NoticeStage, default=NoticeStage.PREPARED)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("released by")
    )
    released_at = models.DateTimeField(_("released"), null=True)
    ends_at = models.DateTimeField(_("shown until"), null=True)

    objects = HallNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice to the hall")
        verbose_name_plural = _("notices to the hall")
        ordering = ["-pk"]
        constraints = [
            known("stage", NoticeStage),
            models.CheckConstraint(condition=~Q(released_by=F("written_by")), name="hallnotice_second_person"),
            models.CheckConstraint(
                condition=Q(stage=NoticeStage.PREPARED)
                | Q(released_by__isnull=False, released_at__isnull=False, ends_at__isnull=False),
                name="hallnotice_released_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Refuse what looks personal: everybody in the hall reads it."""
        if find_personal(f"{self.text} {self.text_en}"):
            raise ValidationError(_("This looks like personal data; everybody in the hall would read it."))

    def is_showing(self, now: dt.datetime) -> bool:
        """Tell whether the screens show it at this moment."""
        return self.stage == NoticeStage.RELEASED and self.ends_at is not None and self.ends_at > now
