"""Compare two revisions: labels and words, rows matched by their key and not by their place."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

_IGNORED: Final = frozenset({"schema_version", "key", "id", "revision_number"})


@dataclass(frozen=True)
class Change:
    """One difference: where it is, and the values before and after (None: the row did not exist)."""

    path: tuple[str, ...]
    """Field names from the outside in; for rows the field name is followed by the row's own name."""
    before: Any
    after: Any


def compare(before: Any, after: Any, path: tuple[str, ...] = ()) -> Iterator[Change]:
    """Yield the differences between two JSON documents of the same kind."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in [*before, *(n for n in after if n not in before)]:
            if name not in _IGNORED:
                yield from compare(before.get(name), after.get(name), (*path, name))
    elif _are_rows(before) and _are_rows(after) and (before or after):
        yield from _compare_rows(before, after, path)
    elif before != after:
        yield Change(path, before, after)


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) and _row_key(row) for row in value)


def _row_key(row: dict[str, Any]) -> str:
    return str(row.get("key") or row.get("code") or "")


def _row_name(row: dict[str, Any]) -> str:
    return str(row.get("name") or row.get("title") or row.get("question") or _row_key(row))


def _compare_rows(before: list[Any], after: list[Any], path: tuple[str, ...]) -> Iterator[Change]:
    old = {_row_key(row): row for row in before}
    new = {_row_key(row): row for row in after}
    for key, row in old.items():
        if key not in new:
            yield Change((*path, _row_name(row)), row, None)
    for key, row in new.items():
        if key in old:
            yield from compare(old[key], row, (*path, _row_name(row)))
        else:
            yield Change((*path, _row_name(row)), None, row)
    kept_before = [key for key in old if key in new]
    kept_after = [key for key in new if key in old]
    if kept_before != kept_after:
        yield Change(path, [_row_name(old[key]) for key in kept_before], [_row_name(new[key]) for key in kept_after])


def changed_fields(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return the names of the top-level fields that differ, in the order of the document."""
    return list(dict.fromkeys(change.path[0] for change in compare(before, after)))


_WORDS: Final = re.compile(r"[A-Za-z0-9]+|.", re.DOTALL)
_SENTENCES: Final = re.compile(r".+?(?:[。！？\n]|\Z)|\n", re.DOTALL)
_MOST_PAIRS: Final = 3_000_000
_ISLAND: Final = 2
"""Fewer characters that happen to be the same between two changes only break the reading."""

Pieces = list[tuple[str, str]]


def word_diff(before: str, after: str) -> Pieces:
    """Return the texts cut into pieces: ``("same"|"removed"|"added", piece)`` in reading order.

    Texts that repeat the same characters without end are compared by sentences: by characters that takes minutes.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if _pairs(old, new) > _MOST_PAIRS:
        old, new = _SENTENCES.findall(before), _SENTENCES.findall(after)
    return diff(old, new, least=_ISLAND)


def _pairs(before: list[str], after: list[str]) -> int:
    """Return how many pairs of equal words two texts have; the comparison takes as many steps."""
    counts = Counter(after)
    return sum(counts[word] for word in before)


def diff(before: list[str], after: list[str], *, least: int = 1) -> Pieces:
    """Return two lists of words as one list of pieces; what stays between two changes has ``least`` characters."""
    pieces: Pieces = []
    removed = added = ""
    opcodes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for number, (tag, i1, i2, j1, j2) in enumerate(opcodes):
        old, new = "".join(before[i1:i2]), "".join(after[j1:j2])
        is_island = 0 < number < len(opcodes) - 1 and len(old) < least
        if tag != "equal" or is_island:
            removed, added = removed + old, added + new
            continue
        pieces += [*_change(removed, added), ("same", old)]
        removed = added = ""
    return pieces + _change(removed, added)


def _change(removed: str, added: str) -> Pieces:
    return [(tag, text) for tag, text in (("removed", removed), ("added", added)) if text]
