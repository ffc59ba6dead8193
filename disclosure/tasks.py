"""Work of disclosure that runs beside the requests of people."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from disclosure.actions.recompute import recompute_open
from disclosure.actions.reminders import JOB, remind_all
from foundation.calendar_days import load_calendar
from foundation.clock import local_today

logger = logging.getLogger(__name__)


@app.task(name="disclosure.recompute_deadlines")
def recompute_deadlines() -> int:
    """Recompute the due dates of all open requests after a change of the calendar; return how many moved.

    The job fails, after all others were written, when the facts of a request contradict each other: somebody looks.
    """
    done = recompute_open(load_calendar())
    logger.info("%d due dates moved", len(done.moved))
    if done.failed:
        numbers = ", ".join(request.number for request, _why in done.failed)
        raise RuntimeError(f"facts that contradict each other: {numbers}")
    return len(done.moved)


@app.periodic(cron="20 * * * *")
@app.task(name=JOB, queueing_lock=JOB, pass_context=False)
def remind(timestamp: int) -> int:
    """Bring the reminders of the register up to date; return how many requests were looked at.

    Hourly, so that a new day, a confirmed receipt or a night without the worker is made good within the hour.
    """
    return remind_all(load_calendar(), today=local_today()).handled
