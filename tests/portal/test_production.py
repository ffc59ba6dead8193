"""A production start without its own secrets and facts is refused, and the sentence names what is missing."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings

from tests.real_site import ask, own_database, serving

KEYS: Final = {
    name: f"{name.lower()}-{'Kq7xW2mZ9pR4tY6u' * 4}" for name in ("SECRET_KEY", "PORTAL_DATA_KEYS", "PORTAL_AUDIT_KEYS")
}
LOOK: Final = (
    "from portal import settings as s; "
    "print(s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SITE.sample)"
)


def example() -> dict[str, str]:
    """Return the variables of the example for operators, with keys of our own."""
    lines = (settings.BASE_DIR / "deploy" / "production.env.example").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("=", 1) for line in lines if line and not line.startswith("#"))
    return {name: value.strip().strip("'\"") for name, value in pairs} | KEYS


def start(variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Read the settings as a production start does."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", LOOK],
        cwd=settings.BASE_DIR,
        env={**kept, **variables},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_example_starts_with_everything_that_protects() -> None:
    done = start(example())
    assert done.stdout.split() == ["31536000", "True", "True", "True", "False"], done.stderr


def test_secrets_may_come_from_files(tmp_path: Path) -> None:
    variables = example()
    for name, key in KEYS.items():
        (tmp_path / name).write_text(f"{key}\n", encoding="utf-8")
        del variables[name]
        variables[f"{name}_FILE"] = str(tmp_path / name)
    done = start(variables)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY (or SECRET_KEY_FILE) must hold"),
        ({"PORTAL_DATA_KEYS": ""}, "PORTAL_DATA_KEYS (or PORTAL_DATA_KEYS_FILE) must hold"),
        ({"PORTAL_AUDIT_KEYS": ""}, "PORTAL_AUDIT_KEYS (or PORTAL_AUDIT_KEYS_FILE) must hold"),
        ({"SECRET_KEY": "sample-only-" + KEYS["SECRET_KEY"]}, "SECRET_KEY is the key of a sample site"),
        ({"PORTAL_DATA_KEYS": "x" * 60}, "PORTAL_DATA_KEYS is too short or too plain"),
        ({"PORTAL_AUDIT_KEYS": KEYS["PORTAL_DATA_KEYS"]}, "PORTAL_AUDIT_KEYS must not repeat PORTAL_DATA_KEYS"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS must name"),
        ({"DATABASE_URL": ""}, "DATABASE_URL must name"),
        ({"PORTAL_DEBUG": "1"}, "PORTAL_DEBUG=1 is refused in production"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_is_missing_or_weak_is_named(change: dict[str, str], sentence: str) -> None:
    done = start(example() | change)
    assert done.returncode != 0
    assert sentence in done.stderr
    for key in KEYS.values():
        assert key not in done.stderr, "no secret stands in a message"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_whoever_asks_a_machine_itself_learns_how_it_is(tmp_path: Path) -> None:
    variables = example() | {"PORTAL_DATA_DIR": str(tmp_path), "WEB_ACCESS_LOG": ""}
    del variables["DATABASE_URL"]
    with serving(own_database(), workers=1, **variables) as (port, _master):
        live, ready = (ask(port, "GET", path) for path in ("/health/live", "/health/ready"))
    assert (live.status, ready.status) == (200, 200), "by its address, without TLS"
    assert "frame-ancestors 'none'" in live.headers["Content-Security-Policy"]
