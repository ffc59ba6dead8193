"""The office's pages of questionnaires: figures lead to sheets, texts are masked."""

from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.back_office import client_of
from tests.cast import Cast
from tests.feedback.factories import make_questionnaire, sheet, survey_now

LIST = "/staff/feedback/surveys/"


def text_of(response: Any) -> str:
    return unescape(response.content.decode())


def test_each_figure_opens_as_many_sheets(cast: Cast) -> None:
    row, client = survey_now(cast), client_of(cast.editor)
    for single in (0, 1, 1):
        sheet(row, single=single, several=[0, single + 1])
    sheet(row, text="快一点")
    results = client.get(f"{LIST}{row.number}/").context["results"]  # type: ignore[attr-defined]
    sheets = f"{LIST}{row.number}/sheets/"

    def rows(query: str) -> int:
        return len(client.get(f"{sheets}{query}").context["sheets"])  # type: ignore[attr-defined]

    assert rows("") == results.sheets == 4
    for one in results.questions:
        assert rows(f"?question={one.question.key}") == one.answered
        for choice in one.choices:
            assert rows(f"?question={one.question.key}&choice={choice.place}") == choice.count


@pytest.mark.parametrize("query", ["?question=none&choice=1", "?question=single&choice=x", "?choice=0", "?page=99"])
def test_odd_addresses_show_what_they_can(cast: Cast, query: str) -> None:
    row = survey_now(cast)
    sheet(row)
    response: Any = client_of(cast.editor).get(f"{LIST}{row.number}/sheets/{query}")
    assert len(response.context["sheets"]) == 1
    far: Any = client_of(cast.editor).get(f"{LIST}{row.number}/sheets/?question=single&choice=99")
    assert far.context["sheets"] == []


def test_short_texts_are_masked(cast: Cast) -> None:
    row = survey_now(cast)
    sheet(row, text="请致电13800138000。")
    page = text_of(client_of(cast.editor).get(f"{LIST}{row.number}/sheets/"))
    assert "138****8000" in page
    assert "13800138000" not in page


def test_drafts_are_shown_with_their_own_questions(cast: Cast) -> None:
    draft = make_questionnaire(cast.police)
    client = client_of(cast.reviewer)
    assert "未公开" in text_of(client.get(LIST))
    assert "问题several" in text_of(client.get(f"{LIST}{draft.number}/"))
    assert client_of(cast.other_editor).get(f"{LIST}{draft.number}/").status_code == 404


def test_more_sheets_need_no_more_queries(cast: Cast) -> None:
    row, client, asked = survey_now(cast), client_of(cast.editor), []
    for _turn in range(2):
        for _number in range(3):
            sheet(row, several=[0, 1], text="快")
        counted = []
        for page in (LIST, f"{LIST}{row.number}/", f"{LIST}{row.number}/sheets/"):
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            counted.append(len(queries))
        asked.append(counted)
    assert asked[0] == asked[1]
