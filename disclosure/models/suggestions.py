"""What the public tells the office about its publications: suggestions, false information, wrong records."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from disclosure.models.publications import Publication
from foundation.clock import local_now
from foundation.constraints import known
from foundation.encryption import EncryptedTextField

TEXT_LENGTH = 5000
ANSWER_LENGTH = 3000


class SuggestionKind(models.TextChoices):
    """What it is about, each with the article that gives the right."""

    PUBLISH = "publish", _("This should be published (art. 44)")
    CLARIFY = "clarify", _("This is false or incomplete (art. 6)")
    CORRECT = "correct", _("A record about me is wrong (art. 41)")


class SuggestionOutcome(models.TextChoices):
    """What came of it."""

    DONE = "done", _("done: published, clarified or corrected")
    PARTLY = "partly", _("done in part")
    FORWARDED = "forwarded", _("passed on to the competent organ")
    DECLINED = "declined", _("not followed")


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Suggestions by what became of them."""

    def waiting(self) -> Self:
        """Those that have no answer yet."""
        return self.filter(answered_at__isnull=True)


class Suggestion(models.Model):
    """One message; the text may name people, so it is encrypted like the contact."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    token = models.UUIDField(_("form token"), unique=True, default=uuid.uuid4, editable=False)
    code_digest = models.CharField(_("code"), max_length=64, editable=False)
    kind = models.CharField(_("what it is about"), max_length=10, choices=SuggestionKind)
    about = models.CharField(_("which information"), max_length=300, blank=True)
    text = EncryptedTextField(_("text"))
    evidence = EncryptedTextField(_("evidence"), blank=True)
    name = EncryptedTextField(pgettext_lazy("person", "name"), blank=True)
    phone = EncryptedTextField(_("phone"), blank=True)
    email = EncryptedTextField(_("e-mail"), blank=True)
    sent_at = models.DateTimeField(_("sent"), default=local_now, editable=False)

    outcome = models.CharField(_("outcome"), max_length=10, choices=SuggestionOutcome, blank=True, editable=False)
    answer = models.TextField(_("answer"), max_length=ANSWER_LENGTH, blank=True, editable=False)
    publication = models.ForeignKey(
        Publication,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="suggestions",
        verbose_name=_("publication that came of it"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion or correction")
        verbose_name_plural = _("suggestions and corrections")
        ordering = ["-sent_at", "-id"]
        constraints = [
            known("kind", SuggestionKind),
            known("outcome", SuggestionOutcome, blank=True),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, outcome="", answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(outcome="") & ~Q(answer="")),
                name="suggestion_answered_in_full",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"
