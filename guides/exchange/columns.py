"""The tables of the exchange format and their columns, taken from the models of the drafts.

A table is a sheet of a workbook, a file of a zip, or a list in JSON; names are those of the models' fields.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import translation

from approvals.models import Item
from foundation.attachments import StoredFile
from foundation.organization import Department
from foundation.publishing.models import Publishable
from guides.models import Guide


class Kind(Enum):
    """What a column holds."""

    TEXT = "text"
    IDENTIFIER = "identifier"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    KEYS = "keys"
    DEPARTMENT = "department"
    THEMES = "themes"
    FILE = "file"


@dataclass(frozen=True)
class Column:
    """One column: a field of the model."""

    name: str
    field: Any
    kind: Kind

    @property
    def label(self) -> str:
        """The words for the column in the language of the moment."""
        return str(self.field.verbose_name)

    @property
    def empty(self) -> Any:
        """What an empty cell means: nothing, or the default where nothing is impossible."""
        if self.kind in (Kind.CHOICES, Kind.KEYS, Kind.THEMES):
            return []
        if self.name == "key":  # its default is another one each time
            return ""
        if self.field.null:
            return None
        if self.field.blank:
            return ""
        return self.field.get_default() if self.field.has_default() else ""

    @functools.cached_property
    def codes(self) -> dict[str, str]:
        """The codes of the column's list with their labels, which turn into words when they are read."""
        holder = self.field.base_field if isinstance(self.field, ArrayField) else self.field
        return dict(holder.choices or ())


@dataclass(frozen=True)
class Table:
    """One table: the items, the guides, or the rows below them."""

    name: str
    model: Any
    columns: tuple[Column, ...]
    key: str
    """The column by which a row is found again."""
    natural: tuple[str, ...]
    """The columns by which a row without a key is found again."""
    parent: str = ""
    parent_column: str = ""
    children: tuple[str, ...] = ()

    @functools.cached_property
    def by_name(self) -> dict[str, Column]:
        """The columns by their names."""
        return {column.name: column for column in self.columns}

    @functools.cached_property
    def headings(self) -> dict[str, str]:
        """Every heading that is understood, in lower case, with the column it stands for."""
        found: dict[str, str] = {}
        for column in self.columns:
            for language, _name in settings.LANGUAGES:
                with translation.override(language):
                    found.setdefault(column.label.lower(), column.name)
        own = [column.name for column in self.columns] + ([self.parent_column] if self.parent_column else [])
        return {**found, **{name: name for name in own}}

    @functools.cached_property
    def exclude(self) -> frozenset[str]:
        """The fields of the model that the exchange does not hold, or that are looked up, not typed."""
        checked = {c.name for c in self.columns if not isinstance(c.field, (models.ForeignKey, models.ManyToManyField))}
        return frozenset(field.name for field in self.model._meta.fields if field.name not in checked)

    @property
    def label(self) -> str:
        """The words for the table in the language of the moment."""
        return str(self.model._meta.verbose_name_plural)


def _kind(field: Any) -> Kind:
    if isinstance(field, models.ForeignKey):
        return Kind.DEPARTMENT if field.related_model is Department else Kind.FILE
    if isinstance(field, ArrayField):
        return Kind.CHOICES if field.base_field.choices else Kind.KEYS
    for field_type, kind in (
        (models.ManyToManyField, Kind.THEMES),
        (models.DateField, Kind.DATE),
        (models.BooleanField, Kind.BOOLEAN),
        (models.IntegerField, Kind.INTEGER),
    ):
        if isinstance(field, field_type):
            return kind
    if field.choices:
        return Kind.CHOICE
    return Kind.IDENTIFIER if field.name in ("code", "slug", "key") else Kind.TEXT


def _belongs(field: Any) -> bool:
    """Tell whether a field of a draft is content: what people edit, and the key of a row."""
    if isinstance(field, models.ForeignKey):
        # A guide is always in the department of its item.
        return field.related_model is StoredFile or (field.related_model is Department and field.model is not Guide)
    return bool(field.name == "key" or (field.editable and not field.primary_key and field.name != "position"))


def _columns(model: type[models.Model], first: str) -> tuple[Column, ...]:
    fields = [field for field in (*model._meta.fields, *model._meta.many_to_many) if _belongs(field)]
    fields.sort(key=lambda field: field.name != first)
    return tuple(Column(field.name, field, _kind(field)) for field in fields)


_NATURAL: Final = {
    "legal_bases": ("title", "article"),
    "steps": ("phase", "name"),
    "faqs": ("question",),
    "questions": ("question",),
}


def _child_table(name: str, parent: type[Publishable], parent_table: str, parent_column: str) -> Table:
    model: Any = parent._meta.get_field(name).related_model
    return Table(
        name=name,
        model=model,
        columns=_columns(model, "key"),
        key="key",
        natural=_NATURAL.get(name, ("name",)),
        parent=parent_table,
        parent_column=parent_column,
    )


def _tables() -> Iterator[Table]:
    yield Table("items", Item, _columns(Item, "code"), "code", (), children=(*Item.children, "guides"))
    for name in Item.children:
        yield _child_table(name, Item, "items", "item_code")
    yield Table("guides", Guide, _columns(Guide, "slug"), "slug", (), "items", "item_code", children=Guide.children)
    for name in Guide.children:
        yield _child_table(name, Guide, "guides", "guide_slug")


TABLES: Final[dict[str, Table]] = {table.name: table for table in _tables()}
"""All tables by name, parents before children."""

ITEMS: Final = TABLES["items"]
GUIDES: Final = TABLES["guides"]


def rows_below(model: Any) -> list[models.Prefetch[Any]]:
    """Return what fetches all rows below drafts, with their files: one query for each table."""
    found = []
    for name in model.children:
        files = [column.name for column in TABLES[name].columns if column.kind is Kind.FILE]
        rows = TABLES[name].model._default_manager.all()
        found.append(models.Prefetch(name, rows.select_related(*files) if files else rows))
    return found
