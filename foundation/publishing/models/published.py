"""Published rows: what lists, filters and pages of the public read, made from live revisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.search.documents import SearchDocument


class PublishedRecord(models.Model):
    """One typed row per live record: facet columns for lists, finished HTML for its page.

    Concrete classes add ``record`` and ``revision`` (one to one).  Rows are derived from live revisions
    and can be remade at any time (``rebuild_published``).
    """

    revision_number = models.PositiveIntegerField(_("revision"))
    checksum = models.CharField(_("checksum"), max_length=64)
    department = models.ForeignKey("foundation.Department", models.PROTECT, related_name="+")
    initial = models.CharField(_("first letter"), max_length=1)
    published_at = models.DateTimeField(_("public from"))
    gap_count = models.PositiveSmallIntegerField(_("number of gaps"), default=0)
    template_version = models.CharField(max_length=16)
    head_zh = models.TextField()
    body_zh = models.TextField()
    head_en = models.TextField()
    body_en = models.TextField()

    class Meta:
        abstract = True

    @classmethod
    def gather(cls, documents: Mapping[Any, Any]) -> Any:
        """Return what the rows of these revisions need beside their documents, read in few queries for all.

        A public row that they quote is locked, so that it is not withdrawn before they are written.
        """
        return None

    @classmethod
    def build(cls, revision: Any, document: Any, gathered: Any) -> Self:
        """Return the unsaved row of a live revision; ``gathered`` comes from ``gather``.

        Raises Refused when something that the document quotes is not public.
        """
        raise NotImplementedError

    def search_document(self, document: Any) -> SearchDocument | None:
        """Return what the search indexes of the record; None for kinds that it does not know."""
        return None


class FacetColumns(models.Model):
    """The columns by which items and guides are filtered, copied from the live document."""

    item_type = models.CharField(max_length=2)
    exercise_level = models.CharField(max_length=1)
    project_type = models.CharField(max_length=1)
    online = models.BooleanField()
    onsite_visits = models.PositiveSmallIntegerField()
    theme_codes = ArrayField(models.CharField(max_length=40), default=list)
    audiences = ArrayField(models.CharField(max_length=10), default=list)

    class Meta:
        abstract = True
        # The filter by theme on every list page.
        indexes = [GinIndex(fields=["theme_codes"], name="%(class)s_themes")]
