"""The drill: a backup of a site is brought back on an empty machine, and everything is there and unaltered."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import tarfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from portal.sealed_file import OpenedFile, SealedFile
from tests.template_database import copy_into

pytestmark = pytest.mark.xdist_group("backup")

KEYS = {"PORTAL_DATA_KEYS": "drill-data", "PORTAL_AUDIT_KEYS": "drill-audit", "SECRET_KEY": "drill-secret"}

FILL = """
from django.core.files.base import ContentFile
from django.db import transaction
from foundation import attachments, audit
from foundation.audit import Act
from foundation.login.second_factor import SecondFactor
from foundation.organization import Region
from foundation.people import User
from foundation.sealing import seal_waiting, export_head
from django.conf import settings
user = User.objects.create_user('drill', 'Drill-password-1', display_name='演练')
SecondFactor.objects.create(user=user, secret='GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
attachments.store(ContentFile(b'%PDF-1.7\\n%%EOF\\n', name='a.pdf'), '样表.pdf', actor=user)
with transaction.atomic():
    for number in range(20):
        audit.record(Act.REFERENCE_CHANGED, actor=user, target=user, detail={'n': number})
seal_waiting()
export_head(settings.AUDIT_HEADS_DIR)
"""
LOOK = """
from foundation.audit import AuditEntry
from foundation.attachments import StoredFile
from foundation.login.second_factor import SecondFactor
print(SecondFactor.objects.get().secret, AuditEntry.objects.count(), StoredFile.objects.get().content.read())
"""


class Machine:
    """A machine with a database and a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.database = folder, f"drill_{uuid.uuid4().hex[:8]}"
        with server() as postgres:
            postgres.execute(f"CREATE DATABASE {self.database}")

    def manage(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        known = connection.get_connection_params()
        url = f"postgresql://{known['user']}@/{self.database}?host={known['host']}"
        own = {"PORTAL_ENV": "sample", "DATABASE_URL": url, "PORTAL_DATA_DIR": str(self.folder), **KEYS, **variables}
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=settings.BASE_DIR,
            env={**os.environ, **own},
            capture_output=True,
            text=True,
            timeout=120,
        )

    def files(self) -> dict[str, str]:
        """Return the checksums of the private files and heads."""
        return {
            path.relative_to(self.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for name in ("files", "audit")
            for path in (self.folder / name).rglob("*")
            if path.is_file()
        }

    def drop(self) -> None:
        with server() as postgres:
            postgres.execute(f"DROP DATABASE {self.database} WITH (FORCE)")


def server() -> psycopg.Connection[tuple[object, ...]]:
    known = connection.get_connection_params()
    return psycopg.connect(host=known["host"], user=known["user"], dbname="postgres", autocommit=True)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Machine]:
    """The machine that is lost: with an account, a file, an audit trail."""
    machine = Machine(tmp_path_factory.mktemp("old"))
    with server() as postgres:
        copy_into(machine.database, connection.get_connection_params(), postgres)
    done = machine.manage("shell", "--verbosity", "0", "-c", FILL)
    assert done.returncode == 0, done.stderr
    yield machine
    machine.drop()


@pytest.fixture(scope="module")
def backup(old: Machine, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What a backup of the old machine holds."""
    file = tmp_path_factory.mktemp("backup") / "backup.tar"
    assert old.manage("backup", str(file)).returncode == 0
    return file.read_bytes()


@pytest.fixture
def new(tmp_path: Path, django_db_setup: None) -> Iterator[Machine]:
    """An empty machine."""
    machine = Machine(tmp_path / "new")
    yield machine
    machine.drop()


@pytest.mark.parametrize("passphrase", ["", "long and secret 七个字"])
def test_a_backup_brings_everything_back(old: Machine, new: Machine, tmp_path: Path, passphrase: str) -> None:
    file, secret = tmp_path / "backup.tar", tmp_path / "passphrase"
    secret.write_text(passphrase, encoding="utf-8")
    options = ["--passphrase-file", str(secret)] if passphrase else []
    made = old.manage("backup", str(file), *options)
    assert made.returncode == 0, made.stderr
    assert file.stat().st_mode & 0o077 == 0
    if passphrase:
        assert "encrypted" in new.manage("restore", str(file)).stderr
    done = new.manage("restore", str(file), *options)
    assert done.returncode == 0, done.stderr
    assert "The audit trail holds: 2" in done.stdout
    assert new.files() == old.files() != {}
    assert (
        new.manage("shell", "--verbosity", "0", "-c", LOOK).stdout
        == old.manage("shell", "--verbosity", "0", "-c", LOOK).stdout
    )
    again = new.manage("restore", str(file), *options)
    assert "holds tables already" in again.stderr
    assert "Traceback" not in again.stderr


@pytest.mark.parametrize("damage", ["cut", "bit", "missing", "keys"])
def test_a_damaged_backup_is_refused_and_changes_nothing(
    backup: bytes, new: Machine, tmp_path: Path, damage: str
) -> None:
    file, content, keys = tmp_path / "backup.tar", bytearray(backup), {}
    if damage == "cut":
        del content[len(content) // 2 :]
    elif damage == "bit":
        content[content.index(b"PGDMP") + 2000] ^= 1
    elif damage == "missing":
        content = bytearray(_without(bytes(content), "files/"))
    else:
        keys = {"PORTAL_DATA_KEYS": "another"}
    file.write_bytes(content)
    done = new.manage("restore", str(file), **keys)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert new.files() == {}
    known = connection.get_connection_params()
    with psycopg.connect(host=known["host"], user=known["user"], dbname=new.database) as database:
        row = database.execute("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace").fetchone()
    assert row == (0,)


def _without(archive: bytes, start: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(archive)) as old, tarfile.open(fileobj=out, mode="w") as new:
        for member in old:
            if not member.name.startswith(start):
                new.addfile(member, old.extractfile(member))
    return out.getvalue()


@hypothesis_settings(max_examples=20)  # each derives two keys, which is slow on purpose
@given(st.lists(st.binary(max_size=3000), max_size=6), st.sampled_from([0, 1, 1024 * 1024 - 1, 1024 * 1024]))
def test_a_sealed_file_gives_back_what_was_written(pieces: list[bytes], more: int) -> None:
    out = io.BytesIO()
    with SealedFile(out, "p") as sealed:
        for piece in (*pieces, b"x" * more):
            sealed.write(piece)
    raw = io.BytesIO(out.getvalue())
    assert SealedFile.is_sealed(raw)
    assert OpenedFile(raw, "p").read() == b"".join(pieces) + b"x" * more


@pytest.mark.parametrize("harm", [lambda b: b[:-1], lambda b: b[:60], lambda b: b[:50] + bytes([b[50] ^ 1]) + b[51:]])
def test_a_sealed_file_that_was_touched_is_not_opened(harm: object) -> None:
    out = io.BytesIO()
    with SealedFile(out, "p") as sealed:
        sealed.write(b"secret" * 100)
    assert b"secret" not in out.getvalue()
    for content, passphrase in ((harm(out.getvalue()), "p"), (out.getvalue(), "another")):  # type: ignore[operator]
        with pytest.raises((ValueError, EOFError)):
            OpenedFile(io.BytesIO(content), passphrase).read()
