"""The gaps of guide drafts as a database expression, for lists and filters.

The same rules as in ``guides.completeness``, which remains the authority; a test holds both side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from approvals.codelists import ProjectType
from approvals.draft_gaps import count_missing, written
from approvals.models import ItemRevision
from guides.models import Material, Place, Step


def guide_gap_count() -> Combinable:
    """Return which of the eight contents the draft of a guide lacks, as a number."""
    own = {"guide": OuterRef("pk")}
    of_the_draft = count_missing(
        [
            written("title"),
            Exists(Step.objects.filter(**own)),
            Q(no_materials=True) | Exists(Material.objects.filter(**own)),
            Exists(Place.objects.filter(written("address"), **own)),
        ]
    )
    own_phone = When(Exists(Place.objects.filter(written("phone"), **own)), then=Value(0))
    phone = Case(own_phone, default=_missing_in_item([written("document__consult_phone")]))
    return of_the_draft + phone + _missing_in_item(_CONTENTS_OF_ITEM)


def journey_gap_count() -> Combinable:
    """Return how many contents the draft of a journey lacks."""
    return count_missing([written("summary"), written("contact_phone")])


_CONTENTS_OF_ITEM: Final = (
    ~Q(document__legal_bases=[]),
    Q(document__is_fee=False) | (Q(document__is_fee=True) & ~Q(document__fees=[])),
    ~Q(document__promised_days=None) | Q(document__project_type=ProjectType.IMMEDIATE),
)
"""Basis, fees and limit, as the JSON of an item's revision says them."""


def _missing_in_item(present: Sequence[Q]) -> Combinable:
    """Return how many of these the quoted revision of the item lacks: all of them where there is none."""
    quoted: QuerySet[Any] = ItemRevision.objects.quotable().filter(record=OuterRef("item"))
    count = Subquery(quoted.annotate(missing=count_missing(present)).values("missing")[:1])
    return Coalesce(count, Value(len(present)), output_field=IntegerField())
