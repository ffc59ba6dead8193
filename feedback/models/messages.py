"""Messages of citizens: what came in, who wrote, and where it stands."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Final, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.deadlines import PETITION_NOTICE_DAYS, petition_notice_due
from feedback.states import OPEN, PETITION_KINDS, Ending, MessageKind, MessageStage, Party
from foundation import access
from foundation.access import Capability
from foundation.clock import local_now
from foundation.constraints import known
from foundation.encryption import EncryptedTextField
from foundation.organization import Department, Region
from foundation.personal_files import PersonalFile
from guides.models import Guide

if TYPE_CHECKING:
    from feedback.models.handling import (
        Assignment,
        ExtensionProposal,
        MessageFact,
        SupervisionQuerySet,
        WriterQuestion,
    )
    from feedback.models.published import PublicText, PublishedAnswer
    from feedback.models.reminders import MessageReminder
    from feedback.models.replies import Reply
    from foundation.people import User

SUBJECT_LENGTH: Final = 100
TEXT_LENGTH: Final = 5000


class Channel(models.TextChoices):
    """How a message came."""

    ONLINE = "online", _("this site")
    HOTLINE = "hotline", _("hotline")
    HALL = "hall", _("in the hall")
    LETTER = "letter", _("letter")
    EMAIL = "email", _("e-mail")
    WECHAT = "wechat", _("WeChat")
    IMPORTED = "imported", _("taken over from another system")


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages by who may see them and where they stand."""

    def visible_to(self, user: User) -> Self:
        """Messages that somebody's departments work on or worked on; the center sees all.

        A report of wrongdoing is never seen by the unit it is about (信访工作条例 art. 30).
        """
        scope = access.scope_of(user, Capability.VIEW_MESSAGES)
        if scope.everywhere:
            return self
        theirs = Q(assignments__department__in=scope.department_ids, assignments__returned_at=None)
        accused = Q(kind=MessageKind.REPORT, about__in=scope.department_ids)
        return self.filter(pk__in=self.model._default_manager.filter(theirs).exclude(accused).values("pk"))

    def open(self) -> Self:
        """Messages that wait for a reply."""
        return self.filter(stage__in=OPEN)

    def overdue(self, today: dt.date) -> Self:
        """Open messages whose reply was due before today."""
        return self.open().filter(due_on__lt=today)

    def due_within(self, today: dt.date, last_day: dt.date) -> Self:
        """Open messages that fall due from today to the last day."""
        return self.open().filter(due_on__range=(today, last_day))

    def hosted_by(self, user: User) -> Self:
        """Messages whose host is one of somebody's departments; the center has all."""
        scope = access.scope_of(user, Capability.VIEW_MESSAGES)
        return self if scope.everywhere else self.filter(department__in=scope.department_ids)

    def parts_wanted_of(self, user: User) -> Self:
        """Open messages for which one of somebody's departments still has to write its part."""
        scope = access.scope_of(user, Capability.HANDLE_MESSAGES)
        wanted = self.model._default_manager.filter(
            assignments__party=Party.ASSISTANT,
            assignments__contributed_at=None,
            assignments__returned_at=None,
            assignments__ended_at=None,
            **({} if scope.everywhere else {"assignments__department__in": scope.department_ids}),
        )
        return self.open().filter(pk__in=wanted.values("pk"))

    def not_taken_up_since(self, moment: dt.datetime) -> Self:
        """Messages that lie with a department since before the moment, and were not taken up."""
        return self.filter(
            stage=MessageStage.ROUTED,
            assignments__party=Party.HOST,
            assignments__returned_at=None,
            assignments__ended_at=None,
            assignments__assigned_at__lt=moment,
        )

    def notice_due(self, last_day: dt.date) -> Self:
        """Petitions whose writers must be told by this day that they are taken up (信访工作条例 art. 23)."""
        received_by = last_day - dt.timedelta(PETITION_NOTICE_DAYS)
        return self.open().filter(kind__in=PETITION_KINDS, accepted_on=None, received_on__lte=received_by)

    def supervised(self) -> Self:
        """Messages that are pressed for and whose host has not said yet what it did."""
        return self.exclude(stage=MessageStage.WITHDRAWN).filter(
            supervisions__isnull=False, supervisions__answered_at=None
        )

    def supervision_to_confirm(self) -> Self:
        """Messages whose host has said what it did, and the center has not confirmed it yet."""
        return self.filter(supervisions__answered_at__isnull=False, supervisions__is_accepted=None)

    def extension_proposed(self) -> Self:
        """Messages for which an extension waits for the second person."""
        return self.filter(stage=MessageStage.HANDLING, extension_proposals__decision="open")

    def public_text_submitted(self) -> Self:
        """Answered messages whose public text waits for the second person."""
        return self.filter(stage=MessageStage.ANSWERED, public_text__stage="submitted")


