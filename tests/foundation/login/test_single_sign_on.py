"""Log-in by an identity provider: a real one, in a process of its own on loopback."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client
from joserfc.jwk import KeySet, RSAKey
from pytest_django import Settings

from foundation.audit import Act, AuditEntry
from foundation.login import single_sign_on
from foundation.login.provider import Provider
from foundation.login.second_factor import SecondFactor, code_at
from foundation.people import User
from tests.cast import Cast

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
LOGIN, START, BACK = "/admin/login/", "/admin/login/single-sign-on/", "/admin/login/single-sign-on/return/"
PEOPLE = {"u-1": "editor", "u-2": "nobody-here", "u-3": "", "u-4": "EDITOR"}

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("identity-provider")]


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The address of a running provider that knows four people."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    people = [
        part
        for sub, name in PEOPLE.items()
        for part in ("--user-claims", json.dumps({"sub": sub, "preferred_username": name}))
    ]
    process = subprocess.Popen(
        [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "oidc_provider_mock",
            "--port",
            str(port),
            "--require-nonce",
            "true",
            *people,
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def wait_for(address: str) -> None:
    """Ask until the provider answers; a connection that is refused waits itself."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            requests.get(f"{address}/.well-known/openid-configuration", timeout=1).raise_for_status()
        except requests.RequestException:
            continue
        return
    raise AssertionError("The provider did not start.")


@pytest.fixture
def provider(issuer: str, settings: Settings) -> Provider:
    """The provider as this portal knows it."""
    single_sign_on._client_of.cache_clear()
    settings.OIDC = Provider(issuer, "portal", "a secret of the tests", "preferred_username")
    return settings.OIDC


@pytest.fixture
def editor(cast: Cast) -> User:
    """An account with a second factor."""
    SecondFactor.objects.create(user=cast.editor, secret=SECRET)
    return cast.editor


def sent_back(client: Client, person: str, *, action: str = "") -> str:
    """Go to the provider, say who one is, and return the address that it sends the browser to."""
    away = client.get(START, {"next": "/admin/guides/guide/"}).headers["Location"]
    answer = requests.post(away, {"sub": person, "action": action}, allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def returned(client: Client, address: str) -> Any:
    parts = urlsplit(address)
    assert (parts.netloc, parts.path) == ("testserver", BACK)
    return client.get(f"{BACK}?{parts.query}")


def test_the_provider_replaces_the_password_and_nothing_else(provider: Provider, editor: User, client: Client) -> None:
    assert "统一身份认证" in client.get(LOGIN).content.decode()
    assert returned(client, sent_back(client, "u-1")).headers["Location"] == "/admin/login/code/"
    assert client.get("/admin/").status_code == 302
    response = client.post("/admin/login/code/", {"code": code_at(SECRET, time.time())})
    assert response.headers["Location"] == "/admin/guides/guide/"
    assert client.get("/admin/").status_code == 200
    entry = AuditEntry.objects.get(act=Act.LOGGED_IN)
    assert (entry.actor, entry.detail) == (editor, {"step": "oidc"})


def test_the_way_there_carries_what_protects_it(provider: Provider, client: Client) -> None:
    asked = parse_qs(urlsplit(client.get(START).headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    assert asked["response_type"] == ["code"]


@pytest.mark.parametrize("person", ["u-2", "u-3", "u-4"])
def test_whom_no_account_belongs_to_is_not_let_in(
    provider: Provider, editor: User, client: Client, person: str
) -> None:
    before = User.objects.count()
    refused(client, returned(client, sent_back(client, person)))
    assert User.objects.count() == before


def test_a_closed_account_stays_closed(provider: Provider, editor: User, client: Client) -> None:
    User.objects.filter(pk=editor.pk).update(is_active=False)
    refused(client, returned(client, sent_back(client, "u-1")))


def test_who_says_no_at_the_provider_is_told(provider: Provider, editor: User, client: Client) -> None:
    refused(client, returned(client, sent_back(client, "u-1", action="deny")))


def test_an_answer_is_good_once_and_in_its_own_browser(provider: Provider, editor: User, client: Client) -> None:
    address = sent_back(client, "u-1")
    refused(Client(), returned(Client(), address))
    returned(client, address)
    again = Client()
    again.cookies = client.cookies
    assert returned(again, address).headers["Location"].startswith(LOGIN)


def test_a_token_for_another_visit_or_by_another_hand_is_refused(
    provider: Provider, editor: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = sent_back(client, "u-1")
    session = client.session
    for key, kept in session.items():
        if key.startswith("_state_portal_"):
            session[key] = {**kept, "data": {**kept["data"], "nonce": "another"}}
    session.save()
    refused(client, returned(client, address))

    forged = KeySet([RSAKey.generate_key(2048, {"kid": "forged"})]).as_dict(private=False)
    address = sent_back(client, "u-1")
    monkeypatch.setattr(single_sign_on._client_of(provider), "fetch_jwk_set", lambda force=False: forged)
    refused(client, returned(client, address))


def test_a_token_of_another_issuer_is_refused(
    provider: Provider, editor: User, client: Client, settings: Settings
) -> None:
    other = Provider(provider.issuer.replace("127.0.0.1", "localhost"), "portal", "secret", "preferred_username")
    settings.OIDC = other
    address = sent_back(client, "u-1")
    single_sign_on._client_of(other).server_metadata["token_endpoint"] = f"{provider.issuer}/oauth2/token"
    refused(client, returned(client, address))


def test_a_provider_that_is_away_is_told(client: Client, settings: Settings) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.OIDC = Provider(f"http://127.0.0.1:{closed.getsockname()[1]}", "portal", "secret", "sub")
        response = client.get(START, {"next": "/admin/guides/guide/"})
    assert response.headers["Location"] == f"{LOGIN}?next=%2Fadmin%2Fguides%2Fguide%2F"
    assert "没有应答" in client.get(response.headers["Location"]).content.decode()


def test_without_a_provider_there_is_no_such_page(client: Client, settings: Settings) -> None:
    settings.OIDC = None
    assert client.get(START).status_code == client.get(BACK).status_code == 404
    assert "single-sign-on" not in client.get(LOGIN).content.decode()


def refused(client: Client, response: Any) -> None:
    """Expect that somebody stands before the log-in again, with a sentence, and is not in."""
    assert response.headers["Location"].startswith(LOGIN)
    assert client.get("/admin/login/code/").status_code == 302
    assert client.get("/admin/").status_code == 302
