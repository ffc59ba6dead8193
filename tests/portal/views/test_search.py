"""/search/ and its answers for machines: every kind of public record, marked, narrowed, or ways that lead on."""

import json
import re
from typing import Any

import pytest
from django.test import Client, RequestFactory

from approvals.models import Flow, FlowPhase
from foundation.publishing import actions
from foundation.search.index import SYNONYMS, bump, rebuild_terms
from foundation.search.models import Synonym
from portal.search.results import search_context
from tests.approvals.factories import make_item, make_theme, publish
from tests.cast import Cast
from tests.disclosure.factories import make_publication
from tests.guides.factories import make_guide


@pytest.fixture
def _published(cast: Cast) -> None:
    item = make_item(cast.police, name="居民身份证补领", colloquial_name="补身份证")
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    guide = make_guide(item, title="居民身份证丢失补领", summary="身份证丢了先挂失，再到窗口补办。")
    publish(guide, editor=cast.editor, reviewer=cast.reviewer)
    summary = "开饭馆要用到的证照一次申请。"
    flow = Flow.objects.create(
        slug="restaurant", kind="parallel", title="开办餐饮店", summary=summary, body="说明", department=cast.police
    )
    FlowPhase.objects.create(flow=flow, name="受理")
    publish(flow, editor=cast.editor, reviewer=cast.reviewer)
    text = make_publication(cast.police, title="居民户口簿换发通告", summary="户口本丢了怎么换发")
    publish(text, editor=cast.editor, reviewer=cast.reviewer)
    cast.police.short_name = "市公安局"
    cast.police.save()
    rebuild_terms(["guide", "item"])


def ask(client: Client, words: str, **more: str) -> dict[str, Any]:
    """Return the answer for machines."""
    answer: dict[str, Any] = json.loads(client.get("/search/", {"q": words, "format": "json", **more}).content)
    return answer


@pytest.mark.usefixtures("_published")
@pytest.mark.parametrize(
    ("words", "first", "kinds"),
    [
        ("身份证", "居民身份证丢失补领", {"guide", "item"}),
        ("身份證", "居民身份证丢失补领", {"guide", "item"}),
        ("补身份证", "居民身份证丢失补领", {"guide", "item"}),
        ("身份证丢了怎么办", "居民身份证丢失补领", {"guide", "item"}),
        ("sfz", "居民身份证丢失补领", {"guide", "item"}),
        ("户口簿", "居民户口簿换发通告", {"document", "guide"}),
        ("餐饮店", "开办餐饮店", {"flow"}),
        ("开饭馆", "开办餐饮店", {"flow"}),
    ],
)
def test_finds(client: Client, words: str, first: str, kinds: set[str]) -> None:
    answer = ask(client, words)
    assert answer["results"][0]["title"] == first
    assert {one["kind"] for one in answer["results"]} == kinds
    assert answer["total"] == len(answer["results"])
    assert (answer["capped"], answer["corrected"]) == (False, None)
    assert client.get(answer["results"][0]["url"]).status_code == 200


@pytest.mark.usefixtures("_published")
def test_the_page_marks_the_words_and_narrows(client: Client) -> None:
    text = client.get("/search/", {"q": "身份证"}).content.decode()
    assert "居民<mark>身份证</mark>丢失补领" in text
    assert "?q=%E8%BA%AB%E4%BB%BD%E8%AF%81&amp;kind=item" in text
    only = client.get("/search/", {"q": "身份证", "kind": "item"}).content.decode()
    assert "丢失补领" not in only
    assert ask(client, "身份证", department="nowhere")["results"] == ask(client, "身份证")["results"]
    assert ask(client, "身份证", kind="alien")["total"] == 2
    assert ask(client, "身份证", page="9")["results"] == []


@pytest.mark.usefixtures("_published")
def test_a_better_spelling_is_said_and_can_be_declined(client: Client) -> None:
    answer = ask(client, "居民身分证补领")
    assert answer["corrected"] == "居民身份证补领"
    text = client.get("/search/", {"q": "居民身分证补领"}).content.decode()
    assert "exactly=1" in text
    assert ask(client, "居民身分证补领", exactly="1")["corrected"] is None


@pytest.mark.usefixtures("_published")
def test_citizens_words_lead_to_official_ones(client: Client) -> None:
    assert ask(client, "户口本")["results"][0]["title"] == "居民户口簿换发通告"
    Synonym.objects.create(word="丢本本", official=["户口簿换发"], applied=["户口簿换发"], state="approved")
    bump(SYNONYMS)
    assert ask(client, "丢本本")["results"][0]["title"] == "居民户口簿换发通告"


@pytest.mark.usefixtures("_published")
def test_what_is_withdrawn_is_not_found_between_two_index_runs(client: Client, cast: Cast) -> None:
    from disclosure.models import Publication

    text = Publication.objects.get(title="居民户口簿换发通告")
    actions.retire(text, reason="已换发完毕", actor=cast.reviewer)
    assert "document" not in {one["kind"] for one in ask(client, "户口簿")["results"]}
    assert "户口簿" not in client.get("/search/suggest", {"q": "户口"}).content.decode()


@pytest.mark.usefixtures("_published")
def test_drafts_are_not_found(client: Client, cast: Cast) -> None:
    make_publication(cast.police, title="尚未公开的通告")
    assert "尚未公开的通告" not in [one["title"] for one in ask(client, "尚未公开的通告")["results"]]


