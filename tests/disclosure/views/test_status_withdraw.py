"""A request is withdrawn by whoever holds number and code, after a page that asks."""

from html import unescape

import pytest
from django.test import Client

from foundation.audit import Act, AuditEntry
from tests.cast import Cast
from tests.disclosure.applicants import STATUS, visited
from tests.disclosure.register_cases import STAGES

pytestmark = pytest.mark.django_db
ADDRESS = f"{STATUS}withdraw/"
OPEN = [stage for stage in STAGES if stage not in {"concluded", "dismissed"}]


def text_of(response) -> str:
    return unescape(response.content.decode())


@pytest.mark.parametrize("stage", OPEN)
def test_asked_first_then_withdrawn(client: Client, cast: Cast, stage: str, settings):
    settings.PORTAL_TODAY = None
    request = visited(client, cast, stage)
    page = client.get(ADDRESS)
    assert request.subject in text_of(page)
    assert page["Cache-Control"] == "private, no-store"
    request.refresh_from_db()
    assert request.stage == stage, "looking changes nothing"
    assert client.post(ADDRESS)["Location"] == STATUS
    request.refresh_from_db()
    assert request.stage == ("dismissed" if stage == "submitted" else "concluded")
    entry = AuditEntry.objects.get(act=Act.REQUEST_WITHDRAWN)
    assert entry.actor is None
    assert "已撤回" in text_of(client.get(STATUS))


@pytest.mark.parametrize("stage", ["concluded", "dismissed"])
def test_what_is_over_cannot_be_withdrawn(client: Client, cast: Cast, stage: str):
    visited(client, cast, stage)
    assert client.get(ADDRESS)["Location"] == STATUS
    assert client.post(ADDRESS)["Location"] == STATUS
    assert not AuditEntry.objects.filter(act=Act.REQUEST_WITHDRAWN).exists()


def test_pressed_twice_it_is_withdrawn_once(client: Client, cast: Cast):
    visited(client, cast, "handling")
    assert [client.post(ADDRESS).status_code for _press in range(2)] == [302, 302]
    assert AuditEntry.objects.filter(act=Act.REQUEST_WITHDRAWN).count() == 1


def test_the_officer_reads_it_in_chinese_whatever_the_applicant_reads(client: Client, cast: Cast):
    request = visited(client, cast, "submitted")
    client.post(f"/en{ADDRESS}")
    request.refresh_from_db()
    assert request.dismissal_reason == "申请人在进度查询页面撤回"


def test_forged_sending_withdraws_nothing(cast: Cast):
    client = Client()
    request = visited(client, cast, "handling")
    client.handler.enforce_csrf_checks = True
    assert client.post(ADDRESS).status_code == 422
    request.refresh_from_db()
    assert request.stage == "handling"


def test_without_a_visit_nothing_happens(client: Client):
    assert client.get(ADDRESS)["Location"] == STATUS
    assert client.post(ADDRESS)["Location"] == STATUS
