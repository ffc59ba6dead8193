"""The portal as real processes on loopback, and writers who press again until they have a number."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import connection

from bench.site import free_port, wait_for
from tests.feedback.writers import NEW, RECEIPT, filled, old_stamp

LONGEST = 90
"""Seconds after which a test of real processes ends by itself."""
TOKEN = "a" * 32
_STAMPING = threading.Lock()
"""A stamp is made with the clock set back, which two threads cannot do at once."""
PAUSE = 1
"""Seconds before somebody presses again whom the site has told that it is interrupted."""


@dataclass(frozen=True)
class Answer:
    """What the site sent back."""

    status: int
    cookie: str
    text: str
    headers: http.client.HTTPMessage


def address_of(host: str, user: str, name: str, **options: str) -> str:
    """Return the URL of a database behind a socket."""
    more = "".join(f"&{key}={quote(value, safe='')}" for key, value in options.items())
    return f"postgresql://{user}@/{name}?host={quote(host, safe='')}{more}"


def own_database() -> str:
    """Return the URL of the database of the running test."""
    known = connection.get_connection_params()
    return address_of(str(known["host"]), str(known["user"]), str(known["dbname"]))


@contextlib.contextmanager
def serving(
    address: str, workers: int = 3, errors: IO[bytes] | None = None, **variables: str
) -> Iterator[tuple[int, int]]:
    """Serve a database with the real server; yield its port and its process."""
    port = free_port()
    own = {
        "DATABASE_URL": address,
        "WEB_BIND": f"127.0.0.1:{port}",
        "WEB_WORKERS": str(workers),
        "PORTAL_BEHIND_PROXY": "1",
        "WEB_LOG_LEVEL": "critical",
        "WEB_GRACEFUL_SECONDS": "5",
        **variables,
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn"],
        cwd=settings.BASE_DIR,
        env={**os.environ, **own},
        stderr=errors,
        start_new_session=True,
    )
    try:
        wait_for(port, LONGEST)
        yield port, server.pid
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def ask(port: int, method: str, path: str, *, number: int = 0, cookie: str = "", body: str = "") -> Answer:
    """Return an answer to the visitor of this number; raises OSError or HTTPException when the worker dies over it."""
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
        return Answer(response.status, given, text, response.headers)
    finally:
        connected.close()


def send(port: int, number: int) -> str:
    """Send a message as often as it takes, as a person presses again; return the acknowledged number.

    A site that is interrupted says so with 503; any other answer than the receipt fails the test.
    """
    paused = threading.Event()
    with _STAMPING:
        stamp = old_stamp()
    body = urlencode(filled(stamp=stamp, text=f"第{number}件，三号窗口。", csrfmiddlewaretoken=TOKEN))
    end, receipt = time.monotonic() + LONGEST, ""
    while time.monotonic() < end:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if not receipt:
                answer = ask(port, "POST", NEW, number=number, cookie=f"csrftoken={TOKEN}", body=body)
                assert answer.status in {302, 503}, answer.text
                receipt = answer.cookie if answer.status == 302 else ""
            if not receipt:
                paused.wait(PAUSE)  # as the page says; who hammers on meets the limit for one address
            else:
                shown = ask(port, "GET", RECEIPT, number=number, cookie=receipt)
                if shown.status == 200:
                    return shown.text.split('class="receipt-number">')[1].split("<")[0]
                assert shown.status == 503, shown.text
    pytest.fail(f"no answer for number {number}")
