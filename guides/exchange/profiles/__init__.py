"""Profiles: TOML files that say how the rows of a foreign system become ours.

The keys of a profile, all optional unless marked:

``title`` (needed)
    What the file is, for people.
``strip``
    Take white space off both ends of every text (default: true).
``unverified_codes``
    ``"refuse"`` (default) or ``"keep"``: what happens to an item whose credit code has a wrong check character.
    A kept item says so as a named gap.
``create_departments``
    Add departments that are not known yet (default: false).
``[department]`` (needed)
    ``uscc``, ``name`` and ``region``: their fields that say which body an item belongs to.
``[[regions]]``
    ``code``, ``name``, ``level``, ``parent``: regions that the added departments lie in.
``[lists.NAME]``
    A code list: their value = our code (or a list of our codes).
``[item]`` and ``[guide]`` (needed)
    Our column = their field, or a table with ``from`` (their field) or ``value`` (a fixed one), ``list`` (a code
    list), ``unlisted`` (our code for values that the list lacks), ``lower`` (turn into small letters) and
    ``longest`` (leave longer texts out).
``[item_rows.TABLE]`` and ``[guide_rows.TABLE]``
    Rows below: ``each`` (their list; one row for each entry), ``when`` (no row where this field is empty) and
    ``[….fields]`` as above; the field ``.`` is the entry itself.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final, Literal, Self

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from foundation.organization import RegionLevel
from foundation.tables.problems import BadFile
from foundation.tables.suggestions import did_you_mean
from guides.exchange.columns import GUIDES, ITEMS, TABLES, Kind, Table

NATIVE: Final = "native"
"""The name that stands for our own columns and codes."""

_FOLDER: Final = Path(__file__).parent


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class FieldSource(_Part):
    """Where the value of one of our columns comes from."""

    source: str = Field("", alias="from")
    value: str | int | bool | list[str] | None = None
    codes: str = Field("", alias="list")
    unlisted: str = ""
    lower: bool = False
    longest: int = 0

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        return {"from": data} if isinstance(data, str) else data

    @model_validator(mode="after")
    def _has_origin(self) -> Self:
        if not self.source and self.value is None:
            raise ValueError("a column needs “from” or “value”")
        return self


class RowsSource(_Part):
    """Where the rows of one of our tables come from."""

    each: str = ""
    when: str = ""
    fields: dict[str, FieldSource]


class DepartmentSource(_Part):
    """Their fields that name the body of an item."""

    uscc: str
    name: str
    region: str = ""


class RegionSource(_Part):
    """A region that the profile knows."""

    code: str
    name: str
    level: RegionLevel
    parent: str = ""


class Profile(_Part):
    """A whole profile; ``name`` is the name of its file."""

    name: str
    title: str
    strip: bool = True
    unverified_codes: Literal["refuse", "keep"] = "refuse"
    create_departments: bool = False
    department: DepartmentSource
    regions: list[RegionSource] = []
    lists: dict[str, dict[str, str | list[str]]] = {}
    item: dict[str, FieldSource]
    guide: dict[str, FieldSource]
    item_rows: dict[str, RowsSource] = {}
    guide_rows: dict[str, RowsSource] = {}

    @model_validator(mode="after")
    def _check_names(self) -> Self:
        self._check_fields(ITEMS, self.item)
        self._check_fields(GUIDES, self.guide)
        for parent, groups in ((ITEMS, self.item_rows), (GUIDES, self.guide_rows)):
            for name, rows in groups.items():
                if name not in parent.children or name == GUIDES.name:
                    raise ValueError(f"“{name}” is no table below {parent.name}")
                self._check_fields(TABLES[name], rows.fields)
        return self

    def _check_fields(self, table: Table, fields: dict[str, FieldSource]) -> None:
        if table.children and table.key not in fields:
            raise ValueError(f"{table.name}: “{table.key}” is needed")
        for name, source in fields.items():
            column = table.by_name.get(name)
            if column is None or column.kind is Kind.DEPARTMENT:
                raise ValueError(f"{table.name}: “{name}” is no column{did_you_mean(name, table.by_name)}")
            if source.codes and source.codes not in self.lists:
                raise ValueError(f"{table.name}.{name}: there is no list “{source.codes}”")
            if column.kind in (Kind.CHOICE, Kind.CHOICES) and source.codes:
                for code in self.our_codes(source):
                    if code not in column.codes:
                        raise ValueError(f"lists.{source.codes}: “{code}” is no code of {name}")

    def our_codes(self, source: FieldSource) -> set[str]:
        """Return every code of ours that a column may get."""
        codes = {source.unlisted} if source.unlisted else set()
        for entry in self.lists[source.codes].values():
            codes.update([entry] if isinstance(entry, str) else entry)
        return codes


def profile_names() -> list[str]:
    """Return the names of the profiles that come with the portal."""
    return sorted(path.stem for path in _FOLDER.glob("*.toml"))


def load_profile(name: str) -> Profile | None:
    """Return the profile of a name, or of a path to a TOML file; None stands for our own columns.

    Raises BadFile when there is none of that name or when it is broken.
    """
    if name in ("", NATIVE):
        return None
    path = Path(name) if name.endswith(".toml") else _FOLDER / f"{name}.toml"
    if name not in profile_names() and not (name.endswith(".toml") and path.is_file()):
        raise BadFile(
            _("There is no profile “%(name)s”. Known: %(known)s.")
            % {"name": name, "known": _(", ").join([NATIVE, *profile_names()])}
        )
    try:
        return Profile.model_validate({**tomllib.loads(path.read_text(encoding="utf-8")), "name": path.stem[:40]})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise _broken(name, str(error)) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise _broken(name, f"{place}: {first['msg']}" if place else first["msg"]) from error


def _broken(name: str, reason: str) -> BadFile:
    return BadFile(_("The profile “%(name)s” is broken: %(reason)s") % {"name": name, "reason": reason})
