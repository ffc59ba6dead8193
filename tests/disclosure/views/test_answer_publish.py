"""The page on which an answer becomes a draft of the site: masked, looked at, made, and what became of it."""

import pytest
from django.test import Client
from django.urls import reverse

from disclosure.models import Publication, Request
from disclosure.reference import load_columns
from foundation.publishing.actions import release, retire, submit
from tests.cast import Cast
from tests.disclosure.factories import make_body
from tests.disclosure.register_cases import NAME, TODAY, concluded, logged

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings):
    settings.PORTAL_TODAY = TODAY
    load_columns()


@pytest.fixture
def officer(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.officer)
    return client


def page_of(record: Request) -> str:
    return reverse("disclosure_staff:answer_publish", kwargs={"number": record.number})


def desk_of(record: Request, client: Client) -> str:
    address = reverse("disclosure_staff:request_detail", kwargs={"number": record.number})
    return client.get(address).content.decode()


def typed(cast: Cast, **changes: str) -> dict[str, str]:
    """Return what the officer sends."""
    text = {"title": "窗口办件量统计", "summary": "各窗口统计。", "text": "# 答复内容\n予以公开。"}
    return {"body": str(make_body(cast.police).pk), **text, **changes}


def test_the_proposal_stands_in_the_form_and_beside_it(officer: Client, cast: Cast):
    record = concluded(cast)
    page = officer.get(page_of(record))
    assert page.context["form"].initial["title"] == record.subject
    assert page.context["shown"].title == record.subject
    assert NAME not in page.content.decode()
    assert record.number not in page.context["shown"].text


def test_looking_at_it_makes_nothing(officer: Client, cast: Cast):
    record = concluded(cast)
    page = officer.post(page_of(record), typed(cast, summary="另一句概述。", preview="1"))
    assert page.status_code == 200
    assert page.context["shown"].summary == "另一句概述。"
    assert not Publication.objects.exists()


def test_personal_data_that_is_left_is_named(officer: Client, cast: Cast):
    record = concluded(cast)
    assert officer.get(page_of(record)).context["findings"] == []
    page = officer.post(page_of(record), typed(cast, text="证件号码11010519491231002X", preview="1"))
    assert [finding.is_grave for finding in page.context["findings"]] == [True]
    assert "11010519491231002X" not in str(page.context["findings"])


def test_who_asked_makes_no_draft(officer: Client, cast: Cast):
    record = concluded(cast)
    page = officer.post(page_of(record), typed(cast, text=f"{NAME}申请的统计"))
    assert page.status_code == 422
    assert f"{NAME}申请的统计" in page.content.decode()
    assert not Publication.objects.exists()


def test_an_empty_form_comes_back(officer: Client, cast: Cast):
    page = officer.post(page_of(concluded(cast)), typed(cast, title=""))
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"title"}


def test_the_desk_tells_what_became_of_it(officer: Client, cast: Cast):
    record = concluded(cast)
    assert page_of(record) in desk_of(record, officer)
    assert officer.post(page_of(record), typed(cast)).status_code == 302
    draft = Publication.objects.get()
    assert "由发布机构的编辑继续办理" in desk_of(record, officer)
    assert page_of(record) not in desk_of(record, officer)
    release(submit(draft, actor=cast.editor), actor=cast.reviewer)
    assert "已公开" in desk_of(record, officer)
    assert "窗口办件量统计" in Client().get("/disclosure/columns/answered-requests/").content.decode()
    retire(Publication.objects.get(), actor=cast.reviewer, reason="数据有误，更正后重新公布")
    assert "数据有误，更正后重新公布" in desk_of(record, officer)
    assert "窗口办件量统计" not in Client().get("/disclosure/columns/answered-requests/").content.decode()


def test_before_the_decision_there_is_nothing_to_publish(officer: Client, cast: Cast):
    record = logged(cast)
    assert officer.get(page_of(record)).status_code == 302
    assert page_of(record) not in desk_of(record, officer)
