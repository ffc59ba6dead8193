"""Abstract models of publishing; apps make them concrete."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.clock import local_now
from foundation.publishing.contents import Content
from foundation.publishing.documents import RootDocument, as_json, checksum
from foundation.publishing.states import Decision, Stage
from foundation.remembering import Remembering

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from foundation.publishing.findings import Finding


def known(field: str, codelist: type[models.TextChoices], *, blank: bool = False) -> models.CheckConstraint:
    """Return the constraint that a column holds a code of its list (or nothing)."""
    codes = [*codelist.values, ""] if blank else codelist.values
    return models.CheckConstraint(condition=Q(**{f"{field}__in": codes}), name=f"%(app_label)s_%(class)s_{field}_known")


LATE_AFTER: Final = dt.timedelta(minutes=5)
"""The job worker comes every minute; a scheduled release that still waits so long after its moment is overdue."""


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

    def find_leaks(self, document: Any) -> list[Finding]:
        """Return what the document would give away; a reviewer may release grave things with a reason."""
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

    key = models.CharField(_("key"), max_length=40, default=new_key, editable=False)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = RowManager()

    class Meta:
        abstract = True
        ordering = ["position", "id"]


class RevisionQuerySet(models.QuerySet[Any]):
    """Revisions by what became of them."""

    def live(self) -> Self:
        """The revisions that are public now."""
        return self.filter(live_from__isnull=False, live_until__isnull=True)

    def pending(self) -> Self:
        """The candidates in review and the releases that wait for their time; at most one of a record."""
        return self.filter(Q(decision=Decision.OPEN) | Q(decision=Decision.RELEASED, live_from__isnull=True))

    def quotable(self) -> Self:
        """What other records may quote of a record: first what is public, then what waits to be."""
        return (self.live() | self.pending()).order_by(F("live_from").desc(nulls_last=True))

    def ever_live(self) -> Self:
        """The revisions that are or were public."""
        return self.filter(live_from__isnull=False)

    def known(self) -> Self:
        """The revisions that wait for review or were released: somebody may know what they say."""
        return self.filter(decision__in=(Decision.OPEN, Decision.RELEASED))

    def due(self, now: dt.datetime) -> Self:
        """The scheduled releases whose time has come."""
        return self.filter(decision=Decision.RELEASED, live_from__isnull=True, scheduled_for__lte=now)


class Revision(models.Model):
    """An immutable candidate of a record, and the facts of its review and public life.

    Concrete classes add ``record`` (foreign key, related name ``revisions``) and name the type of their document.
    The database refuses to change the document, to release it by the person who submitted it, and to delete it.
    """

    number = models.PositiveIntegerField(_("revision"), editable=False)
    schema_version = models.PositiveSmallIntegerField(_("schema version"), editable=False)
    document = models.JSONField(_("document"), editable=False)
    checksum = models.CharField(_("checksum"), max_length=64, editable=False)
    gaps = ArrayField(models.CharField(max_length=40), verbose_name=_("gaps"), default=list, editable=False)
    change_note = models.CharField(_("what changed"), max_length=300, blank=True, editable=False)

    submitted_at = models.DateTimeField(_("submitted"), default=local_now, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("last edited by"),
    )
    decision = models.CharField(_("decision"), max_length=12, choices=Decision, default=Decision.OPEN, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decision_note = models.CharField(_("comment or reason"), max_length=500, blank=True, editable=False)
    scheduled_for = models.DateTimeField(_("to be public from"), null=True, editable=False)
    live_from = models.DateTimeField(_("public from"), null=True, editable=False)
    live_until = models.DateTimeField(_("public until"), null=True, editable=False)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    retire_reason = models.CharField(_("reason of withdrawal"), max_length=500, blank=True, editable=False)

    document_type: ClassVar[type[RootDocument]]
    record: Any

    objects = RevisionQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-number"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="%(app_label)s_%(class)s_number_once"),
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(live_from__isnull=False, live_until__isnull=True),
                name="%(app_label)s_%(class)s_one_live",
            ),
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(decision="open") | Q(decision="released", live_from__isnull=True),
                name="%(app_label)s_%(class)s_one_pending",
            ),
            models.CheckConstraint(
                condition=~Q(decision="released")
                | (~Q(decided_by=F("submitted_by")) & (Q(edited_by=None) | ~Q(decided_by=F("edited_by")))),
                name="%(app_label)s_%(class)s_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(decision="released") | Q(gaps=[]) | ~Q(decision_note=""),
                name="%(app_label)s_%(class)s_gaps_need_reason",
            ),
            known("decision", Decision),
            models.CheckConstraint(
                condition=Q(decision="open", decided_by=None, decided_at=None)
                | (~Q(decision="open") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="%(app_label)s_%(class)s_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(decision="released") | Q(live_from__isnull=False) | Q(scheduled_for__isnull=False),
                name="%(app_label)s_%(class)s_released_to_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(live_from__isnull=True) | Q(decision="released"),
                name="%(app_label)s_%(class)s_live_was_released",
            ),
            models.CheckConstraint(
                condition=Q(retired_by=None) | (Q(live_until__isnull=False) & ~Q(retire_reason="")),
                name="%(app_label)s_%(class)s_retired_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(live_until__isnull=True) | Q(live_from__lte=F("live_until")),
                name="%(app_label)s_%(class)s_life_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document.get('name') or self.document.get('title', '')} · {self.number}"

    @property
    def is_live(self) -> bool:
        """Whether the public reads this revision now."""
        return self.live_from is not None and self.live_until is None

    def is_overdue(self, now: dt.datetime) -> bool:
        """Tell whether the revision should be public by now and is not."""
        waits = self.decision == Decision.RELEASED and self.live_from is None
        return waits and self.scheduled_for is not None and self.scheduled_for <= now - LATE_AFTER

    @classmethod
    def published_model(cls) -> type[PublishedRecord]:
        """Return the model of the rows that the public reads."""
        return cls._meta.get_field("published").related_model  # type: ignore[return-value]

    def traces_of_release(self, document: Any, previous: Revision | None) -> Sequence[models.Model]:
        """Return further rows to be written when this revision goes live (a public log, say)."""
        return ()

    def traces_of_retirement(self, document: Any) -> Sequence[models.Model]:
        """Return further rows to be written when this live revision is withdrawn."""
        return ()


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


class CatalogVersion(models.Model):
    """A number per kind of published record that grows with each change of what is public."""

    kind = models.CharField(max_length=40, primary_key=True)
    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        verbose_name = _("catalog version")
        verbose_name_plural = _("catalog versions")

    def __str__(self) -> str:
        return f"{self.kind}: {self.number}"

    @classmethod
    def current(cls, kind: str) -> int:
        """Return the present number; 0 before anything was published."""
        return cls.objects.filter(kind=kind).values_list("number", flat=True).first() or 0


def bump_catalog(kinds: Iterable[str]) -> None:
    """Raise the numbers of these kinds; runs in the transaction that changes what is public."""
    with connection.cursor() as cursor:
        for kind in sorted(set(kinds)):
            cursor.execute(
                "INSERT INTO foundation_catalogversion (kind, number) VALUES (%s, 1)"
                " ON CONFLICT (kind) DO UPDATE SET number = foundation_catalogversion.number + 1",
                [kind],
            )
