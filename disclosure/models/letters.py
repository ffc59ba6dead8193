"""Letters of a request: templates that officers edit, the frozen letter with its PDF, and the proof of service."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from disclosure.letters.kinds import NOT_FOR_APPLICANT, LetterKind, names_of, title_names_of
from disclosure.letters.layout import paragraphs_of
from disclosure.models.clock import Consultation
from disclosure.models.decisions import Decision
from disclosure.models.register import Request
from disclosure.placeholders import find_problems
from foundation.clock import local_now
from foundation.constraints import known
from foundation.encryption import EncryptedTextField, is_filled
from foundation.personal_files import PersonalFile
from foundation.typesetting import Heading

UNEDITED: Final = 1
"""The version of a text that nobody in the office has changed yet."""


class LetterTemplate(models.Model):
    """The text of a letter with placeholders such as ``{{ subject }}``; what was issued never follows a change."""

    kind = models.CharField(_("letter"), max_length=16, choices=LetterKind, unique=True)
    title = models.CharField(_("title"), max_length=100)
    body = models.TextField(
        _("text"), max_length=8000, help_text=_("One line is one paragraph. “# 标题” is a heading.")
    )
    edit_version = models.PositiveIntegerField(default=UNEDITED, editable=False)

    class Meta:
        verbose_name = _("letter template")
        verbose_name_plural = _("letter templates")
        ordering = ["kind"]
        constraints = [known("kind", LetterKind)]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def clean(self) -> None:
        """Refuse placeholders that this letter does not know, each with its place."""
        found = {
            "title": find_problems(self.title, title_names_of(self.kind)),
            "body": find_problems(self.body, names_of(self.kind)),
        }
        if any(found.values()):
            raise ValidationError({name: [str(problem) for problem in problems] for name, problems in found.items()})


class LetterQuerySet(models.QuerySet["Letter"]):
    """Letters by who may read them and how far they got."""

    def for_applicant(self) -> LetterQuerySet:
        """Letters that are addressed to the applicant, not to third parties or other organs."""
        return self.exclude(kind__in=NOT_FOR_APPLICANT)

    def readable_online(self) -> LetterQuerySet:
        """Letters that the applicant reads on the status page: those that an officer put there."""
        shown = Service.objects.of_letter().filter(way=ServiceWay.ONLINE)
        return self.for_applicant().filter(Exists(shown))

    def unsent(self) -> LetterQuerySet:
        """Letters that nobody has sent yet, or that came back and were not sent again."""
        return self.filter(~Exists(Service.objects.of_letter().filter(returned_on=None)))

    def unproved(self, sent_until: dt.date) -> LetterQuerySet:
        """Letters sent on this day or earlier of which nothing proves that they arrived."""
        waiting = Service.objects.of_letter().filter(served_on=None, returned_on=None, sent_on__lte=sent_until)
        proved = Service.objects.of_letter().filter(served_on__isnull=False)
        return self.filter(Exists(waiting) & ~Exists(proved))


class Letter(models.Model):
    """An issued letter: its text and PDF are frozen."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="letters")
    kind = models.CharField(_("letter"), max_length=16, choices=LetterKind)
    number = models.CharField(_("document number"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=100)
    addressee = EncryptedTextField(_("addressee"))
    body = EncryptedTextField(_("text"))
    masked_body = EncryptedTextField(_("text with the applicant masked"))
    """Frozen with the letter: a name that is mended later would no longer be found in the text."""
    issued_on = models.DateField(_("issued"))
    issued_at = models.DateTimeField(_("recorded"), default=local_now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    file = models.ForeignKey(PersonalFile, models.PROTECT, related_name="+", verbose_name=_("PDF"))
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="letters")
    consultation = models.ForeignKey(Consultation, models.PROTECT, null=True, blank=True, related_name="letters")

    services: models.Manager[Service]

    objects = LetterQuerySet.as_manager()

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

    @property
    def paragraphs(self) -> list[str | Heading]:
        """The text as paragraphs and headings."""
        return paragraphs_of(self.body)


class ServiceWay(models.TextChoices):
    """How a letter reaches its addressee."""

    REGISTERED_POST = "registered_post", _("post that is signed for")
    LETTER = "letter", _("ordinary letter")
    EMAIL = "email", _("e-mail")
    FAX = "fax", _("fax")
    IN_PERSON = "in_person", _("handed over")
    ONLINE = "online", _("shown on the status page")


THROUGH_THE_INTERNET: Final = frozenset({ServiceWay.EMAIL.value, ServiceWay.ONLINE.value})
"""Ways of which 行政复议法 art. 22(2) demands that the decision names an online way to ask for review."""


class ServiceQuerySet(models.QuerySet["Service"]):
    """Services by whether they still count."""

    def valid(self) -> ServiceQuerySet:
        """Services that were not struck out."""
        return self.filter(void_reason="")

    def of_letter(self) -> ServiceQuerySet:
        """Services that count, for a condition on letters."""
        return self.valid().filter(letter=OuterRef("pk"))


class Service(models.Model):
    """One attempt to serve a letter.  Posting and proof are two dates: practice differs on which decides.

    What was recorded wrongly is struck out with a reason and recorded anew.
    """

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="services")
    way = models.CharField(_("way"), max_length=16, choices=ServiceWay)
    sent_on = models.DateField(_("sent"))
    tracking_number = models.CharField(_("tracking number"), max_length=60, blank=True)
    served_on = models.DateField(_("served"), null=True, blank=True)
    proof = EncryptedTextField(_("proof of service"), max_length=300, blank=True)
    proof_file = models.ForeignKey(PersonalFile, models.PROTECT, null=True, blank=True, related_name="+")
    returned_on = models.DateField(_("came back"), null=True, blank=True)
    return_reason = models.CharField(_("why it came back"), max_length=300, blank=True)
    void_reason = models.CharField(_("struck out because"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("recorded"), default=local_now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service of a letter")
        verbose_name_plural = _("services of letters")
        ordering = ["sent_on", "id"]
        constraints = [
            known("way", ServiceWay),
            models.CheckConstraint(
                condition=~Q(way=ServiceWay.REGISTERED_POST) | ~Q(tracking_number=""),
                name="service_signed_post_has_number",
            ),
            models.CheckConstraint(
                condition=Q(served_on=None) | Q(served_on__gte=F("sent_on")), name="service_served_after_sent"
            ),
            models.CheckConstraint(condition=Q(served_on=None) | is_filled("proof"), name="service_has_proof"),
            models.CheckConstraint(
                condition=Q(served_on=None) | Q(returned_on=None), name="service_served_or_returned"
            ),
            models.CheckConstraint(
                condition=Q(returned_on=None) | (Q(returned_on__gte=F("sent_on")) & ~Q(return_reason="")),
                name="service_returned_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} · {self.get_way_display()} {self.sent_on}"


class FeeNotice(models.Model):
    """How a fee was counted: by item or by pages, never both (信息处理费管理办法).

    The period stops only when the applicant has got the notice.
    """

    request = models.OneToOneField(Request, models.PROTECT, related_name="fee_notice")
    basis = models.CharField(_("counted"), max_length=5, choices=[("items", "items"), ("pages", "pages")])
    units = models.PositiveIntegerField(_("requests or pages"))
    before = models.PositiveIntegerField(_("requests of the month before this one"), default=0)
    amount = models.PositiveIntegerField(_("amount in yuan"))
    how_to_pay = models.CharField(_("how to pay"), max_length=500)
    noticed_on = models.DateField(_("notice received by the applicant"), null=True, blank=True)
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
                condition=Q(paid_on=None) | Q(noticed_on__isnull=False, paid_on__gte=F("noticed_on")),
                name="feenotice_paid_after_notice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} · {self.amount}"
