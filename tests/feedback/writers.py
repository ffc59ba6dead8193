"""What citizens type into the public forms of feedback, for tests."""

from typing import Any

from django.test import Client

from feedback.models import Message
from tests.disclosure.applicants import old_stamp

NEW = "/feedback/new/"
RECEIPT = "/feedback/receipt/"
STATUS = "/feedback/status/"
TYPED = {
    "kind": "complaint",
    "subject": "三号窗口排队两小时",
    "text": "上午九点取号，十一点才办上，窗口只有一个人。",
    "name": "赵小样",
    "phone": "13900000000",
    "consents_to_publication": "on",
}

__all__ = ["NEW", "RECEIPT", "STATUS", "TYPED", "filled", "look_up", "old_stamp", "send"]


def filled(*, step: str = "send", stamp: str | None = None, **changes: Any) -> dict[str, Any]:
    """Return a message as a person would send it; None leaves a field out."""
    typed = {**TYPED, "stamp": stamp or old_stamp(), "step": step, **changes}
    return {name: value for name, value in typed.items() if value is not None}


def send(client: Client, **changes: Any) -> Message:
    """Send a message and return it."""
    response = client.post(NEW, filled(**changes))
    assert response.status_code == 302, response.content.decode()
    return Message.objects.latest("id")


def code_on(receipt: str) -> str:
    """Return the code that a receipt shows."""
    return receipt.split('class="receipt-number">')[2].split("<")[0]


def look_up(client: Client, message: Message, code: str) -> None:
    """Show number and code; the client may then see the message."""
    response = client.post(STATUS, {"number": message.number, "code": code})
    assert response.status_code == 302


def visiting(client: Client, **changes: Any) -> Message:
    """Send a message and look it up with the code of its receipt."""
    message = send(client, **changes)
    look_up(client, message, code_on(client.get(RECEIPT).content.decode()))
    return message
