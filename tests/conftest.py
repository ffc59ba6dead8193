"""What every test may use: a database of its own on the private server (or on DATABASE_URL)."""

import os

import django

# Before anything reads the settings: conftest files of sub-folders may import models.
os.environ["PORTAL_ENV"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
django.setup()

from collections.abc import Iterator  # noqa: E402

import psycopg  # noqa: E402
import pytest  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import translation  # noqa: E402
from hypothesis import HealthCheck  # noqa: E402
from hypothesis import settings as hypothesis_settings  # noqa: E402

from foundation import tallies  # noqa: E402
from portal.commandline import provide_database  # noqa: E402
from tests.template_database import copy_into  # noqa: E402

pytest_plugins = ["tests.browser", "tests.cast"]

# How fast a machine is today is no property of the code.
hypothesis_settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("any machine")

SLOTS = 64
"""How many test databases may be in use at once on one server."""


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    """Start the database server and choose a test database that no other run is using.

    Each run holds an advisory lock on its number as long as it lives, so runs side by side (xdist workers,
    two shells) never meet in one database, and a killed run leaves nothing behind that the next one would
    not reuse.
    """
    provide_database()
    facts = connection.get_connection_params()
    options = {**facts, "dbname": "postgres", "autocommit": True}
    for stranger in ("cursor_factory", "context", "prepare_threshold"):
        options.pop(stranger, None)
    with psycopg.connect(**options) as guard:
        for slot in range(1, SLOTS + 1):
            name = f"test_{connection.settings_dict['NAME']}_{slot}"
            if guard.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [name]).fetchone() == (True,):
                break
        else:
            pytest.exit(f"All {SLOTS} test databases are in use.", returncode=3)
        copy_into(name, facts, guard)
        connection.settings_dict["TEST"]["NAME"] = name
        yield


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Take the copy that was made above; the next run makes another one in its place."""
    return True


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    """Begin without counts that pages of the test before have gathered."""
    tallies.forget_all()


@pytest.fixture(autouse=True)
def _chinese() -> None:
    """Begin in the site's own language, whatever language the test before left behind."""
    translation.activate(settings.LANGUAGE_CODE)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name cases of bytes by their argument: archives made while collecting differ between the workers of one run."""
    return argname if isinstance(val, bytes) else None
