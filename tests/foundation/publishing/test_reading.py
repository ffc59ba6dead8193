"""Old shapes are upgraded when read, never rewritten."""

from typing import Any, ClassVar

import pytest
from pydantic import ValidationError

from foundation.publishing.documents import RootDocument, as_json, checksum


class Note(RootDocument):
    current_version: ClassVar[int] = 3
    upgrades: ClassVar[dict[int, Any]] = {
        1: lambda data: {**data, "schema_version": 2, "title": data["name"]} | {"name": None},
        2: lambda data: {key: value for key, value in data.items() if key != "name"} | {"schema_version": 3},
    }
    title: str


def test_two_steps_from_the_first_shape() -> None:
    assert Note.model_validate({"schema_version": 1, "name": "甲"}).title == "甲"


def test_the_present_shape_is_read_as_it_is() -> None:
    assert Note.model_validate({"schema_version": 3, "title": "乙"}).title == "乙"


def test_the_future_is_not_guessed() -> None:
    with pytest.raises(LookupError, match="newer"):
        Note.model_validate({"schema_version": 4, "title": "乙"})


class Folder(RootDocument):
    note: Note


def test_a_quoted_document_is_upgraded_too() -> None:
    folder = Folder.model_validate({"schema_version": 1, "note": {"schema_version": 1, "name": "甲"}})
    assert (folder.note.title, folder.note.schema_version) == ("甲", 3)


def test_a_new_document_has_the_present_version() -> None:
    assert Note(title="丙").schema_version == 3


def test_unknown_keys_are_refused() -> None:
    with pytest.raises(ValidationError):
        Note.model_validate({"schema_version": 3, "title": "乙", "script": "x"})


def test_the_checksum_is_over_the_canonical_text() -> None:
    note = as_json(Note(title="甲"))
    assert checksum(note) == checksum(dict(reversed(note.items())))
    assert checksum(note) != checksum({**note, "title": "乙"})
