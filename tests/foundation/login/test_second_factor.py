"""The second factor: codes of the app, good once; recovery codes, good once each; set up, reset."""

from __future__ import annotations

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from foundation.audit import Act, AuditEntry
from foundation.login import second_factor
from foundation.login.second_factor import (
    SECONDS,
    RecoveryCode,
    SecondFactor,
    accept,
    address_for_app,
    code_at,
    new_secret,
    reset,
    set_up,
    step_of,
)
from foundation.people import User
from foundation.workflow import DomainError
from tests.cast import Cast

NOW = 1_800_000_015.0
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foundation.login.second_factor.time.time", lambda: NOW)


@pytest.fixture
def editor(cast: Cast) -> User:
    """An account whose second factor is set up."""
    SecondFactor.objects.create(user=cast.editor, secret=SECRET)
    return cast.editor


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037")]
)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    # Appendix B has eight digits for this secret; six are their end.
    assert code_at(SECRET, seconds) == code


@pytest.mark.parametrize(("drift", "is_right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phone_may_be_a_step_early_or_late(drift: int, is_right: bool) -> None:
    code = code_at(SECRET, NOW + drift * SECONDS)
    assert (step_of(SECRET, code, NOW) is not None) is is_right


@given(st.text(max_size=12))
def test_whatever_is_typed_is_judged_without_an_error(typed: str) -> None:
    step_of(SECRET, typed, NOW)


def test_the_app_reads_name_and_secret(cast: Cast) -> None:
    secret = new_secret()
    address = address_for_app(cast.editor, secret)
    assert address.startswith("otpauth://totp/")
    assert f"secret={secret}" in address


def test_a_code_is_good_once(editor: User) -> None:
    code = code_at(SECRET, NOW)
    assert accept(editor, f" {code[:3]} {code[3:]} ")
    assert not accept(editor, code)
    assert not accept(editor, code_at(SECRET, NOW - SECONDS))  # nor an older one after it


def test_without_a_second_factor_nothing_is_right(cast: Cast) -> None:
    assert not accept(cast.editor, code_at(SECRET, NOW))


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_with_one_code_one_gets_in(editor: User) -> None:
    code, answers = code_at(SECRET, NOW), []

    def enter() -> None:
        answers.append(accept(editor, code))
        connection.close()

    threads = [threading.Thread(target=enter) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, False, False, True]


def test_setting_up_needs_a_code_of_that_very_secret(cast: Cast) -> None:
    secret = new_secret()
    assert set_up(cast.editor, secret, code_at(SECRET, NOW)) is None
    assert not SecondFactor.objects.exists()
    codes = set_up(cast.editor, secret, code_at(secret, NOW))
    assert codes is not None
    assert len(set(codes)) == 10
    assert AuditEntry.objects.filter(act=Act.SECOND_FACTOR_SET).count() == 1
    assert not accept(cast.editor, code_at(secret, NOW))  # the code of the set-up is used up, too


def test_secret_and_recovery_codes_cannot_be_read_in_the_database(cast: Cast) -> None:
    secret = new_secret()
    codes = set_up(cast.editor, secret, code_at(secret, NOW)) or []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT secret FROM foundation_secondfactor UNION ALL SELECT digest FROM foundation_recoverycode"
        )
        stored = " ".join(row[0] for row in cursor.fetchall())
    assert secret not in stored
    assert not any(code.replace("-", "") in stored for code in codes)


def test_a_recovery_code_is_good_once_and_leaves_a_trace(cast: Cast) -> None:
    secret = new_secret()
    code, *others = set_up(cast.editor, secret, code_at(secret, NOW)) or []
    assert accept(cast.editor, code.upper())
    assert not accept(cast.editor, code)
    assert accept(cast.editor, others[0].replace("-", " "))
    assert not accept(cast.manager, others[1])
    assert AuditEntry.objects.filter(act=Act.RECOVERY_CODE_USED).count() == 2


def test_new_recovery_codes_void_the_old_ones(cast: Cast) -> None:
    secret = new_secret()
    old, *_rest = set_up(cast.editor, secret, code_at(secret, NOW)) or []
    new, *_rest = second_factor.renew_recovery_codes(cast.editor)
    assert not accept(cast.editor, old)
    assert accept(cast.editor, new)


def test_a_security_administrator_resets_it_and_ends_the_sessions(editor: User, cast: Cast) -> None:
    before = editor.get_session_auth_hash()
    reset(editor, actor=cast.security_admin)
    editor.refresh_from_db()
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert editor.get_session_auth_hash() != before


def test_nobody_else_resets_it_and_nobody_the_own(editor: User, cast: Cast) -> None:
    for person in (cast.editor, cast.manager, cast.system_admin, cast.audit_admin):
        with pytest.raises(PermissionDenied):
            reset(editor, actor=person)
    SecondFactor.objects.create(user=cast.security_admin, secret=SECRET)
    with pytest.raises(DomainError):
        reset(cast.security_admin, actor=cast.security_admin)
    assert SecondFactor.objects.count() == 2
