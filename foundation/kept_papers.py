"""Papers that were typeset once and are handed out again: plain files below ``settings.PAPERS_DIR``.

This is the one cache that web servers share: the folder lies below ``PORTAL_DATA_DIR``, which all of them see. A name
holds a checksum of what the paper is made from, so that nothing has to be declared void. All of them can be made anew:
losing some, or the whole folder, costs only time. They are not uploads: nothing here came from outside.
"""

from __future__ import annotations

import functools
import hashlib
import logging
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Final

from django.conf import settings

logger = logging.getLogger(__name__)

_SECONDS_A_DAY: Final = 24 * 3600


@functools.cache
def papers_version() -> str:
    """Return a short digest over what papers are made with: their templates and programs, words, the site's facts."""
    base = Path(settings.BASE_DIR)
    digest = hashlib.sha256(f"{version('typst')} {settings.SITE!r}".encode())
    for pattern in ("templates/typst/**/*.typ", "locale/**/*.mo", "*/papers/*.py", "*/annual/*.py"):
        for path in sorted(base.glob(pattern)):
            digest.update(path.relative_to(base).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    """Return the paper that is kept under a name, which is a path; what is not there is made and kept.

    Where nothing can be kept, as on a full disk or without the shared folder, the paper is made for each reader.
    """
    path = path_of(name)
    try:
        content = path.read_bytes()
    except OSError:
        content = make()
        try:
            keep(name, content)
        except OSError as error:
            logger.warning("the paper %s was not kept: %s", name, error.strerror)
    else:
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _SECONDS_A_DAY:
                path.touch()  # in use: forget_unused leaves it
    return content


def path_of(name: str) -> Path:
    """Return where a paper lies, or would lie."""
    return Path(settings.PAPERS_DIR) / name


def keep(name: str, content: bytes) -> None:
    """Write a paper, all of it or nothing: readers never see half of one."""
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(unfinished).replace(path)
    except OSError:
        Path(unfinished).unlink(missing_ok=True)
        raise


def drop(name: str) -> None:
    """Delete a paper; one that is not there is no error."""
    path_of(name).unlink(missing_ok=True)


def forget_unused(folder: str, *, days: int) -> int:
    """Delete the papers of a folder that nobody asked for in so many days, and return how many."""
    limit, deleted = time.time() - days * _SECONDS_A_DAY, 0
    for path in path_of(folder).glob("*"):
        if path.is_file() and path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
            deleted += 1
    return deleted
