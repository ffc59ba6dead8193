"""Under pressure: a ticket that is worked out or waited for; nobody is kept out for good."""

import time
import uuid
from itertools import count
from unittest import mock

import pytest
from django.test import RequestFactory

from foundation import pressure

LIMIT = pressure.Limit("test.form", 2, 3600)
TOKEN = uuid.UUID(int=7)


def ticket(*, age: int = 0, token: uuid.UUID = TOKEN) -> str:
    """Return a ticket of some seconds ago."""
    with mock.patch("django.core.signing.time.time", return_value=time.time() - age):
        return pressure.new_ticket(token)


def admits(*, of: str = "", proof: str = "", who: str = "192.0.2.1") -> bool:
    """Try to send the form."""
    request = RequestFactory().post("/", REMOTE_ADDR=who)
    return pressure.admits(request, LIMIT, token=TOKEN, ticket=of, proof=proof)


@pytest.mark.django_db
def test_below_the_limit_nothing_is_asked() -> None:
    assert [admits() for _try in range(3)] == [True, True, False]
    assert admits(who="192.0.2.2")


@pytest.mark.django_db
def test_who_waited_a_minute_gets_in_and_only_so_many_do() -> None:
    for _try in range(2):
        admits()
    assert not admits(of=ticket(age=30))
    waited = ticket(age=pressure.WAIT_SECONDS + 1)
    assert all(admits(of=waited) for _try in range(pressure.WAITED))
    assert not admits(of=waited)
    assert admits(of=waited, who="192.0.2.2")


@pytest.mark.django_db
def test_a_worked_out_number_gets_in_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pressure, "BITS", 8)
    for _try in range(2):
        admits()
    fresh = ticket()
    proof = next(str(n) for n in count() if pressure.is_worked_out(fresh, str(n)))
    wrong = next(str(n) for n in count() if not pressure.is_worked_out(fresh, str(n)))
    assert admits(of=fresh, proof=proof)
    assert not admits(of=fresh, proof=wrong)
    assert not admits(of=fresh, proof="")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "strange",
    [
        "",
        "x",
        ticket(age=pressure.WAIT_SECONDS + 1)[:-1] + "!",
        ticket(age=pressure.WAIT_SECONDS + 1, token=uuid.UUID(int=8)),
        ticket(age=25 * 3600),
    ],
    ids=["none", "no ticket", "altered", "another form's", "too old"],
)
def test_a_ticket_of_another_form_is_none(strange: str) -> None:
    for _try in range(2):
        admits()
    assert not admits(of=strange)
