"""The database is killed with -9 under writers: pages say so, and every acknowledged number is there exactly once."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings

from portal.database import NAME, PrivateServer
from tests.faults.servers import fill, kill, remove
from tests.feedback.message_cases import load_rules
from tests.real_site import address_of, ask, send, serving

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SENDINGS = 80
AT_ONCE = 8


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateServer]:
    """A database server of this test alone, with the tables and rules of the test database."""
    load_rules()
    own = PrivateServer(tmp_path_factory.mktemp("killed"))
    try:
        own.use()
        fill(own)
        yield own
    finally:
        remove(own)


def test_every_acknowledged_number_survives_and_pages_say_what_is_the_matter(server: PrivateServer) -> None:
    # Commits wait for the disk here, as they do outside tests: what was acknowledged before is what this is about.
    address = address_of(str(server.socket_folder), NAME, NAME, options="-c synchronous_commit=on")
    arrived, back = threading.Semaphore(0), threading.Event()

    def send_one(number: int) -> str:
        if number >= SENDINGS // 2:
            back.wait(60)
        told = send(port, number)
        arrived.release()
        return told

    with serving(address) as (port, _process), ThreadPoolExecutor(AT_ONCE) as threads:
        sending = [threads.submit(send_one, number) for number in range(SENDINGS)]
        for _ in range(SENDINGS // 4):
            assert arrived.acquire(timeout=60)
        kill(server)
        page, ready, live = (ask(port, "GET", path) for path in ("/guides/", "/health/ready", "/health/live"))
        server.ensure()
        back.set()
        acknowledged = [one.result() for one in sending]
        after = ask(port, "GET", "/guides/")
    assert page.status == 503
    assert page.headers["Retry-After"]
    assert "服务暂时中断" in page.text
    assert settings.SITE.phone in page.text
    assert (ready.status, live.status, after.status) == (503, 200, 200)
    with server.connect() as rows:
        kept = [number for (number,) in rows.execute("SELECT number FROM feedback_message")]
    assert sorted(kept) == sorted(acknowledged), "each number once, and no message that nobody was told of"
