"""Work of feedback that runs beside the requests of people."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from feedback.actions.clock import recompute_open
from feedback.actions.ratings import recompute_open_ratings
from feedback.actions.reminders import JOB, remind_all
from feedback.actions.writer_questions import end_waiting_where_over
from foundation.calendar_days import load_calendar
from foundation.clock import local_today

logger = logging.getLogger(__name__)


@app.task(name="feedback.recompute_deadlines")
def recompute_deadlines() -> int:
    """Recompute the due dates of open messages and ratings after a change of the calendar; return how many moved."""
    calendar = load_calendar()
    moved, ratings = len(recompute_open(calendar)), recompute_open_ratings(calendar)
    logger.info("%d due dates of messages and %d of ratings moved", moved, ratings)
    return moved + ratings


@app.periodic(cron="35 * * * *")
@app.task(name=JOB, queueing_lock=JOB, pass_context=False)
def remind(timestamp: int) -> int:
    """End the waiting for writers whose time is over, then bring the reminders up to date; return how many were seen.

    Hourly, so that a new day or a night without the worker is made good within the hour.
    """
    today = local_today()
    end_waiting_where_over(today=today)
    return remind_all(load_calendar(), today=today).handled
