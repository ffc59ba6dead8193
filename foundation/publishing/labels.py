"""Documents and their differences in the words of the office: labels from models, codes from code lists."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Union, get_args, get_origin

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import formats
from django.utils.dateparse import parse_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from foundation.publishing.comparison import Change, compare, diff, word_diff
from foundation.publishing.documents import Document
from foundation.publishing.quotes import FileQuote

NOTHING: Final = "—"
_MAX_CELLS: Final = 4_000_000
"""Longer pairs of texts are compared as wholes: marking words in them would take seconds."""
_LEAST_SAME: Final = 0.3
"""Texts that share less are read faster one after the other."""
_UNSHOWN: Final = frozenset({"schema_version", "key", "id"})


@dataclass(frozen=True)
class Entry:
    """A label with its words, or with entries below it."""

    label: str
    words: str
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Difference:
    """One change as people read it."""

    section: str
    """Label of the top-level field."""
    place: str
    """Where in the section: row and field, joined; may be empty."""
    kind: str
    """``changed``, ``added``, ``removed`` or ``moved``."""
    pieces: tuple[tuple[str, str], ...]
    """The text with marks: ``("same"|"removed"|"added", piece)``."""
    entries: tuple[Entry, ...] = ()
    """The contents of an added or removed row."""


@dataclass(frozen=True)
class Shape:
    """A document class side by side with the model whose labels it borrows."""

    document: type[Document]
    model: type[models.Model] | None

    def child(self, name: str) -> Shape | None:
        """Return the shape of a nested document or of the rows of a list, or None for plain values."""
        field = self.document.model_fields.get(name)
        inner = _document_in(field.annotation) if field else None
        if inner is None or inner is FileQuote:
            return None
        return Shape(inner, self._related_model(name))

    @property
    def is_quote(self) -> bool:
        """Tell whether the document quotes reference data: then its name says it all."""
        return not {"key", "schema_version"} & set(self.document.model_fields)

    def is_list(self, name: str) -> bool:
        """Tell whether the field holds rows."""
        field = self.document.model_fields.get(name)
        return field is not None and get_origin(field.annotation) is tuple

    def label(self, name: str) -> str:
        """Return the label of a field."""
        field = self._model_field(name)
        if isinstance(field, models.Field):
            return str(capfirst(field.verbose_name))
        if field is not None and field.related_model is not None:
            return str(capfirst(field.related_model._meta.verbose_name_plural))
        return str(self.document.labels.get(name, name))

    def words(self, name: str, value: Any) -> str:
        """Return a plain value as people read it."""
        if value is None or value == "" or value == []:
            return NOTHING
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if name in self.document.codelists:
            labels = {code: str(label) for code, label in self.document.codelists[name].choices}
            codes = value if isinstance(value, list) else [value]
            return "、".join(labels.get(code, str(code)) for code in codes)
        if isinstance(value, list):
            return "、".join(str(part) for part in value)
        if isinstance(value, str) and self._holds_date(name):
            day = parse_date(value)
            return formats.date_format(day) if day else value
        return str(value)

    def _holds_date(self, name: str) -> bool:
        field = self.document.model_fields.get(name)
        return field is not None and dt.date in (field.annotation, *get_args(field.annotation))

    def _model_field(self, name: str) -> Any:
        if self.model is None:
            return None
        try:
            return self.model._meta.get_field(name)
        except FieldDoesNotExist:
            return None

    def _related_model(self, name: str) -> type[models.Model] | None:
        field = self._model_field(name)
        return field.related_model if field is not None and field.is_relation else None


def _document_in(annotation: Any) -> type[Document] | None:
    """Return the document class inside ``X``, ``X | None`` or ``tuple[X, ...]``."""
    if isinstance(annotation, type) and get_origin(annotation) is None and issubclass(annotation, Document):
        return annotation
    if get_origin(annotation) in (tuple, Union, types.UnionType):
        return next((found for part in get_args(annotation) if (found := _document_in(part))), None)
    return None


def describe(shape: Shape, data: dict[str, Any]) -> tuple[Entry, ...]:
    """Return all contents of a document's JSON in its order."""
    return tuple(
        _describe_field(shape, name, value) for name, value in name_files(data).items() if name not in _UNSHOWN
    )


