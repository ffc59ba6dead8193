"""A short identifier per request: in the X-Request-ID header and in each log line about it."""

import logging
import re
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from foundation.request_id import current_request_id

GetResponse = Callable[[HttpRequest], HttpResponse]

# What a proxy in front may hand us; anything else is replaced, so that no one can write into our logs.
ACCEPTABLE = re.compile(r"[A-Za-z0-9._-]{8,64}\Z")


class RequestIdMiddleware:
    """Take over the proxy's identifier or make one, and return it with the answer."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request under its identifier."""
        offered = request.headers.get("X-Request-ID", "")
        request_id = offered if ACCEPTABLE.match(offered) else secrets.token_hex(8)
        token = current_request_id.set(request_id)
        try:
            response = self.get_response(request)
        finally:
            current_request_id.reset(token)
        response.headers["X-Request-ID"] = request_id
        return response


class RequestIdFilter(logging.Filter):
    """Put the identifier of the current request on each log record as `request_id`."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Annotate the record and let it pass."""
        record.request_id = current_request_id.get() or "-"
        return True
