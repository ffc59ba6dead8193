"""Carry out the jobs that wait in the database, and those that run by the clock, until stopped."""

from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app, django_connector


class Command(BaseCommand):
    help = "Run one job worker: background jobs and the periodic ones."

    def handle(self, **options: Any) -> None:
        connector = app.connector
        if not isinstance(connector, django_connector.DjangoConnector):
            raise TypeError(f"Jobs are expected in Django's database, not behind {connector!r}.")
        with app.replace_connector(connector.get_worker_connector()) as worker_app:
            worker_app.run_worker(
                concurrency=1,
                # A notice of a new job can be missed; looking by itself every second is cheap and hides it.
                fetch_job_polling_interval=1,
                # What succeeded has left its traces where it worked; what failed stays to be looked at.
                delete_jobs="successful",
                shutdown_graceful_timeout=15,
            )
