"""Prepare everything and serve the site: `make run` and `make dev`, once the packages are installed."""

import os
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from foundation.search.models import SearchEntry
from portal import env, serving
from portal.commandline import provide_database
from portal.sample.accounts import SAMPLE_ACCOUNTS, sample_secret_of


class Command(BaseCommand):
    help = "Prepare the database, the content and the static files, then serve the site until stopped."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dev", action="store_true", help="serve with Django's development server")

    def handle(self, *, dev: bool, **options: Any) -> None:
        self.started = time.monotonic()
        host = env.text("HOST", "127.0.0.1")
        port = env.integer("PORT", 8000, minimum=1, maximum=65535)
        household = serving.Household()
        try:
            serving.check_port(host, port)
            self.prepare(dev)
            self.serve(household, host, port, dev)
        finally:
            if household.members:
                household.stop()
                self.say("Stopped.")

    def prepare(self, dev: bool) -> None:
        """Bring database, content and static files up to date."""
        if not serving.is_writable(Path(settings.DATA_DIR)):
            raise serving.CannotServe(f"No permission to write in {settings.DATA_DIR}.")
        self.say("Starting the database …" if settings.PRIVATE_SERVER else "Connecting to the database …")
        provide_database()
        self.migrate()
        self.load("load_reference", "Loading reference data …")
        if settings.PORTAL_ENV == "sample":
            self.load("load_sample", "Loading sample content (once) …")
        call_command("rebuild_published", stale=True, verbosity=0)
        if not SearchEntry.objects.exists():
            call_command("searchindex", verbosity=0)
        if not dev:
            self.say("Preparing static files …")
            serving.collect_static()

    def migrate(self) -> None:
        """Apply what is not applied; say so only when there is something to apply."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.say("Bringing the tables up to date …")
            call_command("migrate", interactive=False, verbosity=0)

    def load(self, command: str, sentence: str) -> None:
        """Run a loading command, which itself knows what is loaded already."""
        if command in get_commands():
            self.say(sentence)
            call_command(command, verbosity=0)

    def serve(self, household: serving.Household, host: str, port: int, dev: bool) -> None:
        """Start the processes, tell the address, and wait for the end."""
        connection.close()
        household.listen_for_stop()
        address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self.say("Starting the web server and the job worker …")
        if dev:
            household.start("web server", "manage.py", "runserver", address)
        else:
            os.environ["WEB_BIND"] = address
            os.environ.setdefault("WEB_GRACEFUL_SECONDS", "5")  # somebody waits at the terminal
            household.start("web server", "-m", "gunicorn")
        household.start("job worker", "manage.py", "work")
        if household.wait_for(lambda: serving.answers(host, port), seconds=60):
            self.announce(address)
        if fallen := household.wait(self.tend_database):
            raise serving.CannotServe(f"The {fallen} ended as soon as it was started; see the lines above.")

    def tend_database(self) -> None:
        """Start the private server again should it have been killed; the others find it by themselves."""
        if settings.PRIVATE_SERVER and settings.PRIVATE_SERVER.ensure():
            self.say("The database had stopped and was started again.")

    def announce(self, address: str) -> None:
        """Print the address and, on a sample site, who can log in."""
        seconds = time.monotonic() - self.started
        self.say(f"\n{settings.SITE.name} is ready after {seconds:.1f} s:  http://{address}/   (stop with Ctrl-C)")
        if settings.PORTAL_ENV != "sample":
            return
        self.say(f"Back office: http://{address}/admin/   Sample logins, each with the secret of its second factor:")
        for label, username, password in SAMPLE_ACCOUNTS:
            self.say(f"  {username:<12}{password:<24}{sample_secret_of(username)}  {label}")
        self.say("The code of the moment, without an app: .venv/bin/python manage.py sample_code LOGIN")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
