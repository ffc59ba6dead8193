"""Journeys (一件事): one matter of life or business that leads through guides of several departments."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.languages import for_reader
from foundation.publishing.contents import Content
from foundation.publishing.documents import RootDocument
from foundation.publishing.models import DraftChild, Publishable, PublishedRecord, Revision
from foundation.search.documents import SearchDocument
from guides.completeness import JOURNEY_CONTENTS, journey_blockers
from guides.documents import JourneyDocument, journey_document
from guides.models.guides import Guide
from guides.models.published import PublishedGuide
from guides.publication import journey_columns, journey_words

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Journey(Publishable):
    """A way through several guides: which, in which order, and what may run side by side.

    What each step takes, costs and needs is never written here: it is read from the public guide.
    """

    slug = models.SlugField(_("address on the site"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=300, blank=True)
    summary = models.CharField(
        _("in plain words"), max_length=300, blank=True, help_text=_("For whom, and what is done at the end.")
    )
    body = models.TextField(_("text"), max_length=20000, blank=True)
    contact_phone = models.CharField(_("phone"), max_length=200, blank=True)
    contact_address = models.CharField(_("address"), max_length=300, blank=True)

    address: ClassVar[str] = "slug"
    children: ClassVar[tuple[str, ...]] = ("steps",)
    contents: ClassVar[tuple[Content, ...]] = JOURNEY_CONTENTS

    class Meta(Publishable.Meta):
        verbose_name = _("journey")
        verbose_name_plural = _("journeys")
        ordering = ["slug"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(condition=models.Q(slug__regex=r"^[0-9A-Za-z_-]+$"), name="journey_slug_shape"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Keep the address once it is known."""
        self.clean_address()

    def make_document(self) -> JourneyDocument:
        """Build the document of the draft."""
        return journey_document(self)

    def find_blockers(self, document: JourneyDocument) -> list[StrOrPromise]:
        """Return why the journey cannot be published at all."""
        return journey_blockers(document)

    def find_release_blockers(self, document: JourneyDocument, *, at: dt.datetime | None = None) -> list[StrOrPromise]:
        """Refuse a journey that would begin with a guide that nobody can read."""
        ids = [step.guide_id for step in document.steps]
        live = set(PublishedGuide.objects.filter(record__in=ids).values_list("record_id", flat=True))
        return [
            _("The guide “%s” is not public; publish it first, or take the step out.") % step.name
            for step in document.steps
            if step.guide_id not in live
        ]


class JourneyStep(DraftChild):
    """One guide on the way; it begins when the steps named in ``after`` are done."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="steps", verbose_name=_("journey"))
    guide = models.ForeignKey(Guide, models.PROTECT, related_name="journey_steps", verbose_name=_("service guide"))
    who = models.CharField(_("who goes"), max_length=100, blank=True)
    note = models.TextField(_("what to mind at this step"), max_length=1000, blank=True)
    is_optional = models.BooleanField(
        _("only if it concerns one"), default=False, help_text=_("It does not count towards the total time.")
    )
    after = ArrayField(models.CharField(max_length=40), verbose_name=_("begins after"), default=list, blank=True)
    """Keys of the steps that must be done before."""

    quoted: ClassVar[tuple[str, ...]] = ("guide",)
    keeps_key: ClassVar[bool] = True

    class Meta(DraftChild.Meta):
        verbose_name = _("step of the journey")
        verbose_name_plural = _("steps of the journey")
        constraints = [
            models.UniqueConstraint(fields=["journey", "key"], name="journeystep_key_once"),
            models.UniqueConstraint(
                fields=["journey", "guide"],
                name="journeystep_guide_once",
                violation_error_message=_("This guide is a step of the journey already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.guide)


class JourneyRevision(Revision):
    """A revision of a journey."""

    document_type: ClassVar[type[RootDocument]] = JourneyDocument

    record = models.ForeignKey(Journey, models.PROTECT, related_name="revisions", verbose_name=_("journey"))

    class Meta(Revision.Meta):
        verbose_name = _("journey revision")
        verbose_name_plural = _("journey revisions")


class PublishedJourneyQuerySet(models.QuerySet["PublishedJourney"]):
    """Public journeys by what staff must look after."""

    def broken(self) -> Self:
        """The journeys with a step whose guide is no longer public."""
        live = PublishedGuide.objects.values_list("record_id", flat=True)
        return self.exclude(guide_ids__contained_by=list(live))


class PublishedJourney(PublishedRecord):
    """A live journey. Its page joins it with the guides as they are public at the moment."""

    record = models.OneToOneField(Journey, models.PROTECT, related_name="published")
    revision = models.OneToOneField(JourneyRevision, models.PROTECT, related_name="published")
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=300, blank=True)
    summary = models.CharField(_("in plain words"), max_length=300, blank=True)
    guide_ids = ArrayField(models.BigIntegerField(), default=list)
    """The drafts of the guides on the way, in the order of the steps."""

    objects = PublishedJourneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("public journey")
        verbose_name_plural = _("public journeys")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def build(cls, revision: Any, document: JourneyDocument, gathered: None) -> Self:
        """Return the unsaved row of a live revision."""
        return cls(record=revision.record, **journey_columns(revision, document))

    def search_document(self, document: JourneyDocument) -> SearchDocument:
        """Return what the search indexes."""
        return journey_words(self.record_id, document)

    @property
    def local_title(self) -> str:
        """The title in the reader's language."""
        return for_reader(self.title, self.title_en)
