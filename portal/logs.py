"""The log as one JSON object a line, one line for each request and for each slow query; nothing in it is personal.

Left out on purpose: what follows the question mark of an address, what was sent, who is logged in, values of queries,
and the details with which PostgreSQL quotes a refused row.  The address of a visitor stands in the access log alone.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import time
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse

requests_log = logging.getLogger("portal.requests")
queries_log = logging.getLogger("portal.queries")

FACTS: Final = ("method", "path", "status", "milliseconds")
"""What a line may hold besides its message."""
LONGEST_QUERY: Final = 2_000
_QUOTED_ROW: Final = re.compile(
    r"^(DETAIL|CONTEXT): .*?(?=^\S*(?:Traceback|During|The above)|\Z)", re.DOTALL | re.MULTILINE
)


class JsonFormatter(logging.Formatter):
    """One JSON object for each record: time, level, logger, request_id, message, the facts of a request, the trace."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a message with line breaks stays one line."""
        values: dict[str, Any] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request_id": getattr(record, "request_id", "-"),
            "message": without_rows(record.getMessage()),
        }
        values |= {name: record.__dict__[name] for name in FACTS if name in record.__dict__}
        if record.exc_info:
            values["trace"] = self.formatException(record.exc_info)
        return json.dumps(values, ensure_ascii=False, default=str)

    def formatException(self, ei: Any) -> str:  # noqa: N802  (the name is logging's)
        """Return the trace without the rows that PostgreSQL quotes in it."""
        return without_rows(super().formatException(ei))


class LineFormatter(logging.Formatter):
    """The same for people who look on: one line of text, the trace below it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without the rows that PostgreSQL quotes."""
        return without_rows(super().format(record))


def without_rows(text: str) -> str:
    """Take out the details with which PostgreSQL quotes the values of a refused row."""
    return _QUOTED_ROW.sub(r"\1: left out\n", text) if "DETAIL: " in text or "CONTEXT: " in text else text


class RequestLogMiddleware:
    """Write one line for each request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request and take its time, until the headers go out."""
        start = time.perf_counter()
        response = self.get_response(request)
        facts = {
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - start) * 1000, 1),
        }
        line = "%(method)s %(path)s: %(status)s in %(milliseconds)s ms"
        requests_log.info(line, facts, extra=facts)
        return response


def watch_queries(connection: BaseDatabaseWrapper, **_facts: object) -> None:
    """Have the slow queries of a connection told, from its opening on: those of pages, of jobs and of commands."""
    if tell_slow not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, tell_slow)  # in front: a block that adds its own takes the last one away


def tell_slow(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Run a query, and log its text without its values when it was slow."""
    start = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        took = (time.perf_counter() - start) * 1000
        if 0 < settings.PORTAL_SLOW_QUERY_MS <= took:
            facts = {"milliseconds": round(took, 1)}
            queries_log.warning("slow query: %s", " ".join(str(sql).split())[:LONGEST_QUERY], extra=facts)
