"""Drafts of questionnaires (社会评议) with their questions, their revisions, and the rows that the public reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.questionnaire_documents import (
    QUESTIONNAIRE_CONTENTS,
    QuestionnaireDocument,
    questionnaire_document,
    questionnaire_leaks,
)
from feedback.surveys import (
    CHOICE_KINDS,
    FEWEST_OPTIONS,
    MOST_OPTIONS,
    MOST_QUESTIONS,
    OPTION_LENGTH,
    QuestionKind,
    ResultsRule,
    SurveyState,
    are_results_public,
    read_options,
    state_on,
)
from foundation.clock import local_now
from foundation.constraints import known
from foundation.languages import for_reader
from foundation.publishing.contents import Content
from foundation.publishing.documents import RootDocument
from foundation.publishing.models import DraftChild, Publishable, PublishedRecord, Revision
from foundation.publishing.reading import document_of
from foundation.publishing.rendering import published_columns
from foundation.search.documents import SearchDocument

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from foundation.publishing.findings import Finding

TEXT_LENGTH: Final = 20_000


SURVEY_KIND: Final = "survey"
"""How the search calls them."""


class Questionnaire(Publishable):
    """Questions to the public, answered without names.

    Its address on the site is its number; its questions stay as they are once they were public.
    """

    number = models.CharField(_("number"), max_length=12, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=300, blank=True)
    introduction = models.TextField(_("what it is for"), max_length=TEXT_LENGTH, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), help_text=_("Calendar days; answers are taken until midnight."))
    results = models.CharField(
        _("results are public"), max_length=10, choices=ResultsRule, default=ResultsRule.AFTER_END
    )
    results_text = models.TextField(_("comment on the results"), max_length=TEXT_LENGTH, blank=True)

    address: ClassVar[str] = "number"
    children: ClassVar[tuple[str, ...]] = ("questions",)
    contents: ClassVar[tuple[Content, ...]] = QUESTIONNAIRE_CONTENTS

    class Meta(Publishable.Meta):
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["-starts_on", "-id"]
        constraints = [
            *Publishable.Meta.constraints,
            known("results", ResultsRule),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="questionnaire_period_in_order"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Keep the days in order."""
        if self.starts_on and self.ends_on and self.starts_on > self.ends_on:
            raise ValidationError({"ends_on": _("The last day lies before the first.")})

    @property
    def is_frozen(self) -> bool:
        """Whether the questions were public: somebody may have answered them, so they stay."""
        return bool(self.revisions.ever_live().exists())

    def make_document(self) -> QuestionnaireDocument:
        """Build the document of the draft."""
        return questionnaire_document(self)

    def find_leaks(self, document: QuestionnaireDocument, *, wait: bool = True) -> list[Finding]:
        """Return personal data in the texts."""
        return questionnaire_leaks(document, wait=wait)

    def find_blockers(self, document: QuestionnaireDocument) -> list[StrOrPromise]:
        """Return why it cannot be published at all: no questions, others than announced, a moved period."""
        found: list[StrOrPromise] = []
        if not document.questions:
            found.append(_("It has no questions yet."))
        if len(document.questions) > MOST_QUESTIONS:
            found.append(_("At most %(n)d questions; nobody answers more.") % {"n": MOST_QUESTIONS})
        first = self.revisions.ever_live().order_by("number").first()
        if first is not None:
            before: QuestionnaireDocument = document_of(first)
            if document.questions != before.questions:
                found.append(_("The questions were public and stay as they are; make a new questionnaire of a copy."))
            if document.starts_on != before.starts_on or document.ends_on < before.ends_on:
                found.append(_("The period was announced: it may be extended, but neither moved nor shortened."))
        return found

    def find_release_blockers(
        self, document: QuestionnaireDocument, *, at: dt.datetime | None = None
    ) -> list[StrOrPromise]:
        """Return why it cannot go live at that moment: results before the end would sway who answers later."""
        day = (at or local_now()).date()
        early = document.results == ResultsRule.RELEASED and day <= document.ends_on
        return [_("Results are released after the last day.")] if early else []


