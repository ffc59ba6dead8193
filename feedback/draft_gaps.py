"""The gaps of drafts as database expressions, for lists and filters.

The same rules as in the documents' contents, which remain the authority; a test holds both side by side.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.db.models.expressions import Combinable

from approvals.draft_gaps import count_missing, written
from feedback.models import SolicitationFile


def solicitation_gap_count() -> Combinable:
    """Return how many contents the draft of a solicitation lacks."""
    files = SolicitationFile.objects.filter(solicitation=OuterRef("pk"))
    return count_missing([written("explanation"), written("text") | Exists(files)])


def questionnaire_gap_count() -> Combinable:
    """Return how many contents the draft of a questionnaire lacks."""
    return count_missing([written("introduction")])
