"""The register of disclosure requests: what came in, who asked, what is asked for, and where it stands."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from disclosure.models.publications import Publication
from disclosure.outcomes import ROW_ORDER
from disclosure.states import RequestStage
from foundation.clock import local_now
from foundation.constraints import known
from foundation.encryption import EncryptedTextField, is_filled
from foundation.personal_files import PersonalFile

if TYPE_CHECKING:
    from disclosure.models.additions import Addition
    from disclosure.models.clock import ClockFact, Consultation
    from disclosure.models.decisions import Decision
    from disclosure.models.letters import Letter
    from disclosure.models.remedies import Remedy
    from disclosure.models.reminders import Reminder

SUBJECT_LENGTH: Final = 200
DESCRIPTION_LENGTH: Final = 5000


class Channel(models.TextChoices):
    """How a request came; each way has its own legal day of receipt (条例 art. 31)."""

    IN_PERSON = "in_person", _("in person, written or written down for the applicant")
    REGISTERED_POST = "registered_post", _("post that is signed for")
    LETTER = "letter", _("ordinary letter")
    FAX = "fax", _("fax")
    EMAIL = "email", _("e-mail")
    ONLINE = "online", _("online form")
    OTHER = "other", _("other")


RECEIVED_AT_ONCE: Final = frozenset({Channel.IN_PERSON.value, Channel.REGISTERED_POST.value})
"""Handed in or signed for: received that day.  All others wait until both sides have confirmed (art. 31)."""


class ApplicantCategory(models.TextChoices):
    """The columns of the statutory request table."""

    NATURAL_PERSON = "natural_person", _("natural person")
    COMMERCIAL_ENTERPRISE = "commercial_enterprise", _("commercial enterprise")
    RESEARCH_INSTITUTION = "research_institution", _("research institution")
    PUBLIC_WELFARE_ORG = "public_welfare_org", _("public welfare organization")
    LEGAL_SERVICE_ORG = "legal_service_org", _("legal service organization")
    OTHER_ORG = "other_org", _("other organization")


class IdentityPaper(models.TextChoices):
    """Papers that prove who asks (条例 art. 29)."""

    ID_CARD = "id_card", _("resident identity card")
    PASSPORT = "passport", _("passport")
    TRAVEL_PERMIT = "travel_permit", _("travel permit of Hong Kong, Macao or Taiwan residents")
    CREDIT_CODE = "credit_code", _("unified social credit code")
    OTHER = "other", _("other paper")


class DeliveryWay(models.TextChoices):
    """How the applicant wants to get the information."""

    POST = "post", _("by post")
    EMAIL = "email", _("by e-mail")
    FAX = "fax", _("by fax")
    PICK_UP = "pick_up", _("picked up in person")
    ON_SITE = "on_site", _("read or copied on the spot")


class Medium(models.TextChoices):
    """On what the applicant wants it."""

    PAPER = "paper", _("paper")
    ELECTRONIC = "electronic", _("electronic file")
    DISC = "disc", _("disc")
    OTHER = "other", _("other")


class Submission(models.Model):
    """What came in, exactly as it came; nothing of it ever changes.

    ``payload`` holds the fields of an online form or of what an officer wrote down, as JSON text.
    """

    token = models.UUIDField(_("form token"), unique=True, default=uuid.uuid4, editable=False)
    channel = models.CharField(_("channel"), max_length=20, choices=Channel)
    payload = EncryptedTextField(_("as it came"))
    arrived_on = models.DateField(_("arrived"))
    recorded_at = models.DateTimeField(_("recorded"), default=local_now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [known("channel", Channel)]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.arrived_on}"


class SubmissionFile(models.Model):
    """A file that came with a submission: a scan of the letter, the identity paper, an attachment."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="files")
    file = models.ForeignKey(PersonalFile, models.PROTECT, related_name="+")
    label = models.CharField(_("what it is"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("file of a submission")
        verbose_name_plural = _("files of submissions")

    def __str__(self) -> str:
        return self.label or str(self.file)


class RequestQuerySet(models.QuerySet["Request"]):
    """Requests by where they stand."""

    def unconfirmed(self) -> RequestQuerySet:
        """Requests that arrived and whose receipt is not confirmed yet."""
        return self.filter(stage=RequestStage.SUBMITTED)

    def open(self) -> RequestQuerySet:
        """Received requests without a decision."""
        return self.filter(received_on__isnull=False, concluded_on__isnull=True)

    def overdue(self, today: dt.date) -> RequestQuerySet:
        """Open requests whose last day for the reply is past."""
        return self.open().filter(due_on__lt=today)

    def corrected(self) -> RequestQuerySet:
        """Requests whose applicant sent the corrected text; an officer has not yet said that it counts."""
        return self.filter(stage=RequestStage.CORRECTING, additions__isnull=False).distinct()

    def due_within(self, today: dt.date, last_day: dt.date) -> RequestQuerySet:
        """Open requests that fall due from today to the last day."""
        return self.open().filter(due_on__range=(today, last_day))


class Request(models.Model):
    """A request for government information (政府信息公开申请).

    ``due_on`` is derived from the clock facts and kept for sorting and alarms; nobody types it.
    """

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    external_number = models.CharField(
        _("number in the register it was taken over from"), max_length=60, blank=True, editable=False
    )
    code_digest = models.CharField(_("code"), max_length=64, editable=False)
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="request", editable=False)
    channel = models.CharField(_("channel"), max_length=20, choices=Channel)
    stage = models.CharField(_("stage"), max_length=12, choices=RequestStage, editable=False)

    applicant_category = models.CharField(_("category of the applicant"), max_length=24, choices=ApplicantCategory)
    applicant_mask = models.CharField(_("applicant, masked"), max_length=100, editable=False)
    subject = models.CharField(
        _("subject"), max_length=SUBJECT_LENGTH, help_text=_("In a few words, without anybody's personal data.")
    )
    description = models.TextField(_("information asked for"), max_length=DESCRIPTION_LENGTH)
    features = models.CharField(_("document number or other features"), max_length=300, blank=True)
    purpose = models.CharField(_("purpose (optional)"), max_length=300, blank=True)
    delivery_way = models.CharField(_("way to obtain it"), max_length=10, choices=DeliveryWay)
    medium = models.CharField(_("form"), max_length=10, choices=Medium)
    accepts_other_way = models.BooleanField(_("another way is fine where this one is impossible"), default=True)

    entered_at = models.DateTimeField(_("entered"), default=local_now, editable=False)
    arrived_on = models.DateField(_("arrived"))
    received_on = models.DateField(_("received (legal day)"), null=True, blank=True, editable=False)
    receipt_evidence = EncryptedTextField(
        _("evidence of receipt"),
        max_length=300,
        blank=True,
        help_text=_("Signature slip, day and time of the call in which it was confirmed, mail server's time …"),
    )
    due_on = models.DateField(_("reply due"), null=True, blank=True, editable=False)
    due_missing_year = models.PositiveSmallIntegerField(_("calendar missing"), null=True, blank=True, editable=False)
    concluded_on = models.DateField(_("concluded"), null=True, blank=True, editable=False)
    outcome_row = models.CharField(_("row of the statutory table"), max_length=32, blank=True, editable=False)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("handler")
    )
    dismissal_reason = models.CharField(_("reason of dismissal"), max_length=300, blank=True, editable=False)
    reopens = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reopened_by",
        editable=False,
        verbose_name=_("new handling of"),
    )
    edit_version = models.PositiveIntegerField(default=1, editable=False)
    publish_answer = models.BooleanField(_("publish the answer"), default=False)
    published_answer = models.OneToOneField(
        Publication,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="answered_request",
        editable=False,
        verbose_name=_("published answer"),
    )

    facts: models.Manager[ClockFact]
    additions: models.Manager[Addition]
    consultations: models.Manager[Consultation]
    decisions: models.Manager[Decision]
    letters: models.Manager[Letter]
    remedies: models.Manager[Remedy]
    reminders: models.Manager[Reminder]

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("disclosure request")
        verbose_name_plural = _("disclosure requests")
        ordering = ["-arrived_on", "-id"]
        indexes = [
            # The register sorted by due date, open ones first.
            models.Index(fields=["due_on", "id"], condition=Q(concluded_on=None), name="request_open_due"),
            models.Index(fields=["stage", "due_on"], name="request_stage_due"),
            # The annual table.
            models.Index(fields=["received_on"], name="request_received"),
            models.Index(fields=["concluded_on"], name="request_concluded"),
            models.Index(fields=["-arrived_on", "-id"], name="request_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["external_number"], condition=~Q(external_number=""), name="request_taken_over_once"
            ),
            known("channel", Channel),
            known("stage", RequestStage),
            known("applicant_category", ApplicantCategory),
            known("delivery_way", DeliveryWay),
            known("medium", Medium),
            models.CheckConstraint(
                condition=Q(outcome_row="") | Q(outcome_row__in=ROW_ORDER), name="request_outcome_row_known"
            ),
            models.CheckConstraint(
                condition=Q(concluded_on=None, outcome_row="") | (Q(concluded_on__isnull=False) & ~Q(outcome_row="")),
                name="request_concluded_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(concluded_on=None) | Q(received_on__lte=F("concluded_on")),
                name="request_concluded_after_receipt",
            ),
            models.CheckConstraint(
                condition=Q(received_on=None) | Q(arrived_on__lte=F("received_on")),
                name="request_received_after_arrival",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[RequestStage.SUBMITTED, RequestStage.DISMISSED]) | Q(received_on__isnull=False),
                name="request_handled_was_received",
            ),
            models.CheckConstraint(
                condition=Q(received_on=None) | is_filled("receipt_evidence"), name="request_receipt_has_evidence"
            ),
            models.CheckConstraint(
                condition=Q(stage=RequestStage.CONCLUDED, concluded_on__isnull=False)
                | (~Q(stage=RequestStage.CONCLUDED) & Q(concluded_on=None)),
                name="request_stage_fits_conclusion",
            ),
            models.CheckConstraint(
                condition=~Q(stage=RequestStage.DISMISSED) | ~Q(dismissal_reason=""),
                name="request_dismissed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Applicant(models.Model):
    """Who asks: encrypted, shown masked, and kept apart so that units which help to answer never touch it."""

    request = models.OneToOneField(Request, models.CASCADE, related_name="applicant")
    name = EncryptedTextField(pgettext_lazy("person", "name"))
    paper = models.CharField(_("identity paper"), max_length=20, choices=IdentityPaper, blank=True)
    paper_number = EncryptedTextField(_("number of the paper"), blank=True, index="paper_index")
    paper_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    """A keyed digest of the number: finds repeated requests without telling the number."""
    phone = EncryptedTextField(_("phone"), blank=True)
    email = EncryptedTextField(_("e-mail"), blank=True)
    fax = EncryptedTextField(_("fax"), blank=True)
    address = EncryptedTextField(_("address"), blank=True)
    postcode = models.CharField(_("post code"), max_length=12, blank=True)
    employer = EncryptedTextField(_("employer"), blank=True)
    representative = EncryptedTextField(_("legal representative"), blank=True)
    contact_person = EncryptedTextField(_("contact person"), blank=True)

    class Meta:
        verbose_name = _("applicant")
        verbose_name_plural = _("applicants")
        constraints = [known("paper", IdentityPaper, blank=True)]

    def __str__(self) -> str:
        return self.request.applicant_mask

    def clean(self) -> None:
        """At least one way to reach the applicant is mandatory (条例 art. 29)."""
        if not (self.phone or self.email or self.address or self.fax):
            raise ValidationError(_("At least one of phone, e-mail, fax and address is needed to answer."))


class RequestedItem(models.Model):
    """One thing asked for; each gets its own outcome."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("what is asked for"), max_length=500)

    class Meta:
        verbose_name = _("requested item")
        verbose_name_plural = _("requested items")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["request", "position"], name="requesteditem_position_once")]

    def __str__(self) -> str:
        return self.text
