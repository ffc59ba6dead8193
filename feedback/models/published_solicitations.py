"""Revisions of solicitations, and the rows that the public reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Self

from django.db import models
from django.db.models import F, Min, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.consultations import RESULT_DAYS, SolicitationKind, SolicitationState, result_due_on, state_on
from feedback.models.solicitations import Solicitation
from feedback.solicitation_documents import SOLICITATION_CONTENTS, SolicitationDocument
from foundation import body_text
from foundation.languages import for_reader
from foundation.publishing.documents import RootDocument
from foundation.publishing.models import PublishedRecord, Revision
from foundation.publishing.rendering import published_columns
from foundation.search.documents import SearchDocument, texts

LEAD_LENGTH = 160

CONSULTATION_KIND: Final = "consultation"
"""How the search calls them."""


class SolicitationRevision(Revision):
    """A revision of a solicitation; the one with the result is the next of the same record."""

    document_type: ClassVar[type[RootDocument]] = SolicitationDocument

    record = models.ForeignKey(
        Solicitation, models.PROTECT, related_name="revisions", verbose_name=_("opinion solicitation")
    )

    class Meta(Revision.Meta):
        verbose_name = _("revision of a solicitation")
        verbose_name_plural = _("revisions of solicitations")


class PublishedSolicitationQuerySet(models.QuerySet["PublishedSolicitation"]):
    """Public solicitations by where they stand on a day."""

    def in_state(self, state: str, today: dt.date) -> Self:
        """Those that stand so on this day; the same rule as ``consultations.state_on``."""
        return self.filter(state_condition(state, today))

    def overdue(self, today: dt.date) -> Self:
        """Those whose result should be public by now."""
        return self.filter(overdue_condition(today))


def state_condition(state: str, today: dt.date, prefix: str = "") -> Q:
    """Return the condition that a solicitation stands so; ``prefix`` leads to the public row."""
    without = Q(**{f"{prefix}result_at__isnull": True})
    conditions = {
        SolicitationState.UPCOMING: without & Q(**{f"{prefix}starts_on__gt": today}),
        SolicitationState.RUNNING: without & Q(**{f"{prefix}starts_on__lte": today, f"{prefix}ends_on__gte": today}),
        SolicitationState.AWAITING: without & Q(**{f"{prefix}ends_on__lt": today}),
        SolicitationState.RESULT: Q(**{f"{prefix}result_at__isnull": False}),
    }
    return conditions[SolicitationState(state)]


def overdue_condition(today: dt.date, prefix: str = "") -> Q:
    """Return the condition that the result is overdue; ``prefix`` leads to the public row."""
    last = today - dt.timedelta(days=RESULT_DAYS)
    return Q(**{f"{prefix}result_at__isnull": True, f"{prefix}ends_on__lt": last})


def lead_of(text: str) -> str:
    """Return how a text in the light format begins, without its headings and marks."""
    return " ".join(block.text for block in body_text.parse(text) if block.kind != "heading")[:LEAD_LENGTH]


@dataclass(frozen=True)
class Firsts:
    """When a record was public for the first time, and when with its result."""

    public: dt.datetime | None = None
    result: dt.datetime | None = None


class PublishedSolicitation(PublishedRecord):
    """A live solicitation: one row for lists, filters, feed and its page."""

    record = models.OneToOneField(Solicitation, models.PROTECT, related_name="published")
    revision = models.OneToOneField(SolicitationRevision, models.PROTECT, related_name="published")
    number = models.CharField(_("number"), max_length=12, unique=True)
    kind = models.CharField(max_length=20, choices=SolicitationKind)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=300, blank=True)
    lead = models.CharField(max_length=LEAD_LENGTH, blank=True)
    """How the explanation begins; lists show it."""
    starts_on = models.DateField()
    ends_on = models.DateField()
    takes_online = models.BooleanField()
    first_public_at = models.DateTimeField()
    result_at = models.DateTimeField(null=True)
    """Since when the result is public."""

    objects = PublishedSolicitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("public solicitation")
        verbose_name_plural = _("public solicitations")
        ordering = ["-starts_on", "-record_id"]
        indexes = [
            # Lists and feed: the newest; the desk: whose period has ended.
            models.Index(fields=["-starts_on", "-record"], name="solicitation_by_date"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="published_solicitation_period"),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def gather(cls, documents: Mapping[Any, SolicitationDocument]) -> Mapping[int, Firsts]:
        """Return since when each record and its result are public."""
        ever_live = SolicitationRevision.objects.ever_live().filter(record__in=[r.record_id for r in documents])
        rows = ever_live.order_by().values("record")
        found = rows.annotate(first=Min("live_from"), result=Min("live_from", filter=~Q(document__result=None)))
        return {row["record"]: Firsts(row["first"], row["result"]) for row in found}

    @classmethod
    def build(cls, revision: Any, document: SolicitationDocument, gathered: Mapping[int, Firsts]) -> Self:
        """Return the unsaved row of a live revision."""
        firsts = gathered.get(revision.record_id, Firsts())
        return cls(
            record=revision.record,
            number=document.number,
            kind=document.kind,
            title=document.title,
            title_en=document.title_en,
            lead=lead_of(document.explanation),
            starts_on=document.starts_on,
            ends_on=document.ends_on,
            takes_online=document.takes_online,
            first_public_at=firsts.public or revision.live_from,
            result_at=(firsts.result or revision.live_from) if document.result is not None else None,
            **published_columns(revision, document, "feedback/solicitation", document.title, SOLICITATION_CONTENTS),
        )

    def search_document(self, document: SolicitationDocument) -> SearchDocument:
        """Return what the search indexes."""
        return SearchDocument(
            kind=CONSULTATION_KIND,
            object_id=self.record_id,
            title=document.title,
            body=texts(document.explanation, document.text),
            keywords=document.title_en,
            code=document.number,
            department_id=document.department.id,
            published_on=document.starts_on,
        )

    @property
    def local_title(self) -> str:
        """The title in the reader's language."""
        return for_reader(self.title, self.title_en)

    def state_on(self, today: dt.date) -> SolicitationState:
        """Return where it stands on a day."""
        return state_on(today, self.starts_on, self.ends_on, has_result=self.result_at is not None)

    def takes_comments_on(self, today: dt.date) -> bool:
        """Tell whether comments can be sent on this site on a day."""
        return self.takes_online and self.state_on(today) == SolicitationState.RUNNING

    @property
    def result_due_on(self) -> dt.date:
        """The last day on which the result is in time."""
        return result_due_on(self.ends_on)

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("consultations:detail", args=[self.number])
