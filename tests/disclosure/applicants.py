"""What applicants type into the public form, and the way through it."""

import time
from typing import Any
from unittest import mock

from django.test import Client

from disclosure.models import Request
from foundation import lookup_codes
from foundation.public_forms import new_stamp
from tests.cast import Cast
from tests.disclosure.register_cases import STAGES

NEW = "/disclosure/requests/new/"
RECEIPT = "/disclosure/requests/receipt/"
STATUS = "/disclosure/status/"
PERSON = {
    "subject": "2025年窗口办件量统计",
    "description": "申请公开2025年度各窗口\r\n月度办件量统计表。",
    "delivery_way": "email",
    "medium": "electronic",
    "accepts_other_way": "on",
    "kind": "person",
    "name": "钱小样",
    "paper": "id_card",
    "paper_number": "11010519491231002X",
    "phone": "13900000000",
    "email": "q@example.com",
}
ORGANIZATION = {
    **{name: value for name, value in PERSON.items() if name not in {"name", "paper", "paper_number"}},
    "kind": "organization",
    "organization": "江城市样例科技有限公司",
    "applicant_category": "commercial_enterprise",
    "organization_paper": "credit_code",
    "organization_number": "91350100M000100Y43",
    "contact_person": "钱小样",
}


def old_stamp() -> str:
    """Return the stamp of a form that was opened a minute ago."""
    with mock.patch("django.core.signing.time.time", return_value=time.time() - 60):
        return new_stamp()


def filled(**changes: Any) -> dict[str, Any]:
    """Return a person's form, opened a minute ago and about to be sent."""
    return {**PERSON, "stamp": old_stamp(), "step": "send", **changes}


def send(client: Client, **changes: Any) -> Request:
    """Send a request through the form and return it."""
    known = set(Request.objects.values_list("pk", flat=True))
    response = client.post(NEW, filled(**changes))
    assert response.status_code == 302, response.content.decode()
    return Request.objects.exclude(pk__in=known).get()


def code_of(request: Request) -> str:
    """Return the look-up code that belongs to a request."""
    return lookup_codes.code_for(request.submission.token)


def look_up(client: Client, request: Request) -> None:
    """Show number and code."""
    response = client.post(STATUS, {"number": request.number, "code": code_of(request)})
    assert response.status_code == 302


def visited(client: Client, cast: Cast, stage: str) -> Request:
    """Return a request at a stage whose applicant has just looked it up."""
    request = STAGES[stage](cast)
    look_up(client, request)
    return request
