"""What happens to a message: who works on it, facts of its clock, questions back, extensions, supervision."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from feedback.deadlines import Fact, FactKind
from feedback.models.messages import Message
from feedback.states import Party
from foundation.clock import local_now
from foundation.constraints import known
from foundation.encryption import EncryptedTextField, is_filled
from foundation.organization import Department
from foundation.proposals import Proposal, ProposalDecision


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Assignments by whether they still hold."""

    def standing(self) -> Self:
        """Assignments that were neither sent back nor handed on."""
        return self.filter(returned_at=None, ended_at=None)


class Assignment(models.Model):
    """A department's part in a message.  One host at a time; assistants write their part for the host."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="assignments")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    party = models.CharField(_("part"), max_length=10, choices=Party)
    reason = models.CharField(_("why this department"), max_length=300)
    by_rule = models.BooleanField(_("by a rule"), default=False)
    is_final = models.BooleanField(
        _("decided after a dispute"),
        default=False,
        help_text=_("The center has decided; the department cannot send it back."),
    )
    assigned_at = models.DateTimeField(_("assigned"), default=local_now)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(_("taken up"), null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(_("sent back"), null=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    return_reason = models.CharField(_("why sent back"), max_length=300, blank=True)
    ended_at = models.DateTimeField(_("handed on"), null=True)
    contribution = EncryptedTextField(_("what the assistant says"), blank=True)
    contributed_at = models.DateTimeField(_("said"), null=True)
    contributed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["assigned_at", "id"]
        constraints = [
            known("party", Party),
            models.UniqueConstraint(
                fields=["message"],
                condition=Q(party=Party.HOST, returned_at=None, ended_at=None),
                name="assignment_one_host",
            ),
            models.UniqueConstraint(
                fields=["message", "department"],
                condition=Q(returned_at=None, ended_at=None),
                name="assignment_department_once",
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None, return_reason="") | (Q(returned_at__isnull=False) & ~Q(return_reason="")),
                name="assignment_returned_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None) | Q(accepted_at=None), name="assignment_taken_up_is_not_sent_back"
            ),
            models.CheckConstraint(
                condition=Q(is_final=False) | Q(returned_at=None), name="assignment_final_is_not_sent_back"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message} · {self.department}"


class MessageFact(models.Model):
    """One fact of the clock: append-only."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="facts")
    kind = models.CharField(_("what happened"), max_length=10, choices=FactKind)
    on = models.DateField(_("day"))
    days = models.PositiveSmallIntegerField(_("days"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded"), default=local_now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("fact of the clock")
        verbose_name_plural = _("facts of the clock")
        ordering = ["id"]
        constraints = [
            known("kind", FactKind),
            models.CheckConstraint(
                condition=~Q(kind=FactKind.EXTENDED) | Q(days__range=(1, 60)), name="messagefact_extension_days"
            ),
            models.CheckConstraint(
                condition=~Q(kind=FactKind.ASKED) | Q(until__gte=F("on")), name="messagefact_question_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"

    def as_fact(self) -> Fact:
        """Return the fact as the clock reads it."""
        return Fact(self.kind, self.on, self.days, self.until)


class WriterQuestion(models.Model):
    """A question back to the writer; without an answer the handling goes on after the last day.

    An answer given by phone or at the counter is noted by staff, with who told it and on which day.
    """

    message = models.ForeignKey(Message, models.PROTECT, related_name="questions")
    question = EncryptedTextField(_("question"))
    asked_on = models.DateField(_("asked"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    until = models.DateField(_("answer until"))
    answer = EncryptedTextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    told_by = EncryptedTextField(_("told by"), blank=True)
    told_on = models.DateField(_("told on"), null=True, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(_("no longer waited for"), null=True)

    class Meta:
        verbose_name = _("question to the writer")
        verbose_name_plural = _("questions to writers")
        ordering = ["asked_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["message"], condition=Q(answered_at=None, closed_at=None), name="writerquestion_one_open"
            ),
            models.CheckConstraint(condition=Q(until__gte=F("asked_on")), name="writerquestion_until_after_asked"),
            models.CheckConstraint(
                condition=Q(noted_by=None, told_on=None)
                | (
                    Q(noted_by__isnull=False, told_on__gte=F("asked_on"), answered_at__isnull=False)
                    & is_filled("told_by")
                ),
                name="writerquestion_noted_with_day_and_teller",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message} · {self.asked_on}"


class ExtensionProposal(Proposal):
    """A wish for more time; another person approves it."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="extension_proposals")
    days = models.PositiveSmallIntegerField(_("days"))
    reason = models.CharField(_("reason, as the writer will read it"), max_length=300)

    class Meta:
        verbose_name = _("proposed extension")
        verbose_name_plural = _("proposed extensions")
        ordering = ["proposed_at"]
        constraints = [
            known("decision", ProposalDecision),
            models.UniqueConstraint(
                fields=["message"], condition=Q(decision=ProposalDecision.OPEN), name="messageextension_one_open"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="messageextension_second_person"
            ),
            models.CheckConstraint(condition=Q(days__range=(1, 60)), name="messageextension_days"),
        ]

    def __str__(self) -> str:
        return f"{self.message} +{self.days}"


class SupervisionQuerySet(models.QuerySet["Supervision"]):
    """Supervisions by whose turn it is."""

    def standing(self) -> Self:
        """Supervisions that the center has not ended yet."""
        return self.filter(is_accepted=None)

    def unanswered(self) -> Self:
        """Those for which the department has to say what it did."""
        return self.standing().filter(answered_at=None)

    def to_confirm(self) -> Self:
        """Those whose answer waits for the center."""
        return self.standing().filter(answered_at__isnull=False)


class Supervision(models.Model):
    """The center presses for a late, refused or unsolved matter (督办); the department says what it did.

    The center confirms the answer (``is_accepted``) or sends it back; what is sent back stands as it is, and the
    matter is pressed anew in a row of its own.
    """

    message = models.ForeignKey(Message, models.PROTECT, related_name="supervisions")
    reason = models.CharField(_("reason"), max_length=300)
    issued_at = models.DateTimeField(_("issued"), default=local_now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField(_("answer due"))
    answer = models.CharField(_("what was done"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_accepted = models.BooleanField(_("confirmed"), null=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("remark"), max_length=300, blank=True)

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision")
        verbose_name_plural = _("supervisions")
        ordering = ["issued_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["message"], condition=Q(is_accepted=None), name="supervision_one_open"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="supervision_answered_in_words",
            ),
            models.CheckConstraint(
                condition=Q(is_accepted=None, decided_at=None)
                | Q(is_accepted=True, decided_at__isnull=False, answered_at__isnull=False)
                | (Q(is_accepted=False, decided_at__isnull=False, answered_at__isnull=False) & ~Q(note="")),
                name="supervision_decided_on_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message} · {self.due_on}"
