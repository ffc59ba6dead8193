"""System checks: what would silently go wrong later is said at start, with what to do about it."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections


@register(Tags.database)
def database_knows_chinese(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse a database in which trigram search finds nothing in Chinese text and reports no error."""
    said: list[CheckMessage] = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT pg_encoding_to_char(encoding), datctype FROM pg_database WHERE datname = current_database()"
            )
            encoding, ctype = cursor.fetchone() or ("", "")
        if encoding != "UTF8" or ctype in {"C", "POSIX"}:
            said.append(
                Error(
                    f"The database (encoding {encoding}, character type {ctype}) cannot search Chinese.",
                    hint="Create it with ENCODING 'UTF8' and LC_CTYPE 'C.UTF-8', from template0.",
                    id="portal.E001",
                )
            )
    return said