@pytest.mark.usefixtures("_published")
def test_suggestions_are_the_same_for_everybody(client: Client) -> None:
    response = client.get("/search/suggest", {"q": "shenf"})
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert "身份证" in "".join(one["text"] for one in response.json()["suggestions"])
    assert client.get("/search/suggest").json() == {"suggestions": []}


@pytest.mark.usefixtures("_published")
def test_departments_are_found_by_name(client: Client) -> None:
    assert ">江城市公安局</strong>" in client.get("/search/", {"q": "公安局"}).content.decode()


@pytest.mark.usefixtures("_published")
def test_the_lists_find_the_same(client: Client) -> None:
    assert "居民身份证丢失补领" in client.get("/guides/", {"q": "身份证丢了"}).content.decode()
    assert "居民户口簿换发通告" in client.get("/disclosure/documents/", {"q": "户口簿"}).content.decode()


@pytest.mark.usefixtures("_published")
def test_nothing_found_leads_on(client: Client, settings: Any) -> None:
    make_theme("e-work", name="就业", kind="life_event")
    text = client.get("/search/", {"q": "护照"}).content.decode()
    assert 'href="/guides/?event=e-work"' in text
    assert 'href="/guides/?audience=person"' in text
    assert 'href="/departments/"' in text.split('<main id="main"')[1]
    assert f'href="tel:{settings.SITE.phone.replace("-", "")}"' in text
    assert 'href="tel:12345"' in text


@pytest.mark.usefixtures("_published")
@pytest.mark.parametrize(
    "words", ["<b>x</b>", "' & | ! <-> :*", "\0", "🧾", "\ud800", "'; DROP TABLE x; --", "。，！", "%", "a" * 10_000]
)
def test_odd_words_are_safe(client: Client, words: str) -> None:
    response = client.get("/search/", {"q": words.encode("utf-8", "surrogatepass")})
    assert response.status_code == 200
    assert "<b>x" not in response.content.decode()
    assert client.get("/search/suggest", {"q": words.encode("utf-8", "surrogatepass")}).status_code == 200


@pytest.mark.usefixtures("_published")
def test_nothing_found_becomes_a_question(client: Client) -> None:
    text = client.get("/search/", {"q": "养骆驼 & <b>"}).content.decode()
    link = re.search(r'href="(/feedback/new/\?kind=enquiry&amp;subject=[^"]+)"', text)
    assert link is not None
    form = client.get(link[1].replace("&amp;", "&")).content.decode()
    assert 'value="养骆驼 &amp; &lt;b&gt;"' in form


def numbers(client: Client, **asked: str) -> dict[str, int]:
    """Return the numbers beside the filters of a search, by label, and the total."""
    context = search_context(RequestFactory().get("/search/", asked))
    choices = [*context["kinds"], *(choice for _name, rows in context["narrow"] for choice in rows)]
    return {"total": context["total"], **{choice.label: choice.count for choice in choices}}


@pytest.fixture
def _many(cast: Cast) -> None:
    """Three licences under two themes, one of them of the other department, and a text that speaks of one."""
    shop, food = make_theme("t-shop", name="开店"), make_theme("t-food", name="餐饮")
    for department, editor, reviewer, name, themes in (
        (cast.police, cast.editor, cast.reviewer, "旅馆许可", [shop]),
        (cast.market, cast.other_editor, cast.other_reviewer, "食品许可", [shop, food]),
        (cast.market, cast.other_editor, cast.other_reviewer, "餐饮许可", [food]),
    ):
        item = make_item(department, name=name)
        item.themes.set(themes)
        publish(item, editor=editor, reviewer=reviewer)
    text = make_publication(cast.police, title="收费目录", summary="办许可不收费")
    publish(text, editor=cast.editor, reviewer=cast.reviewer)


@pytest.mark.usefixtures("_many")
@pytest.mark.parametrize("ranked", [200, 2])
def test_numbers_beside_filters_count_everything_and_ignore_their_own_choice(
    client: Client, monkeypatch: pytest.MonkeyPatch, ranked: int
) -> None:
    monkeypatch.setattr("portal.search.results.MOST", ranked)  # 2: there is more than is ranked
    everything = {"事项": 3, "主动公开信息": 1, "江城市市场监督管理局": 2, "江城市公安局": 2, "开店": 2, "餐饮": 2}
    assert numbers(client, q="许可") == {"total": 4, **everything}
    narrowed = numbers(client, q="许可", theme="t-food")
    assert (narrowed["total"], narrowed["开店"], narrowed["餐饮"], narrowed["事项"]) == (2, 2, 2, 2)
    titles = {one["title"] for one in ask(client, "许可", theme="t-food")["results"]}
    assert titles == {"食品许可", "餐饮许可"}
    both = numbers(client, q="许可", kind="item", department="gaj")
    assert (both["total"], both["事项"], both["主动公开信息"]) == (1, 1, 1)


@pytest.mark.usefixtures("_published")
def test_an_english_page_marks_chinese_titles_only(client: Client) -> None:
    text = client.get("/en/search/", {"q": "身份证"}).content.decode()
    assert re.search(r'<h2><a href="/en/items/\w+/" lang="zh-Hans">', text)
