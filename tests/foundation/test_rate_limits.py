import datetime as dt

import pytest

from foundation import rate_limits
from foundation.rate_limits import RateCounter, allow, forget_old, visitor

NOW = dt.datetime(2026, 3, 2, 10, 0, 5, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.fixture
def clock(monkeypatch):
    moment = [NOW]
    monkeypatch.setattr(rate_limits, "local_now", lambda: moment[0])
    return moment


@pytest.mark.django_db
def test_so_many_tries_and_no_more_until_the_window_is_over(clock):
    assert [allow("look-up", "10.1.1.1", limit=3, seconds=60) for _try in range(5)] == [True] * 3 + [False] * 2
    clock[0] = NOW + dt.timedelta(seconds=60)
    assert allow("look-up", "10.1.1.1", limit=3, seconds=60)


@pytest.mark.django_db
def test_visitors_and_purposes_are_counted_apart_and_addresses_not_kept(clock):
    assert allow("look-up", "10.1.1.1", limit=1, seconds=60)
    assert allow("look-up", "10.1.1.2", limit=1, seconds=60)
    assert allow("request", "10.1.1.1", limit=1, seconds=60)
    assert not any("10.1" in key for key in RateCounter.objects.values_list("key", flat=True))


@pytest.mark.django_db
def test_old_counters_are_forgotten(clock):
    allow("look-up", "10.1.1.1", limit=1, seconds=60)
    assert forget_old() == 0
    clock[0] = NOW + dt.timedelta(minutes=2)
    assert forget_old() == 1
    assert not RateCounter.objects.exists()


def test_the_visitor_is_the_one_the_proxy_saw(rf, settings):
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "6.6.6.6, 10.9.8.7"})
    settings.PORTAL_BEHIND_PROXY = False
    assert visitor(request) == "127.0.0.1"
    settings.PORTAL_BEHIND_PROXY = True
    assert visitor(request) == "10.9.8.7"
