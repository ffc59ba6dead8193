"""Questions of the checklist as editors write them, and what is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from guides.models import ChecklistQuestion, Guide
from guides.situations import AnswerLine, read_answers, situation_faults, write_answers
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.documents import guide_with
from tests.guides.factories import make_guide

TWO = ("yes", "no")


def test_answers_get_keys_from_their_sound_and_keep_them() -> None:
    lines = read_answers("本人办理\n委托他人代办｜带代办人身份证\n\nself = 本人到场\n本人办理")
    assert lines == [
        AnswerLine("brbl", "本人办理", ""),
        AnswerLine("wttrdb", "委托他人代办", "带代办人身份证"),
        AnswerLine("self", "本人到场", ""),
        AnswerLine("brbl2", "本人办理", ""),
    ]
    assert read_answers(write_answers(lines)) == lines


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ("只有一个", "at least two answers"),
        ("\n".join(f"答案{n}" for n in range(7)), "At most 6 answers; these are 7"),
        ("a=甲\na=乙", "“a” stands before two answers"),
        ("a=甲\nb=甲", "“甲” is given twice"),
        ("甲" * 61 + "\n乙", "too long"),
        ("=甲", "at least two answers"),
        (" | 只有说明\n甲", "at least two answers"),
    ],
)
def test_answers_that_nobody_could_choose_between_are_refused(answers: str, words: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        ChecklistQuestion(question="谁来办？", answers=answers).clean()
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("questions", "rule", "words"),
    [
        ({"who": TWO}, {"gone": ("x",)}, "“material m” depends on the question “question gone”, which is not asked"),
        ({"who": TWO}, {"who": ("maybe",)}, "“material m” is never needed"),
        ({"who": TWO}, {"who": ("yes", "maybe")}, "“answer maybe”, which is no answer of “question who”"),
        ({"who": TWO}, {"who": TWO}, "needed with every answer"),
        ({"who": TWO}, {}, "“question who” changes nothing"),
        ({f"q{n}": TWO for n in range(7)}, {}, "at most 6 questions; these are 7"),
        ({"save": TWO}, {"save": ("yes",)}, "cannot have the key “save”"),
    ],
)
def test_questions_and_rules_must_fit(
    questions: dict[str, tuple[str, ...]], rule: dict[str, tuple[str, ...]], words: str
) -> None:
    with translation.override("en"):
        assert any(words in fault for fault in situation_faults(guide_with(questions, {"m": rule})))


def test_what_fits_has_no_faults() -> None:
    assert situation_faults(guide_with({"who": TWO}, {"m": {"who": ("yes",)}, "n": {}})) == []


def test_a_guide_with_a_rule_of_no_question_is_not_submitted(cast: Cast) -> None:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    guide = make_guide(item)
    guide.materials.update(applies_to=["who=proxy"])
    fresh = Guide.objects.get(pk=guide.pk)
    assert len(fresh.find_blockers(fresh.make_document())) == 1
    ChecklistQuestion.objects.create(guide=guide, key="who", question="谁来办？", answers="self=本人\nproxy=代办")
    document = fresh.make_document()
    assert fresh.find_blockers(document) == []
    assert document.materials[0].applies_to[0].words == "代办"
