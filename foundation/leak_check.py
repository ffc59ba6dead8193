"""Before something is released: what is in it that must not go out?

``check_text`` and ``check_file`` return a list of leaks, the grave ones first; an empty list means that nothing
was found, not that nothing is there.  What each kind of file is searched for, and what is not found, stands at the
top of the modules in `foundation.leaks`.  A person decides about each leak; nothing is changed here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Final

from django.conf import settings

from foundation.attachments import StoredFile
from foundation.leaks.leak import Leak, LeakKind, Place, Search, Severity

__all__ = ["Leak", "LeakKind", "Place", "Severity", "check_file", "check_text", "must_be_settled"]

_MAX_SECONDS: Final = 90
_HARMLESS: Final = ("PATH", "LD_LIBRARY_PATH", "LANG")
"""What the process may know of our environment: how to find Python, and no secret."""


def check_text(text: str) -> list[Leak]:
    """Return the personal data in a text that is to be released."""
    search = Search()
    search.read(text)
    return search.leaks()


def check_file(stored: StoredFile) -> list[Leak]:
    """Return what a stored file holds that should not go out; never raises for a damaged or hostile file.

    The file is looked into in a process of its own, bounded in time and memory, without our settings and keys;
    that takes a second or two, at most a minute and a half.
    """
    search = Search()
    search.read(stored.name, Place.FILE_NAME)
    return [*search.leaks(), *_look_inside(stored)]


def must_be_settled(leaks: list[Leak]) -> bool:
    """Tell whether one of the leaks stands in the way of a release."""
    return any(leak.severity == Severity.STOP for leak in leaks)


def _look_inside(stored: StoredFile) -> list[Leak]:
    try:
        with stored.content.open("rb") as content:
            done = subprocess.run(
                [sys.executable, "-m", "foundation.leaks.child", stored.content_type],
                stdin=content.file,
                capture_output=True,
                cwd=settings.BASE_DIR,
                env={name: os.environ[name] for name in _HARMLESS if name in os.environ},
                timeout=_MAX_SECONDS,
                check=True,
            )
        return [Leak.from_json(values) for values in json.loads(done.stdout)]
    except subprocess.TimeoutExpired:
        return [Leak(LeakKind.CUT_OFF)]
    except (OSError, subprocess.CalledProcessError, ValueError):
        return [Leak(LeakKind.UNREADABLE)]
