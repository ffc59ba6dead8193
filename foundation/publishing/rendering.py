"""The finished HTML of a revision, per language, and the version of the templates it was made with."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from pypinyin import Style, lazy_pinyin

from foundation.pages import render_parts
from foundation.publishing.contents import Content
from foundation.publishing.documents import RootDocument
from foundation.publishing.models import Revision

_LANGUAGES: Final = {"zh": "zh-hans", "en": "en"}


@functools.cache
def template_version() -> str:
    """Return a short digest over everything a stored body is made from: templates, translations, the site's facts."""
    digest = hashlib.sha256()
    roots = [Path(settings.BASE_DIR) / "templates", Path(settings.BASE_DIR) / "locale"]
    digest.update(repr(settings.SITE).encode())
    for root in roots:
        for path in sorted(p for p in root.rglob("*") if p.suffix in {".html", ".svg", ".mo"}):
            name = path.relative_to(root)
            if name.parts[0] != "admin":
                digest.update(name.as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def published_columns(
    revision: Revision, document: RootDocument, prefix: str, name: str, contents: Sequence[Content]
) -> dict[str, Any]:
    """Return the values that every public row has, with the rendered head and body per language.

    The gaps are those that were reviewed with the revision; ``contents`` has the words for them.
    ``prefix`` names the templates: ``<prefix>_head.html`` and ``<prefix>_body.html``.
    """
    department = document.department
    columns: dict[str, Any] = {
        "revision": revision,
        "revision_number": revision.number,
        "checksum": revision.checksum,
        "department_id": department.id,
        "initial": first_letter(name),
        "published_at": revision.live_from,
        "gap_count": len(revision.gaps),
        "template_version": template_version(),
    }
    for suffix, language in _LANGUAGES.items():
        with translation.override(language):
            head, body = render_parts(
                prefix,
                {
                    "doc": document,
                    "revision": revision,
                    "gaps": [
                        {"code": gap.code, "label": str(gap.label), "ask": department.phone}
                        for gap in contents
                        if gap.code in revision.gaps
                    ],
                    "language": language,
                },
            )
        columns[f"head_{suffix}"] = head
        columns[f"body_{suffix}"] = body
    return columns


def first_letter(name: str) -> str:
    """Return the letter A–Z under which a name is listed, by pinyin; ``#`` for the rest.

    Opening marks such as 《 or “ are passed over.
    """
    for place, character in enumerate(name):
        if character.isalnum():
            # The rest of the name goes along: 长期 and 会计 are read by their words.
            letter = lazy_pinyin(name[place : place + 8], style=Style.FIRST_LETTER)[0][:1].upper()
            return letter if "A" <= letter <= "Z" else "#"
    return "#"
