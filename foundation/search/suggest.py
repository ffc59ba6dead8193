"""What somebody may be typing: words of the site that begin so, or sound so; the same answer for everybody."""

from __future__ import annotations

from typing import Final

from django.db import connection

from foundation.search.folding import fold
from foundation.search.lexicon import lexicon
from foundation.search.tokens import loosen, phrase

MOST: Final = 8
_TRIED: Final = 24
_LONGEST: Final = 40

_STILL_THERE: Final = """
SELECT word FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY w(word, query, place)
WHERE EXISTS (SELECT 1 FROM foundation_searchentry WHERE title_tsv @@ query::tsquery) ORDER BY place LIMIT %s
"""


def suggest(typed: str) -> list[str]:
    """Return at most eight words that what is typed may become; only words that a public title holds right now.

    Citizens' words lead to official ones, so they are kept where one of these is in a title.
    """
    start = fold(typed[: 4 * _LONGEST]).strip()[:_LONGEST].replace(" ", "")
    if not start or (start.isascii() and len(start) < 2):
        return []
    known = lexicon()
    words = [term.text for term in known.starting_with(start, _TRIED)]
    queries = [" | ".join(filter(None, map(phrase, (word, *known.synonyms.get(word, ()))))) for word in words]
    found = [(word, loosen(query)) for word, query in zip(words, queries, strict=True) if query]
    if not found:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_STILL_THERE, [[word for word, _q in found], [query for _w, query in found], MOST])
        return [word for (word,) in cursor.fetchall()]
