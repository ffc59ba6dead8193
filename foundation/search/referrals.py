"""Which search led a reader to a page: told by the browser itself, so that links to results stay clean.

A parameter in the links would travel on with every address that is copied and tell others what somebody searched
for; a redirect would stand between reader and page.  ``Referrer-Policy: same-origin`` lets browsers name the page
before on our own site only.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest
from django.urls import reverse

LONGEST: Final = 2_000


def query_behind(request: HttpRequest) -> str:
    """Return the words of the search page of this site from which the reader came; empty for everybody else."""
    referrer = request.headers.get("Referer", "")[:LONGEST]
    if "q=" not in referrer:
        return ""
    try:
        before = urlsplit(referrer)
    except ValueError:
        return ""
    search = reverse("portal:search")  # in the language of the page; a reader may have changed it on the way
    if before.netloc != request.get_host() or before.path.removeprefix("/en") != search.removeprefix("/en"):
        return ""
    return parse_qs(before.query).get("q", [""])[0]
