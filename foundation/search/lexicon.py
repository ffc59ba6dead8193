"""What a process knows of words: terms of titles with their sound, and approved synonyms; loaded once per version."""

from __future__ import annotations

import bisect
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from django.db import connection

from foundation.search import pinyin
from foundation.search.folding import fold
from foundation.search.words import WEAK

LONGEST_WINDOW: Final = 12


@dataclass(frozen=True)
class Term:
    """A word with its weight: how many titles hold it."""

    text: str
    weight: float
    witness: int | None = None
    """An entry whose title held the word when terms were made."""


@dataclass
class Lexicon:
    """Words by everything they are looked up by."""

    terms: dict[str, Term] = field(default_factory=dict)
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by_sound: dict[str, list[Term]] = field(default_factory=lambda: defaultdict(list))
    """By syllables, joined: shenfenzheng."""
    by_blurred: dict[str, list[Term]] = field(default_factory=lambda: defaultdict(list))
    by_initials: dict[str, list[Term]] = field(default_factory=lambda: defaultdict(list))
    by_homophone: dict[str, list[Term]] = field(default_factory=lambda: defaultdict(list))
    """By blurred syllables with blanks, so that words of one length meet."""
    by_deletion: dict[str, list[Term]] = field(default_factory=lambda: defaultdict(list))
    """By the word with one character left out."""
    prefixes: list[tuple[str, str]] = field(default_factory=list)
    """Everything that may be typed (word, pinyin, initials) with the word it stands for, sorted."""

    @classmethod
    def of(cls, terms: Iterable[tuple[str, str, float, int | None]], synonyms: Mapping[str, Iterable[str]]) -> Lexicon:
        """Build the lexicon from rows of term, syllables, weight and witness, and from approved synonyms."""
        made = cls(synonyms=_spread({fold(word): tuple(map(fold, official)) for word, official in synonyms.items()}))
        rows = {text: (parts, weight, witness) for text, parts, weight, witness in terms}
        for word in (*made.synonyms, *(w for official in made.synonyms.values() for w in official)):
            if word not in rows:
                rows[word] = (" ".join(pinyin.syllables(word)), 1.0, None)
        for text, (parts, weight, witness) in rows.items():
            made._add(text, tuple(parts.split(" ")), weight + (5 if text in made.synonyms else 0), witness)
        made.prefixes.sort()
        return made

    def with_synonyms(self, pairs: Mapping[str, tuple[str, ...]]) -> Lexicon:
        """Return the same words with other synonyms, for the preview of a change."""
        return replace(
            self, synonyms=_spread({fold(word): tuple(map(fold, official)) for word, official in pairs.items()})
        )

    def _add(self, text: str, parts: tuple[str, ...], weight: float, witness: int | None) -> None:
        term = self.terms[text] = Term(text, weight, witness)
        sound, first = "".join(parts), pinyin.initials(parts)
        self.by_sound[sound].append(term)
        self.by_blurred[pinyin.blurred(parts).replace(" ", "")].append(term)
        self.by_initials[first].append(term)
        self.by_homophone[pinyin.blurred(parts)].append(term)
        for place in range(len(text)):
            self.by_deletion[text[:place] + text[place + 1 :]].append(term)
        self.prefixes += {(text, text), (sound, text), (first, text)}

    def inside(self, word: str) -> tuple[str, ...]:
        """Return the official words of shorter citizens' words inside a longer one: of 准生证 in 生二胎准生证."""
        own = self.synonyms.get(word, ())
        pieces = {word[a:b] for a in range(len(word)) for b in range(a + 2, len(word) + 1)} - {word}
        found = [official for piece in sorted(pieces) for official in self.synonyms.get(piece, ())]
        return tuple(dict.fromkeys(official for official in found if official not in own))

    def starting_with(self, typed: str, most: int) -> list[Term]:
        """Return terms of which the word, the pinyin or the initials begin with what is typed, weightiest first."""
        start = bisect.bisect_left(self.prefixes, (typed, ""))
        found: dict[str, Term] = {}
        for place in range(start, min(start + 2000, len(self.prefixes))):
            key, text = self.prefixes[place]
            if not key.startswith(typed):
                break
            found[text] = self.terms[text]
        return sorted(found.values(), key=lambda term: (-term.weight, len(term.text), term.text))[:most]


def _spread(pairs: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the pairs with the bare nouns of verb phrases.

    Who maps 开饭店 means 饭店, and who maps 狗证 means 狗, too; a pair of the editors' own always wins.
    """
    bare: dict[str, tuple[str, ...]] = {}
    for word, official in pairs.items():
        without_verb = word[1:] if word[:1] in WEAK and len(word) > 2 else word
        for short in {without_verb, without_verb.removesuffix("证"), word.removesuffix("证")}:
            if short and short not in WEAK and short not in pairs:
                bare[short] = tuple(dict.fromkeys([*bare.get(short, ()), *official]))
    return dict(pairs) | bare


def best(terms: Iterable[Term], most: int) -> list[str]:
    """Return the weightiest words."""
    unique = {term.text: term for term in terms}
    return [t.text for t in sorted(unique.values(), key=lambda term: (-term.weight, term.text))[:most]]


_lock: Final = threading.Lock()
_held: dict[str, tuple[tuple[int, ...], Lexicon]] = {}


def lexicon() -> Lexicon:
    """Return the lexicon in force: one small query, and a load when terms or synonyms have changed since."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_schema(), (SELECT array_agg(number ORDER BY name) FROM foundation_searchversion"
            " WHERE name IN ('synonyms', 'terms'))"
        )
        schema, numbers = cursor.fetchone()
    stamp = tuple(numbers or ())
    known = _held.get(schema)
    if known is None or known[0] != stamp:
        with _lock:
            known = _held.get(schema)
            if known is None or known[0] != stamp:
                known = _held[schema] = (stamp, _load())
    return known[1]


def _load() -> Lexicon:
    with connection.cursor() as cursor:
        cursor.execute("SELECT term, pinyin, weight, witness FROM foundation_searchterm")
        terms = cursor.fetchall()
        cursor.execute("SELECT word, applied FROM foundation_synonym WHERE applied <> '{}'")
        synonyms = dict(cursor.fetchall())
    return Lexicon.of(terms, synonyms)
