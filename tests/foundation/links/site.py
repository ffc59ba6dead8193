"""A small web site on this machine that the link check visits in tests."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from foundation.links.visiting import Visitor

Answer = tuple[int, dict[str, str]] | Callable[[BaseHTTPRequestHandler], None]


class Site(ThreadingHTTPServer):
    """Answers with what a test lays down for each path; everything else is not found."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages: dict[str, Answer] = {}
        self.robots = ""
        self.asked: list[tuple[str, str]] = []

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])

    def url(self, path: str = "/", host: str = "open.example") -> str:
        """Return the address of a page."""
        return f"http://{host}:{self.port}{path}"

    def visitor(self, **names: str) -> Visitor:
        """Return a visitor for whom this site, and nothing else on this machine, is the public internet."""
        known = {"open.example": "127.0.0.1", **names}

        def resolve(host: str, _port: int) -> list[str]:
            if host not in known:
                raise OSError(host)
            return known[host].split()

        return Visitor(
            "test link check",
            resolve=resolve,
            allows=lambda address: address == "127.0.0.1",
            ports={"http": frozenset({80, self.port}), "https": frozenset({443, self.port})},
            sleep=lambda _seconds: None,
        )


class _Handler(BaseHTTPRequestHandler):
    server: Any

    def _answer(self) -> None:
        if self.path == "/robots.txt":
            body = self.server.robots.encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return
        self.server.asked.append((self.command, self.path))
        answer = self.server.pages.get(f"{self.command} {self.path}", self.server.pages.get(self.path, (404, {})))
        if callable(answer):
            answer(self)
            return
        status, headers = answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    do_GET = do_HEAD = _answer  # noqa: N815  (names that the standard library asks for)

    def log_message(self, *args: Any) -> None:
        """Stay silent."""


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Send the head of an answer so slowly that it never ends."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    try:
        while True:
            handler.wfile.write(b"a")
            time.sleep(0.02)
    except OSError:
        return


@contextmanager
def running() -> Iterator[Site]:
    """Run the site while a test looks at it."""
    site = Site()
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        site.server_close()
        thread.join()
