"""Guides on paper from real records: a card, and the booklet of 1,230 guides with its memory."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from bench.site import (
    BASE,
    DATABASE,
    REAL_ITEMS,
    environment,
    load_real_records,
    make_database,
    refuse_other_databases,
    server_url,
)

GUIDES = 1230
CARDS = 40
AIM_CARD, AIM_BOOKLET, AIM_MEMORY = 0.3, 120, 600


def measure() -> None:
    """Load the real records and print the figures; each part is a process of its own on the scratch database."""
    if not REAL_ITEMS.exists():
        print("skipped: the real records are not here")
        return
    make_database()
    load_real_records()
    with psycopg.connect(server_url(DATABASE), autocommit=True) as connection:
        keep = "SELECT id FROM guides_publishedguide ORDER BY id LIMIT %s"
        connection.execute(f"DELETE FROM guides_publishedguide WHERE id NOT IN ({keep})", [GUIDES])
    subprocess.run([sys.executable, "-m", "bench.paper"], cwd=BASE, env=environment(), check=True)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "manage.py", "build_booklet", "--out", str(Path(folder) / "booklet")]
        started = time.monotonic()
        process = subprocess.Popen(command, cwd=BASE, env=environment(), stdout=subprocess.PIPE, text=True)
        most = _watch(process)
        seconds = time.monotonic() - started
        print(process.stdout.read().strip() if process.stdout else "")
        print(
            f"booklet of {GUIDES} guides: {seconds:.0f} s (aim ≤ {AIM_BOOKLET} s), {most:.0f} MB for both processes"
            f" together (aim ≤ {AIM_MEMORY} MB), end {process.returncode}"
        )


def _watch(process: subprocess.Popen[str]) -> float:
    """Return the most memory that a process and its children held together, in MB, sampled every tenth of a second."""
    most = 0.0
    while process.poll() is None:
        most = max(most, sum(map(_megabytes, _family(process.pid))))
        time.sleep(0.1)
    return most


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(int(child) for child in children)]


def _megabytes(pid: int) -> float:
    """Return what a process holds in memory; what several share is divided among them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def main() -> None:
    """Print how long cards take in a process that has set one before."""
    import django

    django.setup()
    refuse_other_databases()
    from guides.models import GuideRevision
    from guides.papers.card import card

    revisions = list(GuideRevision.objects.live().order_by("pk")[: CARDS + 1])
    started = time.monotonic()
    card(revisions[0])
    first = time.monotonic() - started
    times, sizes = [], []
    for revision in revisions[1:]:
        started = time.monotonic()
        sizes.append(len(card(revision)))
        times.append(time.monotonic() - started)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"first card {first:.2f} s; {CARDS} more: median {statistics.median(times):.3f} s, slowest {max(times):.3f} s"
        f" (aim ≤ {AIM_CARD} s), {statistics.mean(sizes) / 1024:.0f} KB each, {held:.0f} MB"
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    main()
