"""From what somebody typed to what PostgreSQL looks for. Pure: the lexicon is given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import rjieba

from foundation.search import pinyin
from foundation.search.folding import fold
from foundation.search.lexicon import LONGEST_WINDOW, Lexicon, best
from foundation.search.tokens import is_han, loosen, mixed, phrase, runs
from foundation.search.words import STOP_PHRASES, WEAK

LONGEST: Final = 60
"""Characters of a query that count."""
_CODE: Final = re.compile(r"[0-9a-z][0-9a-z/\-.]{6,}")
_FEWEST_DIGITS: Final = 5
SHORTEST_SOUND: Final = 2
"""Letters of the shortest word that is heard inside a longer run."""
TERMS: Final = 3
"""So many terms stand for pinyin or initials."""


@dataclass(frozen=True)
class Group:
    """One word of the query with everything that stands for it; a weak one need not be found."""

    word: str
    phrases: tuple[str, ...]
    words: tuple[str, ...]
    """The words behind the phrases, for highlighting."""
    meant: tuple[str, ...] = ()
    """The official words."""
    weak: bool = False

    @property
    def tsquery(self) -> str:
        """The ``tsquery`` of the group."""
        return f"({' | '.join(self.phrases)})" if len(self.phrases) > 1 else self.phrases[0]


@dataclass(frozen=True)
class Query:
    """A query, understood."""

    text: str
    """As it was folded, cut to what counts."""
    groups: tuple[Group, ...]
    bare: str = ""
    """The text without blanks and without what questions are made of."""
    code: str = ""
    """What codes and numbers may begin with."""

    @property
    def must(self) -> str:
        """What has to be found: every word that is not weak, or where all are weak, the last one: verbs come first."""
        return " & ".join(group.tsquery for group in self.strong)

    @property
    def all(self) -> str:
        """Every word, the weak ones too."""
        return " & ".join(group.tsquery for group in self.groups)

    @property
    def any(self) -> str:
        """Each word for itself."""
        return " | ".join(group.tsquery for group in self.groups)

    @property
    def loose(self) -> str:
        """What has to be found, without the order of characters: what GIN answers exactly."""
        return loosen(self.must)

    @property
    def strong_any(self) -> str:
        """Each word that is not weak for itself: the last resort."""
        return " | ".join(group.tsquery for group in self.strong)

    @property
    def strong(self) -> Sequence[Group]:
        """The words that have to be found."""
        return [group for group in self.groups if not group.weak] or self.groups[-1:]

    @property
    def names(self) -> list[str]:
        """What a title may be called: the text without its blanks and stop phrases, and the official words."""
        return list(dict.fromkeys([self.bare, *(official for group in self.groups for official in group.meant)]))

    @property
    def words(self) -> list[str]:
        """Everything that is worth a mark in a text, longest first."""
        found = {word for group in self.groups for word in group.words}
        return sorted(found, key=len, reverse=True)


def parse(typed: str, known: Lexicon) -> Query:
    """Understand a query; one without a word in it has no groups."""
    text = " ".join(fold(typed[: 4 * LONGEST]).split())[:LONGEST].strip()
    code = text.replace(" ", "")
    is_code = _CODE.fullmatch(code) is not None and sum(c.isdigit() for c in code) >= _FEWEST_DIGITS
    if pinyin.is_letters(text) and (sounding := _by_sounds(text, known)):
        return Query(text, sounding, text)
    bare = _without_stops(text, known)
    groups = tuple(filter(None, (_group(word, known) for word in _cut(bare, known))))
    return Query(text, groups, bare.replace(" ", ""), code if is_code else "")


def _by_sounds(text: str, known: Lexicon) -> tuple[Group, ...]:
    """Return the groups that letters stand for: the whole, or words one after the other (shenfenzheng buban)."""
    if (whole := _by_sound(text, known)) is not None:
        return (whole,)
    found: list[Group] = []
    for letters in text.split():
        start = 0
        while start < len(letters):
            ends = range(len(letters), start + SHORTEST_SOUND - 1, -1)
            end = next((end for end in ends if letters[start:end] in known.by_sound), None)
            if end is None or (group := _by_sound(letters[start:end], known)) is None:
                return ()
            found.append(group)
            start = end
    return tuple(found)


def _by_sound(text: str, known: Lexicon) -> Group | None:
    """Return the group of the terms that letters stand for: pinyin, fuzzy pinyin, initials; None without any."""
    letters = text.replace(" ", "").replace("'", "")
    blurred = re.sub("zh|ch|sh", lambda match: match[0][0], letters)
    blurred = re.sub("(?<=[aei])ng", "n", blurred)
    found = (
        known.by_sound.get(letters)
        or known.by_blurred.get(blurred)
        or (known.by_initials.get(letters) if len(letters) > 1 else None)
    )
    if not found:
        return None
    words = [text, *best(found, TERMS)]
    meant = [word for term in words[1:] for word in (term, *known.synonyms.get(term, ()))]
    phrases = tuple(dict.fromkeys(filter(None, (phrase(word) for word in [text, *meant]))))
    return Group(text, phrases, tuple(dict.fromkeys([text, *meant])), tuple(dict.fromkeys(meant)))


def _without_stops(text: str, known: Lexicon) -> str:
    """Return the text without what questions are made of; a text that consists of it stays."""
    left = text
    for stop in STOP_PHRASES:
        if stop in left and left.strip() not in known.synonyms:
            left = left.replace(stop, " ")
    return left if any(True for _run in runs(left)) else text


def _cut(text: str, known: Lexicon) -> Iterator[str]:
    """Yield the words of a text: citizens' words whole, longest first, the rest as the dictionary cuts it."""
    for size in range(min(len(text), LONGEST_WINDOW), 1, -1):
        for start in range(len(text) - size + 1):
            word = text[start : start + size]
            if word in known.synonyms:
                yield from _cut(text[:start], known)
                yield word
                yield from _cut(text[start + size :], known)
                return
    for _position, run in runs(text):
        if is_han(run) and len(run) > 1:
            yield from _joined([part for word in rjieba.cut(run) for part in _parts(word)])
        else:
            yield run


def _parts(word: str) -> Sequence[str]:
    """Return a word, or its characters where all of them are weak: 办证 is 办 and 证."""
    return list(word) if all(character in WEAK for character in word) else [word]


def _joined(words: Sequence[str]) -> Iterator[str]:
    """Yield words; a lone character that means something joins its neighbour, as no body holds it alone."""
    held = ""
    for word in words:
        if (len(word) == 1 and word not in WEAK and held and held not in WEAK) or (
            len(held) == 1 and held not in WEAK and word not in WEAK
        ):
            held += word
        else:
            if held:
                yield held
            held = word
    if held:
        yield held


def _group(word: str, known: Lexicon) -> Group | None:
    own = phrase(word) if not word.isascii() or not word.isalnum() else mixed(word)
    if not own:
        return None
    meant = known.synonyms.get(word, ())
    phrases, words = [own], [word]
    for official in (*meant, *(known.inside(word) if meant else ())):
        parts = list(_joined([part for part in rjieba.cut(official) if part.strip()]))
        together = " & ".join(filter(None, map(phrase, parts)))
        phrases += [phrase(official), f"({together})"] if len(parts) > 1 else [phrase(official)]
        words += [official, *(part for part in parts if len(part) > 1 and part not in WEAK)]
    kept = tuple(dict.fromkeys(filter(None, phrases)))
    return Group(word, kept, tuple(dict.fromkeys(words)), meant, weak=word in WEAK and not meant)
