"""A site of its own for measurements: a scratch database with the real records, served by gunicorn."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.conf import settings

from portal.commandline import provide_database

BASE = Path(__file__).resolve().parent.parent
REAL_ITEMS = BASE.parent / "shared" / "data" / "items" / "guangdong_items.json"
DATABASE = "portal_bench"


def server_url(name: str) -> str:
    """Return the address of a database on the server that the portal uses."""
    if settings.PRIVATE_SERVER is None:
        head, _slash, _old = settings.DATABASE_URL.rpartition("/")
        return f"{head}/{name}"
    folder = quote(str(settings.PRIVATE_SERVER.socket_folder), safe="")
    return f"postgresql://portal@/{name}?host={folder}"


def environment(name: str = DATABASE) -> dict[str, str]:
    """Return the environment in which commands work on the scratch database."""
    return {**os.environ, "DATABASE_URL": server_url(name), "DJANGO_SETTINGS_MODULE": "bench.settings"}


def manage(*words: str, name: str = DATABASE) -> str:
    """Run a management command on the scratch database and return what it printed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=BASE,
        env=environment(name),
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def make_database(name: str = DATABASE) -> None:
    """Create an empty scratch database with all tables, in place of an older one."""
    provide_database()
    with psycopg.connect(server_url("postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    manage("migrate", "--verbosity", "0", name=name)
    manage("load_reference", "--verbosity", "0", name=name)


def run_on_scratch(name: str, module: str) -> None:
    """Make an empty scratch database and run a module of ours on it, in a process of its own."""
    make_database(name)
    manage("collectstatic", "--noinput", "--verbosity", "0", name=name)
    subprocess.run([sys.executable, "-m", module], cwd=BASE, env=environment(name), check=True)


def refuse_other_databases() -> None:
    """Raise RuntimeError unless the process works on a scratch database: measurements fill what they find."""
    name = settings.DATABASES["default"]["NAME"]
    if not str(name).startswith(DATABASE):
        raise RuntimeError(f"{name} is no scratch database; use python -m bench")


def load_real_records() -> None:
    """Import and release the real records, and analyze the tables."""
    printed = manage("import_items", str(REAL_ITEMS), "--profile", "guangdong")
    print("import:", printed.strip().splitlines()[-1])
    script = (
        "from foundation.people import User; from foundation.organization import Membership;"
        "from guides.models import ImportBatch;"
        "u = User.objects.create_user('bench', display_name='bench');"
        "Membership.objects.create(user=u, role='reviewer'); print(ImportBatch.objects.get().number)"
    )
    number = manage("shell", "--verbosity", "0", "-c", script).strip().splitlines()[-1]
    started = time.monotonic()
    manage("release_batch", number, "--reviewer", "bench", "--reason", "测量用真实记录")
    print(f"release of the batch: {time.monotonic() - started:.1f} s")
    with psycopg.connect(server_url(DATABASE), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextlib.contextmanager
def gunicorn() -> Iterator[int]:
    """Serve the scratch site as ``make run`` does and yield the port."""
    port = free_port()
    manage("collectstatic", "--noinput", "--verbosity", "0")
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn"],
        cwd=BASE,
        env={**environment(), "WEB_BIND": f"127.0.0.1:{port}"},
        start_new_session=True,
    )
    try:
        wait_for(port)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def wait_for(port: int, seconds: float = 60) -> None:
    """Return as soon as somebody listens; raise TimeoutError when nobody does in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"nobody listens on port {port}")
