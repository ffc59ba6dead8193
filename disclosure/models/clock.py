"""What happened to a request and moved its clock: append-only facts, and the consultations behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disclosure.deadlines import Fact, FactKind
from disclosure.models.register import Request
from disclosure.regulations import REGULATION_2019
from disclosure.states import VERBS
from foundation import access
from foundation.access import Capability
from foundation.clock import local_now
from foundation.constraints import known
from foundation.encryption import EncryptedTextField
from foundation.personal_files import PersonalFile
from foundation.proposals import Proposal, ProposalDecision

if TYPE_CHECKING:
    from foundation.people import User


class ConsultationKind(models.TextChoices):
    """Who is asked."""

    THIRD_PARTY = "third_party", _("third party whose interests may be harmed (art. 32)")
    ORGAN = "organ", _("another organ that took part in making the information (art. 34)")
    INTERNAL = "internal", _("a department that helps to find or judge the information; its time counts")


class Position(models.TextChoices):
    """What the one who was asked says."""

    AGREES = "agrees", _("agrees")
    OBJECTS = "objects", _("objects, with reasons")
    ANSWERED = "answered", _("answers the question")
    SILENT = "silent", _("no answer in time")


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Consultations by whether and from whom an answer is wanted."""

    def valid(self) -> ConsultationQuerySet:
        """Questions that were not struck out."""
        return self.filter(void_reason="")

    def open(self) -> ConsultationQuerySet:
        """Questions that wait for their answer."""
        return self.valid().filter(answered_on=None)

    def answerable(self) -> ConsultationQuerySet:
        """Open questions of which the answer can still be used."""
        return self.open().filter(request__stage__in=VERBS["answer_question"].sources)

    def visible_to(self, user: User) -> ConsultationQuerySet:
        """Questions to the departments for which somebody answers; of the request they tell nothing."""
        asked = self.valid().filter(department__isnull=False)
        return cast("ConsultationQuerySet", access.scope_of(user, Capability.ASSIST_REQUESTS).limit(asked))


class Consultation(models.Model):
    """A question to a third party or another organ; the asked unit never learns who made the request.

    Silence of a third party leaves the decision to the organ (art. 32); silence of a co-making organ counts as
    consent (art. 34).  Only for these two the law lets the clock wait; help within the house costs our own time.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="consultations")
    kind = models.CharField(_("who is asked"), max_length=12, choices=ConsultationKind)
    party = EncryptedTextField(_("name of the one who is asked"))
    department = models.ForeignKey(
        "foundation.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department of this site"),
        help_text=_("Its staff find the question on their own page."),
    )
    question = models.TextField(
        _("question"), max_length=3000, help_text=_("What the asked one reads. Never name the applicant here.")
    )
    asked_on = models.DateField(_("asked"))
    answer_days = models.PositiveSmallIntegerField(
        _("working days to answer"), default=REGULATION_2019.consultation_days, editable=False
    )
    answer_due = models.DateField(_("answer due"), null=True, blank=True)
    answered_on = models.DateField(_("answered"), null=True, blank=True)
    position = models.CharField(_("answer"), max_length=8, choices=Position, blank=True)
    answer = models.TextField(_("reasons and remarks"), max_length=3000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    void_reason = models.CharField(_("struck out because"), max_length=300, blank=True, editable=False)
    answer_file = models.ForeignKey(
        PersonalFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["asked_on", "id"]
        constraints = [
            known("kind", ConsultationKind),
            known("position", Position, blank=True),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=models.F("asked_on")),
                name="consultation_answered_after_asked",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ConsultationKind.INTERNAL) | Q(department__isnull=False),
                name="consultation_internal_names_department",
            ),
            models.CheckConstraint(
                condition=~Q(position=Position.OBJECTS) | ~Q(answer=""), name="consultation_objection_has_reasons"
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None, position="") | (Q(answered_on__isnull=False) & ~Q(position="")),
                name="consultation_answer_has_position",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.asked_on}"


class ClockFactQuerySet(models.QuerySet["ClockFact"]):
    """Facts by whether they still count."""

    def valid(self) -> ClockFactQuerySet:
        """Facts that were not struck out."""
        return self.filter(void_reason="")


class ClockFact(models.Model):
    """One fact of the clock.  It is never edited; a wrong one is struck out with a reason and written anew."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="facts")
    kind = models.CharField(_("what happened"), max_length=24, choices=FactKind)
    on = models.DateField(_("day"))
    days = models.PositiveSmallIntegerField(_("working days"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    consultation = models.ForeignKey(
        Consultation, models.PROTECT, null=True, blank=True, related_name="facts", verbose_name=_("consultation")
    )
    evidence = EncryptedTextField(_("evidence or reason"), max_length=500, blank=True)
    recorded_at = models.DateTimeField(_("recorded"), default=local_now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )
    void_reason = models.CharField(_("struck out because"), max_length=300, blank=True)
    voided_at = models.DateTimeField(_("struck out"), null=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("struck out by")
    )

    objects = ClockFactQuerySet.as_manager()

    class Meta:
        verbose_name = _("fact of the clock")
        verbose_name_plural = _("facts of the clock")
        ordering = ["on", "id"]
        constraints = [
            known("kind", FactKind),
            # What can happen once happens once; what was struck out does not count.
            models.UniqueConstraint(
                fields=["request", "kind"],
                condition=Q(void_reason="")
                & ~Q(
                    kind__in=[
                        FactKind.THIRD_PARTY_ASKED,
                        FactKind.THIRD_PARTY_ANSWERED,
                        FactKind.ORGAN_ASKED,
                        FactKind.ORGAN_ANSWERED,
                    ]
                ),
                name="clockfact_kind_once",
            ),
            models.UniqueConstraint(
                fields=["consultation", "kind"], condition=Q(void_reason=""), name="clockfact_consultation_once"
            ),
            models.CheckConstraint(
                condition=Q(void_reason="", voided_at=None, voided_by=None)
                | (~Q(void_reason="") & Q(voided_at__isnull=False, voided_by__isnull=False)),
                name="clockfact_struck_out_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(kind=FactKind.EXTENDED) | Q(days__range=(1, 20)), name="clockfact_extension_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"

    def as_fact(self) -> Fact:
        """Return the fact as the clock reads it."""
        return Fact(self.kind, self.on, self.days, self.until, str(self.consultation_id or ""))


class ExtensionProposal(Proposal):
    """An officer's wish to extend the reply period; the head of the disclosure office decides (条例 art. 33)."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="extension_proposals")
    days = models.PositiveSmallIntegerField(_("working days"))
    reason = models.CharField(_("reason, as the applicant will read it"), max_length=500)

    class Meta:
        verbose_name = _("proposed extension")
        verbose_name_plural = _("proposed extensions")
        constraints = [
            known("decision", ProposalDecision),
            models.UniqueConstraint(
                fields=["request"], condition=Q(decision=ProposalDecision.OPEN), name="extensionproposal_one_open"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("proposed_by")),
                name="extensionproposal_second_person",
            ),
            models.CheckConstraint(condition=Q(days__range=(1, 20)), name="extensionproposal_days"),
        ]

    def __str__(self) -> str:
        return f"{self.request} +{self.days}"
