"""`manage.py` provides the database where a command needs it, and words obstacles for people."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from portal import commandline
from portal.database import DatabaseUnavailable
from portal.serving import CannotServe


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        ([], False),
        (["help", "migrate"], False),
        (["migrate", "--help"], False),
        (["check"], False),
        (["check", "--database", "default"], True),
        (["makemigrations", "--check"], False),
        (["serve"], False),
        (["migrate"], True),
        (["shell", "-c", "1"], True),
    ],
)
def test_who_needs_the_database(words, needed):
    assert commandline.needs_database(["manage.py", *words]) is needed


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ImproperlyConfigured("PORT is wrong."), "PORT is wrong."),
        (DatabaseUnavailable("No server."), "No server."),
        (CannotServe("Port 1 is in use."), "Port 1 is in use."),
        (OperationalError("connection failed\nmore lines"), "The database cannot be used: connection failed"),
        (PermissionError(13, "Permission denied", "/srv/portal"), "No permission to write or read /srv/portal."),
    ],
)
def test_an_obstacle_is_one_sentence(monkeypatch, capsys, error, sentence):
    def fail(argv: list[str]) -> None:
        raise error

    monkeypatch.setattr(commandline, "execute_from_command_line", fail)
    monkeypatch.setattr(commandline.signal, "signal", lambda number, handler: None)
    assert commandline.run(["manage.py", "check"]) == 1
    assert capsys.readouterr().err == f"{sentence}\n"


def test_an_error_of_ours_keeps_its_traceback(monkeypatch):
    def fail(argv: list[str]) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(commandline, "execute_from_command_line", fail)
    monkeypatch.setattr(commandline.signal, "signal", lambda number, handler: None)
    with pytest.raises(ZeroDivisionError):
        commandline.run(["manage.py", "check"])
