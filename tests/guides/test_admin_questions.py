"""Questions of the checklist in the back office: typed as lines, offered at the materials, compared in words."""

import pytest

from foundation.publishing.actions import submit
from foundation.publishing.duplicating import duplicate
from guides.models import ChecklistQuestion, Guide, Material
from tests.approvals.factories import make_item, publish
from tests.back_office import client_of, page
from tests.cast import Cast
from tests.guides.factories import make_guide
from tests.guides.test_admin_forms import opened, with_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(cast: Cast) -> Guide:
    """A public guide, whose draft asks who comes since."""
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    made = make_guide(item)
    publish(made, editor=cast.editor, reviewer=cast.reviewer)
    ChecklistQuestion.objects.create(guide=made, key="who", question="谁来办？", answers="self=本人\nproxy=代办")
    return made


def test_answers_get_their_keys_on_saving(cast: Cast, guide: Guide) -> None:
    client = client_of(cast.editor)
    data = with_row(opened(client, guide), "questions", question="为什么办？", answers="丢了\n到期 | 带旧证")
    assert client.post(page(guide, "change"), {**data, "_continue": "1"}).status_code == 302
    assert guide.questions.get(question="为什么办？").answers == "dl=丢了\ndq=到期 | 带旧证"


def test_unclear_answers_are_refused_at_their_field_with_the_text_kept(cast: Cast, guide: Guide) -> None:
    client = client_of(cast.editor)
    data = with_row(opened(client, guide), "questions", question="为什么办？", answers="只有一个")
    text = client.post(page(guide, "change"), {**data, "_continue": "1"}).content.decode()
    assert "至少要有两个答案" in text
    assert "只有一个" in text
    assert guide.questions.count() == 1


def test_a_material_depends_on_answers_that_are_ticked(cast: Cast, guide: Guide) -> None:
    client = client_of(cast.editor)
    data = {**opened(client, guide), "materials-0-applies_to": ["who=proxy"]}
    assert client.post(page(guide, "change"), {**data, "_continue": "1"}).status_code == 302
    assert guide.materials.get().applies_to == ["who=proxy"]
    forged = {**opened(client, guide), "materials-0-applies_to": ["who=anybody"]}
    assert client.post(page(guide, "change"), {**forged, "_continue": "1"}).status_code == 200


def test_a_rule_of_an_answer_that_is_gone_is_shown_and_stops_the_submission(cast: Cast, guide: Guide) -> None:
    guide.materials.update(applies_to=["who=proxy"])
    guide.questions.update(answers="self=本人\nfamily=家人 | 带户口簿")
    client = client_of(cast.editor)
    text = client.get(page(guide, "change")).content.decode()
    assert "已不再提问" in text
    assert "永远不会用到" in text


def test_the_reviewer_reads_questions_and_rules_in_words(cast: Cast, guide: Guide) -> None:
    guide.materials.update(applies_to=["who=proxy"])
    submit(Guide.objects.get(pk=guide.pk), actor=cast.editor)
    text = client_of(cast.reviewer).get(page(guide, "review")).content.decode()
    differences = text[text.index("清单问题") :]
    for words in ("谁来办？", "本人", "代办", "适用情形"):
        assert words in differences


def test_a_copy_keeps_the_keys_that_its_rules_name(cast: Cast, guide: Guide) -> None:
    guide.materials.update(applies_to=["who=proxy"])
    copy = duplicate(guide, actor=cast.editor, slug="copy")
    assert copy.questions.get().key == "who"
    assert Material.objects.get(guide=copy).key != Material.objects.get(guide=guide).key
    assert copy.find_blockers(copy.make_document()) == []
