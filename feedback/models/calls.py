"""Enquiries on the hotline and in the hall, call-backs, and what the telephone system counted."""

from __future__ import annotations

import uuid
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from feedback.models.messages import SUBJECT_LENGTH, Message
from feedback.models.ratings import Rating
from feedback.states import MessageKind
from foundation.access import Capability, scope_of
from foundation.clock import local_now
from foundation.constraints import known
from foundation.encryption import EncryptedTextField, is_filled
from foundation.organization import Department
from foundation.people import User
from guides.models import Guide

NOTE_LENGTH: Final = 1000


class CallPlace(models.TextChoices):
    """Where somebody asked."""

    HOTLINE = "hotline", _("hotline")
    HALL = "hall", _("in the hall")


class CallKind(models.TextChoices):
    """Calls connected are enquiries or call-backs, nothing else."""

    ENQUIRY = "enquiry", _("enquiry")
    CALLBACK = "callback", _("call-back")


class CallResult(models.TextChoices):
    """What came of it."""

    ANSWERED = "answered", _("answered at once")
    TO_CALL_BACK = "to_call_back", _("to be called back")
    MESSAGE = "message", _("taken down as a message")
    ELSEWHERE = "elsewhere", _("shown the right door")
    REACHED = "reached", _("called back")
    UNREACHABLE = "unreachable", _("nobody reached")


CALLBACK_RESULTS: Final = (CallResult.REACHED, CallResult.UNREACHABLE)
"""What a call-back can come to; an enquiry comes to anything else."""


class CallQuerySet(models.QuerySet["Call"]):
    """Calls for pages and figures."""

    def visible_to(self, user: User) -> Self:
        """Calls about somebody's departments and those that they logged themselves; the center sees all.

        What reports wrongdoing is kept from departments (信访工作条例 art. 30), also where it was taken down as such.
        """
        scope = scope_of(user, Capability.VIEW_MESSAGES)
        if scope.everywhere:
            return self
        if not scope:
            return self.none()
        about = self.filter(department__in=scope.department_ids).exclude(
            Q(is_report=True)
            | Q(follows__is_report=True)
            | Q(message__kind=MessageKind.REPORT)
            | Q(follows__message__kind=MessageKind.REPORT)
        )
        return self.filter(Q(pk__in=about.values("pk")) | Q(recorded_by=user))

    def shown_to(self, user: User) -> Self:
        """Calls that count, first to last, for the desk of what they are about; annotates whether they ``opens``."""
        visible = self.model._default_manager.all().visible_to(user).filter(pk=OuterRef("pk"))
        standing = self.filter(void_reason="").select_related("recorded_by").order_by("taken_on", "pk")
        return standing.annotate(opens=Exists(visible))

    def callable_by(self, user: User) -> Self:
        """Calls whose number somebody may read: the center that of all, others those that they took down themselves."""
        everywhere = scope_of(user, Capability.HANDLE_MESSAGES).everywhere
        return self if everywhere else self.filter(recorded_by=user)

    def counted(self) -> Self:
        """What the figures count: not struck out, and somebody was spoken to."""
        return self.filter(void_reason="").exclude(result=CallResult.UNREACHABLE)

    def enquiries(self) -> Self:
        """What people asked."""
        return self.filter(kind=CallKind.ENQUIRY)

    def callbacks(self) -> Self:
        """Where the center called."""
        return self.filter(kind=CallKind.CALLBACK)

    def with_call_back(self) -> Self:
        """Annotate ``called_back_on``: the day on which somebody was reached about it, or None."""
        reached = self.model._default_manager.filter(follows=OuterRef("pk"), result=CallResult.REACHED, void_reason="")
        return self.annotate(called_back_on=Subquery(reached.order_by("taken_on", "pk").values("taken_on")[:1]))

    def to_take_down(self) -> Self:
        """Enquiries that count and were not taken down as a message yet."""
        return self.filter(kind=CallKind.ENQUIRY, void_reason="", message=None)

    def waiting(self) -> Self:
        """Enquiries that were promised a call-back which nobody has made; one that reached nobody does not count."""
        done = self.model._default_manager.filter(follows__isnull=False).counted()
        return self.filter(result=CallResult.TO_CALL_BACK, void_reason="").exclude(pk__in=done.values("follows"))


