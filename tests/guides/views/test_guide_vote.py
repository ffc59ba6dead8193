"""The question at the end of a guide: one press without a script, reasons for a no, nothing personal."""

import re

import pytest
from django.test import Client

from guides.models import GuideVote
from guides.views.votes import MOST_OF_ONE
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide

VOTE = "/guides/card/vote/"
NO = {"helped": "no", "reason": "unclear"}


@pytest.fixture(autouse=True)
def _guide(cast: Cast) -> None:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    publish(make_guide(item, slug="card"), editor=cast.editor, reviewer=cast.reviewer)


def votes() -> list[tuple[bool, str, str]]:
    return list(GuideVote.objects.order_by("pk").values_list("helped", "reason", "remark"))


def test_the_guide_asks_and_one_press_answers(client: Client) -> None:
    page = client.get("/guides/card/").content.decode()
    assert f'action="{VOTE}"' in page
    assert "csrf" not in page  # the same for everybody, so that caches may keep it
    answer = client.post(VOTE, {"helped": "yes", "website": ""}, follow=True)
    assert answer.redirect_chain == [("/guides/card/vote/thanks/", 302)]
    client.post("/en/guides/card/vote/", {**NO, "remark": "看不懂第三步", "website": ""})
    assert votes() == [(True, "", ""), (False, "unclear", "看不懂第三步")]


@pytest.mark.parametrize(
    ("sent", "headers", "sentence"),
    [
        ({}, {}, "请说明指南是否有帮助"),
        ({"helped": "no"}, {}, "请选择问题出在哪里"),
        ({**NO, "remark": "请联系13900001234"}, {}, "手机号码"),
        ({**NO, "remark": "字" * 301}, {}, "301"),
        ({**NO, "website": "http://spam"}, {}, "请再核对一遍"),
        (NO, {"Sec-Fetch-Site": "cross-site"}, "请在本页重新提交"),
        (NO, {"Origin": "https://elsewhere.example"}, "请在本页重新提交"),
    ],
)
def test_what_looks_odd_comes_back_with_everything_typed(
    client: Client, sent: dict[str, str], headers: dict[str, str], sentence: str
) -> None:
    answer = client.post(VOTE, {"remark": "少写了一步", **sent}, headers=headers)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert sent.get("remark", "少写了一步") in text
    assert not votes()
    again = dict(re.findall(r'<input type="hidden" name="(stamp)" value="([^"]+)"', text))
    mended = {**NO, "remark": "少写了一步", **again, "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    assert client.post(VOTE, mended).status_code == 302
    assert votes() == [(False, "unclear", "少写了一步")]


def test_a_strange_page_cannot_send_the_second_form_either() -> None:
    client = Client(enforce_csrf_checks=True)
    stamp = re.findall(r'name="stamp" value="([^"]+)"', client.get(VOTE).content.decode())[0]
    assert Client(enforce_csrf_checks=True).post(VOTE, {**NO, "stamp": stamp}).status_code == 422
    assert not votes()


def test_one_network_does_not_fill_the_figures(client: Client) -> None:
    for _number in range(MOST_OF_ONE):
        assert client.post(VOTE, {"helped": "yes"}).status_code == 302
    answer = client.post(VOTE, {**NO, "remark": "留着"})
    assert answer.status_code == 429
    assert "留着" in answer.content.decode()
    assert Client(REMOTE_ADDR="10.1.2.3").post(VOTE, {"helped": "yes"}).status_code == 302
    assert len(votes()) == MOST_OF_ONE + 1
