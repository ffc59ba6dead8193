"""Constraints that many tables share."""

from django.db import models
from django.db.models import Q


def known(field: str, codelist: type[models.TextChoices], *, blank: bool = False) -> models.CheckConstraint:
    """Return the constraint that a column holds a code of its list (or nothing)."""
    codes = [*codelist.values, ""] if blank else codelist.values
    return models.CheckConstraint(condition=Q(**{f"{field}__in": codes}), name=f"%(app_label)s_%(class)s_{field}_known")
