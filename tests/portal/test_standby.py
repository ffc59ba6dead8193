"""Who is shown what a standby knows, and when."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection, connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from portal.database import django_settings
from portal.standby import ALIAS, StandbyMiddleware, is_visitor, with_standby

HOSTS = "postgresql://portal@a:5432,b:5433/portal"


@pytest.mark.parametrize(
    ("url", "has_standby"),
    [
        (f"{HOSTS}?target_session_attrs=read-write", True),
        (f"{HOSTS}?target_session_attrs=primary", True),
        (HOSTS, False),
        ("postgresql://portal@a/portal?target_session_attrs=read-write", False),
    ],
)
def test_several_servers_of_which_one_is_written_to_have_a_standby(url: str, has_standby: bool) -> None:
    databases = with_standby(django_settings(url))
    assert (ALIAS in databases) is has_standby
    assert databases["default"] == django_settings(url), "the primary's own address stays as it was given"


def test_the_standby_is_never_written_to() -> None:
    url = f"{HOSTS}?target_session_attrs=read-write&options=-c%20synchronous_commit%3Don"
    options = with_standby(django_settings(url))[ALIAS]["OPTIONS"]
    assert options["options"] == "-c synchronous_commit=on -c default_transaction_read_only=on"
    assert options["target_session_attrs"] == "prefer-standby"


def test_one_server_alone_is_asked_without_a_detour() -> None:
    with pytest.raises(MiddlewareNotUsed):
        StandbyMiddleware(lambda request: HttpResponse())


@pytest.mark.parametrize(
    ("method", "cookies", "is_one"),
    [
        ("GET", {}, True),
        ("HEAD", {"csrftoken": "x", "display": "elderly"}, True),
        ("GET", {"sessionid": "x"}, False),
        ("GET", {"receipt": "x"}, False),
        ("POST", {}, False),
    ],
)
def test_a_visitor_reads_and_has_nothing_here(method: str, cookies: dict[str, str], is_one: bool) -> None:
    request = RequestFactory().generic(method, "/guides/")
    request.COOKIES.update(cookies)
    assert is_visitor(request) is is_one


class Site:
    """A primary that is away and a standby: each answer is what the test says."""

    def __init__(self, standby: HttpResponse | StreamingHttpResponse) -> None:
        self.asked: list[str] = []
        self.standby, self.is_away = standby, True

    def __call__(self, request: HttpRequest) -> Any:
        alias = connection.alias
        self.asked.append(alias)
        if alias == ALIAS:
            return self.standby
        return HttpResponse(status=503 if self.is_away else 200)


@pytest.fixture
def _two_servers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    facts = with_standby(django_settings(f"{HOSTS}?target_session_attrs=read-write"))
    for known in (settings.DATABASES, connections.settings):
        monkeypatch.setitem(known, ALIAS, facts[ALIAS])
    connections[ALIAS] = connection.copy(alias=ALIAS)
    yield
    del connections[ALIAS]


@pytest.mark.usefixtures("_two_servers")
def test_a_standby_is_asked_while_the_primary_is_away_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("portal.standby.time.monotonic", lambda: now)
    site = Site(HttpResponse("old"))
    serve = StandbyMiddleware(site)
    read = serve(RequestFactory().get("/"))
    assert (read.status_code, read.headers["Cache-Control"]) == (200, "no-store")
    serve(RequestFactory().get("/"))
    assert site.asked == ["default", ALIAS, ALIAS], "the second reader does not wait for the primary"
    assert connection.alias == "default"
    now, site.is_away = 1006.0, False
    serve(RequestFactory().get("/"))
    assert site.asked[3:] == ["default"]


@pytest.mark.usefixtures("_two_servers")
@pytest.mark.parametrize("answer", [HttpResponse(status=503), HttpResponse(status=500), StreamingHttpResponse([b""])])
def test_what_the_standby_cannot_tell_stays_interrupted(answer: HttpResponse) -> None:
    assert StandbyMiddleware(Site(answer))(RequestFactory().get("/")).status_code == 503
    assert connection.alias == "default"
