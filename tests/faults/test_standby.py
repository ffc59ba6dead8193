"""Two web servers, a primary, a streaming standby: one falls, then the other, and nothing acknowledged is lost."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from portal.database import NAME, PrivateServer
from tests.faults.servers import fill, kill, remove
from tests.feedback.message_cases import load_rules
from tests.real_site import address_of, ask, send, serving

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
EACH = 20
"""Messages of each of the three parts: all well, without the standby, after the failover."""
AT_ONCE = 6


class Replicated(PrivateServer):
    """A server that lets a standby read along."""

    def __init__(self, data_dir: Path, follows: PrivateServer | None = None) -> None:
        super().__init__(data_dir)
        self.follows = follows

    def _create_cluster(self, cluster: Path) -> None:
        if self.follows is None:
            return super()._create_cluster(cluster)
        self._make_folder(cluster)
        source = ("-h", str(self.follows.socket_folder), "-U", NAME)
        done = self._run("pg_basebackup", *source, "-D", str(cluster), "-R", "-X", "stream", "-c", "fast")
        assert done.returncode == 0, done.stderr
        return None

    def _server_options(self) -> list[str]:
        options = super()._server_options()
        with (self.folder / "access.conf").open("a", encoding="utf-8") as access:
            access.write("local replication all peer map=portal\n")
        return [*options, "-c", "wal_receiver_timeout=5s"]

    def wait_for_standby(self) -> None:
        """From now on let each commit wait until a standby has it."""
        with self.connect("postgres") as own:
            own.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            own.execute("SELECT pg_reload_conf()")

    def promote(self) -> None:
        """Make the standby the primary."""
        done = self._pg_ctl("promote", "--wait", "--timeout=30")
        assert done.returncode == 0, done.stderr


@dataclass(frozen=True)
class Pair:
    """A primary with its standby."""

    primary: Replicated
    standby: Replicated

    @property
    def address(self) -> str:
        """The URL that names both; whoever can be written to is taken."""
        hosts = f"{self.primary.socket_folder},{self.standby.socket_folder}"
        wishes = {"target_session_attrs": "read-write", "connect_timeout": "3", "options": "-c synchronous_commit=on"}
        return address_of(hosts, NAME, NAME, **wishes)


@pytest.fixture
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Two servers with the tables and rules of the test database."""
    load_rules()
    primary = Replicated(tmp_path_factory.mktemp("primary"))
    standby = Replicated(tmp_path_factory.mktemp("standby"), primary)
    try:
        primary.use()
        fill(primary)
        standby.use()
        primary.wait_for_standby()
        yield Pair(primary, standby)
    finally:
        remove(standby)
        remove(primary)


def test_what_was_acknowledged_survives_the_standby_and_then_the_primary(pair: Pair) -> None:
    with ExitStack() as stack:
        ports = [stack.enter_context(serving(pair.address, workers=1))[0] for _server in range(2)]
        threads = stack.enter_context(ThreadPoolExecutor(AT_ONCE))

        def start(part: int) -> list[str]:
            numbers = range(part * EACH, (part + 1) * EACH)
            return list(threads.map(lambda number: send(ports[number % 2], number), numbers))

        acknowledged = start(0)
        kill(pair.standby)
        reading = [ask(port, "GET", "/feedback/").status for port in ports]
        back = threading.Timer(2, pair.standby.ensure)  # until then whoever writes is kept waiting, and reads no number
        back.start()
        acknowledged += start(1)
        back.join()
        kill(pair.primary)
        fallen = [ask(port, "GET", "/feedback/").status for port in ports]
        own = [ask(port, "GET", "/feedback/", cookie="sessionid=x").status for port in ports]
        pair.standby.promote()
        acknowledged += start(2)
        after = [ask(port, "GET", "/feedback/").status for port in ports]
    assert reading == [200, 200], "pages are read without the standby"
    assert fallen == [200, 200], "visitors read from the standby"
    assert own == [503, 503], "whoever has something of their own here is not shown an older state"
    assert after == [200, 200]
    with pair.standby.connect() as rows:
        kept = [number for (number,) in rows.execute("SELECT number FROM feedback_message")]
    assert len(acknowledged) == 3 * EACH
    assert sorted(kept) == sorted(acknowledged), "each number once, on the server that is left"
