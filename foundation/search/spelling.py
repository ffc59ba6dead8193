"""Slips of the pen: a query is compared with the terms of the site, by sound and by one character. Pure."""

from __future__ import annotations

from typing import Final

from foundation.search import pinyin
from foundation.search.lexicon import LONGEST_WINDOW, Lexicon, Term
from foundation.search.tokens import is_han

_KNOWN, _SOUNDS, _SLIP, _ALONE = 0.3, 0.9, 1.1, 1.6
"""Costs of a piece: a term, one that sounds like a term, one slip away from a term, a character for itself."""
_SHORTEST_SLIP: Final = 4
_SHORTEST_GAP: Final = 3
"""A word of three may lack a character (残疾证 for 残疾人证); other slips need four to tell."""
_LONGEST: Final = 20


def correct(query: str, known: Lexicon) -> str | None:
    """Return a better spelling of a folded query, or None when there is none.

    The whole query first: a term that differs by one character or two that changed places; then the cheapest way to
    read it as terms and words that sound like terms.
    """
    plain = query.replace(" ", "")
    if not 2 <= len(plain) <= _LONGEST or not is_han(plain) or plain in known.terms:
        return None
    whole = _heaviest(_sounding(plain, known)) or _heaviest(one_slip_away(plain, known))
    found = whole or _read(plain, known)
    return found if found and found != plain else None


def _heaviest(terms: list[Term]) -> str | None:
    return max(terms, key=lambda term: (term.weight, term.text)).text if terms else None


def _sounding(word: str, known: Lexicon) -> list[Term]:
    """Return the terms that sound like the word and have its length."""
    alike = known.by_homophone.get(pinyin.blurred(pinyin.syllables(word)), [])
    same = [term for term in alike if len(term.text) == len(word) and term.text != word]
    # Of several, those that share characters with what was typed.
    most = max((sum(a == b for a, b in zip(t.text, word, strict=True)) for t in same), default=0)
    return [t for t in same if sum(a == b for a, b in zip(t.text, word, strict=True)) == most]


def one_slip_away(word: str, known: Lexicon) -> list[Term]:
    """Return terms with one character less, more or another, or two neighbours changed; of words of four and more."""
    if len(word) < _SHORTEST_GAP:
        return []
    found: list[Term] = list(known.by_deletion.get(word, []))  # one character missing
    if len(word) < _SHORTEST_SLIP:
        return [term for term in found if term.text[0] == word[0] and term.text[-1] == word[-1]]
    for place in range(len(word)):
        shorter = word[:place] + word[place + 1 :]
        if shorter in known.terms:
            found.append(known.terms[shorter])  # one too many
        found += [t for t in known.by_deletion.get(shorter, []) if len(t.text) == len(word)]  # another one
        if place + 1 < len(word):
            turned = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
            if turned in known.terms:
                found.append(known.terms[turned])
    same_length = [term for term in found if len(term.text) == len(word)]
    return same_length or found


def _read(word: str, known: Lexicon) -> str | None:
    """Return the cheapest reading of the word as pieces; None where it is no better than character for character."""
    cost = [0.0] + [_ALONE * (n + 1) for n in range(len(word))]
    text = [""] + [word[: n + 1] for n in range(len(word))]
    for end in range(1, len(word) + 1):
        cost[end], text[end] = cost[end - 1] + _ALONE, text[end - 1] + word[end - 1]
        for start in range(max(0, end - LONGEST_WINDOW), end - 1):
            price, piece = _price(word[start:end], known)
            if piece and cost[start] + price < cost[end]:
                cost[end], text[end] = cost[start] + price, text[start] + piece
    return text[-1] if text[-1] != word else None


def _price(piece: str, known: Lexicon) -> tuple[float, str]:
    if piece in known.terms:
        return _KNOWN, piece
    if (sounding := _heaviest(_sounding(piece, known))) is not None:
        return _SOUNDS, sounding
    if (slip := _heaviest(one_slip_away(piece, known))) is not None:
        return _SLIP, slip
    return 0.0, ""
