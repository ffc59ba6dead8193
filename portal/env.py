"""Typed readers for environment variables.

Each reader returns a value of the promised type or raises `ImproperlyConfigured` with one sentence that
names the variable, what was found and what would do. Nothing is guessed: `PORTAL_DEBUG=ture` stops the
start.
"""

import datetime as dt
import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})


def text(name: str, default: str = "") -> str:
    """Return the variable without surrounding blanks, or the default when it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def boolean(name: str, default: bool = False) -> bool:
    """Return a yes/no value written as 1/0, true/false, yes/no or on/off."""
    raw = text(name).lower()
    if not raw:
        return default
    if raw in TRUE_WORDS:
        return True
    if raw in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not “{raw}”.")


def integer(name: str, default: int, *, minimum: int = 0, maximum: int | None = None) -> int:
    """Return a whole number within the given bounds."""
    raw = text(name)
    if not raw:
        return default
    try:
        number = int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not “{raw}”.") from None
    if number < minimum or (maximum is not None and number > maximum):
        bounds = f"at least {minimum}" if maximum is None else f"between {minimum} and {maximum}"
        raise ImproperlyConfigured(f"{name} must be {bounds}, not {number}.")
    return number


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """Return one of the allowed words."""
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not “{value}”.")
    return value


def date(name: str) -> dt.date | None:
    """Return a day written as 2018-12-31, or None when the variable is unset."""
    raw = text(name)
    if not raw:
        return None
    try:
        return dt.date.fromisoformat(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a date like 2018-12-31, not “{raw}”.") from None


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Return a comma-separated list, empty parts left out."""
    raw = text(name)
    return [part.strip() for part in raw.split(",") if part.strip()] if raw else list(default)


def path(name: str, default: Path) -> Path:
    """Return an absolute folder or file name; a relative one counts from the current folder."""
    raw = text(name)
    return Path(raw).expanduser().absolute() if raw else default


def secret(name: str) -> str:
    """Return a secret from NAME, or from the file that NAME_FILE names; empty when neither is set."""
    value = text(name)
    file_name = text(f"{name}_FILE")
    if value and file_name:
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
    if not file_name:
        return value
    try:
        value = Path(file_name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise ImproperlyConfigured(f"{name}_FILE names {file_name}, which cannot be read: {reason}.") from None
    if not value:
        raise ImproperlyConfigured(f"{name}_FILE names {file_name}, which is empty.")
    return value
