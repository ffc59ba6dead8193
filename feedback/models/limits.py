"""How long replies may take: dated rows, the latest that was in force on the day of receipt counts."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.deadlines import Limit, Unit
from feedback.states import MessageKind
from foundation.constraints import known
from foundation.workflow import DomainError


class LimitRule(models.Model):
    """The time for a reply to one kind of message, from a day on.  Rows are added, not changed."""

    kind = models.CharField(_("kind of message"), max_length=12, choices=MessageKind)
    in_force_from = models.DateField(_("in force from"))
    days = models.PositiveSmallIntegerField(_("days for the reply"))
    unit = models.CharField(_("counted in"), max_length=8, choices=Unit, default=Unit.WORKING)
    extension_days = models.PositiveSmallIntegerField(
        _("days of an extension"), help_text=_("At most so many, once, with a reason and a second person's approval.")
    )
    source = models.CharField(_("what says so"), max_length=200)

    class Meta:
        verbose_name = _("time for replies")
        verbose_name_plural = _("times for replies")
        ordering = ["kind", "-in_force_from"]
        constraints = [
            known("kind", MessageKind),
            known("unit", Unit),
            models.UniqueConstraint(fields=["kind", "in_force_from"], name="limitrule_once_a_day"),
            models.CheckConstraint(condition=Q(days__range=(1, 90)), name="limitrule_days"),
            models.CheckConstraint(condition=Q(extension_days__lte=60), name="limitrule_extension_days"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.in_force_from}"

    @property
    def limit(self) -> Limit:
        """The rule as the clock reads it."""
        return Limit(self.days, self.unit, self.extension_days, self.source)


class Limits:
    """All rules, read once; for whoever computes many deadlines."""

    def __init__(self) -> None:
        self._rules = list(LimitRule.objects.order_by("-in_force_from"))

    def of(self, kind: str, received_on: dt.date) -> Limit:
        """Return the limit for a kind of message received on this day. Raises DomainError where there is none."""
        for rule in self._rules:
            if rule.kind == kind and rule.in_force_from <= received_on:
                return rule.limit
        raise DomainError(
            _("No time for replies is entered for “%(kind)s” on %(day)s; the system administrator adds it.")
            % {"kind": MessageKind(kind).label, "day": received_on.isoformat()}
        )
