"""The text of a letter as paragraphs and headings; pure."""

from __future__ import annotations

from foundation.typesetting import Heading

_HEADING = "# "


def paragraphs_of(body: str) -> list[str | Heading]:
    """Return the lines of a text in order, those that begin with ``#`` as headings; empty ones are left out."""
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    return [{"heading": line.removeprefix(_HEADING).strip()} if line.startswith(_HEADING) else line for line in lines]
