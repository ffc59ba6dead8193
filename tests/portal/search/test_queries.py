"""Queries without a result are tasks of the editors, and say who did what."""

from typing import Any

import pytest
from django.test import Client

from foundation.clock import local_today
from foundation.search.log import count_search
from foundation.search.log_models import QueryMark
from foundation.tallies import write_all
from tests.cast import Cast

LIST, DETAIL = "/staff/search/queries/", "/staff/search/queries/detail/?text=养狗办证"


@pytest.fixture
def _asked(db: None) -> None:
    for number in range(3):
        count_search("养狗办证", f"10.0.0.{number}", found=False, today=local_today())
    count_search("只有一个人问", "10.0.0.9", found=False, today=local_today())
    write_all()


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.usefixtures("_asked")
def test_a_query_is_looked_after(cast: Cast) -> None:
    client = as_(cast.editor)
    text = client.get(LIST).content.decode()
    assert "养狗办证" in text
    assert "只有一个人问" not in text
    assert client.post(DETAIL, {"outcome": "unheard"}).status_code == 422
    client.post(DETAIL, {"outcome": "synonym", "note": "已提"})
    assert QueryMark.objects.get().done_by == cast.editor
    assert "养狗办证" not in client.get(LIST).content.decode()
    assert "养狗办证" in client.get(f"{LIST}?show=settled").content.decode()
    assert "已提" in as_(cast.manager).get(DETAIL).content.decode()
    assert as_(cast.manager).post(DETAIL, {"outcome": "nothing"}).status_code == 403


@pytest.mark.usefixtures("_asked")
def test_what_is_not_in_the_list_is_not_shown(cast: Cast) -> None:
    assert as_(cast.editor).get("/staff/search/queries/detail/?text=只有一个人问").status_code == 404
    assert as_(cast.editor).get(f"{LIST}?show=nonsense").status_code == 404


@pytest.mark.usefixtures("_asked")
def test_the_list_as_a_file(cast: Cast) -> None:
    answer: Any = as_(cast.editor).get(f"{LIST}?show=all&export=csv")
    assert "养狗办证,3,3,3,0" in b"".join(answer.streaming_content).decode()
