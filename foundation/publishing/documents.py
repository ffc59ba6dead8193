"""The document of a revision: typed, frozen, with one canonical text and a checksum over it."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from django.db.models import TextChoices
from django.utils.functional import Promise
from pydantic import BaseModel, ConfigDict, model_validator


class Document(BaseModel):
    """Base of all documents: unknown keys are refused, values do not change.

    Coded fields keep the code; ``<field>_label`` and ``<field>_labels`` give the words in the language
    that is active when they are read, through the code lists named in ``codelists``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    codelists: ClassVar[dict[str, type[TextChoices]]] = {}
    labels: ClassVar[dict[str, str | Promise]] = {}
    """Words for fields that the model does not have under this name."""

    def __getattr__(self, name: str) -> Any:
        for suffix in ("_labels", "_label"):
            field = name.removesuffix(suffix)
            if field != name and field in self.codelists:
                return _words(self.codelists[field], getattr(self, field))
        raise AttributeError(name)


@functools.cache
def _labels(codelist: type[TextChoices]) -> dict[str, Any]:
    """Return the labels by their codes, still lazy: a page reads dozens, in either language."""
    return dict(codelist.choices)


def _words(codelist: type[TextChoices], value: Any) -> Any:
    """Return the label of a code, or the labels of a list of codes; an unknown code stays as it is."""
    labels = _labels(codelist)
    if isinstance(value, (list, tuple)):
        return [str(labels.get(code, code)) for code in value]
    return str(labels.get(value, value)) if value else ""


class RootDocument(Document):
    """A whole record. ``schema_version`` says which shape its JSON has.

    Reading upgrades older shapes step by step, also where one root document quotes another.
    Raises LookupError for a version from the future, pydantic.ValidationError for what is no such document.
    """

    current_version: ClassVar[int] = 1
    upgrades: ClassVar[dict[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {}
    """Pure functions by the version they start from; each returns the next version's JSON."""

    schema_version: int

    @model_validator(mode="before")
    @classmethod
    def upgrade(cls, data: Any) -> Any:
        """Bring the JSON of any known version to the present one; a new document gets the present version."""
        if not isinstance(data, dict):
            return data
        data = {"schema_version": cls.current_version, **data}
        while data["schema_version"] < cls.current_version:
            data = cls.upgrades[data["schema_version"]](data)
        if data["schema_version"] > cls.current_version:
            raise LookupError(f"schema version {data['schema_version']} is newer than this program")
        return data


def as_json(document: RootDocument) -> dict[str, Any]:
    """Return the document as JSON values: dates are strings."""
    return document.model_dump(mode="json")


def checksum(data: dict[str, Any]) -> str:
    """Return the SHA-256 over the canonical text: sorted keys, no spaces, UTF-8."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def texts_in(value: Any) -> Iterator[str]:
    """Yield every text in a part of a document's JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts_in(inner)
