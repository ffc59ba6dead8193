"""Two hundred send at once while workers are killed: whoever gets a receipt is in the register exactly once."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import connection

from feedback.models import Message
from tests.feedback.message_cases import load_rules
from tests.feedback.writers import NEW, RECEIPT, filled

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SENDINGS = 200
AT_ONCE = 16
KILLS = 8
EVERY = 0.4
"""Seconds between two killed workers."""
LONGEST = 90
"""Seconds after which the test ends by itself."""
TOKEN = "a" * 32


@pytest.fixture
def site() -> Iterator[tuple[int, int]]:
    """Serve the test database with the real server; yield its port and its process."""
    known = connection.get_connection_params()
    address = f"postgresql://{known['user']}@/{known['dbname']}?host={quote(str(known['host']), safe='')}"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    own = {"DATABASE_URL": address, "WEB_BIND": f"127.0.0.1:{port}", "WEB_WORKERS": "3", "PORTAL_BEHIND_PROXY": "1"}
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn"],
        cwd=settings.BASE_DIR,
        env={**os.environ, **own, "WEB_LOG_LEVEL": "critical"},
        start_new_session=True,
    )
    try:
        wait_for(port)
        yield port, server.pid
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def wait_for(port: int) -> None:
    """Return when somebody listens."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
    pytest.fail("the server does not listen")


def kill_workers(master: int, over: threading.Event) -> int:
    """Kill a worker now and then, as a lack of memory would, and return how many; stop when all is sent."""
    killed = 0
    while killed < KILLS and not over.wait(EVERY):
        workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        with contextlib.suppress(ProcessLookupError, IndexError):
            os.kill(int(workers[killed % len(workers)]), signal.SIGKILL)
            killed += 1
    return killed


def ask(port: int, method: str, path: str, number: int, cookie: str, body: str = "") -> tuple[int, str, str]:
    """Return status, cookie and text of an answer; raises OSError or HTTPException when the worker dies over it."""
    connected = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {
        "Cookie": cookie,
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Forwarded-For": f"198.51.100.{number % 200 + 1}",
    }
    try:
        connected.request(method, path, body, headers)
        response = connected.getresponse()
        text = response.read().decode()
        given = "; ".join(one.partition(";")[0] for one in response.headers.get_all("Set-Cookie") or ())
        return response.status, given, text
    finally:
        connected.close()


def send(port: int, number: int) -> str:
    """Send a form as often as it takes to get an answer, as a person presses again; return the acknowledged number."""
    body = urlencode(filled(text=f"第{number}件，三号窗口。", csrfmiddlewaretoken=TOKEN))
    end, receipt = time.monotonic() + LONGEST, ""
    while time.monotonic() < end:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if not receipt:
                status, given, text = ask(port, "POST", NEW, number, f"csrftoken={TOKEN}", body)
                assert status == 302, text
                receipt = given
            _status, _given, page = ask(port, "GET", RECEIPT, number, receipt)
            return page.split('class="receipt-number">')[1].split("<")[0]
    pytest.fail(f"no answer for number {number}")


def test_each_acknowledged_message_is_there_once_whoever_dies(site: tuple[int, int]) -> None:
    port, master = site
    load_rules()
    over = threading.Event()
    with ThreadPoolExecutor(AT_ONCE + 1) as threads:
        killing = threads.submit(kill_workers, master, over)
        try:
            acknowledged = list(threads.map(lambda number: send(port, number), range(SENDINGS)))
        finally:
            over.set()
        killed = killing.result()
    assert killed, "the sending was over before anybody died"
    kept = list(Message.objects.values_list("number", flat=True))
    assert len(kept) == SENDINGS, "pressing again makes no second message"
    assert sorted(acknowledged) == sorted(kept), "each receipt names a message, and no message is without one"
