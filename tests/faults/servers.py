"""Database servers of one test alone, to be killed."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

from portal.database import NAME, PrivateServer
from tests.real_site import address_of, own_database


def fill(server: PrivateServer) -> None:
    """Give a server the tables and rows of the test database."""
    target, dump = address_of(str(server.socket_folder), NAME, NAME), server.data_dir / "dump"
    for words in (
        ["pg_dump", "-Fc", "-f", str(dump), own_database()],
        ["pg_restore", "--no-owner", "-d", target, str(dump)],
    ):
        subprocess.run([str(server._binaries / words[0]), *words[1:]], check=True, capture_output=True)


def kill(server: PrivateServer) -> None:
    """Kill the whole server at once, as a lack of memory or power would."""
    postmaster = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    for process in (postmaster, *map(int, children)):
        os.kill(process, signal.SIGKILL)


def remove(server: PrivateServer) -> None:
    """Stop a server, if it still runs, and delete it."""
    server.leave()
    if not server.folder.is_relative_to(server.data_dir):
        shutil.rmtree(server.folder.parent)
