"""Import, export and release of the real records: seconds, and the peak memory of the process that does it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from bench.site import BASE, REAL_ITEMS, environment, make_database

DATABASE = "portal_bench_imports"
AIM_SECONDS = 20
AIM_MEGABYTES = 300

_REVIEWER = (
    "from foundation.organization import Membership; from foundation.people import User;"
    "account = User.objects.create_user('bench', display_name='bench');"
    "Membership.objects.create(user=account, role='reviewer')"
)


class Run(NamedTuple):
    """One command: seconds by the clock and of its own work, memory at its peak, and the last line it printed."""

    seconds: float
    cpu_seconds: float
    megabytes: float
    last_line: str


def measure() -> None:
    """Print the figures of the first import, of a second one, of the exports and of the release."""
    if not REAL_ITEMS.exists():
        print("skipped: the real records are not here")
        return
    for name, run in measure_file(REAL_ITEMS, "guangdong").items():
        aim = f" (aim ≤ {AIM_SECONDS} s, ≤ {AIM_MEGABYTES} MB)" if name == "import" else ""
        took = f"{run.seconds:.1f} s ({run.cpu_seconds:.1f} s of work), {run.megabytes:.0f} MB"
        print(f"{name}: {took}{aim}: {run.last_line}")


def measure_file(file: Path, profile: str) -> dict[str, Run]:
    """Import a file into a scratch database, again, export it in each format, and release it."""
    make_database(DATABASE)
    words = ("import_items", str(file), "--profile", profile)
    found = {"import": _run(*words), "import again": _run(*words)}
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        for ending in ("json", "xlsx", "zip"):
            path = str(Path(folder) / f"items.{ending}")
            found[f"export {ending}"] = _run("export_items", path)
            found[f"import {ending} again"] = _run("import_items", path)
    _run("shell", "--verbosity", "0", "-c", _REVIEWER)
    number = f"I{time.localtime().tm_year}-0001"
    found["release"] = _run("release_batch", number, "--reviewer", "bench", "--reason", "测量用真实记录")
    return found


def _run(*words: str) -> Run:
    """Run a management command on the scratch database; its memory is measured by the system."""
    started = time.monotonic()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *words], cwd=BASE, env=environment(DATABASE), stdout=output
        )
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - started
        output.seek(0)
        lines = output.read().strip().splitlines()
    if process.returncode:
        raise RuntimeError(f"{words[0]} ended with {process.returncode}: {' '.join(lines[-3:])}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, lines[-1] if lines else "")
