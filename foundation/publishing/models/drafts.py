"""Drafts: what editors work on. Editing never changes the public page."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.clock import local_now
from foundation.constraints import known
from foundation.publishing.contents import Content
from foundation.publishing.documents import RootDocument, as_json, checksum
from foundation.publishing.states import Stage
from foundation.remembering import Remembering

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from foundation.publishing.findings import Finding
    from foundation.publishing.models.revisions import Revision


def new_key() -> str:
    """Return a key for a child row; it stays with the row through all revisions."""
    return uuid.uuid4().hex[:12]


class Publishable(Remembering):
    """The draft of a record that is published in revisions."""

    department = models.ForeignKey(
        "foundation.Department", models.PROTECT, related_name="%(class)ss", verbose_name=_("department")
    )
    stage = models.CharField(
        _("stage of the draft"), max_length=12, choices=Stage, default=Stage.EDITING, editable=False
    )
    edit_version = models.PositiveIntegerField(_("edit version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created"), default=local_now, editable=False)
    updated_at = models.DateTimeField(_("last edited"), default=local_now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("by"),
    )

    children: ClassVar[tuple[str, ...]] = ()
    """Names of the related managers that hold the rows of the draft."""

    quoted: ClassVar[tuple[str, ...]] = ()
    """Further relations that the document is made from, as names for ``prefetch_related``."""

    contents: ClassVar[tuple[Content, ...]] = ()
    """What the document must say, in the order of the form."""

    address: ClassVar[str] = ""
    """The field by which the public reaches the record; it stays once a submission waits or was released."""

    revisions: Any
    """Manager of the revisions, see ``RevisionQuerySet``."""

    class Meta:
        abstract = True
        constraints = [known("stage", Stage)]

    @classmethod
    def remembered(cls) -> tuple[str, ...]:
        """The address, which stays once it is known."""
        return (cls.address,)

    def clean_address(self) -> None:
        """Refuse a new address once the public or a reviewer may know the old one."""
        if self.was_changed(self.address) and self.revisions.known().exists():
            sentence = _("This was submitted or published as “%s” and stays so; withdraw it and make a new record.")
            raise ValidationError({self.address: sentence % self.loaded(self.address)})

    @classmethod
    def with_rows(cls) -> models.QuerySet[Self]:
        """Return the drafts with everything their documents are made from: few queries, however many drafts."""
        return cls._default_manager.select_related("department").prefetch_related(*cls.children, *cls.quoted)

    def make_document(self) -> RootDocument:
        """Build the document of the draft as it stands now."""
        raise NotImplementedError

    def find_gaps(self, document: Any) -> list[Content]:
        """Return the contents that the document lacks; a reviewer may release it with a reason."""
        return [content for content in self.contents if not content.is_said(document)]

    def find_leaks(self, document: Any, *, wait: bool = True) -> list[Finding]:
        """Return what the document would give away; a reviewer may release grave things with a reason.

        Files are looked through in the background; without ``wait``, those that are still under way are only named.
        """
        return []

    def find_blockers(self, document: Any) -> list[StrOrPromise]:
        """Return the reasons why the document cannot be published at all."""
        return []

    def find_release_blockers(self, document: Any, *, at: dt.datetime | None = None) -> list[StrOrPromise]:
        """Return why a submitted document cannot go live as it stands: now, or at the moment ``at``."""
        return []

    @property
    def live_revision(self) -> Any:
        """The revision that is public now, or None."""
        return self.revisions.live().first()

    @property
    def pending_revision(self) -> Any:
        """The candidate in review or the release that waits for its time, or None."""
        return self.revisions.pending().first()

    def differs_from(self, revision: Revision | None) -> bool:
        """Tell whether the draft says something else than the revision."""
        return revision is None or checksum(as_json(self.make_document())) != revision.checksum


class RowManager(models.Manager[Any]):
    """Rows with what they quote, so that many need no more queries than one."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """Join what the rows quote."""
        rows = super().get_queryset()
        return rows.select_related(*self.model.quoted) if self.model.quoted else rows


class DraftChild(models.Model):
    """A row of a draft: kept in order, and known by its key through all revisions."""

    quoted: ClassVar[tuple[str, ...]] = ()
    """Relations that forms and documents name along with the row, such as its files."""

    keeps_key: ClassVar[bool] = False
    """Whether a copy of the draft keeps the keys of these rows, because other rows of the draft name them."""

    key = models.CharField(_("key"), max_length=40, default=new_key, editable=False)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = RowManager()

    class Meta:
        abstract = True
        ordering = ["position", "id"]
