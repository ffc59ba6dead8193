"""Who is on duty at a window: by weekday, so that the roster never grows stale.

A wall may name people only as far as the office does: surname, title and work number. There is no field for more.
"""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.organization import Window
from foundation.privacy import find_personal
from hall.codelists import DutyDay


class DutyTurnQuerySet(models.QuerySet["DutyTurn"]):
    """Turns for pages."""

    def public_on(self, day: DutyDay) -> Self:
        """The turns of a day that may be shown, at windows in use, in the order of the plan."""
        return (
            self.filter(day=day, is_public=True, window__is_active=True)
            .select_related("window")
            .order_by("window__number", "starts", "pk")
        )


class DutyTurn(models.Model):
    """One person at one window, on one day of the week, from when until when."""

    window = models.ForeignKey(Window, models.CASCADE, related_name="duty_turns", verbose_name=_("window"))
    day = models.PositiveSmallIntegerField(_("day"), choices=DutyDay)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    surname = models.CharField(
        _("surname"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[\u3400-\u9fff]{1,2}$", _("One or two Chinese characters."))],
        help_text=_("The surname only, never the given name."),
    )
    title = models.CharField(_("form of address"), max_length=8, blank=True, help_text=_("For example 老师, 科长."))
    work_number = models.CharField(
        _("work number"),
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"^[A-Za-z0-9-]*$", _("Letters, digits and dashes only."))],
    )
    is_public = models.BooleanField(
        _("may be shown"), default=False, help_text=_("The person knows that surname and work number are shown.")
    )

    objects = DutyTurnQuerySet.as_manager()

    class Meta:
        verbose_name = _("turn of duty")
        verbose_name_plural = _("duty roster")
        ordering = ["window__number", "day", "starts"]
        constraints = [
            models.CheckConstraint(condition=Q(day__in=DutyDay.values), name="dutyturn_day_known"),
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="dutyturn_order"),
            models.CheckConstraint(condition=~Q(surname="", work_number=""), name="dutyturn_somebody"),
            models.UniqueConstraint(fields=["window", "day", "starts", "surname", "work_number"], name="dutyturn_once"),
        ]

    def __str__(self) -> str:
        return f"{self.window.number} {self.get_day_display()} {self.called}"

    @property
    def called(self) -> str:
        """How the wall calls the person."""
        return f"{self.surname}{self.title}" if self.surname else self.work_number

    def is_now(self, moment: dt.time) -> bool:
        """Tell whether the turn runs at this time of its day."""
        return self.starts <= moment < self.ends

    def clean(self) -> None:
        """Say what the database would refuse, and keep everything personal out of the title."""
        if not self.surname and not self.work_number:
            raise ValidationError(_("Give a surname or a work number."))
        if self.starts and self.ends and self.starts >= self.ends:
            raise ValidationError({"ends": _("The end comes before the beginning.")})
        if find_personal(f"{self.title} {self.work_number}"):
            raise ValidationError(_("This looks like personal data, which the wall must not show."))
