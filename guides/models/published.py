"""Revisions of guides, the rows that the public reads, and the count of form downloads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models import PublishedItem
from foundation.clock import local_today
from foundation.languages import for_reader
from foundation.publishing.documents import RootDocument
from foundation.publishing.models import FacetColumns, PublishedRecord, Revision
from foundation.search.documents import SearchDocument
from foundation.workflow import Refused
from guides.documents import GuideDocument
from guides.models.guides import Guide
from guides.publication import guide_columns, guide_words


class GuideRevision(Revision):
    """A revision of a guide."""

    document_type: ClassVar[type[RootDocument]] = GuideDocument

    record = models.ForeignKey(Guide, models.PROTECT, related_name="revisions", verbose_name=_("guide"))

    class Meta(Revision.Meta):
        verbose_name = _("guide revision")
        verbose_name_plural = _("guide revisions")


class PublishedGuide(PublishedRecord, FacetColumns):
    """A live guide: one row for lists, filters and its page.

    The link to the public item is protected: an item cannot be withdrawn while guides quote it.
    """

    record = models.OneToOneField(Guide, models.PROTECT, related_name="published")
    revision = models.OneToOneField(GuideRevision, models.PROTECT, related_name="published")
    item = models.ForeignKey(PublishedItem, models.PROTECT, related_name="guides")
    item_revision_number = models.PositiveIntegerField(_("quoted revision of the item"))
    item_code = models.CharField(_("item code"), max_length=33)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=300, blank=True)
    situation = models.CharField(_("situation"), max_length=60, blank=True)
    summary = models.CharField(_("in plain words"), max_length=160, blank=True)
    search_names = models.CharField(_("other names"), max_length=800, blank=True)

    class Meta(FacetColumns.Meta):
        verbose_name = _("public guide")
        verbose_name_plural = _("public guides")
        ordering = ["department__position", "slug"]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def gather(cls, documents: Mapping[Any, GuideDocument]) -> Mapping[int, PublishedItem]:
        """Lock the public rows of the quoted items, in one order so that two releases cannot block each other."""
        ids = {document.item_id for document in documents.values()}
        locked = PublishedItem.objects.select_for_update().filter(record__in=ids).only("pk", "record").order_by("pk")
        return {item.record_id: item for item in locked}

    @classmethod
    def build(cls, revision: Any, document: GuideDocument, gathered: Mapping[int, PublishedItem]) -> Self:
        """Return the unsaved row of a live revision. Raises Refused when the quoted item is not public (any more)."""
        item = gathered.get(document.item_id)
        if document.item is None or item is None:
            raise Refused(_("The item of this guide is not public; publish the item first."))
        return cls(record=revision.record, item=item, **guide_columns(revision, document, document.item))

    def search_document(self, document: GuideDocument) -> SearchDocument:
        """Return what the search indexes."""
        return guide_words(self.record_id, document)

    @property
    def local_title(self) -> str:
        """The title in the reader's language."""
        return for_reader(self.title, self.title_en)


class FormDownload(models.Model):
    """How often a form of a guide was downloaded on a day; no trace of persons."""

    guide = models.ForeignKey(Guide, models.PROTECT, related_name="form_downloads", verbose_name=_("guide"))
    material_key = models.CharField(_("material"), max_length=40)
    kind = models.CharField(
        _("kind of form"), max_length=6, choices=[("blank", _("blank form")), ("sample", _("sample form"))]
    )
    on = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("downloads"), default=0)

    class Meta:
        verbose_name = _("form download")
        verbose_name_plural = _("form downloads")
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(fields=["guide", "material_key", "kind", "on"], name="formdownload_once"),
            models.CheckConstraint(condition=Q(kind__in=["blank", "sample"]), name="formdownload_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.guide} {self.on}: {self.count}"


def count_download(guide_id: int, material_key: str, kind: str) -> None:
    """Count one download of a form today, exactly once even when many come at the same moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO guides_formdownload (guide_id, material_key, kind, "on", count)'
            " VALUES (%s, %s, %s, %s, 1)"
            ' ON CONFLICT (guide_id, material_key, kind, "on")'
            " DO UPDATE SET count = guides_formdownload.count + 1",
            [guide_id, material_key, kind, local_today()],
        )
