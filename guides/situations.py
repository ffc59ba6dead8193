"""Situations of a guide: plain questions whose answers decide what somebody must bring. Pure rules.

Editors write the answers of a question as text, one on each line: ``key=words | note``. The key stands in addresses
and in the rules of the materials, so it stays when the words change; where a line has none, one is made from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.translation import gettext as _
from pypinyin import Style, lazy_pinyin

if TYPE_CHECKING:
    from guides.documents import GuideDocument, MaterialDocument, QuestionDocument

MOST_QUESTIONS: Final = 6
MOST_ANSWERS: Final = 6
"""More of either and nobody answers them standing at a counter (own rule)."""
LONGEST_ANSWER: Final = 60
LONGEST_NOTE: Final = 200
LONGEST_KEY: Final = 20

RESERVED: Final = frozenset({"v", "save"})
"""Names in the address of a checklist that are no questions."""

_LINE: Final = re.compile(r"(?:([0-9A-Za-z_-]+)\s*[=＝])?([^|｜]*)(?:[|｜](.*))?")


class AnswerLine(NamedTuple):
    """One answer as the editor wrote it."""

    key: str
    words: str
    note: str


def read_answers(text: str) -> list[AnswerLine]:
    """Return the answers of a text, each with a key; lines without words are left out."""
    found: list[AnswerLine] = []
    for line in text.splitlines():
        match = _LINE.fullmatch(line.strip())
        if match is not None and match[2].strip():
            found.append(AnswerLine(match[1] or "", match[2].strip(), (match[3] or "").strip()))
    return list(_with_keys(found))


def _with_keys(lines: Sequence[AnswerLine]) -> Iterator[AnswerLine]:
    taken = {line.key for line in lines if line.key}
    for line in lines:
        key = line.key or _free_key(line.words, taken)
        taken.add(key)
        yield line._replace(key=key)


def _free_key(words: str, taken: Iterable[str]) -> str:
    """Return a key from the first letters of the words in pinyin: ``brbl`` for 本人办理."""
    initials = "".join(lazy_pinyin(words, style=Style.FIRST_LETTER, errors=lambda other: other.lower()))
    stem = re.sub(r"[^0-9a-z]", "", initials)[: LONGEST_KEY - 2] or "a"
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}{number}"
    return key


def write_answers(lines: Iterable[AnswerLine]) -> str:
    """Return the text that stands for these answers."""
    return "\n".join(f"{line.key}={line.words}" + (f" | {line.note}" if line.note else "") for line in lines)


def answer_faults(lines: Sequence[AnswerLine]) -> list[str]:
    """Return what is wrong with the answers of one question."""
    faults: list[str] = []
    if len(lines) < 2:
        faults.append(_("A question needs at least two answers, one on each line."))
    if len(lines) > MOST_ANSWERS:
        faults.append(
            _("At most %(limit)d answers; these are %(count)d.") % {"limit": MOST_ANSWERS, "count": len(lines)}
        )
    faults += [_("The key “%s” stands before two answers.") % key for key in _doubles(line.key for line in lines)]
    faults += [_("The answer “%s” is given twice.") % words for words in _doubles(line.words for line in lines)]
    for line in lines:
        if len(line.words) > LONGEST_ANSWER or len(line.note) > LONGEST_NOTE or len(line.key) > LONGEST_KEY:
            limits = {"answer": LONGEST_ANSWER, "note": LONGEST_NOTE, "key": LONGEST_KEY, "words": line.words[:20]}
            faults.append(
                _(
                    "“%(words)s” is too long: at most %(answer)d characters for the answer,"
                    " %(note)d for the note and %(key)d for the key."
                )
                % limits
            )
    return faults


def _doubles(values: Iterable[str]) -> list[str]:
    known = list(values)
    return [value for value in dict.fromkeys(known) if known.count(value) > 1]


def situation_faults(document: GuideDocument) -> list[str]:
    """Return why the questions of a guide and the rules of its materials do not fit together."""
    questions = document.questions
    faults: list[str] = []
    if len(questions) > MOST_QUESTIONS:
        faults.append(
            _("A guide asks at most %(limit)d questions; these are %(count)d.")
            % {"limit": MOST_QUESTIONS, "count": len(questions)}
        )
    faults += [_("The question “%s” is asked twice.") % words for words in _doubles(q.question for q in questions)]
    for question in questions:
        if question.key in RESERVED:
            faults.append(_("A question cannot have the key “%s”.") % question.key)
        lines = [AnswerLine(answer.key, answer.name, answer.note) for answer in question.answers]
        faults += [f"{question.question}：{fault}" for fault in answer_faults(lines)]
    for material in document.materials:
        faults += _rule_faults(material, questions)
    return faults + [
        _("The question “%s” changes nothing: no material depends on it, and no answer has a note.") % question.question
        for question in questions
        if not _matters(question, document.materials)
    ]


def _rule_faults(material: MaterialDocument, questions: Sequence[QuestionDocument]) -> Iterator[str]:
    known = {question.key: {answer.key for answer in question.answers} for question in questions}
    for condition in material.applies_to:
        told = {"material": material.name, "question": condition.name}
        given = {answer.code for answer in condition.answers}
        if condition.key not in known:
            yield _("“%(material)s” depends on the question “%(question)s”, which is not asked.") % told
        elif not given & known[condition.key]:
            yield _("“%(material)s” is never needed: “%(question)s” has none of its answers.") % told
        elif given - known[condition.key]:
            unknown = "、".join(answer.name for answer in condition.answers if answer.code not in known[condition.key])
            yield _("“%(material)s” depends on “%(answers)s”, which is no answer of “%(question)s”.") % {
                **told,
                "answers": unknown,
            }
        elif given == known[condition.key]:
            yield (
                _("“%(material)s” is needed with every answer of “%(question)s”; take the rule away, or some answers.")
                % told
            )


def _matters(question: QuestionDocument, materials: Iterable[MaterialDocument]) -> bool:
    depends = any(condition.key == question.key for material in materials for condition in material.applies_to)
    return depends or any(answer.note for answer in question.answers)
