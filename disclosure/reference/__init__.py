"""Reference data of disclosure, loaded by ``load_reference`` as often as one likes."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from disclosure.models import Column, LetterTemplate
from disclosure.models.letters import UNEDITED


def load_columns() -> int:
    """Add the columns of the file ``columns.toml`` that are not there yet; return how many the file has.

    What an office renamed, moved or took out of use itself stays as it is.
    """
    rows = _rows("columns")
    with transaction.atomic():
        for position, row in enumerate(rows, start=1):
            parent = Column.objects.filter(code=row.pop("parent", None)).first()
            Column.objects.get_or_create(
                code=row["code"], defaults={"parent": parent, "position": position * 10, **row}
            )
    return len(rows)


def load_letter_templates() -> int:
    """Add the texts of letters of the file ``letters.toml``; return how many the file has.

    A text that nobody edited follows the file; what an office edited itself stays as it is.
    """
    texts = {row["kind"]: (row["title"], row["body"].strip()) for row in _rows("letters")}
    with transaction.atomic():
        LetterTemplate.objects.bulk_create(
            (LetterTemplate(kind=kind, title=title, body=body) for kind, (title, body) in texts.items()),
            ignore_conflicts=True,
        )
        for template in LetterTemplate.objects.filter(kind__in=texts, edit_version=UNEDITED):
            title, body = texts[template.kind]
            if (template.title, template.body) != (title, body):
                LetterTemplate.objects.filter(kind=template.kind, edit_version=UNEDITED).update(title=title, body=body)
    return len(texts)


def _rows(name: str) -> list[dict[str, Any]]:
    with (Path(__file__).parent / f"{name}.toml").open("rb") as file:
        rows: list[dict[str, Any]] = tomllib.load(file)[name]
    return rows
