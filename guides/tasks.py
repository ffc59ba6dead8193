"""Work of the guides that runs beside the requests of people."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import PermissionDenied
from django.utils.text import Truncator
from procrastinate.contrib.django import app

from foundation.calendar_days import load_calendar
from foundation.clock import local_today
from foundation.kept_papers import forget_unused
from foundation.people import User
from foundation.workflow import DomainError
from guides.actions.error_reports import recompute_answers
from guides.actions.reminders import JOB, remind_all
from guides.exchange.problems import MESSAGE_LENGTH
from guides.exchange.releasing import release_batch
from guides.models import ImportBatch
from guides.papers.orders import renew_outdated, set_next_volume

CARDS_KEPT_DAYS: Final = 60


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


@app.task(name="guides.set_volume")
def set_volume(booklet_id: int) -> None:
    """Set the next volume of a booklet; each volume is a job of its own, so that scheduled releases are not held up."""
    if set_next_volume(booklet_id, today=local_today()):
        set_volume.defer(booklet_id=booklet_id)


@app.periodic(cron="30 2 * * *")
@app.task(name="guides.renew_papers", queueing_lock="guides.renew_papers", pass_context=False)
def renew_papers(timestamp: int) -> int:
    """Every night: delete cards that nobody asks for, order outdated booklets anew, and return how many."""
    forget_unused("cards", days=CARDS_KEPT_DAYS)
    return renew_outdated()
