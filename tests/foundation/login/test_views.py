"""Logging in: nobody is in before both factors were given, and nobody can lock a colleague out."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from foundation.audit import Act, AuditEntry
from foundation.login.limits import TRIES
from foundation.login.second_factor import SECONDS, RecoveryCode, SecondFactor, code_at
from foundation.people import User
from tests.cast import Cast

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
LOGIN, CODE, DESK = "/admin/login/", "/admin/login/code/", "/admin/"


class Clock:
    """The clock of the log-in; it moves when a test says so."""

    def __init__(self) -> None:
        self.now = 1_800_000_015.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Let the second factor and the sessions look at a clock of ours."""
    clock = Clock()
    monkeypatch.setattr("foundation.login.second_factor.time", clock)
    monkeypatch.setattr("foundation.login.views.time", clock)
    monkeypatch.setattr("foundation.login.sessions.time", clock)
    return clock


@pytest.fixture
def editor(cast: Cast, clock: Clock) -> User:
    """An account with a second factor; its password is its name, reversed."""
    SecondFactor.objects.create(user=cast.editor, secret=SECRET)
    return cast.editor


def password(client: Client, username: str = "editor", typed: str = "rotide", **extra: Any) -> Any:
    return client.post(LOGIN, {"username": username, "password": typed, "next": "/admin/guides/guide/"}, **extra)


def code(client: Client, clock: Clock, **extra: Any) -> Any:
    return client.post(CODE, {"code": code_at(SECRET, clock.now)}, **extra)


def is_in(client: Client) -> bool:
    return client.get(DESK).status_code == 200


def test_both_factors_lead_to_the_page_that_was_wanted(editor: User, clock: Clock, client: Client) -> None:
    assert password(client).headers["Location"] == CODE
    assert not is_in(client)
    assert code(client, clock).headers["Location"] == "/admin/guides/guide/"
    assert is_in(client)
    assert AuditEntry.objects.get(act=Act.LOGGED_IN).actor == editor


def test_the_code_alone_is_nothing(editor: User, clock: Clock, client: Client) -> None:
    assert code(client, clock).headers["Location"].startswith(LOGIN)
    assert not is_in(client)


def test_a_wrong_code_is_told_and_leaves_a_trace(editor: User, client: Client) -> None:
    password(client)
    page = client.post(CODE, {"code": "000000"})
    assert page.status_code == 200
    assert "验证码" in page.content.decode()
    assert not is_in(client)
    assert AuditEntry.objects.get(act=Act.LOGIN_FAILED).detail == {"step": "code"}


def test_between_the_steps_are_five_minutes(editor: User, clock: Clock, client: Client) -> None:
    password(client)
    clock.now += 301
    assert code(client, clock).headers["Location"].startswith(LOGIN)
    assert not is_in(client)


def test_the_session_is_another_one_after_each_step(editor: User, clock: Clock, client: Client) -> None:
    client.get(LOGIN)
    password(client)
    first = client.cookies["sessionid"].value
    code(client, clock)
    assert client.cookies["sessionid"].value != first


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", LOGIN])
def test_no_log_in_leads_to_another_site(editor: User, clock: Clock, client: Client, address: str) -> None:
    client.post(LOGIN, {"username": "editor", "password": "rotide", "next": address})
    assert code(client, clock).headers["Location"] == DESK


def test_the_first_log_in_sets_the_second_factor_up(cast: Cast, clock: Clock, client: Client) -> None:
    answer = password(client)
    assert answer.headers["Location"] == "/admin/login/set-up/"
    page = client.get("/admin/login/set-up/").content.decode()
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert secret is not None
    assert not is_in(client)
    page = client.post(
        "/admin/login/set-up/", {"code": code_at(secret[1].replace(" ", ""), clock.now)}
    ).content.decode()
    codes = re.findall(r"<code>([0-9a-z]{5}-[0-9a-z]{5})</code>", page)
    assert len(codes) == 10
    assert is_in(client)
    other = Client()
    password(other)
    assert other.post(CODE, {"code": codes[0]}).status_code == 302
    assert is_in(other)


def test_who_has_a_second_factor_cannot_set_up_another_with_the_password_alone(editor: User, client: Client) -> None:
    password(client)
    assert client.get("/admin/login/set-up/").headers["Location"].startswith(LOGIN)


def test_too_many_tries_from_one_place_do_not_lock_out_the_colleague(
    editor: User, clock: Clock, client: Client
) -> None:
    attacker = {"REMOTE_ADDR": "203.0.113.9"}
    for _ in range(TRIES):
        assert password(client, typed="wrong", **attacker).status_code == 200
    refused = password(client, **attacker)  # even the right password, from there
    assert refused.status_code == 429
    assert "15 分钟" in refused.content.decode()
    colleague = Client()
    password(colleague, REMOTE_ADDR="198.51.100.7")
    code(colleague, clock, REMOTE_ADDR="198.51.100.7")
    assert is_in(colleague)


