"""Counts that many requests add to: gathered in the memory of a process and written together every few seconds.

A page that thousands read would otherwise wait for one row that all of them change.  What a killed process has not
written is lost, some seconds of counts; nothing that counts so is evidence of anything.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import Final, Generic, TypeVar

from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpRequest

logger = logging.getLogger(__name__)

K = TypeVar("K")
V = TypeVar("V")

_all: Final[list[Tallies[object, object]]] = []
_ROBOTS: Final = ("bot", "spider", "crawl", "slurp", "monitor", "preview", "curl", "wget", "python", "java/", "scan")


class Tallies(Generic[K, V]):
    """Values by key; ``add`` joins two values of one key, ``write`` puts them into the database."""

    def __init__(self, add: Callable[[V, V], V], write: Callable[[Mapping[K, V]], None]) -> None:
        self._add, self._write = add, write
        self._held: dict[K, V] = {}
        self._since = 0.0
        self._lock = threading.Lock()
        _all.append(self)  # type: ignore[arg-type]

    def count(self, key: K, value: V) -> None:
        """Add a value; who comes after the time is up writes what has gathered."""
        with self._lock:
            if not self._held:
                self._since = time.monotonic()
            self._held[key] = self._add(self._held[key], value) if key in self._held else value
            due = time.monotonic() - self._since >= settings.COUNTS_WRITTEN_AFTER
        if due:
            self.write()

    def write(self) -> None:
        """Write what has gathered.  A count that cannot be written is no reason to refuse a page."""
        with self._lock:
            held, self._held = self._held, {}
        if not held:
            return
        try:
            with transaction.atomic():
                self._write(held)
        except DatabaseError as error:
            logger.warning("%d counts were not written: %s", len(held), type(error).__name__)

    def forget(self) -> None:
        """Drop what has gathered."""
        with self._lock:
            self._held = {}


def write_all() -> None:
    """Write everything that this process holds; called when a process ends."""
    for tallies in _all:
        tallies.write()


def forget_all() -> None:
    """Drop everything that this process holds; for tests, whose database is another one each time."""
    for tallies in _all:
        tallies.forget()


def is_person(request: HttpRequest) -> bool:
    """Tell whether a browser reads a page for somebody: no robot that says so, no page fetched beforehand."""
    agent = request.headers.get("User-Agent", "").lower()
    fetched_before = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return request.method == "GET" and bool(agent) and not fetched_before and not any(one in agent for one in _ROBOTS)
