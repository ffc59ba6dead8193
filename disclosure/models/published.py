"""Revisions of publications, the rows that the public reads, and the count of downloads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from disclosure.codelists import DisclosureMode, PublicationKind
from disclosure.documents import PublicationDocument
from disclosure.models.columns import Column
from disclosure.models.index_numbers import IssuingBody
from disclosure.models.publications import Publication
from disclosure.publication import publication_columns, publication_words
from disclosure.validity import Change, Term
from foundation.languages import for_reader
from foundation.publishing.documents import RootDocument
from foundation.publishing.models import PublishedRecord, Revision
from foundation.search.documents import SearchDocument


class PublicationRevision(Revision):
    """A revision of a publication."""

    document_type: ClassVar[type[RootDocument]] = PublicationDocument

    record = models.ForeignKey(Publication, models.PROTECT, related_name="revisions", verbose_name=_("publication"))

    class Meta(Revision.Meta):
        verbose_name = _("publication revision")
        verbose_name_plural = _("publication revisions")


@dataclass(frozen=True)
class Progress:
    """How far a promise or goal has come."""

    done: int
    total: int
    late: int
    """Open milestones whose day has passed."""


class PublishedPublicationQuerySet(models.QuerySet["PublishedPublication"]):
    """Public texts for lists and pages."""

    def in_columns(self, columns: Iterable[Column]) -> Self:
        """The texts of these columns, newest first."""
        return self.filter(column__in=[column.pk for column in columns])

    def affecting(self, record_id: int) -> Self:
        """The texts that replace, abolish or amend this one."""
        return self.filter(affects__contains=[record_id])


class PublishedPublication(PublishedRecord):
    """A live publication: one row for lists, filters, feeds and its page."""

    record = models.OneToOneField(Publication, models.PROTECT, related_name="published")
    revision = models.OneToOneField(PublicationRevision, models.PROTECT, related_name="published")
    index_text = models.CharField(_("index number"), max_length=32, unique=True)
    column = models.ForeignKey(Column, models.PROTECT, related_name="published", verbose_name=_("column"))
    body = models.ForeignKey(IssuingBody, models.PROTECT, related_name="published", verbose_name=_("issuing body"))
    kind = models.CharField(max_length=20, choices=PublicationKind)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=400, blank=True)
    document_number = models.CharField(max_length=100, blank=True)
    summary = models.CharField(max_length=500, blank=True)
    keywords = models.CharField(max_length=200, blank=True)
    written_on = models.DateField(null=True)
    issued_on = models.DateField()
    effective_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    abolished_on = models.DateField(null=True)
    disclosure_mode = models.CharField(max_length=10, choices=DisclosureMode)
    first_public_at = models.DateTimeField()
    """When the first revision went live; corrections do not move it."""
    affects = ArrayField(models.BigIntegerField(), default=list)
    """Records that this text replaces, abolishes or amends."""
    effects = models.JSONField(default=list)
    """The same with effect, title and index number."""
    milestones = models.JSONField(default=list)

    objects = PublishedPublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("public text")
        verbose_name_plural = _("public texts")
        ordering = ["-issued_on", "-record_id"]
        indexes = [
            # Column pages, and the text before and after this one.
            models.Index(fields=["column", "-issued_on", "-record"], name="published_by_column"),
            # Lists, feeds and the home page: the newest.
            models.Index(fields=["-issued_on", "-record"], name="published_by_date"),
            # Which newer documents act on this one.
            GinIndex(fields=["affects"], name="published_affects"),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def gather(cls, documents: Mapping[Any, PublicationDocument]) -> Mapping[int, dt.datetime]:
        """Return when each record was public for the first time."""
        ever_live = PublicationRevision.objects.ever_live().filter(record__in=[r.record_id for r in documents])
        return dict(ever_live.order_by().values_list("record").annotate(first=models.Min("live_from")))

    @classmethod
    def build(cls, revision: Any, document: PublicationDocument, gathered: Mapping[int, dt.datetime]) -> Self:
        """Return the unsaved row of a live revision."""
        first = gathered.get(revision.record_id, revision.live_from)
        return cls(record=revision.record, **publication_columns(revision, document, first))

    def search_document(self, document: PublicationDocument) -> SearchDocument:
        """Return what the search indexes."""
        return publication_words(self.record_id, document)

    @property
    def local_title(self) -> str:
        """The title in the reader's language."""
        return for_reader(self.title, self.title_en)

    @property
    def term(self) -> Term:
        """The dates from which its validity follows."""
        return Term(self.effective_on, self.expires_on, self.abolished_on)

    @property
    def in_force_on(self) -> dt.date:
        """The day from which it acts on earlier documents."""
        return self.effective_on or self.issued_on

    def change_to(self, record_id: int) -> Change:
        """Return what it does to an earlier document."""
        effect = next(row["effect"] for row in self.effects if row["id"] == record_id)
        return Change(effect, self.in_force_on)

    def progress_on(self, today: dt.date) -> Progress | None:
        """Return how far its milestones have come on a day; None for texts without milestones."""
        if not self.milestones:
            return None
        is_open = [row for row in self.milestones if row["done_on"] is None]
        late = sum(1 for row in is_open if row["due_on"] is not None and row["due_on"] < today.isoformat())
        return Progress(len(self.milestones) - len(is_open), len(self.milestones), late)

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        from disclosure.addresses import document_url

        return document_url(self.index_text)


class AttachmentDownload(models.Model):
    """How often an attachment was downloaded on a day; no trace of persons."""

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="downloads", verbose_name=_("publication")
    )
    attachment_key = models.CharField(_("attachment"), max_length=40)
    on = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("downloads"), default=0)

    class Meta:
        verbose_name = _("download of an attachment")
        verbose_name_plural = _("downloads of attachments")
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "attachment_key", "on"], name="attachmentdownload_once"),
        ]

    def __str__(self) -> str:
        return f"{self.publication} {self.on}: {self.count}"


def count_download(publication_id: int, attachment_key: str, *, on: dt.date) -> None:
    """Count one download, exactly once even when many come at the same moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO disclosure_attachmentdownload (publication_id, attachment_key, "on", count)'
            " VALUES (%s, %s, %s, 1)"
            ' ON CONFLICT (publication_id, attachment_key, "on")'
            " DO UPDATE SET count = disclosure_attachmentdownload.count + 1",
            [publication_id, attachment_key, on],
        )
