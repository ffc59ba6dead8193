"""The nearest known name, for sentences about names that are not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from django.utils.translation import gettext as _


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that looks most like this one; empty when none does."""
    return next(iter(difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)), "")


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a half-sentence that offers the nearest name, or nothing."""
    found = nearest(name, known)
    return _("; “%(name)s” is close to it") % {"name": found} if found else ""
