"""The server's clock jumps: numbers stay unique, the audit trail whole, and nobody waits until it has caught up."""

import datetime as dt
import time
from collections import Counter
from pathlib import Path
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from feedback.models import Message
from foundation.audit import AuditEntry
from foundation.seal_check import verify
from foundation.sealing import export_head, seal_waiting
from tests.feedback.message_cases import load_rules
from tests.feedback.writers import NEW, RECEIPT, code_on, filled, look_up

pytestmark = pytest.mark.django_db
JUMPS = (0, 400, -2, -400, 1500, 0)
"""Days by which the clock is wrong, one after the other; 1,500 days on there is no calendar of working days."""


def test_numbers_codes_and_seals_outlive_every_jump(client: Client, tmp_path: Path) -> None:
    load_rules()
    right, told = timezone.now(), []
    for days in JUMPS:
        wrong = right + dt.timedelta(days=days)
        with mock.patch.object(timezone, "now", return_value=wrong):
            assert client.post(NEW, filled(text=f"钟差了{days}天的来信{len(told)}。")).status_code == 302
            receipt = client.get(RECEIPT).content.decode()
            message = Message.objects.latest("id")
            assert message.number in receipt
            told.append((message, code_on(receipt)))
            while seal_waiting():
                pass
            export_head(tmp_path)
    assert set(Counter(message.number for message, _code in told).values()) == {1}
    assert verify(tmp_path).problems == []
    assert verify(tmp_path).sealed == AuditEntry.objects.count() >= len(JUMPS)
    for message, code in told:
        look_up(Client(), message, code)


def test_a_form_opened_before_the_clock_was_set_back_goes_out_at_the_second_try(client: Client) -> None:
    load_rules()
    opened = time.time() + 3600
    with mock.patch("django.core.signing.time.time", return_value=opened):
        typed = filled()
        typed["stamp"] = client.get(NEW).context["form"]["stamp"].value()
    first = client.post(NEW, typed)
    assert first.status_code == 422
    again = first.context["form"]["stamp"].value()
    with mock.patch("django.core.signing.time.time", return_value=time.time() + 10):
        assert client.post(NEW, {**typed, "stamp": again}).status_code == 302
