"""Reference data of disclosure, loaded by ``load_reference`` as often as one likes."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from disclosure.models import Column


def load_columns() -> int:
    """Add the columns of the file ``columns.toml`` that are not there yet; return how many the file has.

    What an office renamed, moved or took out of use itself stays as it is.
    """
    with (Path(__file__).parent / "columns.toml").open("rb") as file:
        rows: list[dict[str, Any]] = tomllib.load(file)["columns"]
    with transaction.atomic():
        for position, row in enumerate(rows, start=1):
            parent = Column.objects.filter(code=row.pop("parent", None)).first()
            Column.objects.get_or_create(
                code=row["code"], defaults={"parent": parent, "position": position * 10, **row}
            )
    return len(rows)
