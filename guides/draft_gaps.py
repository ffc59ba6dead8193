"""The gaps of guide drafts as a database expression, for lists and filters.

The same rules as in ``guides.completeness``, which remains the authority; a test holds both side by side.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import Combinable

from approvals.codelists import ProjectType
from approvals.draft_gaps import count_missing, written
from guides.models import Material, Place, Step

_ITEM = "item__published__revision__document"


def guide_gap_count() -> Combinable:
    """Return which of the eight contents the draft of a guide lacks, as a number.

    Basis, fees, limit and phone of the item are read from the JSON of its live revision.
    """
    own = {"guide": OuterRef("pk")}
    is_public = Q(item__published__isnull=False)
    item_phone = is_public & written(f"{_ITEM}__consult_phone")
    return count_missing(
        [
            written("title"),
            is_public & ~Q(**{f"{_ITEM}__legal_bases": []}),
            Exists(Step.objects.filter(**own)),
            Q(no_materials=True) | Exists(Material.objects.filter(**own)),
            Q(**{f"{_ITEM}__is_fee": False}) | (Q(**{f"{_ITEM}__is_fee": True}) & ~Q(**{f"{_ITEM}__fees": []})),
            is_public
            & (~Q(**{f"{_ITEM}__promised_days": None}) | Q(item__published__project_type=ProjectType.IMMEDIATE)),
            Exists(Place.objects.filter(written("phone"), **own)) | item_phone,
            Exists(Place.objects.filter(written("address"), **own)),
        ]
    )
