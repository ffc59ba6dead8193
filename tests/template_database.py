"""One database with all tables, made once for each state of the migrations; each worker of a run gets a copy of it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from psycopg import sql

PREFIX: Final = "template_of_tests_"
"""Begins the name; the rest tells the state of the migrations."""


def copy_into(name: str, facts: dict[str, Any], server: psycopg.Connection[Any]) -> None:
    """Make the database anew under this name, with all tables; waits while another worker makes the template."""
    server.execute("SELECT pg_advisory_lock(hashtext(%s))", [PREFIX])
    try:
        template = _template(facts, server)
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        words = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        server.execute(words.format(sql.Identifier(name), sql.Identifier(template)))
    finally:
        server.execute("SELECT pg_advisory_unlock(hashtext(%s))", [PREFIX])


def _template(facts: dict[str, Any], server: psycopg.Connection[Any]) -> str:
    """Return the name of the template for the migrations as they are; made where it is missing, older ones dropped."""
    name = f"{PREFIX}{_state()}"
    known = [
        str(found)
        for (found,) in server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
    ]
    if name in known:
        return name
    draft = f"{PREFIX}draft"
    for old in (*known, draft):
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(old)))
    server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(draft)))
    _migrate(draft, facts)
    server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name)))
    return name


def _migrate(name: str, facts: dict[str, Any]) -> None:
    query = "&".join(
        f"{key}={quote(str(facts[key]), safe='')}" for key in ("host", "port", "password") if facts.get(key)
    )
    url = f"postgresql://{quote(str(facts['user']))}@/{name}?{query}"
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        pytest.exit(f"The tables of the tests could not be made: {done.stderr[-2000:]}", returncode=3)


def _state() -> str:
    """Return what tells one state of all migrations from another."""
    digest = hashlib.sha256()
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        for file in sorted(Path(config.path).glob("migrations/**/*")):
            if file.suffix in {".py", ".sql"}:
                digest.update(f"{config.label}/{file.name}\n".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
