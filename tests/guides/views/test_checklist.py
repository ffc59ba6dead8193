"""/guides/<slug>/checklist/: answers in the address, a list that prints, travels and says what has changed."""

import io
import re

import pytest
from django.test import Client
from django.utils import translation
from pypdf import PdfReader

from guides.models import ChecklistQuestion, Guide, Material
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide


@pytest.fixture
def guide(cast: Cast) -> Guide:
    """A public guide with two questions; the household book is needed by everybody."""
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    made = make_guide(item, slug="card")
    ChecklistQuestion.objects.create(
        guide=made, key="who", question="谁来办？", answers="self=本人\nproxy=委托代办 | 代办人带上<身份证>"
    )
    ChecklistQuestion.objects.create(guide=made, key="why", question="为什么办？", answers="lost=丢了\nold=到期")
    Material.objects.create(guide=made, name="委托书", applies_to=["who=proxy"], position=1)
    Material.objects.create(guide=made, name="旧卡", applies_to=["why=old"], position=2)
    publish(made, editor=cast.editor, reviewer=cast.reviewer)
    return made


def listed(text: str) -> dict[str, list[str]]:
    """Return the names of the materials by the list in which they stand."""
    main, _open, folded = text.partition('<details class="check-not">')
    needed, _head, possible = main.partition("check-head")
    folded = folded.partition("</details>")[0]
    found = {"needed": needed, "possible": possible}
    names = {name: re.findall(r'class="check-name"[^>]*>([^<]+)<', part) for name, part in found.items()}
    return {**names, "not": re.findall(r"<li><span[^>]*>([^<]+)<", folded)}


@pytest.mark.parametrize(
    ("query", "needed", "possible", "not_needed"),
    [
        ("", ["居民户口簿"], ["委托书", "旧卡"], []),
        ("?who=self", ["居民户口簿"], ["旧卡"], ["委托书"]),
        ("?who=proxy&why=old", ["居民户口簿", "委托书", "旧卡"], [], []),
        ("?who=&why=lost", ["居民户口簿"], ["委托书"], ["旧卡"]),
    ],
)
def test_the_answers_make_the_list(
    guide: Guide, client: Client, query: str, needed: list[str], possible: list[str], not_needed: list[str]
) -> None:
    text = client.get(f"/guides/card/checklist/{query}").content.decode()
    assert listed(text) == {"needed": needed, "possible": possible, "not": not_needed}


def test_what_was_answered_stays_chosen_and_says_its_note(guide: Guide, client: Client) -> None:
    text = client.get("/guides/card/checklist/?who=proxy").content.decode()
    assert re.search(r'name="who" value="proxy" checked', text)
    assert re.search(r'name="why" value="" checked', text)
    assert "代办人带上&lt;身份证&gt;" in text
    assert 'content="noindex, follow"' in text
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style", text)


def test_nothing_is_kept(guide: Guide, client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        response = client.get("/guides/card/checklist/?who=proxy")
    assert not response.cookies


@pytest.mark.parametrize("query", ["?from=singlemessage&isappinstalled=0", "?v=1", "?v=1&utm_source=x"])
def test_names_that_messengers_add_are_no_answers(guide: Guide, client: Client, query: str) -> None:
    assert "notice-warn" not in client.get(f"/guides/card/checklist/{query}").content.decode()


def test_an_older_list_is_told_what_changed(cast: Cast, guide: Guide, client: Client) -> None:
    guide.questions.filter(key="why").delete()
    guide.materials.filter(name="旧卡").delete()
    publish(Guide.objects.get(pk=guide.pk), editor=cast.editor, reviewer=cast.reviewer)
    text = client.get("/guides/card/checklist/?who=proxy&why=old&v=1").content.decode()
    assert "原为第1版，现为第2版" in text
    assert "有1个已不再适用" in text
    assert listed(text)["needed"] == ["居民户口簿", "委托书"]
    assert "不再适用" in client.get("/guides/card/checklist/?who=gone").content.decode()


@pytest.mark.parametrize("query", ["?v=9999999999999999999999", "?v=-1", "?v=x", "?who=a&who=self", "?%00=1&who=%00"])
def test_odd_addresses_are_answered(guide: Guide, client: Client, query: str) -> None:
    assert client.get(f"/guides/card/checklist/{query}").status_code == 200


def test_saved_to_the_phone_it_is_one_file(guide: Guide, client: Client) -> None:
    response = client.get("/guides/card/checklist/?who=proxy&why=old&save=1")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    text = response.content.decode()
    assert not re.search(r'<(?:link|script)|src="(?!data:)', text)
    assert "?who=proxy&amp;why=old&amp;v=1" in text
    for words in ("委托书", "代办人带上&lt;身份证&gt;", "江城市滨江大道168号", "0729-5550003", "<style>"):
        assert words in text


def test_english_page_and_file(guide: Guide, client: Client) -> None:
    with translation.override("en"):
        for query in ("?who=proxy", "?who=proxy&save=1"):
            text = client.get(f"/en/guides/card/checklist/{query}").content.decode()
            assert "What to bring" in text
            assert '<span class="check-name" lang="zh-Hans">委托书</span>' in text


def test_a_guide_without_questions_is_a_list_all_the_same(cast: Cast, client: Client) -> None:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    plain = make_guide(item, slug="plain")
    assert client.get("/guides/plain/checklist/").status_code == 404, "a draft is not public"
    publish(plain, editor=cast.editor, reviewer=cast.reviewer)
    text = client.get("/guides/plain/checklist/").content.decode()
    assert listed(text)["needed"] == ["居民户口簿"]
    assert 'type="radio"' not in text
    assert 'href="/guides/plain/checklist/"' in client.get("/guides/plain/").content.decode()


def test_the_guide_leads_to_its_checklist(guide: Guide, client: Client) -> None:
    text = client.get("/guides/card/").content.decode()
    assert '<a class="button button-strong" href="/guides/card/checklist/">' in text
    assert "谁来办？</span> <strong>委托代办</strong>" in text


def test_the_one_time_notice_holds_the_materials_and_the_answers(guide: Guide, client: Client) -> None:
    response = client.get("/guides/card/checklist/notice.pdf?who=self")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    assert response["Content-Type"] == "application/pdf"
    for words in ("一次性告知书", "居民户口簿", "谁来办", "本人", "不一定需要：旧卡"):
        assert words in re.sub(r"\s", "", text)
    assert "委托书" not in text
