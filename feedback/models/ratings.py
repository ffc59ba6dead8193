"""Good/bad ratings (好差评): one for each matter and stage, given by the public only; what a bad one starts."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Final, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.grades import BAD, OPEN_STAGES, STARS, Aspect, Grade, RatingLimits, RatingStage, StepKind
from feedback.models.published import PublicTextStage
from feedback.models.replies import Reply
from foundation.access import Capability, scope_of
from foundation.clock import local_now
from foundation.constraints import known
from foundation.encryption import EncryptedTextField
from foundation.organization import Department, Window
from foundation.people import User
from foundation.workflow import DomainError

REMARK_LENGTH: Final = 1000
RESULT_LENGTH: Final = 500


class RatingRule(models.Model):
    """The limits of the steps, in working days, from a day on.  Rows are added, not changed."""

    in_force_from = models.DateField(_("in force from"), unique=True)
    contact_days = models.PositiveSmallIntegerField(_("call back within (working days)"))
    simple_days = models.PositiveSmallIntegerField(_("simple matters corrected within (working days)"))
    complex_days = models.PositiveSmallIntegerField(_("complex matters corrected within (working days)"))
    source = models.CharField(_("what says so"), max_length=200)

    class Meta:
        verbose_name = _("limits for bad ratings")
        verbose_name_plural = _("limits for bad ratings")
        ordering = ["-in_force_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    contact_days__gte=1, simple_days__gte=F("contact_days"), complex_days__gte=F("simple_days")
                ),
                name="ratingrule_days_grow",
            ),
        ]

    def __str__(self) -> str:
        return str(self.in_force_from)


def rating_limits(rated_on: dt.date) -> RatingLimits:
    """Return the limits in force on the day of a rating. Raises DomainError where none are entered."""
    rule = RatingRule.objects.filter(in_force_from__lte=rated_on).order_by("-in_force_from").first()
    if rule is None:
        raise DomainError(_("No limits for bad ratings are entered; the system administrator adds them."))
    return RatingLimits(rule.contact_days, rule.simple_days, rule.complex_days)


class RatingQuerySet(models.QuerySet["Rating"]):
    """Ratings by who may see them and what has to be done."""

    def visible_to(self, user: User) -> Self:
        """Ratings of somebody's departments; the center sees all."""
        return scope_of(user, Capability.VIEW_MESSAGES).limit(self)  # type: ignore[return-value]

    def counted(self) -> Self:
        """Ratings that the figures count: all whose appeal was not granted."""
        return self.exclude(stage=RatingStage.NOT_COUNTED)

    def bad(self) -> Self:
        """The two lowest grades."""
        return self.filter(grade__in=BAD)

    def open(self) -> Self:
        """Bad ratings about which somebody has to act."""
        return self.filter(stage__in=OPEN_STAGES)

    def appealed(self) -> Self:
        """Those whose appeal waits for a decision."""
        return self.filter(appeals__isnull=False, appeals__is_granted=None)

    def words_submitted(self) -> Self:
        """Those whose words wait for the second person."""
        return self.filter(stage=RatingStage.TOLD, words__stage=PublicTextStage.SUBMITTED)

    def overdue(self, today: dt.date) -> Self:
        """Open ones whose next step was due before today."""
        return self.open().filter(due_on__lt=today)


