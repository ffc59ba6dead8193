"""Work of the guides that a person asked for and that takes too long to wait for."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.text import Truncator
from procrastinate.contrib.django import app

from foundation.people import User
from foundation.workflow import DomainError
from guides.exchange.problems import MESSAGE_LENGTH
from guides.exchange.releasing import release_batch
from guides.models import ImportBatch


@app.task(name="guides.release_import_batch")
def release_import_batch(batch_id: int, reviewer_id: int, reason: str) -> None:
    """Release a batch for a reviewer; what goes wrong is written to the batch, where the reviewer looks."""
    batch = ImportBatch.objects.get(pk=batch_id)
    reviewer = User.objects.get(pk=reviewer_id)
    try:
        release_batch(batch, actor=reviewer, reason=reason)
        problem = ""
    except (DomainError, PermissionDenied) as error:
        problem = Truncator(str(error) or type(error).__name__).chars(MESSAGE_LENGTH)
    ImportBatch.objects.filter(pk=batch_id).update(release_problem=problem)
