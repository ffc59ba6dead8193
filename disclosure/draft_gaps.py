"""The gaps of a publication's draft as a database expression, for lists and filters.

The same rules as in ``disclosure.completeness``, which remains the authority; a test holds both side by side.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import Combinable

from approvals.draft_gaps import count_missing, written
from disclosure.codelists import DisclosureMode
from disclosure.models import Attachment, Milestone


def publication_gap_count() -> Combinable:
    """Return how many contents the draft of a publication lacks."""
    own = {"publication": OuterRef("pk")}
    return count_missing(
        [
            Q(written_on__isnull=False),
            written("summary"),
            written("text")
            | Q(disclosure_mode=DisclosureMode.ON_REQUEST)
            | Exists(Attachment.objects.filter(**own))
            | Exists(Milestone.objects.filter(**own)),
        ]
    )
