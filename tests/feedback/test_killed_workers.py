"""Two hundred send at once while workers are killed: whoever gets a receipt is in the register exactly once."""

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from feedback.models import Message
from tests.feedback.message_cases import load_rules
from tests.real_site import own_database, send, serving

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SENDINGS = 200
AT_ONCE = 16
KILLS = 8
EVERY = 0.4
"""Seconds between two killed workers."""


@pytest.fixture
def site() -> Iterator[tuple[int, int]]:
    """Serve the test database with the real server; yield its port and its process."""
    with serving(own_database()) as served:
        yield served


def kill_workers(master: int, over: threading.Event) -> int:
    """Kill a worker now and then, as a lack of memory would, and return how many; stop when all is sent."""
    killed = 0
    while killed < KILLS and not over.wait(EVERY):
        workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        with contextlib.suppress(ProcessLookupError, IndexError):
            os.kill(int(workers[killed % len(workers)]), signal.SIGKILL)
            killed += 1
    return killed


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
