"""Revisions: immutable candidates of a record, each with the facts of its review and of its public life."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.clock import local_now
from foundation.constraints import known
from foundation.publishing.documents import RootDocument
from foundation.publishing.states import Decision

if TYPE_CHECKING:
    from foundation.publishing.models.published import PublishedRecord

LATE_AFTER: Final = dt.timedelta(minutes=5)
"""The job worker comes every minute; a scheduled release that still waits so long after its moment is overdue."""


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
    leaks = ArrayField(
        models.CharField(max_length=40), verbose_name=_("findings of the leak check"), default=list, editable=False
    )
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
                condition=~Q(decision="released") | Q(gaps=[], leaks=[]) | ~Q(decision_note=""),
                name="%(app_label)s_%(class)s_flaws_need_reason",
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
    def needs_reason(self) -> bool:
        """Whether it is released only with a reason: contents are missing, or grave things were found in it."""
        return bool(self.gaps or self.leaks)

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
