"""How rows of the sample are saved."""

from django.db import models


def save_checked(row: models.Model) -> None:
    """Check the fields as a form does, and save.

    Uniqueness and constraints are left to the database, which looks at them anyhow: to ask it about each of them
    first is a question per constraint and row, several thousand in all.
    """
    row.full_clean(validate_unique=False, validate_constraints=False)
    row.save()
