"""Reference data of the catalog, loaded by ``load_reference`` as often as one likes."""

import tomllib
from pathlib import Path

from django.db import transaction

from approvals.models import Theme


def load_themes() -> int:
    """Bring the themes up to the file ``themes.toml`` and return how many there are.

    Themes that an office added itself stay as they are.
    """
    with (Path(__file__).parent / "themes.toml").open("rb") as file:
        rows = tomllib.load(file)["themes"]
    with transaction.atomic():
        for row in rows:
            Theme.objects.update_or_create(code=row["code"], defaults=row)
    return len(rows)
