"""/guides/<slug>/wrong/: a report from a reader, the mark of the guide, and the way back to the answer."""

import re

import pytest
from django.test import Client

from guides.actions.error_reports import answer_reports
from guides.forms.error_reports import ErrorReportForm
from guides.models import ErrorReport, Guide
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide


@pytest.fixture
def guide(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Guide:
    """A public guide; a test fills a form in no time."""
    monkeypatch.setattr(ErrorReportForm, "shortest_seconds", -1)
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    made = make_guide(item)
    publish(made, editor=cast.editor, reviewer=cast.reviewer)
    return made


def send(client: Client, guide: Guide, **values: str) -> tuple[int, str]:
    """Open the form as on a printed card, fill it in and send it."""
    address = f"/guides/{guide.slug}/wrong/"
    form = client.get(f"{address}?from=paper").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', form))
    sent = {**hidden, "part": "fees", "text": "窗口说不收费。", "contact": "", **values}
    response = client.post(address, sent, follow=True)
    return response.status_code, response.content.decode()


def test_a_report_suspends_the_mark_until_it_is_answered(guide: Guide, cast: Cast, client: Client) -> None:
    status, receipt = send(client, guide)
    made = ErrorReport.objects.get()
    assert status == 200
    assert made.number in receipt
    assert made.source == "paper"
    assert "正在核实" in client.get(f"/guides/{guide.slug}/").content.decode()
    answer_reports([made], outcome="right", answer="收费标准没有变。", actor=cast.editor)
    assert "正在核实" not in client.get(f"/guides/{guide.slug}/").content.decode()
    number, code = re.findall(r'class="receipt-number">([^<]+)<', receipt)
    page = client.post("/corrections/", {"number": number, "code": code}, follow=True)
    assert "收费标准没有变。" in page.content.decode()
    assert "窗口说不收费" not in page.content.decode()


@pytest.mark.parametrize(
    "values",
    [{"part": ""}, {"text": ""}, {"text": "长" * 1001}, {"contact": "随便"}, {"contact": "a@"}, {"website": "x"}],
)
def test_what_is_wrong_is_said_and_everything_typed_is_kept(
    guide: Guide, client: Client, values: dict[str, str]
) -> None:
    status, page = send(client, guide, **{"text": "这里不对", **values})
    assert status == 422
    assert values.get("text", "这里不对") in page
    assert not ErrorReport.objects.exists()


def test_a_flood_from_one_address_is_slowed_down(guide: Guide, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foundation.pressure.admits", lambda *args, **kwargs: False)
    status, page = send(client, guide)
    assert status == 429
    assert "窗口说不收费。" in page
    assert 'id="pressure"' in page
