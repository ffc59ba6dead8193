"""The texts of letters: what comes with the system, and what an office makes of it."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from disclosure.letters.kinds import NOT_FOR_APPLICANT, NUMBER_WORDS, LetterKind, names_of
from disclosure.models import LetterTemplate
from disclosure.placeholders import find_problems
from disclosure.reference import load_letter_templates
from foundation.audit import Act, AuditEntry
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ABOUT_THE_REQUEST = {"applicant", "request_number", "subject", "asked"}


@pytest.fixture(autouse=True)
def texts() -> None:
    load_letter_templates()


def address(kind: str = "correction") -> str:
    return f"/admin/disclosure/lettertemplate/{LetterTemplate.objects.get(kind=kind).pk}/change/"


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_every_kind_has_its_text_its_number_word_and_known_placeholders_only():
    assert set(LetterTemplate.objects.values_list("kind", flat=True)) == set(LetterKind)
    assert set(NUMBER_WORDS) == set(LetterKind)
    assert len(set(NUMBER_WORDS.values())) == len(LetterKind)
    for template in LetterTemplate.objects.all():
        template.full_clean()
        assert find_problems(template.body, names_of(template.kind)) == []


@pytest.mark.parametrize("kind", sorted(NOT_FOR_APPLICANT))
def test_letters_to_others_have_no_placeholder_about_the_applicant(kind: str):
    assert not ABOUT_THE_REQUEST & set(names_of(kind))


def test_loading_again_adds_nothing_and_keeps_what_was_edited():
    LetterTemplate.objects.filter(kind="fee").update(body="本局文本", edit_version=2)
    LetterTemplate.objects.filter(kind="delay").update(body="旧版文本")
    assert load_letter_templates() == 10
    assert LetterTemplate.objects.count() == 10
    assert LetterTemplate.objects.get(kind="fee").body == "本局文本"
    assert "第三十五条" in LetterTemplate.objects.get(kind="delay").body


def test_an_unknown_placeholder_is_refused_with_its_place():
    template = LetterTemplate.objects.get(kind="third_party")
    template.body = "第一行\n关于{{ applicant }}的申请{{ question"
    with pytest.raises(ValidationError) as refused:
        template.clean()
    assert refused.value.message_dict["body"] == [
        "第2行第3字：“applicant”不是本文本可用的占位符。",
        "第2行第21字：花括号不成对，应写作{{ 名称 }}。",
    ]


@pytest.mark.parametrize(("kind", "name"), [("correction", "applicant"), ("third_party", "party")])
def test_a_title_names_nobody(kind: str, name: str):
    with pytest.raises(ValidationError) as refused:
        LetterTemplate(kind=kind, title=f"致{{{{ {name} }}}}的函", body=f"{{{{ {name} }}}}：").clean()
    assert (len(refused.value.message_dict["title"]), refused.value.message_dict["body"]) == (1, [])


def test_an_officer_edits_and_the_change_is_recorded(cast: Cast):
    client = browser(cast.officer)
    page = client.get(address())
    assert "{{ until }}" in page.content.decode()
    sent = client.post(address(), {"title": "补正告知", "body": "请补正：{{ what }}", "edit_version": 1})
    assert sent.status_code == 302
    template = LetterTemplate.objects.get(kind="correction")
    assert (template.title, template.edit_version) == ("补正告知", 2)
    assert AuditEntry.objects.get(act=Act.REFERENCE_CHANGED).actor == cast.officer


def test_a_save_without_a_change_keeps_the_text_unedited(cast: Cast):
    template = LetterTemplate.objects.get(kind="correction")
    browser(cast.officer).post(address(), {"title": template.title, "body": template.body, "edit_version": 1})
    template.refresh_from_db()
    assert template.edit_version == 1


def test_two_officers_saving_at_once_the_second_keeps_what_was_typed(cast: Cast):
    client = browser(cast.officer)
    client.post(address(), {"title": "甲", "body": "甲文 {{ what }}", "edit_version": 1})
    late = client.post(address(), {"title": "乙", "body": "乙文 {{ what }}", "edit_version": 1})
    assert late.status_code == 200
    assert "乙文 {{ what }}" in late.content.decode()
    assert "其间已有他人保存" in late.content.decode()
    assert LetterTemplate.objects.get(kind="correction").title == "甲"


def test_a_bad_placeholder_comes_back_with_what_was_typed(cast: Cast):
    answer = browser(cast.officer).post(address(), {"title": "题", "body": "文 {{ wrong }}", "edit_version": 1})
    assert answer.status_code == 200
    assert "“wrong”不是本文本可用的占位符" in answer.content.decode()
    assert "文 {{ wrong }}" in answer.content.decode()
