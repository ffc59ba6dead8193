"""The parts of `make run` that are not Django's: the port, the static files, and the processes that serve."""

import ctypes
import errno
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

TEND_SECONDS = 3
"""How often it is seen to that the database is still there."""

STANDING_SECONDS = 10
"""A process that ends sooner after its start than this would do so again."""

STOP_SECONDS = 20
"""How long a process may take to finish what it is doing before it is killed."""


class CannotServe(Exception):
    """The site cannot be served; the message is one sentence for the person who started us."""


def check_port(host: str, port: int) -> None:
    """Make sure, before anything else is started, that we may listen on this address."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reasons = {
                errno.EADDRINUSE: "is in use by another program",
                errno.EACCES: "needs a permission we lack",
            }
            reason = reasons.get(error.errno or 0, f"on {host} cannot be used: {error.strerror}")
            raise CannotServe(f"Port {port} {reason}; choose another one: make run PORT=8080.") from None


def collect_static() -> bool:
    """Copy, name by content and compress the static files, unless they are as they were the last time."""
    root = Path(settings.STATIC_ROOT)
    stamp = root.with_name("static.stamp")
    wanted = _fingerprint_of_static()
    if root.is_dir() and stamp.is_file() and stamp.read_text() == wanted:
        return False
    root.parent.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted)
    return True


def _fingerprint_of_static() -> str:
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            digest.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


@dataclass
class Member:
    """One process of the household and how to start it."""

    arguments: tuple[str, ...]
    process: "subprocess.Popen[bytes]"
    started: float = field(default_factory=time.monotonic)


@dataclass
class Household:
    """The processes that serve the site together: one that falls is set up again, one that cannot stand ends all."""

    members: dict[str, Member] = field(default_factory=dict)
    stop_requested: bool = False

    def start(self, name: str, *arguments: str) -> None:
        """Start our Python with these arguments, away from the terminal's Ctrl-C, which we pass on in order."""
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            start_new_session=True,
            preexec_fn=_end_with_parent,  # safe: no thread has been started
        )
        self.members[name] = Member(arguments, process)

    def listen_for_stop(self) -> None:
        """From now on SIGINT and SIGTERM ask for an orderly end, and so does the closed terminal, unless ignored."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._request_stop)

    def _request_stop(self, _number: int, _frame: object) -> None:
        self.stop_requested = True

    def fallen(self) -> list[str]:
        """Return the names of members that have ended."""
        return [name for name, member in self.members.items() if member.process.poll() is not None]

    def wait_for(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Wait until the condition holds; give up when time is over, a member ended or a stop was asked."""
        deadline = time.monotonic() + seconds
        while not condition():
            if self.stop_requested or self.fallen() or time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    def wait(self, tend: Callable[[], object]) -> str:
        """Wait for a stop request, or for a member that cannot stand: return its name.

        Every few seconds `tend` looks after what the members depend on.
        """
        while not self.stop_requested:
            self.wait_for(lambda: False, TEND_SECONDS)
            tend()
            for name in self.fallen():
                if time.monotonic() - self.members[name].started < STANDING_SECONDS:
                    return name
                self.start(name, *self.members[name].arguments)
        return ""

    def stop(self) -> None:
        """End every member: politely first, then for certain."""
        running = [member.process for member in self.members.values() if member.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            with suppress(ProcessLookupError):  # children that outlived it, such as a reloader's
                os.killpg(process.pid, signal.SIGKILL)


def answers(host: str, port: int) -> bool:
    """Say whether something accepts connections there."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def _end_with_parent() -> None:
    """Ask Linux to end this process when its parent is killed, so that no orphan keeps the port."""
    if sys.platform == "linux":
        parent_death_signal = 1
        ctypes.CDLL(None).prctl(parent_death_signal, signal.SIGTERM)


def is_writable(folder: Path) -> bool:
    """Say whether files can be made in this folder, or the folder itself where it is missing."""
    while not folder.exists():
        folder = folder.parent
    return os.access(folder, os.W_OK | os.X_OK)
