"""The personal checklist: which materials of a guide somebody needs, by the answers to its questions. Pure.

Answers are keys of answers by the keys of their questions. A material whose conditions hold is needed; one whose
condition an answer contradicts is not; one that hangs on a question without an answer may be needed. So each further
answer only settles what was open, and nothing that was settled changes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from guides.documents import AnswerDocument, ConditionDocument, GuideDocument, MaterialDocument, QuestionDocument


@dataclass(frozen=True)
class Chosen:
    """A question with the answer that somebody gave."""

    question: QuestionDocument
    answer: AnswerDocument


@dataclass(frozen=True)
class Selection:
    """The materials of a guide, sorted by the answers; each is needed, possible or not needed, in the guide's order."""

    chosen: tuple[Chosen, ...]
    open: tuple[QuestionDocument, ...]
    """The questions without an answer."""
    needed: tuple[MaterialDocument, ...]
    possible: tuple[MaterialDocument, ...]
    """Materials that hang on an open question."""
    not_needed: tuple[MaterialDocument, ...]
    dropped: int
    """How many of the given answers the guide does not know (any more)."""

    @property
    def answers(self) -> dict[str, str]:
        """The answers that count, by the keys of their questions: what an address or an application keeps."""
        return {one.question.key: one.answer.key for one in self.chosen}

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Question and answer in words."""
        return [(one.question.question, one.answer.name) for one in self.chosen]

    @property
    def to_bring(self) -> list[MaterialDocument]:
        """What is needed and has to be handed in."""
        return [material for material in self.needed if is_handed_in(material)]

    @property
    def may_bring(self) -> list[MaterialDocument]:
        """What hangs on an open question and would have to be handed in."""
        return [material for material in self.possible if is_handed_in(material)]

    @property
    def looked_up(self) -> list[MaterialDocument]:
        """What the office looks up itself."""
        return [material for material in (*self.needed, *self.possible) if not is_handed_in(material)]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the materials to bring: those needed, and those that may be."""
        return frozenset(material.key for material in (*self.needed, *self.possible))


def is_handed_in(material: MaterialDocument) -> bool:
    """Tell whether somebody has to hand the material in: neither original nor copy means that it is looked up."""
    return bool(material.originals or material.copies)


def select(guide: GuideDocument, answers: Mapping[str, str]) -> Selection:
    """Sort the materials of a guide by the answers to its questions."""
    chosen = tuple(_chosen(guide.questions, answers))
    given = {one.question.key: one.answer.key for one in chosen}
    asked = {question.key: {answer.key for answer in question.answers} for question in guide.questions}
    sorted_out: dict[bool | None, list[MaterialDocument]] = {True: [], None: [], False: []}
    for material in guide.materials:
        sorted_out[_is_needed(material.applies_to, given, asked)].append(material)
    return Selection(
        chosen=chosen,
        open=tuple(question for question in guide.questions if question.key not in given),
        needed=tuple(sorted_out[True]),
        possible=tuple(sorted_out[None]),
        not_needed=tuple(sorted_out[False]),
        dropped=len(answers) - len(given),
    )


def _chosen(questions: Sequence[QuestionDocument], answers: Mapping[str, str]) -> Iterable[Chosen]:
    for question in questions:
        answer = next((one for one in question.answers if one.key == answers.get(question.key)), None)
        if answer is not None:
            yield Chosen(question, answer)


def _is_needed(
    conditions: Iterable[ConditionDocument], given: Mapping[str, str], asked: Mapping[str, Collection[str]]
) -> bool | None:
    """Tell whether all conditions hold; None while that hangs on a question without an answer."""
    needed: bool | None = True
    for condition in conditions:
        wanted = {answer.code for answer in condition.answers}
        if condition.key in given:
            if given[condition.key] not in wanted:
                return False
        elif not wanted.issuperset(asked.get(condition.key, {""})):
            needed = None
    return needed
