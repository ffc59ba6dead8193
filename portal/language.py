"""The language of a page follows from its path and from nothing else.

`/en/…` is English, every other path is Chinese. No cookie, no Accept-Language header: a page looks the same
to everyone who opens its address, so that it can be cached, quoted and printed.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

GetResponse = Callable[[HttpRequest], HttpResponse]

CHINESE = "zh-hans"
ENGLISH = "en"
ENGLISH_PREFIX = "/en/"


def language_of(path: str) -> str:
    """Return the language code of the page at this path."""
    return ENGLISH if f"{path}/".startswith(ENGLISH_PREFIX) else CHINESE


def path_in(language: str, path: str) -> str:
    """Return the address of the same page in the given language."""
    plain = path.removeprefix(ENGLISH_PREFIX.rstrip("/")) if language_of(path) == ENGLISH else path
    return ENGLISH_PREFIX.rstrip("/") + plain if language == ENGLISH else plain


class PathLanguageMiddleware:
    """Activate the language named by the path and say so in the Content-Language header."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request in the language of its path."""
        language = language_of(request.path_info)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", "zh-Hans" if language == CHINESE else language)
        return response