class Call(models.Model):
    """One enquiry, or one call-back linked to what it follows up; a wrong one is struck out, not changed.

    Only that an enquiry was taken down as a message is noted later.
    """

    token = models.UUIDField(_("form token"), unique=True, default=uuid.uuid4, editable=False)
    place = models.CharField(_("hotline or hall"), max_length=8, choices=CallPlace)
    kind = models.CharField(_("enquiry or call-back"), max_length=8, choices=CallKind)
    taken_on = models.DateField(_("day"))
    subject = models.CharField(_("subject"), max_length=SUBJECT_LENGTH)
    is_report = models.BooleanField(
        _("reports wrongdoing"), default=False, help_text=_("Only the center sees it, never the department.")
    )
    note = EncryptedTextField(_("note"), blank=True)
    name = EncryptedTextField(_("name of the caller"), blank=True)
    phone = EncryptedTextField(_("phone"), blank=True)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name=_("department it is about"),
    )
    guide = models.ForeignKey(
        Guide, models.PROTECT, null=True, blank=True, related_name="calls", verbose_name=_("guide that it is about")
    )
    result = models.CharField(_("result"), max_length=12, choices=CallResult)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("follows the enquiry")
    )
    message = models.ForeignKey(
        Message, models.PROTECT, null=True, blank=True, related_name="calls", verbose_name=_("message")
    )
    rating = models.ForeignKey(
        Rating, models.PROTECT, null=True, blank=True, related_name="calls", verbose_name=_("rating")
    )
    recorded_at = models.DateTimeField(_("recorded"), default=local_now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("recorded by")
    )
    void_reason = models.CharField(_("void because"), max_length=200, blank=True, editable=False)
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["-taken_on", "-id"]
        indexes = [
            models.Index(fields=["place", "kind", "taken_on"], condition=Q(void_reason=""), name="call_counted"),
            models.Index(fields=["-taken_on", "-id"], name="call_newest"),
        ]
        constraints = [
            known("place", CallPlace),
            known("kind", CallKind),
            known("result", CallResult),
            models.CheckConstraint(
                condition=Q(kind=CallKind.ENQUIRY, follows=None, rating=None)
                | (
                    Q(kind=CallKind.CALLBACK)
                    & (Q(follows__isnull=False) | Q(message__isnull=False) | Q(rating__isnull=False))
                ),
                name="call_back_follows_something",
            ),
            models.CheckConstraint(
                condition=~Q(kind=CallKind.CALLBACK) | Q(place=CallPlace.HOTLINE), name="call_back_by_phone"
            ),
            models.CheckConstraint(
                condition=Q(kind=CallKind.CALLBACK, result__in=CALLBACK_RESULTS)
                | (Q(kind=CallKind.ENQUIRY) & ~Q(result__in=CALLBACK_RESULTS)),
                name="call_result_of_its_kind",
            ),
            # What was said is the proof that somebody was spoken to.
            models.CheckConstraint(
                condition=~Q(result=CallResult.REACHED) | is_filled("note"), name="call_back_in_words"
            ),
            models.CheckConstraint(
                condition=~Q(result=CallResult.MESSAGE) | Q(message__isnull=False), name="call_taken_down_names_message"
            ),
            models.CheckConstraint(
                condition=Q(void_reason="", voided_by=None) | (~Q(void_reason="") & Q(voided_by__isnull=False)),
                name="call_struck_out_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.taken_on} {self.get_kind_display()} {self.pk}"


class SwitchboardDay(models.Model):
    """How many calls the telephone system connected on a day; what the log is checked against.

    Calls connected = enquiries + call-backs: a day on which that does not hold is shown, never smoothed.
    """

    day = models.DateField(_("day"), unique=True)
    connected = models.PositiveIntegerField(_("calls connected"))
    source = models.CharField(_("source"), max_length=100)
    entered_at = models.DateTimeField(_("entered"), default=local_now, editable=False)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    class Meta:
        verbose_name = _("day of the switchboard")
        verbose_name_plural = _("days of the switchboard")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day} {self.connected}"
