"""Reference data of feedback, loaded by ``load_reference`` as often as one likes."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from feedback.models import LimitRule, RatingRule, ReplyTemplate


def load_limits() -> int:
    """Add the times for replies of the file ``limits.toml`` that are not there yet; return how many the file has."""
    rows = _rows("limits")
    LimitRule.objects.bulk_create((LimitRule(**row) for row in rows), ignore_conflicts=True)
    return len(rows)


def load_rating_rules() -> int:
    """Add the limits for bad ratings of the file that are not there yet; return how many the file has."""
    rows = _rows("ratings")
    RatingRule.objects.bulk_create((RatingRule(**row) for row in rows), ignore_conflicts=True)
    return len(rows)


def load_reply_templates() -> int:
    """Add the texts of the file ``replies.toml`` where there are none at all; return how many the file has.

    What an office changed or deleted itself stays as it is.
    """
    rows = _rows("replies")
    with transaction.atomic():
        if not ReplyTemplate.objects.exists():
            ReplyTemplate.objects.bulk_create(ReplyTemplate(**row) for row in rows)
    return len(rows)


def _rows(name: str) -> list[dict[str, Any]]:
    with (Path(__file__).parent / f"{name}.toml").open("rb") as file:
        rows: list[dict[str, Any]] = tomllib.load(file)[name]
    return rows