class Message(models.Model):
    """A message (留言).  What was written never changes; ``due_on`` is derived from the facts and never typed.

    ``subject_mask`` is the subject as lists show it, everything personal that was found starred out.
    """

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    token = models.UUIDField(_("form token"), unique=True, default=uuid.uuid4, editable=False)
    code_digest = models.CharField(_("code"), max_length=64, editable=False)
    external_number = models.CharField(_("number in the other system"), max_length=60, blank=True, editable=False)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    kind = models.CharField(_("kind"), max_length=12, choices=MessageKind)
    kind_as_sent = models.CharField(_("kind as sent"), max_length=12, choices=MessageKind, editable=False)
    stage = models.CharField(
        _("stage"), max_length=12, choices=MessageStage, default=MessageStage.RECEIVED, editable=False
    )
    subject = EncryptedTextField(_("subject"))
    text = EncryptedTextField(_("text"))
    subject_mask = models.CharField(_("subject"), max_length=SUBJECT_LENGTH, editable=False)
    text_index = models.CharField(max_length=64, db_index=True, editable=False)
    """A keyed digest of subject and text: finds the same text sent again."""
    text_sketch = ArrayField(models.BigIntegerField(), default=list, editable=False)
    """Keyed digests of pieces of the text: finds texts that say much the same."""
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    about = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="messages_about",
        verbose_name=_("department that it is about"),
    )
    guide = models.ForeignKey(
        Guide, models.PROTECT, null=True, blank=True, related_name="messages", verbose_name=_("guide that it is about")
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
        editable=False,
        verbose_name=_("host department"),
    )
    shares_contact = models.BooleanField(_("the department may see name and phone"), default=False)
    consents_to_publication = models.BooleanField(_("a masked text may be published"), default=False)
    consent_withdrawn_on = models.DateField(_("consent taken back"), null=True, blank=True, editable=False)
    received_at = models.DateTimeField(_("received"), default=local_now, editable=False)
    received_on = models.DateField(_("day of receipt"), editable=False)
    due_on = models.DateField(_("reply due"), null=True, blank=True, editable=False)
    due_missing_year = models.PositiveSmallIntegerField(_("calendar missing"), null=True, blank=True, editable=False)
    accepted_on = models.DateField(_("taken up"), null=True, blank=True, editable=False)
    answered_on = models.DateField(_("answered"), null=True, blank=True, editable=False)
    reply_was_due_on = models.DateField(_("the reply was due"), null=True, blank=True, editable=False)
    ending = models.CharField(_("ending"), max_length=12, choices=Ending, blank=True, editable=False)
    repeats = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="repeated_by",
        editable=False,
        verbose_name=_("repeats"),
    )

    assignments: models.Manager[Assignment]
    facts: models.Manager[MessageFact]
    questions: models.Manager[WriterQuestion]
    extension_proposals: models.Manager[ExtensionProposal]
    supervisions: SupervisionQuerySet
    reminders: models.Manager[MessageReminder]
    replies: models.Manager[Reply]
    writer: Writer
    files: models.Manager[MessageFile]
    public_text: PublicText
    published_answer: PublishedAnswer

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(stage__in=sorted(OPEN)), name="message_open_due"),
            models.Index(fields=["department", "stage", "due_on"], name="message_department_stage"),
            models.Index(fields=["-received_at", "-id"], name="message_newest"),
            models.Index(fields=["received_on", "kind"], name="message_received"),
            models.Index(fields=["answered_on", "department"], name="message_answered"),
            # Messages that say much the same, on the desk.
            GinIndex(fields=["text_sketch"], name="message_sketch"),
        ]
        constraints = [
            known("channel", Channel),
            known("kind", MessageKind),
            known("stage", MessageStage),
            known("ending", Ending, blank=True),
            models.UniqueConstraint(
                fields=["external_number"], condition=~Q(external_number=""), name="message_taken_over_once"
            ),
            # A report of wrongdoing never goes to the unit that it is about (信访工作条例 art. 30).
            models.CheckConstraint(
                condition=~Q(kind=MessageKind.REPORT) | Q(about=None) | Q(department=None) | ~Q(department=F("about")),
                name="message_report_not_with_the_accused",
            ),
            models.CheckConstraint(
                condition=Q(stage=MessageStage.RECEIVED)
                | Q(stage=MessageStage.WITHDRAWN)
                | Q(department__isnull=False),
                name="message_handled_has_a_host",
            ),
            models.CheckConstraint(
                condition=(
                    Q(stage__in=[MessageStage.ANSWERED, MessageStage.OBJECTED, MessageStage.WITHDRAWN]) & ~Q(ending="")
                )
                | (Q(stage__in=sorted(OPEN)) & Q(ending="")),
                name="message_ended_with_an_ending",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("received_on")),
                name="message_answered_after_receipt",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_petition(self) -> bool:
        """Whether the message counts as a petition too (信访工作条例 art. 17)."""
        return self.kind in PETITION_KINDS

    @property
    def notice_due_on(self) -> dt.date | None:
        """Last day to tell the writer that the petition is taken up; None where that was done or is not needed."""
        waits = self.is_petition and self.accepted_on is None and self.stage in OPEN
        return petition_notice_due(self.received_on) if waits else None


class Writer(models.Model):
    """Who wrote: encrypted, shown masked, kept apart from the message.  A message may have none: it is anonymous."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="writer")
    name = EncryptedTextField(pgettext_lazy("person", "name"), blank=True)
    phone = EncryptedTextField(_("phone"), blank=True, index="phone_index")
    phone_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    email = EncryptedTextField(_("e-mail"), blank=True)
    address = EncryptedTextField(_("address"), blank=True)
    name_mask = models.CharField(_("name, masked"), max_length=60, blank=True, editable=False)

    class Meta:
        verbose_name = _("writer")
        verbose_name_plural = _("writers")

    def __str__(self) -> str:
        return self.name_mask or str(_("anonymous"))


class MessageFile(models.Model):
    """A file that came with a message."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="files")
    file = models.OneToOneField(PersonalFile, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("file of a message")
        verbose_name_plural = _("files of messages")

    def __str__(self) -> str:
        return str(self.file)
