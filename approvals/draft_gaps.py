"""The gaps of item and flow drafts as database expressions, for lists and filters.

The same rules as in ``approvals.completeness``, which remain the authority; a test holds both side by side.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.db.models.expressions import Combinable

from approvals.codelists import ProjectType
from approvals.models import Fee, FlowPhase, LegalBasis


def count_missing(present: Sequence[Q | Combinable]) -> Combinable:
    """Return how many of the conditions do not hold; an unknown one counts as missing."""
    total: Combinable = Value(0)
    for condition in present:
        total = total + Case(When(condition, then=Value(0)), default=Value(1), output_field=IntegerField())
    return total


def written(field: str) -> Q:
    """Return the condition that a text holds more than blanks."""
    return Q(**{f"{field}__regex": r"\S"})


def item_gap_count() -> Combinable:
    """Return how many contents the draft of an item lacks."""
    on_the_spot = Q(project_type=ProjectType.IMMEDIATE)
    has_fees = Exists(Fee.objects.filter(item=OuterRef("pk")))
    return count_missing(
        [
            Q(code_verified=True),
            ~Q(service_objects=[]),
            written("accept_conditions"),
            written("project_type"),
            Q(statutory_days__isnull=False) | written("statutory_note") | on_the_spot,
            Q(promised_days__isnull=False) | on_the_spot,
            Exists(LegalBasis.objects.filter(item=OuterRef("pk"))),
            Q(is_fee=False) | (Q(is_fee=True) & has_fees),
            written("consult_phone"),
            written("complaint_phone"),
        ]
    )


def flow_gap_count() -> Combinable:
    """Return how many contents the draft of a flow lacks."""
    return count_missing(
        [Exists(FlowPhase.objects.filter(flow=OuterRef("pk"))), written("body"), written("contact_phone")]
    )
