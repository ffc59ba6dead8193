"""The sample logins are one per role, and production turns them away."""

import pytest
from django.core.exceptions import PermissionDenied

from foundation.access import Role
from portal.sample.accounts import (
    PASSWORD_PREFIX,
    SAMPLE_ACCOUNTS,
    SAMPLE_MEMBERSHIPS,
    RefuseSampleLogins,
)


def test_one_login_per_role():
    assert {account.username for account in SAMPLE_ACCOUNTS} == set(SAMPLE_MEMBERSHIPS)
    assert {membership.role for membership in SAMPLE_MEMBERSHIPS.values()} == set(Role.values)


def test_production_refuses_every_printed_password():
    for account in SAMPLE_ACCOUNTS:
        assert account.password.startswith(PASSWORD_PREFIX)
        with pytest.raises(PermissionDenied):
            RefuseSampleLogins().authenticate(None, username=account.username, password=account.password)


def test_other_passwords_are_for_the_next_backend():
    assert RefuseSampleLogins().authenticate(None, username="editor", password="other") is None
    assert RefuseSampleLogins().authenticate(None, username="editor", password=None) is None
