"""Letters of a request: templates that officers edit, the frozen letter with its PDF, and the proof of service."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from disclosure.models.clock import Consultation
from disclosure.models.decisions import Decision
from disclosure.models.register import Request
from foundation.clock import local_now
from foundation.encryption import EncryptedTextField
from foundation.personal_files import PersonalFile
from foundation.publishing.models import known


class LetterKind(models.TextChoices):
    """The papers of the procedure."""

    ACKNOWLEDGEMENT = "acknowledgement", _("acknowledgement of receipt")
    CORRECTION = "correction", _("notice to correct")
    EXTENSION = "extension", _("notice of extension")
    THIRD_PARTY = "third_party", _("consultation of a third party")
    ORGAN = "organ", _("consultation of another organ")
    FEE = "fee", _("fee notice")
    REASONS = "reasons", _("request for reasons (art. 35)")
    DELAY = "delay", _("notice of a later date (art. 35)")
    OVERRIDE = "override", _("notice to a third party of disclosure all the same")
    DECISION = "decision", _("decision")


class LetterTemplate(models.Model):
    """The text of a letter with placeholders such as ``{{ number }}``; what was issued never follows a change."""

    kind = models.CharField(_("letter"), max_length=16, choices=LetterKind, unique=True)
    title = models.CharField(_("title"), max_length=100)
    body = models.TextField(_("text"), max_length=8000)
    edit_version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("letter template")
        verbose_name_plural = _("letter templates")
        ordering = ["kind"]
        constraints = [known("kind", LetterKind)]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Letter(models.Model):
    """An issued letter: its text and PDF are frozen."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="letters")
    kind = models.CharField(_("letter"), max_length=16, choices=LetterKind)
    number = models.CharField(_("document number"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=100)
    addressee = EncryptedTextField(_("addressee"))
    body = EncryptedTextField(_("text"))
    issued_on = models.DateField(_("issued"))
    issued_at = models.DateTimeField(_("recorded"), default=local_now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    file = models.ForeignKey(PersonalFile, models.PROTECT, related_name="+", verbose_name=_("PDF"))
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="letters")
    consultation = models.ForeignKey(Consultation, models.PROTECT, null=True, blank=True, related_name="letters")

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["issued_on", "id"]
        constraints = [
            known("kind", LetterKind),
            models.UniqueConstraint(fields=["decision"], condition=Q(kind="decision"), name="letter_decision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class ServiceWay(models.TextChoices):
    """How a letter reaches its addressee."""

    REGISTERED_POST = "registered_post", _("post that is signed for")
    LETTER = "letter", _("ordinary letter")
    EMAIL = "email", _("e-mail")
    FAX = "fax", _("fax")
    IN_PERSON = "in_person", _("handed over")
    ONLINE = "online", _("shown on the status page")


class Service(models.Model):
    """One attempt to serve a letter.  Posting and proof are two dates: practice differs on which decides."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="services")
    way = models.CharField(_("way"), max_length=16, choices=ServiceWay)
    sent_on = models.DateField(_("sent"))
    tracking_number = models.CharField(_("tracking number"), max_length=60, blank=True)
    served_on = models.DateField(_("served"), null=True, blank=True)
    proof = models.CharField(_("proof of service"), max_length=300, blank=True)
    proof_file = models.ForeignKey(PersonalFile, models.PROTECT, null=True, blank=True, related_name="+")
    returned_on = models.DateField(_("came back"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded"), default=local_now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("service of a letter")
        verbose_name_plural = _("services of letters")
        ordering = ["sent_on", "id"]
        constraints = [
            known("way", ServiceWay),
            models.CheckConstraint(
                condition=Q(served_on=None) | Q(served_on__gte=F("sent_on")), name="service_served_after_sent"
            ),
            models.CheckConstraint(condition=Q(served_on=None) | ~Q(proof=""), name="service_has_proof"),
            models.CheckConstraint(
                condition=Q(served_on=None) | Q(returned_on=None), name="service_served_or_returned"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} · {self.get_way_display()} {self.sent_on}"


class FeeNotice(models.Model):
    """How a fee was counted: by item or by pages, never both (信息处理费管理办法)."""

    request = models.OneToOneField(Request, models.PROTECT, related_name="fee_notice")
    basis = models.CharField(_("counted"), max_length=5, choices=[("items", "items"), ("pages", "pages")])
    units = models.PositiveIntegerField(_("requests or pages"))
    before = models.PositiveIntegerField(_("requests of the month before this one"), default=0)
    amount = models.PositiveIntegerField(_("amount in yuan"))
    how_to_pay = models.CharField(_("how to pay"), max_length=500)
    noticed_on = models.DateField(_("notice received by the applicant"))
    paid_on = models.DateField(_("paid in full"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("fee notice")
        verbose_name_plural = _("fee notices")
        constraints = [
            models.CheckConstraint(condition=Q(basis__in=["items", "pages"]), name="feenotice_basis_known"),
            models.CheckConstraint(condition=Q(basis="items") | Q(before=0), name="feenotice_pages_stand_alone"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="feenotice_has_amount"),
            models.CheckConstraint(
                condition=Q(paid_on=None) | Q(paid_on__gte=F("noticed_on")), name="feenotice_paid_after_notice"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} · {self.amount}"
