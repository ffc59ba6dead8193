"""The job worker is killed in the middle of a job: another one takes it up again, and gives up what kills workers."""

import contextlib
import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from procrastinate.exceptions import AlreadyEnqueued

from approvals.models import PublishedItem
from foundation.clock import local_now
from foundation.publishing import actions
from foundation.publishing.models import Revision
from portal.tasks import MOST_ATTEMPTS, publish_scheduled, take_up_stalled
from tests.approvals.factories import make_item
from tests.cast import Cast
from tests.real_site import LONGEST, own_database

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@contextlib.contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """Run a real worker on the test database."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "work"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": own_database()},
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def wait_until(query: str, wanted: Any) -> None:
    end = time.monotonic() + LONGEST
    found = None
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(query)
            if (found := cursor.fetchone()) == (wanted,):
                return
    pytest.fail(f"{query}: {found}")


def state_of(job: int) -> tuple[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, attempts FROM procrastinate_jobs WHERE id = %s", [job])
        found: tuple[str, int] = cursor.fetchone()
        return found


def abandoned(attempts: int, **lock: str) -> int:
    """Make a job that somebody works on who is no longer among the workers."""
    job: int = publish_scheduled.configure(**lock).defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = %s WHERE id = %s", [attempts, job])
    return job


def take_up() -> None:
    """Do what the job of every second minute does."""
    with contextlib.suppress(AlreadyEnqueued):  # the clock of a worker has asked for it already
        take_up_stalled.defer(timestamp=0)
    subprocess.run(
        [sys.executable, "manage.py", "procrastinate", "worker", "--one-shot"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": own_database()},
        capture_output=True,
        check=True,
        timeout=LONGEST,
    )


def test_a_job_whose_worker_was_killed_is_done_once_by_the_next(cast: Cast, any_revision: Revision) -> None:
    job: int = publish_scheduled.defer(timestamp=0)
    doing = f"SELECT status::text FROM procrastinate_jobs WHERE id = {job}"
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM approvals_itemrevision FOR UPDATE")  # the job waits in its middle
        with worker() as first:
            wait_until(doing, "doing")
            first.kill()
            first.wait()
    assert state_of(job) == ("doing", 0)
    assert not PublishedItem.objects.exists()
    with connection.cursor() as cursor:  # as if the half minute had gone by
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    take_up()
    assert PublishedItem.objects.count() == 1
    assert state_of(job)[0] != "doing"


@pytest.fixture
def any_revision(cast: Cast) -> Revision:
    """An item whose release is due."""
    revision = actions.submit(make_item(cast.police), actor=cast.editor)
    actions.schedule(revision, actor=cast.reviewer, at=local_now() + dt.timedelta(hours=1))
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE approvals_itemrevision SET scheduled_for = now() - interval '1 minute'")
        cursor.execute("SET session_replication_role = origin")
    return revision


def test_a_job_that_kills_workers_is_given_up() -> None:
    once, often = abandoned(0, queueing_lock="one"), abandoned(MOST_ATTEMPTS, queueing_lock="other")
    take_up()
    assert state_of(often)[0] == "failed"
    assert state_of(once)[0] == "succeeded", "begun again and done"


def test_a_job_with_a_successor_in_the_queue_leaves_the_work_to_it() -> None:
    old = abandoned(0)
    publish_scheduled.configure(schedule_in={"hours": 1}).defer(timestamp=1)
    take_up()
    assert state_of(old)[0] == "failed"