def test_a_known_browser_behind_the_attackers_address_is_not_locked_out(editor: User, clock: Clock) -> None:
    known, attacker = Client(REMOTE_ADDR="203.0.113.9"), Client(REMOTE_ADDR="203.0.113.9")
    password(known)
    code(known, clock)
    known.post("/admin/logout/")
    for _ in range(TRIES + 1):
        password(attacker, typed="wrong")
    assert password(attacker).status_code == 429
    clock.now += SECONDS
    password(known)
    code(known, clock)
    assert is_in(known)


def test_codes_cannot_be_guessed(editor: User, client: Client) -> None:
    password(client)
    answers = [client.post(CODE, {"code": f"{number:06}"}).status_code for number in range(TRIES + 1)]
    assert answers == [200] * TRIES + [429]


def test_failed_tries_with_unknown_names_keep_nothing(cast: Cast, client: Client) -> None:
    password(client, username="my-password-typed-into-the-wrong-field")
    assert not AuditEntry.objects.filter(act=Act.LOGIN_FAILED).exists()


def test_a_session_ends_when_nobody_works(editor: User, clock: Clock, client: Client, settings: Settings) -> None:
    password(client)
    code(client, clock)
    for _ in range(3):
        clock.now += settings.SESSION_IDLE_SECONDS - 1
        assert is_in(client)
    clock.now += settings.SESSION_IDLE_SECONDS + 1
    answer = client.get("/admin/guides/guide/?p=1")
    assert answer.headers["Location"] == f"{LOGIN}?next=/admin/guides/guide/%3Fp%3D1"


def test_typing_keeps_a_session_and_only_ones_own(
    editor: User, clock: Clock, client: Client, settings: Settings
) -> None:
    assert client.get("/admin/still-here/").status_code == 401
    password(client)
    code(client, clock)
    for _ in range(3):
        clock.now += settings.SESSION_IDLE_SECONDS - 1
        assert client.get("/admin/still-here/").status_code == 204


def test_a_session_never_lasts_longer_than_a_working_day(
    editor: User, clock: Clock, client: Client, settings: Settings
) -> None:
    password(client)
    code(client, clock)
    for _ in range(settings.SESSION_COOKIE_AGE // 1800):
        clock.now += 1800
        client.get(DESK)
    clock.now += 60
    assert not is_in(client)
    assert client.get("/guides/").status_code == 200  # the public site goes on


def test_logging_out_everywhere_ends_the_other_sessions(editor: User, clock: Clock) -> None:
    one, other = Client(), Client()
    for client in (one, other):
        password(client)
        code(client, clock)
        clock.now += SECONDS
    assert one.get("/admin/security/sign-out/").status_code == 405
    assert one.post("/admin/security/sign-out/").headers["Location"] == LOGIN
    assert not is_in(one)
    assert not is_in(other)


def test_a_new_password_ends_the_other_sessions(editor: User, clock: Clock, client: Client) -> None:
    password(client)
    code(client, clock)
    editor.set_password("Another-password-1")
    editor.save()
    assert not is_in(client)


def test_an_old_password_is_changed_first(cast: Cast, client: Client, settings: Settings) -> None:
    settings.PORTAL_PASSWORD_DAYS = 90
    User.objects.filter(pk=cast.editor.pk).update(password_set_on=dt.date(2020, 1, 1))
    client.force_login(cast.editor)
    assert client.get(DESK).headers["Location"] == "/admin/password_change/"
    assert client.get("/admin/password_change/").status_code == 200
    assert client.get("/guides/").status_code == 200


def test_recovery_codes_are_renewed_by_their_owner_only(cast: Cast, client: Client) -> None:
    assert client.post("/admin/security/codes/").status_code == 302
    client.force_login(cast.editor)
    assert client.get("/admin/security/codes/").status_code == 405
    assert len(re.findall(r"<code>", client.post("/admin/security/codes/").content.decode())) == 10
    assert set(RecoveryCode.objects.values_list("user", flat=True)) == {cast.editor.pk}


def test_the_reset_stands_in_the_list_of_accounts(editor: User, cast: Cast, client: Client) -> None:
    client.force_login(cast.security_admin)
    page = client.post(
        "/admin/foundation/user/", {"action": "reset_second_factor", "_selected_action": [editor.pk]}, follow=True
    )
    assert "已重置" in page.content.decode()
    assert not SecondFactor.objects.filter(user=editor).exists()


def test_no_secret_is_on_the_page_of_ones_security(editor: User, client: Client) -> None:
    client.force_login(editor)
    page = client.get("/admin/security/").content.decode()
    assert SECRET not in page
    assert "恢复码" in page
