"""Reports of errors for tests."""

import datetime as dt
import uuid
from typing import Any

from foundation.workdays import WorkCalendar
from guides.actions.error_reports import ErrorEntry, report_error
from guides.models import ErrorReport, Guide

CALENDAR = WorkCalendar.build([2025, 2026, 2027], {})
RECEIVED_ON = dt.date(2026, 3, 2)  # a Monday


def report(guide: Guide, *, today: dt.date = RECEIVED_ON, token: uuid.UUID | None = None, **values: Any) -> ErrorReport:
    """Report an error in a public guide."""
    fields = {"part": "fees", "text": "窗口说不收费了。", "source": "paper", **values}
    made, _code = report_error(
        guide.published, ErrorEntry(**fields), token=token or uuid.uuid4(), calendar=CALENDAR, today=today
    )
    return made