class Rating(models.Model):
    """One rating, of a reply to a message or of a visit at a window.  What was given never changes.

    Voluntary, and anonymous unless the rater leaves a phone number.  ``due_on`` is the last day of the next step,
    derived from the day of the rating and the limits.  ``re_grade`` is what the rater says after the result was told;
    the figures count the first grade and show the second beside it.  Of the words only what two persons released in
    ``RatingWords`` is ever public.  The consent to that may be taken back, and is not given again.
    """

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    token = models.UUIDField(_("form token"), unique=True, default=uuid.uuid4, editable=False)
    code_digest = models.CharField(_("code"), max_length=64, editable=False)
    reply = models.OneToOneField(
        Reply, models.PROTECT, null=True, related_name="rating", editable=False, verbose_name=_("reply")
    )
    window = models.ForeignKey(
        Window, models.PROTECT, null=True, related_name="ratings", editable=False, verbose_name=_("window")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="ratings", editable=False, verbose_name=_("department")
    )
    grade = models.CharField(_("grade"), max_length=20, choices=Grade, editable=False)
    aspects = ArrayField(
        models.CharField(max_length=12, choices=Aspect), default=list, blank=True, verbose_name=_("points")
    )
    remark = EncryptedTextField(_("remark"), blank=True)
    name = EncryptedTextField(pgettext_lazy("person", "name"), blank=True)
    phone = EncryptedTextField(_("phone"), blank=True, index="phone_index")
    phone_index = models.CharField(max_length=64, blank=True, editable=False)
    is_named = models.BooleanField(_("named"), default=False, editable=False)
    consents_to_publication = models.BooleanField(_("the remark may be published, masked"), default=False)
    consent_withdrawn_on = models.DateField(_("consent taken back"), null=True, editable=False)
    rated_on = models.DateField(_("rated"), editable=False)
    rated_at = models.DateTimeField(_("rated at"), default=local_now, editable=False)
    stage = models.CharField(_("stage"), max_length=12, choices=RatingStage, default=RatingStage.NONE, editable=False)
    is_complex = models.BooleanField(_("complex"), default=False, editable=False)
    due_on = models.DateField(_("next step due"), null=True, editable=False)
    re_grade = models.CharField(_("grade after the result"), max_length=20, choices=Grade, blank=True, editable=False)
    re_rated_on = models.DateField(_("rated again"), null=True, editable=False)

    steps: models.Manager[RatingStep]
    appeals: models.Manager[RatingAppeal]
    supplement: RatingSupplement
    words: RatingWords

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        ordering = ["-rated_at", "-id"]
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(stage__in=sorted(OPEN_STAGES)), name="rating_open_due"),
            models.Index(fields=["department", "rated_on"], name="rating_department"),
            models.Index(fields=["rated_on", "grade"], name="rating_day"),
        ]
        constraints = [
            known("grade", Grade),
            known("re_grade", Grade, blank=True),
            known("stage", RatingStage),
            models.CheckConstraint(
                condition=Q(reply__isnull=False, window=None) | Q(reply=None, window__isnull=False),
                name="rating_of_one_matter",
            ),
            # One visit, one rating: who leaves a number rates a window once a day.
            models.UniqueConstraint(
                fields=["window", "rated_on", "phone_index"], condition=~Q(phone_index=""), name="rating_visit_once"
            ),
            models.CheckConstraint(
                condition=Q(grade__in=sorted(BAD)) | Q(stage=RatingStage.NONE), name="rating_only_bad_is_handled"
            ),
            models.CheckConstraint(
                condition=~Q(stage=RatingStage.CONTACTING) | Q(is_named=True), name="rating_only_named_is_called"
            ),
            models.CheckConstraint(
                condition=Q(re_grade="", re_rated_on=None) | (~Q(re_grade="") & Q(re_rated_on__gte=F("rated_on"))),
                name="rating_again_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_bad(self) -> bool:
        """Whether it is one of the two lowest grades."""
        return self.grade in BAD

    @property
    def stars(self) -> str:
        """The sign of the grade."""
        return STARS[self.grade]

    @property
    def re_stars(self) -> str:
        """The sign of the grade after the result; empty before."""
        return STARS.get(self.re_grade, "")

    @property
    def public_words(self) -> RatingWords | None:
        """The words that the public reads; None before two persons released them, and where it does not count."""
        words = getattr(self, "words", None)
        is_public = words is not None and words.stage == PublicTextStage.RELEASED
        return words if is_public and self.stage != RatingStage.NOT_COUNTED else None

    def aspect_words(self) -> list[str]:
        """The points in words."""
        return [str(Aspect(aspect).label) for aspect in self.aspects]


class RatingWords(models.Model):
    """The words about a bad rating as the public is to read them: the masked remark, and what was done.

    One person puts them down, another releases them.  The remark stays empty without the rater's consent, and where
    staff hold it back because masking does not suffice; nobody rewords it.
    """

    rating = models.OneToOneField(Rating, models.PROTECT, related_name="words")
    remark = models.TextField(_("remark as the public reads it"), blank=True)
    result = models.CharField(_("what was done"), max_length=RESULT_LENGTH)
    stage = models.CharField(_("stage"), max_length=10, choices=PublicTextStage, default=PublicTextStage.SUBMITTED)
    edit_version = models.PositiveIntegerField(default=1, editable=False)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(_("released"), null=True)
    return_note = models.CharField(_("why returned"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("words about a rating")
        verbose_name_plural = _("words about ratings")
        constraints = [
            known("stage", PublicTextStage),
            models.CheckConstraint(
                condition=Q(stage=PublicTextStage.RELEASED, released_by__isnull=False, released_at__isnull=False)
                | (~Q(stage=PublicTextStage.RELEASED) & Q(released_by=None, released_at=None)),
                name="ratingwords_released_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=F("submitted_by")), name="ratingwords_second_person"
            ),
        ]

    def __str__(self) -> str:
        return str(self.rating)


class RatingStep(models.Model):
    """A step about a bad rating: append-only."""

    rating = models.ForeignKey(Rating, models.PROTECT, related_name="steps")
    kind = models.CharField(_("what was done"), max_length=12, choices=StepKind)
    on = models.DateField(_("day"))
    note = EncryptedTextField(_("note"))
    recorded_at = models.DateTimeField(_("recorded"), default=local_now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("step about a rating")
        verbose_name_plural = _("steps about ratings")
        ordering = ["id"]
        constraints = [
            known("kind", StepKind),
            models.UniqueConstraint(
                fields=["rating", "kind"], condition=~Q(kind=StepKind.UNREACHABLE), name="ratingstep_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rating} · {self.get_kind_display()}"


class RatingAppeal(models.Model):
    """The department says that a rating is a mistake or malicious; another person decides (误评、恶意评价申诉)."""

    rating = models.ForeignKey(Rating, models.PROTECT, related_name="appeals")
    reason = models.CharField(_("reason"), max_length=500)
    made_at = models.DateTimeField(_("made"), default=local_now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_granted = models.BooleanField(_("granted"), null=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decision = models.CharField(_("reasons of the decision"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("appeal against a rating")
        verbose_name_plural = _("appeals against ratings")
        ordering = ["made_at", "id"]
        constraints = [
            # A second appeal would only try again what was decided.
            models.UniqueConstraint(fields=["rating"], name="ratingappeal_once"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("made_by")), name="ratingappeal_another_person"
            ),
            models.CheckConstraint(
                condition=Q(is_granted=None, decided_by=None, decision="")
                | (Q(is_granted__isnull=False, decided_by__isnull=False) & ~Q(decision="")),
                name="ratingappeal_decided_with_reasons",
            ),
        ]

    def __str__(self) -> str:
        return str(self.rating)


class RatingSupplement(models.Model):
    """What the rater adds later (追评); once."""

    rating = models.OneToOneField(Rating, models.PROTECT, related_name="supplement")
    text = EncryptedTextField(_("text"))
    added_at = models.DateTimeField(_("added"), default=local_now)

    class Meta:
        verbose_name = _("supplement of a rating")
        verbose_name_plural = _("supplements of ratings")

    def __str__(self) -> str:
        return str(self.rating)
