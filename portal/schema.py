"""What of a model concerns the database: migrations carry no labels, help texts, messages and lists of choices."""

from __future__ import annotations

from typing import Any, Final

from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.state import ProjectState
from django.db.models import Field

WORDS_OF_FIELDS: Final = frozenset({"verbose_name", "help_text", "choices", "error_messages", "validators"})
"""Arguments of fields for people and forms; which codes a column accepts is said by its constraint."""

WORDS_OF_MODELS: Final = frozenset({"verbose_name", "verbose_name_plural"})


class SchemaAutodetector(MigrationAutodetector):
    """Django's autodetector without an eye for words: a new label or language makes no migration."""

    def __init__(
        self, from_state: ProjectState, to_state: ProjectState, questioner: MigrationQuestioner | None = None
    ) -> None:
        _leave_words_out(from_state)
        _leave_words_out(to_state)
        super().__init__(from_state, to_state, questioner)


def _leave_words_out(state: ProjectState) -> None:
    for model in state.models.values():
        model.fields = {name: without_words(field) for name, field in model.fields.items()}
        model.options = {name: value for name, value in model.options.items() if name not in WORDS_OF_MODELS}


def without_words(field: Field[Any, Any]) -> Field[Any, Any]:
    """Return a copy of a field as a migration describes it."""
    _name, _path, args, kwargs = field.deconstruct()
    kept = {name: value for name, value in kwargs.items() if name not in WORDS_OF_FIELDS}
    if isinstance(kept.get("base_field"), Field):
        kept["base_field"] = without_words(kept["base_field"])
    return type(field)(*args, **kept)
