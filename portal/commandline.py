"""What `manage.py` does around Django.

The database is there before a command needs it, and an obstacle outside the program (a broken setting, no
database, no right to write) is told in one sentence instead of a traceback.
"""

import signal
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

from portal.database import DatabaseUnavailable
from portal.serving import CannotServe

WITHOUT_DATABASE = frozenset(
    {
        "--help",
        "--version",
        "-h",
        "check",
        "check_translations",
        "collectstatic",
        "diffsettings",
        "findstatic",
        "help",
        "makemigrations",
        "messages",
        "serve",  # starts it itself, after looking at the port
        "version",
    }
)
"""Commands that must work where no database can be had."""


def run(argv: list[str]) -> int:
    """Run one command and return the exit code."""
    signal.signal(signal.SIGTERM, _leave_in_order)
    try:
        if needs_database(argv):
            provide_database()
        execute_from_command_line(argv)
    except (ImproperlyConfigured, DatabaseUnavailable, CannotServe) as error:
        return _refuse(str(error))
    except OperationalError as error:
        return _refuse(f"The database cannot be used: {_first_line(error)}")
    except PermissionError as error:
        return _refuse(f"No permission to write or read {error.filename}.")
    except KeyboardInterrupt:
        return 130
    return 0


def needs_database(argv: list[str]) -> bool:
    """Say whether the command works with the database; of a request for help none does."""
    command, arguments = (argv[1:2] or ["help"])[0], argv[2:]
    if {"-h", "--help"} & set(arguments):
        return False
    return command not in WITHOUT_DATABASE or any(word.startswith("--database") for word in arguments)


def provide_database() -> None:
    """Start the private server, if this deployment uses it, and keep it until this process ends."""
    if settings.PRIVATE_SERVER is not None:
        settings.PRIVATE_SERVER.use()


def _leave_in_order(_number: int, _frame: object) -> None:
    """Turn SIGTERM into an ordinary exit, so that what must be tidied up at the end is."""
    sys.exit(143)


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
