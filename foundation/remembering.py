"""Rows that know with which values they were loaded, so that ``clean`` can tell what was typed anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Self

from django.db import models


class Remembering(models.Model):
    """Keeps what some fields held when the row was loaded."""

    _loaded: Mapping[str, Any] = {}

    class Meta:
        abstract = True

    @classmethod
    def remembered(cls) -> tuple[str, ...]:
        """Return the names of the fields whose loaded values are kept."""
        raise NotImplementedError

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> Self:
        """Keep the values of the row; a deferred field is not known and not kept."""
        row = super().from_db(db, field_names, values)
        row._loaded = {name: row.__dict__[name] for name in cls.remembered() if name in row.__dict__}
        return row

    def loaded(self, name: str) -> Any:
        """Return what the field held when the row was loaded; None for a new row."""
        return self._loaded.get(name)

    def was_changed(self, name: str) -> bool:
        """Tell whether the field held something else when the row was loaded; never so for a new row."""
        return name in self._loaded and self._loaded[name] != getattr(self, name)

    def was_typed(self, name: str) -> bool:
        """Tell whether the value of the field is not the stored one: the row is new, or the field was changed."""
        return name not in self._loaded or self.was_changed(name)
