"""Invented values for the style guide, which shows all components to developers."""

from __future__ import annotations

import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

from foundation.listings import Address, Chip, Facet, Label, facet_block, pages

_VALUES: Final = Path(__file__).with_name("styleguide.toml")
_ADDRESS: Final = Address("/styleguide/", {"audience": ["person"]})
_FACET: Final = Facet("audience", "申请人", {"person": Label("个人"), "legal": Label("法人和其他组织")})


def styleguide_context() -> dict[str, Any]:
    """Return the values of the file, and a list with one filter, one chosen value and many pages."""
    return {
        **vars(_record(tomllib.loads(_VALUES.read_text(encoding="utf-8")))),
        "chosen": [Chip("申请人", "个人", "", "/styleguide/")],
        "facets": [facet_block(_FACET, {"person": 41, "legal": 27}, _ADDRESS, show_all=False)],
        "pages": pages("3", 400, _ADDRESS),
    }


def _record(value: Any) -> Any:
    """Return tables as records with attributes, as components expect them."""
    if isinstance(value, dict):
        return SimpleNamespace(**{name: _record(inner) for name, inner in value.items()})
    return [_record(inner) for inner in value] if isinstance(value, list) else value
