"""Sample content of disclosure: bodies, office, texts of every column, other channels and brochures.

Days in the files are ISO dates, or numbers of days from the day of loading, so that a sample site is always as
fresh as on its first day.
"""

from __future__ import annotations

import datetime as dt
import io
import tomllib
from pathlib import Path
from typing import Any, Final

from django.core.files.base import ContentFile
from openpyxl import Workbook

from disclosure.actions.drafts import number_draft
from disclosure.models import (
    Attachment,
    BrochureHandout,
    Column,
    DisclosureOffice,
    EarlierDocument,
    IssuingBody,
    Milestone,
    Outlet,
    Publication,
    ReadingPoint,
)
from foundation.attachments import store
from foundation.organization import Department
from foundation.people import User
from foundation.publishing.actions import submit
from foundation.publishing.sets import release_set
from portal.sample.rows import save_checked

_FOLDER: Final = Path(__file__).parent / "publications"
_SET_ASIDE: Final = ("files", "milestones", "effects", "outlets", "stage", "key", "body", "column")


def load(departments: dict[str, Department], *, writer: User, editor: User, reviewer: User, today: dt.date) -> int:
    """Load everything and return how many texts there are; those without a stage of their own are released."""
    facts = _dated(_read("facts"), today)
    bodies = _load_bodies(facts["bodies"], departments)
    DisclosureOffice.objects.create(**facts["office"])
    ReadingPoint.objects.create(**facts["reading_point"])
    center = departments["center"]
    BrochureHandout.objects.bulk_create(BrochureHandout(department=center, **row) for row in facts["brochures"])
    Outlet.objects.bulk_create(Outlet(department=center, **row) for row in facts["outlets"])
    rows = [row for name in ("organ", "documents", "work", "news", "promises") for row in _read(name)["publications"]]
    rows = sorted((_dated(row, today) for row in rows), key=lambda row: row["issued_on"])
    texts = [_load_text(row, bodies, writer) for row in rows]
    _load_effects(rows, texts)
    staged = [(row["stage"], text) for row, text in zip(rows, texts, strict=True) if "stage" in row]
    public = [text for row, text in zip(rows, texts, strict=True) if "stage" not in row]
    release_set(public, submitter=writer, actor=reviewer, reason="样例内容，随系统提供")
    for stage, text in staged:
        text.updated_by = editor
        text.save(update_fields=["updated_by"])
        if stage == "in_review":
            submit(text, actor=editor, note="新增动态")
    return len(texts)


def _read(name: str) -> dict[str, Any]:
    with (_FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _dated(value: Any, today: dt.date) -> Any:
    """Return the value with days turned into dates, and the years of the sample written into texts."""
    if isinstance(value, dict):
        return {
            name: _day(part, today) if name == "on" or name.endswith("_on") else _dated(part, today)
            for name, part in value.items()
        }
    if isinstance(value, list):
        return [_dated(part, today) for part in value]
    if isinstance(value, str):
        year = (today - dt.timedelta(days=90)).year
        return value.replace("{year}", str(year)).replace("{last_year}", str(year - 1)).strip()
    return value


def _day(value: str | int, today: dt.date) -> dt.date:
    return dt.date.fromisoformat(value) if isinstance(value, str) else today + dt.timedelta(days=value)


def _load_bodies(rows: list[dict[str, Any]], departments: dict[str, Department]) -> dict[str, IssuingBody]:
    bodies = {}
    for row in rows:
        key = row.pop("key")
        body = IssuingBody(department=departments[key], **row)
        save_checked(body)
        bodies[key] = body
    return bodies


def _load_text(row: dict[str, Any], bodies: dict[str, IssuingBody], writer: User) -> Publication:
    values = {name: value for name, value in row.items() if name not in _SET_ASIDE}
    text = Publication(column=Column.objects.get(code=row["column"]), **values)
    number_draft(text, bodies[row.get("body", "center")], on=text.issued_on)
    save_checked(text)
    Milestone.objects.bulk_create(
        Milestone(publication=text, position=place * 10, **milestone)
        for place, milestone in enumerate(row.get("milestones", ()), start=1)
    )
    for place, file in enumerate(row.get("files", ()), start=1):
        stored = store(ContentFile(_sheet(file["rows"])), f"{file['title']}.xlsx", actor=writer)
        Attachment.objects.create(publication=text, title=file["title"], file=stored, position=place * 10)
    Outlet.objects.bulk_create(
        Outlet(department=text.department, publication=text, **outlet) for outlet in row.get("outlets", ())
    )
    return text


def _load_effects(rows: list[dict[str, Any]], texts: list[Publication]) -> None:
    by_key = {row["key"]: text for row, text in zip(rows, texts, strict=True) if "key" in row}
    EarlierDocument.objects.bulk_create(
        EarlierDocument(publication=text, effect=effect["effect"], target=by_key[effect["target"]])
        for row, text in zip(rows, texts, strict=True)
        for effect in row.get("effects", ())
    )


def _sheet(rows: list[list[Any]]) -> bytes:
    """Return a small workbook; budgets go out as tables that can be computed with."""
    workbook = Workbook()
    sheet: Any = workbook.active
    for row in rows:
        sheet.append(row)
    sheet.column_dimensions["A"].width = 32
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()
