"""The process in which files are looked into: bounded in memory and time, without keys, database or network.

Run as ``python -m foundation.leaks.child TYPE`` with the file as standard input; prints the leaks as JSON.  A file
that hangs, fills the memory or crashes a library ends this process and nothing else.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from typing import IO, Final

from foundation.leaks.excel import look_into_excel
from foundation.leaks.images import look_into_picture
from foundation.leaks.leak import EnoughError, Leak, LeakKind, Search
from foundation.leaks.office import Archive, look_into_package
from foundation.leaks.pdf import look_into_pdf
from foundation.leaks.word import look_into_word

MAX_MEMORY: Final = 2 * 1024**3
MAX_CPU_SECONDS: Final = 60
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"


def look_into(stream: IO[bytes], content_type: str) -> list[Leak]:
    """Return what a file of this type says beyond what its reader sees; never raises."""
    search = Search()
    reader = _READERS.get(content_type)
    if reader is None:
        return [Leak(LeakKind.NOT_LOOKED_INTO)]
    try:
        reader(stream, search)
    except (EnoughError, MemoryError):
        search.add(LeakKind.CUT_OFF)
    except Exception:  # noqa: BLE001  (whatever a library makes of a broken file: what was found counts, and this)
        search.add(LeakKind.UNREADABLE)
    return search.leaks()


def _word(stream: IO[bytes], search: Search) -> None:
    archive = Archive(stream, search)
    look_into_word(archive, search)
    look_into_package(archive, search, look_into_picture)


def _excel(stream: IO[bytes], search: Search) -> None:
    archive = Archive(stream, search)
    look_into_excel(archive, search)
    look_into_package(archive, search, look_into_picture)


def _picture(stream: IO[bytes], search: Search) -> None:
    look_into_picture(stream.read(), search)


_READERS: Final[dict[str, Callable[[IO[bytes], Search], None]]] = {
    "application/pdf": look_into_pdf,
    "image/jpeg": _picture,
    "image/png": _picture,
    f"{_OFFICE}.wordprocessingml.document": _word,
    f"{_OFFICE}.spreadsheetml.sheet": _excel,
}


def main(content_type: str) -> None:
    """Bind this process, look into the file on standard input and print what was found."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    leaks = look_into(sys.stdin.buffer, content_type)
    sys.stdout.write(json.dumps([leak.as_json() for leak in leaks]))


if __name__ == "__main__":
    main(sys.argv[1])
