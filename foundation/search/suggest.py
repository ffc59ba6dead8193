"""What somebody may be typing: words of the site that begin so, or sound so; the same answer for everybody."""

from __future__ import annotations

from typing import Final

from django.db import connection

from foundation.search.folding import fold
from foundation.search.lexicon import Lexicon, lexicon
from foundation.search.tokens import loosen, phrase

MOST: Final = 8
_TRIED: Final = 24
_LONGEST: Final = 40

# Nearly always the witness still holds the word, and a key is looked up; else all titles are asked.
_STILL_THERE: Final = """
SELECT word FROM unnest(%s::text[], %s::text[], %s::bigint[]) WITH ORDINALITY w(word, query, witness, place)
WHERE CASE WHEN EXISTS (SELECT 1 FROM foundation_searchentry WHERE id = witness AND title_tsv @@ query::tsquery)
      THEN true ELSE EXISTS (SELECT 1 FROM foundation_searchentry WHERE title_tsv @@ query::tsquery) END
ORDER BY place LIMIT %s
"""


def suggest(typed: str) -> list[str]:
    """Return at most eight words that what is typed may become; only words that a public title holds right now.

    Citizens' words lead to official ones, so they are kept where one of these is in a title.
    """
    start = fold(typed[: 4 * _LONGEST]).strip()[:_LONGEST].replace(" ", "")
    if not start or (start.isascii() and len(start) < 2):
        return []
    known = lexicon()
    found = [_asked(term.text, known) for term in known.starting_with(start, _TRIED)]
    if not found:
        return []
    words, queries, witnesses = (list(column) for column in zip(*found, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(_STILL_THERE, [words, queries, witnesses, MOST])
        return [word for (word,) in cursor.fetchall()]


def _asked(word: str, known: Lexicon) -> tuple[str, str, int | None]:
    """Return a word, the query that finds it or its official words, and an entry that held one of them."""
    meant = (word, *known.synonyms.get(word, ()))
    held = (known.terms[one].witness for one in meant if one in known.terms)
    return word, loosen(" | ".join(filter(None, map(phrase, meant)))), next(filter(None, held), None)
