"""Work of disclosure that runs beside the requests of people."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from disclosure.actions.clock import recompute_open
from foundation.calendar_days import load_calendar

logger = logging.getLogger(__name__)


@app.task(name="disclosure.recompute_deadlines")
def recompute_deadlines() -> int:
    """Recompute the due dates of all open requests after a change of the calendar; return how many moved."""
    moved = recompute_open(load_calendar())
    logger.info("%d due dates moved", len(moved))
    return len(moved)
