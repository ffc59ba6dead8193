"""Many send at once: each acknowledged message is there exactly once, under a number of its own."""

import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from feedback.actions.messages import send_message
from feedback.models import Message
from tests.feedback.message_cases import MONDAY, entry, load_rules

SENDINGS = 200
WORKERS = 8


def send(token: uuid.UUID) -> tuple[str, str]:
    """Send from a connection of its own; return number and code."""
    try:
        message, code = send_message(entry(text=f"第{token.int}件"), token=token, today=MONDAY)
        return message.number, code
    finally:
        connection.close()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_each_acknowledged_message_is_there_once() -> None:
    load_rules()
    # Every fourth form is sent twice, as by a double click.
    tokens = [uuid.UUID(int=n - n % 4 // 3) for n in range(SENDINGS)]
    with ThreadPoolExecutor(WORKERS) as workers:
        receipts = list(workers.map(send, tokens))
    by_token = {
        token: {receipt for sent, receipt in zip(tokens, receipts, strict=True) if sent == token} for token in tokens
    }
    assert all(len(found) == 1 for found in by_token.values()), "one form, one receipt"
    assert Message.objects.count() == len(set(tokens)) == SENDINGS * 3 // 4
    numbers = Counter(Message.objects.values_list("number", flat=True))
    assert set(numbers.values()) == {1}
    assert set(numbers) == {number for number, _code in receipts}