class Question(DraftChild):
    """A question of a questionnaire."""

    questionnaire = models.ForeignKey(
        Questionnaire, models.CASCADE, related_name="questions", verbose_name=_("questionnaire")
    )
    title = models.CharField(_("question"), max_length=300)
    kind = models.CharField(_("kind of answer"), max_length=10, choices=QuestionKind, default=QuestionKind.SINGLE)
    options = models.TextField(
        _("possible answers"), blank=True, help_text=_("One on each line; only where one or several can be chosen.")
    )
    is_required = models.BooleanField(_("must be answered"), default=True)

    class Meta(DraftChild.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "key"], name="question_key_once"),
            known("kind", QuestionKind),
            models.CheckConstraint(
                condition=(Q(kind__in=["single", "several"]) & ~Q(options=""))
                | (Q(kind__in=["grade", "text"]) & Q(options="")),
                name="question_options_fit_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Ask for possible answers where there must be some, and only there."""
        options = read_options(self.options)
        if self.kind not in CHOICE_KINDS:
            if options:
                raise ValidationError({"options": _("Grades and short texts have no possible answers of their own.")})
            return
        if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
            sentence = _("Write %(least)d to %(most)d possible answers, one on each line.")
            raise ValidationError({"options": sentence % {"least": FEWEST_OPTIONS, "most": MOST_OPTIONS}})
        if len(set(options)) < len(options):
            raise ValidationError({"options": _("Two of the possible answers are the same.")})
        if max(map(len, options)) > OPTION_LENGTH:
            raise ValidationError({"options": _("An answer has at most %(n)d characters.") % {"n": OPTION_LENGTH}})


class QuestionnaireRevision(Revision):
    """A revision of a questionnaire."""

    document_type: ClassVar[type[RootDocument]] = QuestionnaireDocument

    record = models.ForeignKey(Questionnaire, models.PROTECT, related_name="revisions", verbose_name=_("questionnaire"))

    class Meta(Revision.Meta):
        verbose_name = _("revision of a questionnaire")
        verbose_name_plural = _("revisions of questionnaires")


class PublishedQuestionnaire(PublishedRecord):
    """A live questionnaire: one row for the list and its pages."""

    record = models.OneToOneField(Questionnaire, models.PROTECT, related_name="published")
    revision = models.OneToOneField(QuestionnaireRevision, models.PROTECT, related_name="published")
    number = models.CharField(_("number"), max_length=12, unique=True)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    results = models.CharField(max_length=10, choices=ResultsRule)

    class Meta:
        verbose_name = _("public questionnaire")
        verbose_name_plural = _("public questionnaires")
        ordering = ["-starts_on", "-record_id"]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def build(cls, revision: Any, document: QuestionnaireDocument, gathered: Mapping[int, Any]) -> Self:
        """Return the unsaved row of a live revision."""
        return cls(
            record=revision.record,
            number=document.number,
            title=document.title,
            title_en=document.title_en,
            starts_on=document.starts_on,
            ends_on=document.ends_on,
            results=document.results,
            **published_columns(revision, document, "feedback/questionnaire", document.title, QUESTIONNAIRE_CONTENTS),
        )

    def search_document(self, document: QuestionnaireDocument) -> SearchDocument:
        """Return what the search indexes."""
        return SearchDocument(
            kind=SURVEY_KIND,
            object_id=self.record_id,
            title=document.title,
            body=document.introduction,
            keywords=document.title_en,
            code=document.number,
            department_id=document.department.id,
            published_on=document.starts_on,
        )

    @property
    def local_title(self) -> str:
        """The title in the reader's language."""
        return for_reader(self.title, self.title_en)

    def state_on(self, today: dt.date) -> SurveyState:
        """Return where it stands on a day."""
        return state_on(today, self.starts_on, self.ends_on)

    def shows_results_on(self, today: dt.date) -> bool:
        """Tell whether the public sees the results on a day."""
        return are_results_public(today, self.ends_on, self.results)

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("surveys:detail", args=[self.number])
