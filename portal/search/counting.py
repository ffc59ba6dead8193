"""Counts what is searched for and which searches lead somewhere, without a trace of persons (foundation/search/log)."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse

from foundation import rate_limits
from foundation.clock import local_today
from foundation.search.kinds import all_kinds
from foundation.search.log import count_click, count_search
from foundation.search.referrals import query_behind
from foundation.tallies import is_person
from portal.search.results import Asked

GetResponse = Callable[[HttpRequest], HttpResponse]

_READ: Final = frozenset({HTTPStatus.OK, HTTPStatus.NOT_MODIFIED})
_DEPARTMENT: Final = "approvals:department_detail"
"""Departments stand above the results where their name holds the words."""


def count_asked(request: HttpRequest, asked: Asked, *, found: bool) -> None:
    """Count a search as people begin it; further pages and narrower results of it are not counted again."""
    if asked.words and asked.is_plain and is_person(request):
        visit = f"{rate_limits.visitor(request)}\n{request.headers.get('User-Agent', '')}"
        count_search(asked.words, visit, found=found, today=local_today())


class CountClicksMiddleware:
    """Look at pages that were served whether they are results that somebody opened."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request, then count."""
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None and response.status_code in _READ and is_person(request):
            words = query_behind(request)
            if words and (match.view_name == _DEPARTMENT or match.view_name in _pages()):
                count_click(words, today=local_today())
        return response


def _pages() -> set[str]:
    return {kind.page for kind in all_kinds().values() if kind.page}
