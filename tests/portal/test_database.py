"""The private PostgreSQL starts, is shared, survives a crash, and is stopped by whoever leaves last."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured

from portal import database
from portal.database import DatabaseUnavailable, PrivateServer, ServerUser


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A folder that the server's user can enter; pytest's own are closed to everyone but us."""
    folder = Path(tempfile.mkdtemp(prefix="portal-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def server(data_dir: Path) -> Iterator[PrivateServer]:
    server = PrivateServer(data_dir)
    yield server
    server.leave()
    shutil.rmtree(server.socket_folder, ignore_errors=True)


def postmaster_pid(server: PrivateServer) -> int:
    return int((server.folder / "data" / "postmaster.pid").read_text().split()[0])


def test_life_of_a_server(server: PrivateServer):
    assert server.use() is True
    assert server.use() is False
    with server.connect() as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('政务服务')")
        # Without a suitable LC_CTYPE Chinese text has no trigrams, and every similarity is silently zero.
        assert connection.execute("SELECT similarity('政务服务中心', '政务服务')").fetchone()[0] > 0.4
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)

    second = PrivateServer(server.data_dir)
    assert second.use() is False
    server.leave()
    assert second.is_running(), "another one still uses it"

    os.kill(postmaster_pid(server), signal.SIGKILL)
    time.sleep(0.3)
    third = PrivateServer(server.data_dir)
    try:
        assert third.use() is True
        with third.connect() as connection:
            assert connection.execute("SELECT word FROM kept").fetchone() == ("政务服务",)
    finally:
        second.leave()
        third.leave()
    assert not third.is_running()


def test_two_starters_at_once_meet_in_one_server(server: PrivateServer):
    program = (
        "import sys; from pathlib import Path; from portal.database import PrivateServer;"
        "server = PrivateServer(Path(sys.argv[1])); print(server.use()); sys.stdin.read()"
    )
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(server.data_dir)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    answers = [starter.stdout.readline().strip() for starter in starters]
    for starter in starters:
        starter.communicate()
    assert sorted(answers) == ["False", "True"]
    assert not server.is_running(), "the last one to leave stops it"


def test_only_the_servers_user_gets_to_socket_and_data(server: PrivateServer):
    server.use()
    for folder in (server.folder / "data", server.socket_folder):
        assert folder.stat().st_mode & 0o077 == 0
        assert folder.stat().st_uid == server.user.uid


def test_a_long_path_has_its_socket_elsewhere(data_dir: Path):
    deep = PrivateServer(data_dir / ("x" * 120))
    assert deep.socket_folder.parent == Path("/tmp")
    assert deep.socket_folder != PrivateServer(data_dir / ("y" * 120)).socket_folder
    assert len(os.fsencode(deep.socket_folder / ".s.PGSQL.5432")) < 108


def test_a_socket_folder_that_others_can_enter_is_refused(server: PrivateServer):
    server.folder.mkdir(parents=True, mode=0o755)
    with pytest.raises(DatabaseUnavailable, match=r"must be a folder that belongs to .+ alone"):
        server.use()


def test_a_folder_that_roots_user_cannot_enter_is_left_alone(data_dir: Path):
    nobody = ServerUser("nobody", 65534, 65534, is_self=False)
    data_dir.chmod(0o700)
    assert not nobody.can_enter(data_dir)
    server = PrivateServer(data_dir)
    server.__dict__["user"] = nobody
    assert server.folder.is_relative_to("/var/lib")
    assert data_dir.stat().st_mode & 0o777 == 0o700


def test_a_broken_cluster_is_told_in_one_sentence(server: PrivateServer):
    server.use()
    server.leave()
    (server.folder / "data" / "PG_VERSION").write_text("9.6\n")
    with pytest.raises(DatabaseUnavailable, match=r"^PostgreSQL did not start: .*incompatible.*$"):
        server.use()


def test_url_is_read_as_libpq_does():
    facts = database.django_settings("postgresql://me:s%40@db.example:6543/portal?sslmode=require")
    assert facts["HOST"] == "db.example"
    assert facts["PORT"] == "6543"
    assert facts["PASSWORD"] == "s@"
    assert facts["OPTIONS"] == {"sslmode": "require"}


def test_test_options_join_those_of_the_url():
    url = "postgresql://me@db.example/portal?options=-c%20jit%3Doff"
    facts = database.django_settings(url, testing=True)
    assert facts["OPTIONS"]["options"] == f"{database.TEST_OPTIONS} -c jit=off"


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "mysql://me@db.example/portal",
        "postgresql://me@db.example",
        "postgresql://me@db:port/portal?x=y",
    ],
)
def test_a_broken_url_is_refused_without_repeating_it(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must look like") as refusal:
        database.django_settings(url)
    assert url not in str(refusal.value)


def test_the_test_database_knows_chinese_letters(db):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datcollate, datctype, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = %s",
            [connection.settings_dict["NAME"]],
        )
        assert cursor.fetchone()[1:] == ("C.UTF-8", "UTF8")
    assert psycopg.pq.version() >= 140000
