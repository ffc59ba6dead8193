"""What an operator can get wrong, looked at one by one: each finding says what is so and what to do."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from foundation.access import Role
from foundation.calendar_days import CalendarYear
from foundation.organization import Membership
from foundation.sealing import WaitingEntry, last_head
from portal.health import WORKER_PATIENCE
from portal.liveness import worker_age

_LEAST_FREE: Final = 1024**3
_MOST_CLOCK_DIFFERENCE: Final = 5.0
_OLDEST_BACKUP: Final = dt.timedelta(days=2)


class Verdict(StrEnum):
    """How a finding is."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    WRONG = "WRONG"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    verdict: Verdict
    what: str


def examine(today: dt.date) -> Iterator[Finding]:
    """Yield the findings; a look that fails is a finding, too."""
    looks: tuple[Callable[[dt.date], Finding], ...] = (
        _settings, _database, _tables, _clock, _worker, _seals, _folder, _space, _backup, _calendar, _people,
    )  # fmt: skip
    for look in looks:
        try:
            yield look(today)
        except Exception as error:  # noqa: BLE001  (a doctor who faints helps nobody)
            yield Finding(Verdict.WRONG, f"{look.__name__.strip('_')}: {type(error).__name__}: {error}")


def _judge(is_good: bool, good: str, otherwise: str, *, verdict: Verdict = Verdict.WRONG) -> Finding:
    return Finding(Verdict.GOOD, good) if is_good else Finding(verdict, otherwise)


def _settings(_today: dt.date) -> Finding:
    said = [
        message for message in run_checks(include_deployment_checks=settings.PRODUCTION) if message.level >= WARNING
    ]
    kind = f"settings: {settings.PORTAL_ENV}"
    return _judge(not said, kind, f"{kind}; " + " ".join(f"{message.id}: {message.msg}" for message in said))


def _database(_today: dt.date) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, pg_is_in_recovery()")
        version, is_standby = cursor.fetchone()
    if is_standby:
        return Finding(Verdict.WRONG, "database: DATABASE_URL leads to a standby, which takes no writes")
    good = f"database: PostgreSQL {version // 10_000}.{version % 10_000}"
    return _judge(version >= 140_000, good, f"{good} is older than 14")


def _tables(_today: dt.date) -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _judge(
        not waiting, "tables: of this version", f"tables: {len(waiting)} migrations wait; run manage.py migrate"
    )


def _clock(_today: dt.date) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        difference = abs((cursor.fetchone()[0] - timezone.now()).total_seconds())
    wrong = f"clock: {difference:.0f} s apart from the database's; codes of the second factor will not fit"
    return _judge(difference <= _MOST_CLOCK_DIFFERENCE, "clock: agrees with the database's", wrong)


def _worker(_today: dt.date) -> Finding:
    age = worker_age()
    seen = "never" if age is None else f"{age:.0f} s ago"
    wrong = f"job worker: last sign {seen}; start manage.py work"
    return _judge(age is not None and age < WORKER_PATIENCE, f"job worker: last sign {seen}", wrong)


def _seals(_today: dt.date) -> Finding:
    waiting, head = WaitingEntry.objects.count(), last_head(settings.AUDIT_HEADS_DIR)
    known = f"audit trail: {waiting} entries wait for their seals, newest head {head.number if head else 'none'}"
    return _judge(waiting < 1000, known, f"{known}; is the worker running?", verdict=Verdict.DOUBTFUL)


def _folder(_today: dt.date) -> Finding:
    folders = [Path(settings.DATA_DIR), Path(settings.PRIVATE_FILES_ROOT), Path(settings.AUDIT_HEADS_DIR)]
    closed = [str(folder) for folder in folders if folder.exists() and not os.access(folder, os.W_OK)]
    return _judge(not closed, f"folders: {settings.DATA_DIR}", f"folders: no right to write in {', '.join(closed)}")


def _space(_today: dt.date) -> Finding:
    free = shutil.disk_usage(settings.DATA_DIR).free
    said = f"disk: {free / 1024**3:.1f} GB free"
    return _judge(free >= _LEAST_FREE, said, f"{said}; uploads and papers will fail")


def _backup(_today: dt.date) -> Finding:
    folder = Path(settings.DATA_DIR) / "backups"
    times = [dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC) for file in folder.glob("*.tar")]
    if not times:
        return Finding(Verdict.DOUBTFUL, f"backup: none in {folder}; make backup writes one, elsewhere is better")
    age = dt.datetime.now(dt.UTC) - max(times)
    said = f"backup: the newest is {age.days} days old"
    return _judge(age <= _OLDEST_BACKUP, said, said, verdict=Verdict.DOUBTFUL)


def _calendar(today: dt.date) -> Finding:
    known = set(CalendarYear.objects.values_list("year", flat=True))
    wanted = [today.year, *([today.year + 1] if today.month >= 11 else [])]
    missing = [str(year) for year in wanted if year not in known]
    wrong = f"working days: the calendar of {', '.join(missing)} is missing; due dates cannot be computed"
    return _judge(not missing, "working days: entered", wrong, verdict=Verdict.DOUBTFUL)


def _people(_today: dt.date) -> Finding:
    admins = Membership.objects.filter(role=Role.SECURITY_ADMIN, user__is_active=True).values("user").distinct().count()
    wrong = f"accounts: {admins} security administrators; two are needed to reset each other's second factor"
    return _judge(admins > 1, f"accounts: {admins} security administrators", wrong, verdict=Verdict.DOUBTFUL)
