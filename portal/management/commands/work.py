"""Carry out waiting and periodic jobs until stopped, and seal the audit trail meanwhile."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection
from procrastinate.contrib.django import app, django_connector

from foundation.sealing import export_head, seal_waiting

logger = logging.getLogger(__name__)

SEALED_EVERY: Final = 3.0
"""Seconds between two looks at entries of the audit trail that wait for their seals."""


class Command(BaseCommand):
    help = "Run one job worker: background jobs and the periodic ones."

    def handle(self, **options: Any) -> None:
        connector = app.connector
        if not isinstance(connector, django_connector.DjangoConnector):
            raise TypeError(f"Jobs are expected in Django's database, not behind {connector!r}.")
        with app.replace_connector(connector.get_worker_connector()) as worker_app, sealing():
            worker_app.run_worker(
                concurrency=1,
                # A notice of a new job can be missed; looking by itself every second is cheap and hides it.
                fetch_job_polling_interval=1,
                # What succeeded has left its traces where it worked; what failed stays to be looked at.
                delete_jobs="successful",
                shutdown_graceful_timeout=15,
            )


@contextmanager
def sealing() -> Iterator[None]:
    """Seal in a thread of its own, so that no long job holds the seals up; the last look comes at the end."""
    stop = threading.Event()
    thread = threading.Thread(target=_seal_until, args=(stop,), name="sealer")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _seal_until(stop: threading.Event) -> None:
    last_look = False
    while not last_look:
        last_look = stop.wait(SEALED_EVERY)
        close_old_connections()
        try:
            while seal_waiting():
                pass
            export_head(settings.AUDIT_HEADS_DIR)
        except Exception:  # a database that restarts or a full disk: whatever it is, the next look makes it good
            logger.exception("The audit trail could not be sealed.")
    connection.close()
