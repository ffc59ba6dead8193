"""Public pages of questionnaires: list, page, sheet, thanks, results."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from feedback.models import PublishedQuestionnaire, ResponseSheet
from feedback.views import questionnaires as views
from foundation import pressure
from tests.cast import Cast
from tests.feedback.factories import make_questionnaire, old_stamp, sheet, survey_now

LIST = "/surveys/"


def text_of(response: Any) -> str:
    return unescape(response.content.decode())


def url(row: PublishedQuestionnaire, part: str = "") -> str:
    return f"{LIST}{row.number}/{part}"


def filled(**changes: Any) -> dict[str, Any]:
    return {"q_single": "1", "q_grade": "0", "stamp": old_stamp(), **changes}


def test_the_list_says_what_runs(cast: Cast, client: Client) -> None:
    survey_now(cast)
    survey_now(cast, start=-40, title="旧问卷")
    make_questionnaire(cast.police, title="草稿问卷")
    page = text_of(client.get(LIST))
    assert re.findall(r"<li class=\"card\">.*?<a[^>]*>([^<]*)</a> <span class=\"badge ([^\"]*)\"", page) == [
        ("大厅服务问卷", "badge-good"),
        ("旧问卷", ""),
    ]
    assert "草稿问卷" not in page


@pytest.mark.parametrize(("start", "part", "result"), [(-5, True, False), (3, False, False), (-40, False, True)])
def test_the_page_leads_to_the_sheet_or_to_the_results(
    cast: Cast, client: Client, start: int, part: bool, result: bool
) -> None:
    row = survey_now(cast, start=start)
    page = text_of(client.get(url(row)))
    assert (url(row, "answer/") in page) is part
    assert (url(row, "result/") in page) is result
    assert "问题several" in page


def test_a_sheet_is_sent(cast: Cast, client: Client) -> None:
    row = survey_now(cast)
    response = client.post(url(row, "answer/"), filled(q_several=["0", "2"], q_text="快一点"))
    assert response["Location"].endswith(url(row, "thanks/"))
    kept = ResponseSheet.objects.get().answers
    assert sorted(kept.filter(question_key="several").values_list("choice", flat=True)) == [0, 2]
    assert kept.get(question_key="text").text == "快一点"
    thanks = client.get(url(row, "thanks/"))
    assert "感谢您的参与" in text_of(thanks)
    assert not thanks.cookies, "nothing is left in the browser"


def test_the_same_form_twice_is_one_sheet(cast: Cast, client: Client) -> None:
    row, form = survey_now(cast), filled()
    for _time in range(2):
        assert client.post(url(row, "answer/"), form).status_code == 302
    assert ResponseSheet.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"q_single": ""},
        {"q_single": "7"},
        {"q_grade": "x"},
        {"q_several": ["9"]},
        {"q_text": "长" * 1001},
        {"website": "http://spam.example"},
        {"stamp": "altered"},
    ],
)
def test_what_does_not_fit_is_asked_again_with_everything_kept(
    cast: Cast, client: Client, changes: dict[str, Any]
) -> None:
    row = survey_now(cast)
    response = client.post(url(row, "answer/"), filled(q_several=["1"]) | changes)
    assert response.status_code == 422
    if "q_several" not in changes:
        box = re.search('<input[^>]*id="id_q_several_1"[^>]*>', text_of(response))
        assert box is not None
        assert "checked" in box.group()
    assert not ResponseSheet.objects.exists()


def test_before_and_after_the_period_nothing_is_taken(cast: Cast, client: Client) -> None:
    for start in (3, -40):
        row = survey_now(cast, start=start)
        assert client.get(url(row, "answer/"))["Location"].endswith(url(row))
        response = client.post(url(row, "answer/"), filled())
        assert response.status_code == 422
        assert "已不能填写" in text_of(response)
    assert not ResponseSheet.objects.exists()


def test_too_many_sheets_wait(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "LIMIT", pressure.Limit("feedback.sheet", 1, 3600))
    row, second = survey_now(cast), filled()
    assert client.post(url(row, "answer/"), filled()).status_code == 302
    response = client.post(url(row, "answer/"), second)
    assert response.status_code == 429
    ticket = text_of(response).split('name="ticket" value="')[1].split('"')[0]
    monkeypatch.setattr(pressure, "WAIT_SECONDS", -1)
    assert client.post(url(row, "answer/"), {**second, "ticket": ticket}).status_code == 302, "waiting helps"
    assert ResponseSheet.objects.count() == 2


@pytest.mark.parametrize(
    ("rule", "start", "public"),
    [("after_end", -5, False), ("after_end", -40, True), ("held", -40, False), ("released", -40, True)],
)
def test_results_are_public_when_the_draft_says_so(
    cast: Cast, client: Client, rule: str, start: int, public: bool
) -> None:
    row = survey_now(cast, start=start, results=rule)
    assert client.get(url(row, "result/")).status_code == (200 if public else 404)
    assert (url(row, "result/") in text_of(client.get(url(row)))) is public


def test_results_are_tables_with_bars_and_without_texts(cast: Cast, client: Client) -> None:
    row = survey_now(cast, start=-40)
    sheet(row, single=0, grade=1, several=[0, 1], text="王大样的电话13800138000")
    sheet(row, single=1, grade=1)
    sheet(row, single=1, grade=1)
    page = text_of(client.get(url(row, "result/")))
    assert re.findall(
        r'<th scope="row">社保</th><td[^>]*>(\d+)</td><td[^>]*>([\d.]+%)</td>.*?bar-part" width="([\d.]+)"', page
    ) == [("1", "33.3%", "33.3")]
    assert "<caption" not in page
    assert "style=" not in page, "the security policy allows none"
    assert "1份答卷填写了文字" in page
    for words in ("王大样", "13800138000", "138****8000"):
        assert words not in page, "short texts are for staff"


def test_bars_are_numbers_for_machines_in_both_languages(cast: Cast, client: Client) -> None:
    row = survey_now(cast, start=-40)
    sheet(row)
    for prefix in ("", "/en"):
        assert 'class="bar-part" width="100.0"' in text_of(client.get(f"{prefix}{url(row, 'result/')}"))
