"""Revisions of items, the rows that the public reads, and the log of adjustments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.codelists import AdjustmentKind
from approvals.documents import ItemDocument
from approvals.models.items import Item
from approvals.publication import adjustment_between, item_columns, item_words
from foundation.languages import for_reader
from foundation.publishing.documents import RootDocument
from foundation.publishing.models import FacetColumns, PublishedRecord, Revision
from foundation.publishing.reading import document_of
from foundation.search.documents import SearchDocument


class ItemRevision(Revision):
    """A revision of an item."""

    document_type: ClassVar[type[RootDocument]] = ItemDocument

    record = models.ForeignKey(Item, models.PROTECT, related_name="revisions", verbose_name=_("item"))

    class Meta(Revision.Meta):
        verbose_name = _("item revision")
        verbose_name_plural = _("item revisions")

    def traces_of_release(self, document: ItemDocument, previous: Revision | None) -> Sequence[models.Model]:
        """Return the line of the public log: added, delegated, cancelled or changed; none if nothing differs."""
        if previous is None:
            return [self._adjustment(AdjustmentKind.ADDED, document, at=self.live_from)]
        found = adjustment_between(document_of(previous), document)
        if found is None:
            return []
        kind, changed = found
        return [self._adjustment(kind, document, at=self.live_from, changed_fields=changed)]

    def traces_of_retirement(self, document: ItemDocument) -> Sequence[models.Model]:
        """Return the line of the public log that says the item is cancelled."""
        return [self._adjustment(AdjustmentKind.CANCELLED, document, at=self.live_until, note=self.retire_reason)]

    def _adjustment(self, kind: AdjustmentKind, document: ItemDocument, **values: Any) -> Adjustment:
        return Adjustment(
            kind=kind,
            item=self.record,
            revision=self,
            department_id=document.department.id,
            code=document.code,
            name=document.name,
            name_en=document.name_en,
            **{"note": self.change_note, **values},
        )


class PublishedItem(PublishedRecord, FacetColumns):
    """A live item: one row for lists, filters and its page."""

    record = models.OneToOneField(Item, models.PROTECT, related_name="published")
    revision = models.OneToOneField(ItemRevision, models.PROTECT, related_name="published")
    code = models.CharField(_("item code"), max_length=33, unique=True)
    name = models.CharField(_("item name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=300, blank=True)
    colloquial_name = models.CharField(_("what people call it"), max_length=301, blank=True)

    class Meta(FacetColumns.Meta):
        verbose_name = _("public item")
        verbose_name_plural = _("public items")
        ordering = ["department__position", "code"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def build(cls, revision: Any, document: ItemDocument, gathered: None) -> Self:
        """Return the unsaved row of a live revision."""
        return cls(record=revision.record, **item_columns(revision, document))

    def search_document(self, document: ItemDocument) -> SearchDocument:
        """Return what the search indexes."""
        return item_words(self.record_id, document)

    @property
    def local_name(self) -> str:
        """The name in the reader's language."""
        return for_reader(self.name, self.name_en)


class Adjustment(models.Model):
    """One line of the public log of item adjustments, derived from a revision when it goes live."""

    kind = models.CharField(_("kind"), max_length=10, choices=AdjustmentKind)
    item = models.ForeignKey(Item, models.PROTECT, related_name="adjustments")
    revision = models.ForeignKey(ItemRevision, models.PROTECT, related_name="adjustments")
    department = models.ForeignKey("foundation.Department", models.PROTECT, related_name="+")
    code = models.CharField(_("item code"), max_length=33)
    name = models.CharField(_("item name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=300, blank=True)
    at = models.DateTimeField(_("time"))
    changed_fields = ArrayField(models.CharField(max_length=60), verbose_name=_("what changed"), default=list)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("adjustment")
        verbose_name_plural = _("adjustments")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "kind"], name="adjustment_once"),
            models.CheckConstraint(condition=models.Q(kind__in=AdjustmentKind.values), name="adjustment_kind_known"),
        ]
        indexes = [
            # /adjustments/, newest first, by kind.
            models.Index(fields=["kind", "-at"], name="adjustment_kind_at")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"

    @property
    def local_name(self) -> str:
        """The name in the reader's language."""
        return for_reader(self.name, self.name_en)
