"""Work of the ground floor that runs beside the requests of people."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from procrastinate.contrib.django import app

from foundation.attachments import StoredFile
from foundation.clock import local_today
from foundation.file_checks import leaks_of
from foundation.links import checking

LINK_SECONDS: Final = 40
"""The worker does one thing at a time: scheduled releases wait no longer than this for the links."""


@app.task(name="foundation.check_file")
def check_file(file_id: int) -> None:
    """Look through an uploaded file and keep what was found, before somebody asks for it."""
    leaks_of(StoredFile.objects.get(pk=file_id))


@app.periodic(cron="*/10 1-5 * * *")
@app.task(name=checking.JOB, queueing_lock=checking.JOB, pass_context=False)
def check_links(timestamp: int) -> int:
    """At night, in short runs: see whether the links of public records still open; return how many were visited."""
    if not settings.PORTAL_CHECK_LINKS:
        return 0
    return checking.check_links(checking.visitor(), today=local_today(), seconds=LINK_SECONDS).visited
