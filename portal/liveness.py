"""The sign of life of the job worker: the run of the job that comes every minute."""

from __future__ import annotations

from foundation.clock import local_now
from foundation.job_runs import last_run, record_run

JOB = "portal.sign_of_life"


def give_sign() -> None:
    """Note that the worker works."""
    record_run(JOB, handled=1, failed=0)


def worker_age() -> float | None:
    """Return the seconds since the last sign; None while there never was one."""
    run = last_run(JOB)
    return None if run is None else (local_now() - run.finished_at).total_seconds()
