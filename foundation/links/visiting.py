"""One visit at the address of a link: is there still a page?

Nothing is downloaded: the head of the answer tells.  Every hop of a redirect goes through the same door, the name is
resolved once and the connection goes to exactly the address that was found to be public.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Timer
from typing import Final, NamedTuple
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from foundation.links.addresses import PORTS, NotAWebAddress, Target, is_public, read_target

STEP_SECONDS: Final = 10
"""For the connection, and for each piece of an answer."""
VISIT_SECONDS: Final = 25
"""For one request as a whole, however slowly its answer drips."""
PAUSE_SECONDS: Final = 2
"""Between two requests to the same host."""
MOST_HOPS: Final = 5
_ROBOTS_BYTES: Final = 100_000
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_REFUSALS: Final = frozenset({401, 402, 403, 405, 406, 407, 412, 418, 421, 425, 426, 428, 429, 451, 501, 521})
"""The site is there and does not talk to programs, or not without a login: nothing can be said about the page."""
_GONE: Final = frozenset({404, 410})
_ERRORS: Final = 400
_SERVER_ERRORS: Final = 500


class Result(TextChoices):
    """What a visit found."""

    OPENS = "opens", _("opens")
    MISSING = "missing", _("page not found")
    SERVER = "server", _("error of the other site")
    UNREACHABLE = "unreachable", _("not reachable")
    UNSAFE = "unsafe", _("certificate not valid")
    LOOP = "loop", _("leads in circles")
    REFUSED = "refused", _("cannot be checked: the site lets no program in")
    INTERNAL = "internal", _("leads into an internal network")
    INVALID = "invalid", _("no address that everybody can open")


FAILURES: Final = frozenset({Result.MISSING, Result.SERVER, Result.UNREACHABLE, Result.UNSAFE, Result.LOOP})
"""What may be mended by tomorrow; a link is broken when it fails on several days."""
AT_ONCE: Final = frozenset({Result.INTERNAL, Result.INVALID})
"""What no waiting mends."""


class Verdict(NamedTuple):
    """What a visit found, and the status of the last answer (None: there was none)."""

    result: Result
    status: int | None = None


def resolve(host: str, port: int) -> list[str]:
    """Return every IP address behind a name. Raises OSError where there is none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class _Closed(Exception):
    """An address behind the name does not belong to the public internet."""


class _Pinned(http.client.HTTPConnection):
    """A connection to one IP address that was looked at before; the name is not resolved again."""

    def __init__(self, target: Target, address: str) -> None:
        super().__init__(target.host, target.port, timeout=STEP_SECONDS)
        self._target, self._address = target, address
        self.is_cut = False

    def connect(self) -> None:
        """Connect; https with the certificate checked against the name."""
        self.sock = socket.create_connection((self._address, self._target.port), STEP_SECONDS)
        if self._target.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self._target.host)

    def cut(self) -> None:
        """End a visit that takes too long: whoever waits for the next piece of the answer waits no more."""
        self.is_cut = True
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


@dataclass
class Visitor:
    """Knocks at addresses, politely: one request at a time, with pauses, under its own name.

    What reaches the network is given from outside, so that a test can stand in for it.
    """

    name: str
    resolve: Callable[[str, int], Sequence[str]] = resolve
    allows: Callable[[str], bool] = is_public
    ports: Mapping[str, frozenset[int]] = field(default_factory=lambda: PORTS)
    sleep: Callable[[float], object] = time.sleep
    _asked: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, RobotFileParser | None] = field(default_factory=dict)

    def visit(self, url: str) -> Verdict:
        """Return what stands at an address; whatever happens on the way is a verdict, not an error."""
        status: int | None = None
        try:
            for _hop in range(MOST_HOPS + 1):
                target = read_target(url, self.ports)
                if not self._is_welcome(target):
                    return Verdict(Result.REFUSED)
                status, location = self._ask(target)
                if status not in _REDIRECTS or not location:
                    return Verdict(_judge(status), status)
                url = urljoin(url, location)
        except NotAWebAddress:
            return Verdict(Result.INVALID, status)
        except _Closed:
            return Verdict(Result.INTERNAL, status)
        except ssl.SSLError:
            return Verdict(Result.UNSAFE, status)
        except (OSError, http.client.HTTPException):
            return Verdict(Result.UNREACHABLE, status)
        return Verdict(Result.LOOP, status)

    def _ask(self, target: Target) -> tuple[int, str]:
        """Ask for the head only, and where that is not understood for the first byte."""
        with self._request(target, "HEAD") as answer:
            status, location = answer.status, answer.headers.get("Location", "")
        if status < _ERRORS:
            return status, location
        with self._request(target, "GET", Range="bytes=0-0") as answer:
            return answer.status, answer.headers.get("Location", "")

    @contextmanager
    def _request(self, target: Target, method: str, **headers: str) -> Iterator[http.client.HTTPResponse]:
        """Send one request and give its answer; it ends after a while whatever the other side does."""
        connection = _Pinned(target, self._address_of(target))
        self._wait_for(target.host)
        clock = Timer(VISIT_SECONDS, connection.cut)
        clock.daemon = True
        clock.start()
        try:
            connection.request(
                method, target.path, headers={"Host": target.host_header, "User-Agent": self.name, **headers}
            )
            answer = connection.getresponse()
            if connection.is_cut:  # what came until then may look like a whole answer
                raise TimeoutError(target.host)
            yield answer
        finally:
            clock.cancel()
            connection.close()

    def _address_of(self, target: Target) -> str:
        """Return an address to connect to; one closed address behind a name closes all of them."""
        addresses = self.resolve(target.host, target.port)
        if not addresses:
            raise OSError(target.host)
        if not all(self.allows(address) for address in addresses):
            raise _Closed(target.host)
        return addresses[0]

    def _wait_for(self, host: str) -> None:
        since = time.monotonic() - self._asked.get(host, float("-inf"))
        if since < PAUSE_SECONDS:
            self.sleep(PAUSE_SECONDS - since)
        self._asked[host] = time.monotonic()

    def _is_welcome(self, target: Target) -> bool:
        """Tell whether the site's robots.txt lets programs read the page; without one it does (RFC 9309)."""
        key = f"{target.scheme}://{target.host_header}"
        if key not in self._robots:
            self._robots[key] = self._read_robots(target)
        rules = self._robots[key]
        return rules is None or rules.can_fetch(self.name, target.path)

    def _read_robots(self, target: Target) -> RobotFileParser | None:
        with self._request(Target(target.scheme, target.host, target.port, "/robots.txt"), "GET") as answer:
            if answer.status != http.HTTPStatus.OK:
                return None
            text = answer.read(_ROBOTS_BYTES).decode("utf-8", "replace")
        rules = RobotFileParser()
        rules.parse(text.splitlines())
        return rules


def _judge(status: int) -> Result:
    if status in _GONE:
        return Result.MISSING
    if status in _REFUSALS:
        return Result.REFUSED
    if status >= _SERVER_ERRORS:
        return Result.SERVER
    return Result.MISSING if status >= _ERRORS else Result.OPENS
