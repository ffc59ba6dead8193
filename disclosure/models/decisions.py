"""Decisions on requests: an outcome and reasons for each requested item, released by a second person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from disclosure.models.register import Request, RequestedItem
from disclosure.outcomes import RULES, Outcome, Withheld
from foundation.attachments import StoredFile
from foundation.clock import local_now
from foundation.constraints import known

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

GIVEN = [code for code, rule in RULES.items() if not rule.is_refusal]
"""Outcomes that give everything that was asked for; all others need reasons (条例 art. 36)."""
SAYS_WHAT = [*GIVEN, Outcome.PARTIAL.value, Outcome.UNABLE_OTHER_BODY.value]
"""Outcomes that say what is given, where it is, or which organ has it."""


class SecrecyReview(models.TextChoices):
    """The secrecy review that every release needs (条例 art. 17)."""

    CLEARED = "cleared", _("reviewed: nothing secret")
    REFERRED = "referred", _("unsure: referred to the competent department")
    CONFIRMED_SECRET = "confirmed_secret", _("referred: confirmed as secret")
    CONFIRMED_OPEN = "confirmed_open", _("referred: may be released")


REFERRED_SECRECY = frozenset({SecrecyReview.REFERRED, SecrecyReview.CONFIRMED_SECRET, SecrecyReview.CONFIRMED_OPEN})


class DecisionStage(models.TextChoices):
    """Where a decision stands."""

    DRAFTING = "drafting", _("being drafted")
    SUBMITTED = "submitted", _("before the second person")
    RELEASED = "released", pgettext_lazy("decision", "released")


class Decision(models.Model):
    """The reply to a request (政府信息公开申请答复书)."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="decisions")
    stage = models.CharField(_("stage"), max_length=10, choices=DecisionStage, default=DecisionStage.DRAFTING)
    findings = models.TextField(_("findings"), max_length=5000, blank=True)
    overrides_objection = models.BooleanField(
        _("disclosed for the public interest although a third party objects (art. 32)"), default=False
    )
    override_reason = models.TextField(_("why the public interest prevails"), max_length=2000, blank=True)
    secrecy_review = models.CharField(_("secrecy review"), max_length=16, choices=SecrecyReview, blank=True)
    secrecy_note = models.CharField(_("who reviewed, and where it was referred to"), max_length=300, blank=True)
    leaks = models.JSONField(_("findings of the leak check"), default=list, editable=False)
    leaks_accepted_because = models.CharField(_("why the findings may go out"), max_length=500, blank=True)
    drafted_at = models.DateTimeField(_("drafted"), default=local_now, editable=False)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    return_comment = models.CharField(_("comment of the second person"), max_length=500, blank=True)
    decided_on = models.DateField(_("decided"), null=True, editable=False)
    released_at = models.DateTimeField(_("released"), null=True, editable=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    edit_version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-id"]
        constraints = [
            known("stage", DecisionStage),
            known("secrecy_review", SecrecyReview, blank=True),
            models.UniqueConstraint(fields=["request"], name="decision_once"),
            models.CheckConstraint(
                condition=Q(released_by=None) | (~Q(released_by=F("drafted_by")) & ~Q(released_by=F("submitted_by"))),
                name="decision_second_person",
            ),
            models.CheckConstraint(
                condition=Q(stage=DecisionStage.RELEASED, released_at__isnull=False, decided_on__isnull=False)
                | (~Q(stage=DecisionStage.RELEASED) & Q(released_at=None, decided_on=None)),
                name="decision_released_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(stage=DecisionStage.DRAFTING)
                | Q(
                    secrecy_review__in=[
                        SecrecyReview.CLEARED,
                        SecrecyReview.CONFIRMED_OPEN,
                        SecrecyReview.CONFIRMED_SECRET,
                    ]
                ),
                name="decision_secrecy_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(overrides_objection=False) | ~Q(override_reason=""), name="decision_override_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(stage=DecisionStage.DRAFTING) | Q(leaks=[]) | ~Q(leaks_accepted_because=""),
                name="decision_leaks_need_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} · {self.get_stage_display()}"

    def clean(self) -> None:
        """An override needs its reason (art. 32); a question of secrecy says where it was referred to (art. 17)."""
        if self.overrides_objection and not self.override_reason.strip():
            raise ValidationError({"override_reason": _("Say why the public interest prevails (art. 32).")})
        if self.secrecy_review in REFERRED_SECRECY and not self.secrecy_note.strip():
            raise ValidationError({"secrecy_note": _("Name the department that was asked, and its answer.")})


class DecisionItem(models.Model):
    """The outcome for one requested item."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="items")
    item = models.OneToOneField(RequestedItem, models.PROTECT, related_name="decided", verbose_name=_("requested item"))
    outcome = models.CharField(_("outcome"), max_length=32, choices=Outcome)
    withheld_as = ArrayField(
        models.CharField(max_length=32, choices=Withheld),
        verbose_name=_("why a part is withheld"),
        default=list,
        blank=True,
    )
    reasons = models.TextField(_("reasons"), max_length=3000, blank=True)
    answer = models.TextField(
        _("what is given, or where to get it"),
        max_length=3000,
        blank=True,
        help_text=_("For another body: its name and contact, if known. For published information: the address."),
    )

    class Meta:
        verbose_name = _("outcome of an item")
        verbose_name_plural = _("outcomes of items")
        ordering = ["item__position"]
        constraints = [
            known("outcome", Outcome),
            models.CheckConstraint(
                condition=Q(outcome__in=GIVEN) | ~Q(reasons=""), name="decisionitem_refusal_has_reasons"
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=SAYS_WHAT) | ~Q(answer=""), name="decisionitem_grant_says_what"
            ),
            models.CheckConstraint(
                condition=Q(withheld_as__contained_by=Withheld.values), name="decisionitem_withheld_known"
            ),
            # The remedies depend on it: what is withheld under arts. 14–16 is reviewed before it is sued.
            models.CheckConstraint(
                condition=(Q(outcome=Outcome.PARTIAL) & ~Q(withheld_as=[]))
                | (~Q(outcome=Outcome.PARTIAL) & Q(withheld_as=[])),
                name="decisionitem_partial_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} · {self.get_outcome_display()}"

    @property
    def grounds(self) -> tuple[str, ...]:
        """The outcome, and of what is granted in part the grounds of withholding: remedies depend on them."""
        return (self.outcome, *self.withheld_as)

    def clean(self) -> None:
        """Reasons for every refusal (art. 36); what is given, or who has it; why a part is withheld (art. 37)."""
        if self.outcome not in RULES:
            return
        missing: dict[str, StrOrPromise] = {}
        if RULES[self.outcome].is_refusal and not self.reasons.strip():
            missing["reasons"] = _("Every refusal needs its reasons (art. 36).")
        if self.outcome == Outcome.UNABLE_OTHER_BODY and not self.answer.strip():
            missing["answer"] = _("Name the responsible organ and its contact, or say that it cannot be determined.")
        elif self.outcome in SAYS_WHAT and not self.answer.strip():
            missing["answer"] = _("Say what is given, or where the published information is.")
        if self.outcome == Outcome.PARTIAL and not self.withheld_as:
            missing["withheld_as"] = _("Choose why the rest is withheld; the remedies depend on it.")
        if self.outcome != Outcome.PARTIAL and self.withheld_as:
            missing["withheld_as"] = _("Only where a part is granted the rest is withheld.")
        if missing:
            raise ValidationError(missing)


class DecisionFile(models.Model):
    """A file that is given out with the decision."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    label = models.CharField(_("name of the information"), max_length=200)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)

    class Meta:
        verbose_name = _("file given out")
        verbose_name_plural = _("files given out")

    def __str__(self) -> str:
        return self.label
