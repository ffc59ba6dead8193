"""The same form arrives twenty times at once: one record, and everybody is told the one number."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from disclosure.models import Request
from feedback.models import Message
from tests.disclosure import applicants
from tests.feedback import writers
from tests.feedback.message_cases import load_rules
from tests.real_site import TOKEN, ask, own_database, serving

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TIMES = 20


def test_one_form_is_one_record_however_often_it_comes() -> None:
    load_rules()
    forms = {
        (writers.NEW, writers.RECEIPT): writers.filled(),
        (applicants.NEW, applicants.RECEIPT): applicants.filled(),
    }
    with serving(own_database()) as (port, _process), ThreadPoolExecutor(TIMES) as threads:
        numbers = {}
        for (page, receipt), typed in forms.items():
            body = urlencode({**typed, "csrfmiddlewaretoken": TOKEN})

            def send(_time: int, page: str = page, receipt: str = receipt, body: str = body) -> str:
                sent = ask(port, "POST", page, cookie=f"csrftoken={TOKEN}", body=body)
                assert sent.status == 302, sent.text
                shown = ask(port, "GET", receipt, cookie=sent.cookie)
                return shown.text.split('class="receipt-number">')[1].split("<")[0]

            numbers[page] = set(threads.map(send, range(TIMES)))
    assert numbers[writers.NEW] == set(Message.objects.values_list("number", flat=True))
    assert numbers[applicants.NEW] == set(Request.objects.values_list("number", flat=True))
    assert {len(told) for told in numbers.values()} == {1}
