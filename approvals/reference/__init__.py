"""Reference data of the catalog, loaded by ``load_reference`` as often as one likes."""

import tomllib
from pathlib import Path

from django.db import transaction

from approvals.models import Theme


def load_themes() -> int:
    """Add the themes of the file ``themes.toml`` that are not there yet; return how many the file has.

    What an office renamed or added itself stays as it is.
    """
    with (Path(__file__).parent / "themes.toml").open("rb") as file:
        rows = tomllib.load(file)["themes"]
    with transaction.atomic():
        for row in rows:
            Theme.objects.get_or_create(code=row["code"], defaults=row)
    return len(rows)
