"""The first account of a new site."""

import pytest
from django.core.management import CommandError, call_command

from foundation.access import Capability, may
from foundation.audit import AuditEntry
from foundation.people import User
from tests.cast import make_user

PASSWORD = "a-long-row-of-words-41"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is typed at the prompts, in turn."""
    answers = [PASSWORD, PASSWORD]
    monkeypatch.setattr("getpass.getpass", lambda _prompt: answers.pop(0))
    return answers


@pytest.mark.django_db
def test_it_may_make_accounts_and_nothing_else(typed: list[str]) -> None:
    call_command("add_security_admin", "secadmin", "安全管理员", verbosity=0)
    user = User.objects.get(username="secadmin")
    assert user.check_password(PASSWORD)
    assert may(user, Capability.MANAGE_ACCOUNTS)
    assert not may(user, Capability.EDIT_CONTENT)
    assert AuditEntry.objects.get().target_label == "安全管理员"


@pytest.mark.django_db
def test_a_second_one_is_refused(typed: list[str]) -> None:
    make_user("first", "security_admin")
    with pytest.raises(CommandError, match="active security administrator"):
        call_command("add_security_admin", "second", "第二位")


@pytest.mark.django_db
@pytest.mark.parametrize("words", [["short", "short"], [PASSWORD, "another"]])
def test_a_weak_or_mistyped_password_is_refused(typed: list[str], words: list[str]) -> None:
    typed[:] = words
    with pytest.raises(CommandError):
        call_command("add_security_admin", "secadmin", "安全管理员")
    assert not User.objects.exists()
