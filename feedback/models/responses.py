"""What people answered to questionnaires: sheets without names, and the answers on them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.models.questionnaires import Questionnaire
from foundation.encryption import EncryptedTextField


class ResponseSheet(models.Model):
    """One sheet of answers.  Of whoever filled it nothing is kept, and of the moment only the day."""

    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="sheets", verbose_name=_("questionnaire")
    )
    token = models.UUIDField(_("form token"), unique=True, default=uuid.uuid4, editable=False)
    given_on = models.DateField(_("day"))

    class Meta:
        verbose_name = _("sheet of answers")
        verbose_name_plural = _("sheets of answers")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.questionnaire} {self.pk}"


class ResponseAnswer(models.Model):
    """One answer on a sheet: the place of a chosen answer in the question's list, or a short text."""

    sheet = models.ForeignKey(ResponseSheet, models.PROTECT, related_name="answers", verbose_name=_("sheet of answers"))
    question_key = models.CharField(_("question"), max_length=40)
    choice = models.PositiveSmallIntegerField(_("chosen answer"), null=True)
    text = EncryptedTextField(_("short text"), null=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "question_key", "choice"], nulls_distinct=False, name="responseanswer_once"
            ),
            models.CheckConstraint(
                condition=Q(choice__isnull=True) ^ Q(text__isnull=True), name="responseanswer_choice_or_text"
            ),
        ]
        indexes = [
            # The results: how often each answer was chosen.
            models.Index(fields=["question_key", "choice"], name="responseanswer_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.question_key}: {self.choice if self.choice is not None else '…'}"
