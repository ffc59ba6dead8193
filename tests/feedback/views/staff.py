"""How tests reach the staff pages of messages."""

from typing import Any

from django.test import Client
from django.urls import reverse

from feedback.models import Message
from foundation.people import User


def browser(user: User) -> Client:
    """Return the browser of somebody."""
    client = Client()
    client.force_login(user)
    return client


def address(name: str, message: Message, *more: Any) -> str:
    """Return the address of a page of a message."""
    return reverse(f"feedback_staff:{name}", args=[message.number, *more])


def do(user: User, message: Message, verb: str, **data: Any) -> Any:
    """Press the button of a verb; data without the prefix of the form."""
    typed = {f"{verb}-{name}": value for name, value in data.items()}
    return browser(user).post(address("message_verb", message, verb), typed)


def fresh(message: Message) -> Message:
    """Return the message as it is stored."""
    return Message.objects.get(pk=message.pk)
