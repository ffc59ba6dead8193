"""Something that public records quote has changed, and what is to be done about each of them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from approvals.models import Flow, Item
from foundation.clock import local_now
from foundation.constraints import known
from foundation.organization import Department
from guides.models.guides import Guide

WORDS_LENGTH: Final = 200
REASON_LENGTH: Final = 300


class QuotedKind(models.TextChoices):
    """What records quote."""

    LAW = "law", _("law, rule or document")
    FEE = "fee", _("fee standard")
    FORM = "form", _("form to download")
    PHONE = "phone", _("phone")
    WINDOW = "window", _("window or place")


class TaskState(models.TextChoices):
    """How a task stands; computed, never stored."""

    OPEN = "open", _("open")
    RELEASED = "released", _("done: a newer revision is public")
    WITHDRAWN = "withdrawn", _("done: withdrawn")
    NOT_AFFECTED = "not_affected", _("not affected")


class ChangeNotice(models.Model):
    """What changed, the words by which records quote it, and by when they are to be looked at."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    kind = models.CharField(_("what changed"), max_length=6, choices=QuotedKind)
    words = models.CharField(_("as it was quoted"), max_length=WORDS_LENGTH)
    change = models.CharField(_("the change"), max_length=500)
    due_on = models.DateField(_("to be done by"))
    opened_at = models.DateTimeField(_("opened"), default=local_now, editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))

    tasks: models.Manager[ImpactTask]

    class Meta:
        verbose_name = _("notice of a change")
        verbose_name_plural = _("notices of changes")
        ordering = ["-opened_at", "-id"]
        constraints = [known("kind", QuotedKind)]

    def __str__(self) -> str:
        return f"{self.number} {self.words}"


class ImpactTaskQuerySet(models.QuerySet["ImpactTask"]):
    """Tasks by how they stand."""

    def with_state(self) -> Self:
        """Tasks with ``live_number`` (the public revision, None when withdrawn) and ``state``."""
        live = Coalesce(
            *(F(f"{record}__published__revision_number") for record in RECORDS),
        )
        state = Case(
            When(closed_at__isnull=False, then=Value(TaskState.NOT_AFFECTED.value)),
            When(live_number=None, then=Value(TaskState.WITHDRAWN.value)),
            When(live_number__gt=F("revision_number"), then=Value(TaskState.RELEASED.value)),
            default=Value(TaskState.OPEN.value),
            output_field=CharField(),
        )
        return self.annotate(live_number=live).annotate(state=state)

    def open(self) -> Self:
        """Tasks that somebody has to do."""
        return self.with_state().filter(state=TaskState.OPEN)

    def overdue(self, today: dt.date) -> Self:
        """Open ones that were to be done before today."""
        return self.open().filter(notice__due_on__lt=today)


RECORDS: Final = ("guide", "item", "flow")
"""The kinds of records that a task can be about; exactly one is named."""


class ImpactTask(models.Model):
    """One record that quotes what changed: done when a newer revision of it is public, or with a reason why not."""

    notice = models.ForeignKey(ChangeNotice, models.PROTECT, related_name="tasks", verbose_name=_("notice"))
    guide = models.ForeignKey(Guide, models.CASCADE, null=True, related_name="+", verbose_name=_("guide"))
    item = models.ForeignKey(Item, models.CASCADE, null=True, related_name="+", verbose_name=_("item"))
    flow = models.ForeignKey(Flow, models.CASCADE, null=True, related_name="+", verbose_name=_("flow"))
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    revision_number = models.PositiveIntegerField(_("revision"))
    """The public revision when the task was opened."""
    places = ArrayField(models.CharField(max_length=100), verbose_name=_("where it stands"), default=list)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    reason = models.CharField(_("why it is not affected"), max_length=REASON_LENGTH, blank=True)

    live_number: int | None
    state: str

    objects = ImpactTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task of a change")
        verbose_name_plural = _("tasks of changes")
        ordering = ["notice", "department__position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(guide__isnull=False, item=None, flow=None)
                | Q(guide=None, item__isnull=False, flow=None)
                | Q(guide=None, item=None, flow__isnull=False),
                name="impacttask_one_record",
            ),
            *(
                models.UniqueConstraint(fields=["notice", record], name=f"impacttask_{record}_once")
                for record in ("guide", "item", "flow")
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, reason="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(reason="")),
                name="impacttask_closed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.record)

    @property
    def record(self) -> Any:
        """The guide, item or flow."""
        return self.guide or self.item or self.flow

    @property
    def state_words(self) -> str:
        """The state in words; of tasks that were read with their state."""
        return str(TaskState(self.state).label)
