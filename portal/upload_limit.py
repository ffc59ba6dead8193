"""Refuse what is too large by its announced length, before anything reads or parses it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.errors import too_large

FORM_ALLOWANCE = 3
"""A form may carry this many files of the largest size; each file is checked by itself later."""


class UploadLimitMiddleware:
    """Answers 413 when Content-Length exceeds what any form of the site may bring."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let through what fits; a request without a readable length has no body here (WSGI)."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        limit = settings.PORTAL_MAX_UPLOAD_MB * FORM_ALLOWANCE
        if length.isdecimal() and int(length) > limit * 1024 * 1024:
            return too_large(request, limit)
        return self.get_response(request)
