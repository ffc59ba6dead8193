"""On a shared computer the look-up can be closed."""

import pytest
from django.test import Client

from tests.cast import Cast
from tests.disclosure.applicants import STATUS, visited

pytestmark = pytest.mark.django_db


def test_the_browser_forgets(client: Client, cast: Cast):
    request = visited(client, cast, "handling")
    assert client.post(f"{STATUS}leave/")["Location"] == STATUS
    assert request.subject not in client.get(STATUS).content.decode()
