"""/flows/ and the page of a flow: a diagram, and the same as text."""

import re

from django.test import Client

from approvals.models import Flow, FlowPhase
from tests.approvals.factories import make_item, make_item_code, publish
from tests.cast import Cast


def make_flow(cast: Cast, codes: list[str]) -> Flow:
    flow = Flow.objects.create(
        slug="build", kind="parallel", title="工程建设并联审批", summary="一窗受理", body="说明。",
        department=cast.police, contact_phone="0729-5550100",
    )  # fmt: skip
    FlowPhase.objects.create(
        flow=flow,
        name="立项<用地>",
        lead_department="规划局",
        duration="5个工作日",
        participants="公安局",
        item_codes=codes,
    )
    FlowPhase.objects.create(flow=flow, name="竣工验收", lead_department="住建局", position=1)
    publish(flow, editor=cast.editor, reviewer=cast.reviewer)
    return flow


def test_list(cast: Cast, client: Client):
    make_flow(cast, [])
    text = client.get("/flows/").content.decode()
    assert 'href="/flows/build/"' in text
    assert "一窗受理" in text


def test_diagram_and_text_say_the_same(cast: Cast, client: Client, django_assert_max_num_queries):
    item = make_item(cast.police, name="建设用地<审批>")
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    unknown = make_item_code()
    make_flow(cast, [item.code, unknown])
    client.get("/flows/build/")
    with django_assert_max_num_queries(2):
        text = client.get("/flows/build/").content.decode()
    drawing, told = text.split("</svg>", 1)
    for words in ("规划局", "公安局", "竣工验收", "5个工作日"):
        assert words in drawing
        assert words in told
    assert "<用地>" not in text
    assert f'<a href="/items/{item.code}/">建设用地&lt;审批&gt;</a>' in told
    assert f'<span class="code">{unknown}</span>' in told
    assert len(re.findall(r"<svg[^>]* role=\"img\" aria-label=\"工程建设并联审批\"", text)) == 2
    assert "style=" not in text


def test_no_such_flow(db: None, client: Client):
    assert client.get("/flows/none/").status_code == 404
