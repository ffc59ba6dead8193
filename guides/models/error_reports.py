"""What people report as wrong in a guide (纠错), and what came of it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.clock import local_now
from foundation.constraints import known
from foundation.encryption import EncryptedTextField
from guides.models.guides import Guide
from guides.models.published import GuideRevision

TEXT_LENGTH: Final = 1000
CONTACT_LENGTH: Final = 100
ANSWER_LENGTH: Final = 1000


class Part(models.TextChoices):
    """What of a guide is wrong."""

    MATERIALS = "materials", _("Materials")
    FORMS = "forms", _("Forms to download")
    STEPS = "steps", _("Procedure or time needed")
    FEES = "fees", _("Fees")
    PLACE = "place", _("Place, hours or phone")
    BASIS = "basis", _("Conditions or legal basis")
    LINK = "link", _("A link does not open")
    OTHER = "other", pgettext_lazy("part of a guide", "Something else")


class Source(models.TextChoices):
    """Where somebody read the guide."""

    WEB = "web", _("web site")
    KIOSK = "kiosk", _("kiosk in the hall")
    PAPER = "paper", _("printed card or booklet")


class ReportOutcome(models.TextChoices):
    """What came of a report."""

    CORRECTED = "corrected", pgettext_lazy("error report", "corrected")
    RIGHT = "right", _("right as it is")
    ELSEWHERE = "elsewhere", _("no matter of this guide")


class ErrorReportQuerySet(models.QuerySet["ErrorReport"]):
    """Reports by what became of them."""

    def waiting(self) -> Self:
        """Those without an answer."""
        return self.filter(answered_at=None)

    def overdue(self, today: dt.date) -> Self:
        """Those without an answer that was due before today."""
        return self.waiting().filter(due_on__lt=today)


class ErrorReport(models.Model):
    """One report; while it has no answer, the guide's mark of the last check is suspended.

    The words may name people, so they are encrypted like the contact.  ``due_on`` follows from the day of receipt and
    the calendar; None where a year of the calendar is missing.
    """

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    token = models.UUIDField(_("form token"), unique=True, default=uuid.uuid4, editable=False)
    code_digest = models.CharField(_("code"), max_length=64, editable=False)
    guide = models.ForeignKey(Guide, models.PROTECT, related_name="error_reports", verbose_name=_("guide"))
    revision = models.ForeignKey(GuideRevision, models.PROTECT, related_name="+", verbose_name=_("revision"))
    source = models.CharField(_("read on"), max_length=5, choices=Source)
    part = models.CharField(_("what is wrong"), max_length=10, choices=Part)
    text = EncryptedTextField(_("in the reader's words"))
    contact = EncryptedTextField(_("phone or e-mail"), blank=True)
    received_at = models.DateTimeField(_("received"), default=local_now, editable=False)
    received_on = models.DateField(_("day of receipt"), editable=False)
    due_on = models.DateField(_("answer due"), null=True, editable=False)

    outcome = models.CharField(_("outcome"), max_length=10, choices=ReportOutcome, blank=True, editable=False)
    answer = models.TextField(_("answer"), max_length=ANSWER_LENGTH, blank=True, editable=False)
    corrected_in = models.ForeignKey(
        GuideRevision, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("corrected in")
    )
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of an error")
        verbose_name_plural = _("reports of errors")
        ordering = ["-received_at", "-id"]
        # Whether the mark of a guide is suspended: asked for each reader of its page.
        indexes = [
            models.Index(fields=["guide", "received_on"], condition=Q(answered_at=None), name="errorreport_waiting")
        ]
        constraints = [
            known("source", Source),
            known("part", Part),
            known("outcome", ReportOutcome, blank=True),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, outcome="", answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(outcome="") & ~Q(answer="")),
                name="errorreport_answered_in_full",
            ),
            models.CheckConstraint(
                condition=Q(outcome="corrected", corrected_in__isnull=False)
                | (~Q(outcome="corrected") & Q(corrected_in=None)),
                name="errorreport_correction_is_public",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_part_display()}"

    @property
    def department_id(self) -> Any:
        """The department of the guide, for rights and the audit trail."""
        return self.guide.department_id
