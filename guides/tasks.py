"""Work of the guides that runs beside the requests of people."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.text import Truncator
from procrastinate.contrib.django import app

from foundation.calendar_days import load_calendar
from foundation.clock import local_today
from foundation.people import User
from foundation.workflow import DomainError
from guides.actions.error_reports import recompute_answers
from guides.actions.reminders import JOB, remind_all
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


@app.periodic(cron="50 * * * *")
@app.task(name=JOB, queueing_lock=JOB, pass_context=False)
def remind(timestamp: int) -> int:
    """Bring the reminders of the guides up to date; return how many guides were looked at.

    Hourly, so that a new day, a check or a night without the worker is made good within the hour.
    """
    return remind_all(load_calendar(), today=local_today()).handled


@app.task(name="guides.recompute_answers")
def recompute_answers_due() -> int:
    """Recompute by when reports of errors are to be answered, after a change of the calendar; return how many moved."""
    return recompute_answers(load_calendar())