def _describe_field(shape: Shape, name: str, value: Any) -> Entry:
    child = shape.child(name)
    label = shape.label(name)
    if child is None:
        return Entry(label, shape.words(name, value))
    if not value:
        return Entry(label, NOTHING)
    if isinstance(value, list) and child.is_quote:
        return Entry(label, "、".join(row_name(row) for row in value))
    if isinstance(value, list):
        return Entry(label, "", tuple(Entry(row_name(row), "", describe(child, row)) for row in value))
    return Entry(label, row_name(value), describe(child, value))


def row_name(row: dict[str, Any]) -> str:
    """Return what a row is called in lists."""
    return str(row.get("name") or row.get("title") or row.get("question") or row.get("key") or "")


def differences(shape: Shape, before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """Return what differs between two documents' JSON, in the order of the document."""
    return [_in_words(shape, change) for change in compare(name_files(before), name_files(after))]


def name_files(value: Any) -> Any:
    """Return JSON with each quoted file as one text: its name, and enough of its checksum to tell copies apart."""
    if isinstance(value, dict):
        if "sha256" in value and "name" in value:
            return f"{value['name']} ({value['sha256'][:8]})"
        return {name: name_files(part) for name, part in value.items()}
    return [name_files(part) for part in value] if isinstance(value, list) else value


def _in_words(root: Shape, change: Change) -> Difference:
    shape, names, field = _walk(root, change.path)
    section, place = names[0], " › ".join(names[1:])
    if isinstance(change.before, dict) or isinstance(change.after, dict):
        return _row_difference(shape, field, section, place, change)
    if isinstance(change.before, list) and shape.child(field) is not None:
        lines = [[f"{name}\n" for name in names] for names in (change.before, change.after)]
        return Difference(section, place, "moved", tuple(diff(*lines)))
    pieces = marked(shape.words(field, change.before), shape.words(field, change.after))
    return Difference(section, place, "changed", pieces)


def _walk(root: Shape, path: tuple[str, ...]) -> tuple[Shape, list[str], str]:
    """Follow a path; return the last shape, the labels on the way, and the last field name."""
    shape, names, parts = root, [], list(path)
    field = parts[0]
    while parts:
        field = parts.pop(0)
        names.append(shape.label(field))
        child = shape.child(field)
        if child is None or not parts:
            break
        if shape.is_list(field):
            names.append(parts.pop(0))
        if not parts:
            break
        shape = child
    return shape, names, field


def _row_difference(shape: Shape, field: str, section: str, place: str, change: Change) -> Difference:
    child = shape.child(field)
    kind = "added" if change.before is None else "removed"
    row = change.after if change.before is None else change.before
    if child is not None and child.is_quote:
        return Difference(section, "", kind, ((kind, row_name(row)),))
    entries = describe(child, row) if child is not None else ()
    return Difference(section, place, kind, (), tuple(entry for entry in entries if entry.words != NOTHING))


def marked(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Return both texts as one with marks, line by line so that long texts stay readable and quick."""
    if NOTHING in (before, after) or len(before) * len(after) > _MAX_CELLS:
        return tuple(_whole(before, after))
    pieces = word_diff(before, after)
    same = sum(len(piece) for tag, piece in pieces if tag == "same")
    return tuple(pieces if same >= _LEAST_SAME * max(len(before), len(after)) else _whole(before, after))


def _whole(before: str, after: str) -> Iterator[tuple[str, str]]:
    if before != NOTHING:
        yield "removed", before
    if after != NOTHING:
        yield "added", after
