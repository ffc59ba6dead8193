"""A small load generator: keep-alive connections over plain sockets, as light as Python allows."""

from __future__ import annotations

import multiprocessing
import selectors
import socket
import time
from collections.abc import Sequence

CONNECTIONS = 8


def requests_per_second(port: int, paths: Sequence[str], seconds: float) -> float:
    """Ask for the paths in turn on eight connections for some seconds; every answer must be a 200."""
    with multiprocessing.Pool(1) as pool:
        return pool.apply(_run, (port, list(paths), seconds))


class _Connection:
    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = self._opened()
        self.request = b""
        self.buffer = bytearray()
        self.wanted = -1

    def _opened(self) -> socket.socket:
        opened = socket.create_connection(("127.0.0.1", self.port))
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return opened

    def ask(self, request: bytes) -> None:
        self.request = request
        self.buffer.clear()
        self.wanted = -1
        self.socket.sendall(request)

    def again(self) -> None:
        """Open a new connection and ask once more, as every browser does.

        gunicorn replaces a worker after ``max_requests`` and closes the connections that wait on it.
        """
        self.socket.close()
        self.socket = self._opened()
        self.ask(self.request)

    def finished(self) -> bool:
        """Read what has come and tell whether the answer is complete.

        Raises:
            ConnectionError: the server broke off in the middle of an answer, or before it.

        """
        piece = self.socket.recv(262_144)
        if not piece:
            raise ConnectionError("the server closed the connection")
        self.buffer += piece
        if self.wanted < 0:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return False
            head = bytes(self.buffer[:end]).lower()
            if not head.startswith(b"http/1.1 200"):
                raise RuntimeError(head[:80].decode())
            length = head.split(b"content-length:")[1].split(b"\r\n")[0]
            self.wanted = end + 4 + int(length)
        return len(self.buffer) >= self.wanted


def _run(port: int, paths: list[str], seconds: float) -> float:
    requests = [f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode() for path in paths]
    selector = selectors.DefaultSelector()
    sent = done = 0
    for _ in range(CONNECTIONS):
        connection = _Connection(port)
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.ask(requests[sent % len(requests)])
        sent += 1
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        for key, _events in selector.select(timeout=5):
            connection = key.data
            try:
                if connection.finished():
                    done += 1
                    sent += 1
                    connection.ask(requests[sent % len(requests)])
            except ConnectionError:
                if connection.buffer:
                    raise
                selector.unregister(key.fileobj)
                connection.again()
                selector.register(connection.socket, selectors.EVENT_READ, connection)
    return done / (time.monotonic() - started)
