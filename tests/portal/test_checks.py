"""A database that would silently fail at Chinese is refused at start."""

import pytest
from django.db import connection

from portal import checks


@pytest.mark.django_db
def test_our_own_database_is_fine():
    assert checks.database_knows_chinese(None, databases=["default"]) == []
    assert checks.database_knows_chinese(None, databases=None) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("encoding", "ctype"), [("SQL_ASCII", "C"), ("UTF8", "C"), ("UTF8", "POSIX"), ("LATIN1", "de")]
)
def test_a_database_without_chinese_letters(monkeypatch, encoding, ctype):
    monkeypatch.setattr(type(connection.cursor()), "fetchone", lambda cursor: (encoding, ctype), raising=False)
    (error,) = checks.database_knows_chinese(None, databases=["default"])
    assert error.id == "portal.E001"
    assert ctype in error.msg
