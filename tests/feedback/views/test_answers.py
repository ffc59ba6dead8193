"""Published answers: list, page, feed and table show what was released, and nothing of the message itself."""

import datetime as dt
import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from feedback.actions import answers, messages
from feedback.actions.answers import submit_public_text
from feedback.models import Message, PublicText
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, TUESDAY, bring_to, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("message_rules")]
LIST, FEED, TABLE = "/feedback/answers/", "/feedback/answers/feed/", "/feedback/answers.csv"


def published(cast: Cast, today: dt.date = MONDAY, **changes: Any) -> Message:
    return publish(bring_to("answered", cast, today=today, **changes), cast)


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    parts = response.streaming_content if response.streaming else [response.content]
    return unescape(b"".join(parts).decode())


def cards(text: str) -> int:
    return text.count('class="card"')


def test_only_what_was_released_is_listed(client: Client, cast: Cast) -> None:
    public = published(cast)
    draft = bring_to("answered", cast, subject="只有草稿", text="草稿")
    answers.save_public_text(draft, subject="草稿主题", question="草稿", answer="草稿", actor=cast.officer)
    submit_public_text(draft, edit_version=1, actor=cast.officer)
    for address in (LIST, FEED, TABLE, "/feedback/", "/"):
        text = shown(client, address)
        assert public.subject in text, address
        assert "草稿" not in text, address
    assert client.get(f"{LIST}{draft.number}/").status_code == 404


def test_the_list_follows_at_once(client: Client, cast: Cast) -> None:
    assert cards(shown(client, LIST)) == 0
    message = published(cast)
    assert cards(shown(client, LIST)) == 1
    second = published(cast, text="二")
    answers.unpublish_answer(message, reason="更正", actor=cast.reviewer)
    text = shown(client, LIST)
    assert (cards(text), second.number in text) == (1, True)
    messages.change_consent(Message.objects.get(pk=second.pk), consents=False, today=MONDAY)
    assert cards(shown(client, LIST)) == 0
    assert client.get(f"{LIST}{second.number}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?kind=enquiry", 1),
        ("?kind=enquiry&kind=complaint", 3),
        ("?department=gaj", 3),
        ("?department=scj", 0),
        ("?ending=solved", 3),
        ("?ending=refused", 0),
        ("?year=2026", 2),
        ("?year=2026&month=2026-03", 2),
        ("?month=2025-12", 1),
        ("?q=护照", 1),
        ("?q=护照到期&kind=complaint", 0),
        ("?q=LY2026-000001", 1),
        ("?sort=old", 3),
        ("?kind=<b>", 3),
        ("?month=2026-99", 3),
        ("?page=999", 3),
        ("?q=%00", 3),
    ],
)
def test_facets_and_words_narrow_the_list(client: Client, cast: Cast, query: str, found: int) -> None:
    published(cast)
    published(cast, kind="enquiry", subject="护照到期怎么换", today=TUESDAY)
    published(cast, today=dt.date(2025, 12, 1), text="去年")
    text = shown(client, LIST + query)
    assert cards(text) == found
    assert "<b>" not in client.get(LIST + query).content.decode()
    assert ("noindex" in text) == bool(query)
    table = shown(client, TABLE + query)
    assert table.count("\r\n") - 1 == found


def test_months_are_offered_for_one_year(client: Client, cast: Cast) -> None:
    published(cast)
    assert "2026-03</span>" not in shown(client, LIST)
    assert "2026-03</span>" in shown(client, f"{LIST}?year=2026")


def test_a_page_shows_exactly_what_was_released(client: Client, cast: Cast) -> None:
    message = bring_to("answered", cast, subject="原来的主题", text="原来的内容")
    answers.save_public_text(
        message, subject="公开的<b>主题", question="公开的内容", answer="公开的答复", actor=cast.officer
    )
    submit_public_text(message, edit_version=1, actor=cast.officer)
    answers.publish_answer(message, edit_version=1, actor=cast.reviewer)
    response = client.get(f"{LIST}{message.number}/")
    page = response.content.decode()
    text = unescape(page)
    for words in ("公开的内容", "公开的答复", message.number, "江城市公安局", "2026-03-02", "已解决"):
        assert words in text
    assert "原来的" not in text
    assert "<b>主题" not in page
    for name, content in (
        ("ArticleTitle", "公开的<b>主题"),
        ("ContentSource", "江城市公安局"),
        ("ColumnName", "答复公开"),
    ):
        assert re.search(f'<meta name="{name}" content="{re.escape(content)}"', text), name
    assert page.count('name="ColumnName"') == 1
    data = json.loads(page.split('application/ld+json">')[1].split("</script>")[0])
    assert data["mainEntity"]["acceptedAnswer"]["text"] == "公开的答复"
    assert response["ETag"]


def test_neighbours_follow_the_order_of_the_list(client: Client, cast: Cast) -> None:
    first, second, third = (published(cast, text=str(n)) for n in range(3))
    text = shown(client, f"{LIST}{second.number}/")
    assert re.search(f'href="{LIST}{first.number}/" rel="prev"', text)
    assert re.search(f'href="{LIST}{third.number}/" rel="next"', text)
    assert 'rel="prev"' not in shown(client, f"{LIST}{first.number}/")
    assert 'rel="next"' not in shown(client, f"{LIST}{third.number}/")


@pytest.mark.parametrize("number", ["LY2026-999999", "x", "LY2026-000001x"])
def test_an_unknown_number_is_not_found(client: Client, cast: Cast, number: str) -> None:
    published(cast)
    assert client.get(f"{LIST}{number}/").status_code == 404


def test_a_table_holds_no_formula(client: Client, cast: Cast) -> None:
    message = published(cast, subject="=HYPERLINK(1)", text="+1加号开头")
    row = shown(client, TABLE).splitlines()[1]
    assert "'=HYPERLINK(1)" in row
    assert "'+1加号开头" in row
    assert row.startswith(message.number)


def test_the_feed_is_atom_and_stays(client: Client, cast: Cast) -> None:
    message = published(cast)
    response = client.get(FEED)
    assert response["Content-Type"].startswith("application/atom+xml")
    text = response.content.decode()
    assert f"answer-{message.number}" in text
    assert "已增开窗口。" in text


def test_english_pages_mark_the_chinese_words(client: Client, cast: Cast) -> None:
    message = published(cast)
    text = shown(client, f"/en{LIST}")
    assert re.search(f'<a href="/en{LIST}{message.number}/" lang="zh-Hans">', text)
    assert "Published answers" in shown(client, f"/en{LIST}{message.number}/")


def test_the_public_text_is_not_the_draft_of_the_next(client: Client, cast: Cast) -> None:
    message = published(cast)
    PublicText.objects.filter(message=message).update(answer="改了草稿")
    assert "改了草稿" not in shown(client, f"{LIST}{message.number}/")
