"""Where a Chinese heading may break: between its words, not inside one.

Browsers break Chinese anywhere.  A long heading on a phone then reads “收到和处理政 / 府信息公开”; with the places
marked and everything else kept together (``word-break: keep-all``), it breaks as a person would write it.
"""

from __future__ import annotations

import functools
from typing import Final

import rjieba

LONGEST_LINE: Final = 12
"""Characters of a heading that fit on a line of a phone; shorter ones need no marks."""
_NEVER_FIRST: Final = frozenset("，。、；：？！）〕》〉」』”’】…—·的了之等年月日号个件项人次条款和与及或稿")
_NEVER_LAST: Final = frozenset("（〔《〈「『“‘【第")


@functools.lru_cache(maxsize=2048)
def phrases(text: str) -> tuple[str, ...]:
    """Return the pieces of a heading between which a line may end; together they are the heading."""
    if len(text) <= LONGEST_LINE or text.isascii():
        return (text,)
    found: list[str] = []
    for word in rjieba.cut(text):
        if found and _belong_together(found[-1], word):
            found[-1] += word
        else:
            found.append(word)
    return tuple(found)


def _belong_together(before: str, word: str) -> bool:
    """Tell whether no line may end between two words.

    That is so at punctuation, between a number and what it counts, and behind a single character, which mostly
    belongs to what follows (a name that the dictionary does not know, 不, 被).
    """
    alone = len(before) == 1
    return alone or word[0] in _NEVER_FIRST or before[-1] in _NEVER_LAST or before[-1].isdigit() or word.isspace()
