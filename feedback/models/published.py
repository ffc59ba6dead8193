"""What of a message becomes public: a separate text, masked, with consent, released by a second person."""

from __future__ import annotations

from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.models.messages import SUBJECT_LENGTH, TEXT_LENGTH, Message
from feedback.models.replies import REASON_LENGTH, REPLY_LENGTH
from feedback.states import REPLY_ENDINGS, MessageKind
from foundation.clock import local_now
from foundation.constraints import known
from foundation.organization import Department
from foundation.search.documents import SearchDocument, texts

CATALOG_KIND: Final = "feedback.answer"
"""Under this name the catalog counts every change of what is public."""

ANSWER_KIND: Final = "answer"
"""How the search calls published answers."""


class PublicTextStage(models.TextChoices):
    """Where a public text stands."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("before the second person")
    RELEASED = "released", _("public")


class PublicText(models.Model):
    """The draft of what the public will read.  Public pages never read it; they read ``PublishedAnswer``."""

    message = models.OneToOneField(Message, models.PROTECT, related_name="public_text")
    subject = models.CharField(_("subject"), max_length=SUBJECT_LENGTH)
    question = models.TextField(_("message"), max_length=TEXT_LENGTH)
    answer = models.TextField(_("reply"), max_length=REPLY_LENGTH)
    stage = models.CharField(_("stage"), max_length=10, choices=PublicTextStage, default=PublicTextStage.DRAFT)
    edit_version = models.PositiveIntegerField(default=1, editable=False)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    return_note = models.CharField(_("why returned"), max_length=REASON_LENGTH, blank=True)

    class Meta:
        verbose_name = _("public text")
        verbose_name_plural = _("public texts")
        constraints = [known("stage", PublicTextStage)]

    def __str__(self) -> str:
        return str(self.message)


class PublishedAnswerQuerySet(models.QuerySet["PublishedAnswer"]):
    """Published answers for pages."""

    def newest(self) -> Self:
        """Answers for feeds and front pages, with their department; only what a list shows."""
        shown = self.select_related("department").order_by("-answered_on", "-id")
        return shown.only(
            "number", "kind", "subject", "question", "answer", "ending", "answered_on", "published_at",
            "department__code", "department__name", "department__name_en",
        )  # fmt: skip

    def neighbours(self, answer: PublishedAnswer) -> tuple[PublishedAnswer | None, PublishedAnswer | None]:
        """Return the answer before and the answer after this one in the order of time."""
        same_day = Q(answered_on=answer.answered_on)
        older = self.filter(Q(answered_on__lt=answer.answered_on) | same_day & Q(pk__lt=answer.pk))
        newer = self.filter(Q(answered_on__gt=answer.answered_on) | same_day & Q(pk__gt=answer.pk))
        read = ("number", "subject")
        return (
            older.order_by("-answered_on", "-id").only(*read).first(),
            newer.order_by("answered_on", "id").only(*read).first(),
        )


class PublishedAnswer(models.Model):
    """A public answer: the one table that public pages, feeds, search and exports read."""

    message = models.OneToOneField(Message, models.PROTECT, related_name="published_answer")
    number = models.CharField(_("number"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=MessageKind)
    department = models.ForeignKey(Department, models.PROTECT, related_name="published_answers")
    subject = models.CharField(_("subject"), max_length=SUBJECT_LENGTH)
    question = models.TextField(_("message"), max_length=TEXT_LENGTH)
    answer = models.TextField(_("reply"), max_length=REPLY_LENGTH)
    ending = models.CharField(_("ending"), max_length=12, choices=[(e.value, e.label) for e in REPLY_ENDINGS])
    received_on = models.DateField(_("received"))
    answered_on = models.DateField(_("answered"))
    published_at = models.DateTimeField(_("published"), default=local_now)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = PublishedAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("published answer")
        verbose_name_plural = _("published answers")
        ordering = ["-answered_on", "-id"]
        indexes = [
            models.Index(fields=["-answered_on", "-id"], name="publishedanswer_newest"),
            models.Index(fields=["department", "-answered_on"], name="publishedanswer_department"),
        ]
        constraints = [
            known("kind", MessageKind),
            models.CheckConstraint(condition=~Q(released_by=F("submitted_by")), name="publishedanswer_second_person"),
            # A report of wrongdoing is never published: its text leads to people.
            models.CheckConstraint(condition=~Q(kind=MessageKind.REPORT), name="publishedanswer_no_report"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("feedback:answer_detail", args=[self.number])

    def search_document(self) -> SearchDocument:
        """Return what the search indexes."""
        return SearchDocument(
            kind=ANSWER_KIND,
            object_id=self.message_id,
            title=self.subject,
            body=texts(self.question, self.answer),
            code=self.number,
            department_id=self.department_id,
            published_on=self.answered_on,
        )

    @property
    def days(self) -> int:
        """Calendar days from receipt to reply."""
        return (self.answered_on - self.received_on).days
