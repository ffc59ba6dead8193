"""Public pages: finished parts joined with a frame that is rendered once per language and column.

Public pages are the same for every reader: no session, no token, no cookie is read (``private_page`` is the
exception, for forms and for what concerns one visitor).  What surrounds a page
(masthead, navigation, footer) depends on the language and the active column only, so it is kept in memory as
bytes; a stored page is put together without rendering any template.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.db import connection, models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.encoding import escape_uri_path
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override

CHINESE: Final = "zh-hans"
ENGLISH: Final = "en"

_SLOTS: Final = ("head", "body", "path_next", "other_path", "canonical", "other_canonical")
_MARK: Final = "slot-{}-5b1f9c"
_VALUE: Final = "value-5b1f9c"
"""Stands for the address of a page in the statement that reads it."""
_frames: dict[tuple[str, str], tuple[bytes | str, ...]] = {}


@dataclass(frozen=True)
class Parts:
    """The two parts of a page that are its own."""

    head: str
    body: str

    def __iter__(self) -> Any:
        """Unpack as ``head, body = parts``."""
        return iter((self.head, self.body))


def html_language(language: str) -> str:
    """Return the value of the ``lang`` attribute for a language of the site."""
    return ENGLISH if language == ENGLISH else "zh-Hans"


def site_name(language: str) -> str:
    """Return the name of the site in a language."""
    return str(settings.SITE.name_en if language == ENGLISH else settings.SITE.name)


def other_path(path: str) -> str:
    """Return the address of the same page in the other language."""
    if path == "/en" or path.startswith("/en/"):
        return path.removeprefix("/en") or "/"
    return f"/en{path}"


def absolute(path: str) -> str:
    """Return the one true address of a page: canonical links never follow the Host header."""
    return f"https://{settings.SITE.domain}{path}"


def render_parts(template_prefix: str, context: Mapping[str, Any]) -> Parts:
    """Render ``<prefix>_head.html`` and ``<prefix>_body.html`` in ``context["language"]``."""
    language = str(context.get("language") or get_language() or CHINESE)
    full = {"site": settings.SITE, "site_name": site_name(language), **context}
    with override(language):
        return Parts(
            render_to_string(f"{template_prefix}_head.html", full),
            render_to_string(f"{template_prefix}_body.html", full),
        )


Facts = Callable[[], Mapping[str, Any]]
"""Gives expressions by their names: what a page says beside its stored parts, read along with them."""


def stored_parts(model: type[models.Model], column: str, value: str) -> tuple[int, Parts]:
    """Return key, head and body of the public row with this address, in the active language.

    Raises Http404 where there is no such row.
    """
    key, parts, _facts = stored_parts_with(None, model, column, value)
    return key, parts


def stored_parts_with(
    facts: Facts | None, model: type[models.Model], column: str, value: str
) -> tuple[int, Parts, tuple[Any, ...]]:
    """Return key, parts and further facts of the public row with this address.

    The most visited pages come through here, so the statement is compiled once and not for each request.
    Raises Http404 where there is no such row.
    """
    suffix = "en" if get_language() == ENGLISH else "zh"
    statement, parameters = _parts_statement(facts, model, column, suffix)
    with connection.cursor() as cursor:
        cursor.execute(statement, [value if one == _VALUE else one for one in parameters])
        row = cursor.fetchone()
    if row is None:
        raise Http404(model._meta.verbose_name)
    return row[0], Parts(row[1], row[2]), row[3:]


@functools.cache
def _parts_statement(
    facts: Facts | None, model: type[models.Model], column: str, suffix: str
) -> tuple[str, Sequence[Any]]:
    queryset = model._default_manager.filter(**{column: _VALUE}).order_by()
    more = facts() if facts is not None else {}
    parts = queryset.annotate(**more).values_list("pk", f"head_{suffix}", f"body_{suffix}", *more)
    statement, parameters = parts.query.sql_with_params()
    return statement, parameters


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    section: str,
    title: str = "",
    status: int = 200,
    **head: str,
) -> HttpResponse:
    """Render the body of an ordinary public page and join it with the frame.

    ``head`` may hold ``description``, ``robots``, ``feed_url`` and ``canonical`` (a path).
    """
    canonical = head.pop("canonical", "")
    return stored_page(
        request,
        section=section,
        head=render_head(title, **head),
        body=render_body(template, context, section),
        canonical=canonical,
        status=status,
    )


def private_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    section: str,
    title: str,
    status: int = 200,
) -> HttpResponse:
    """Render a page with a form, or one that is about the visitor: no cache keeps it, no search engine lists it."""
    own = {"csrf_token": get_token(request), **context}
    response = page(request, template, own, section=section, title=title, status=status, robots="noindex, nofollow")
    del response["ETag"]
    response["Cache-Control"] = "private, no-store"
    return response


def render_head(title: str = "", **head: str) -> str:
    """Render title, description and the like in the active language."""
    name = site_name(get_language() or CHINESE)
    return render_to_string("components/_head.html", {"site_name": name, "title": title, **head})


def render_body(template: str, context: Mapping[str, Any], section: str) -> str:
    """Render the body of an ordinary page in the active language."""
    return render_to_string(template, {**frame_context(get_language() or CHINESE, section), **context})


def stored_page(
    request: HttpRequest, *, section: str, head: str, body: str, canonical: str = "", status: int = 200
) -> HttpResponse:
    """Join finished parts with the frame of the column; nothing is rendered once the frame is known.

    Answers 304 when the reader holds the same page already.
    """
    path = request.get_full_path()
    canonical = canonical or escape_uri_path(request.path)
    values = {
        "head": head,
        "body": body,
        "path_next": quote(path, safe="/"),
        "other_path": escape(other_path(path)),
        "canonical": escape(absolute(canonical)),
        "other_canonical": escape(absolute(other_path(canonical))),
    }
    content = b"".join(
        piece if isinstance(piece, bytes) else values[piece].encode()
        for piece in _frame(get_language() or CHINESE, section)
    )
    etag = f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
    fresh = status == 200 and request.headers.get("If-None-Match", "").removeprefix("W/") == etag
    response = HttpResponseNotModified() if fresh else HttpResponse(content, status=status)
    if status == 200:
        response["ETag"] = etag
        response["Cache-Control"] = "public, max-age=0, s-maxage=60"
    return response


def frame_context(language: str, section: str) -> dict[str, Any]:
    """Return what the frame needs apart from its slots."""
    return {
        "site": settings.SITE,
        "site_name": site_name(language),
        "section": section,
        "html_lang": html_language(language),
    }


def clear_frames() -> None:
    """Forget all frames; for tests that change settings."""
    _frames.clear()


def _frame(language: str, section: str) -> tuple[bytes | str, ...]:
    """Return the frame as bytes and slot names in turn."""
    key = (language, section)
    if key not in _frames or settings.DEBUG:
        _frames[key] = _render_frame(language, section)
    return _frames[key]


def _render_frame(language: str, section: str) -> tuple[bytes | str, ...]:
    marks = {slot: mark_safe(_MARK.format(slot)) for slot in _SLOTS}  # noqa: S308 - our own constants
    with override(language):
        text = render_to_string("base.html", {**frame_context(language, section), **marks})
    pieces: list[bytes | str] = []
    for index, part in enumerate(text.split(_MARK.split("{", maxsplit=1)[0])):
        slot, _, rest = part.partition("-5b1f9c") if index else ("", "", part)
        if slot:
            pieces.append(slot)
        pieces.append(rest.encode())
    return tuple(pieces)
