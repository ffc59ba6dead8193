"""``make run`` on a fresh clone and again: seconds until the home page answers."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench.site import BASE, free_port

AIMS = {"fresh clone": 90, "second run": 8}


def measure() -> None:
    """Clone the committed state, run it twice and print the seconds."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        clone = Path(folder) / "portal"
        subprocess.run(["git", "clone", "--quiet", str(BASE), str(clone)], check=True)
        for name, aim in AIMS.items():
            print(f"{name}: {_seconds_to_home(clone):.1f} s (aim ≤ {aim} s)")


def _seconds_to_home(clone: Path) -> float:
    port = free_port()
    own = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_URL", "DJANGO_"))}
    started = time.monotonic()
    process = subprocess.Popen(
        ["make", "run"],
        cwd=clone,
        env={**own, "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        while not _answers(port):
            if process.poll() is not None:
                raise RuntimeError(f"make run ended with {process.returncode}")
            if time.monotonic() - started > 600:
                raise TimeoutError("make run does not answer")
            time.sleep(0.1)
        return time.monotonic() - started
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=60)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
