"""Invented values for the style guide, which shows all components to developers."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

from django import forms
from django.core.paginator import Paginator

from feedback.reports.ratings import RatingFigures
from foundation.listings import Address, Chip, Facet, Label, facet_block, pages
from guides.models.use import VoteReason

_VALUES: Final = Path(__file__).with_name("styleguide.toml")
_ADDRESS: Final = Address("/styleguide/", {"audience": ["person"]})
_FACET: Final = Facet("audience", "申请人", {"person": Label("个人"), "legal": Label("法人和其他组织")})
_RATINGS: Final = RatingFigures(
    {"counted": 20},
    {"very_satisfied": 9, "satisfied": 5, "basically_satisfied": 3, "dissatisfied": 2, "very_dissatisfied": 1},
)
_DAY: Final = dt.date(2026, 11, 23)


class _SampleForm(forms.Form):
    """A form with a fault, a help text and a box to tick."""

    name = forms.CharField(label="姓名")
    phone = forms.CharField(label="电话", help_text="白天能打通的号码", required=False)
    agreed = forms.BooleanField(label="已阅读说明", required=False)


def styleguide_context() -> dict[str, Any]:
    """Return the values of the file, and what a file cannot say: a list, a form, an open milestone."""
    return {
        **vars(_record(tomllib.loads(_VALUES.read_text(encoding="utf-8")))),
        "chosen": [Chip("申请人", "个人", "", "/styleguide/")],
        "facets": [facet_block(_FACET, {"person": 41, "legal": 27}, _ADDRESS, show_all=False)],
        "pages": pages("3", 400, _ADDRESS),
        "found": Paginator(range(45), 20).get_page(2),
        "grades": _RATINGS.grade_rows,
        "grade_bars": _RATINGS.bars,
        "form": _SampleForm({"phone": "0729-5550100"}),
        "vote_reasons": VoteReason.choices,
        "milestones": [
            SimpleNamespace(title="完成选址", due_on=_DAY, done_on=_DAY),
            SimpleNamespace(title="开门服务", due_on=_DAY + dt.timedelta(90), done_on=None),
        ],
    }


def _record(value: Any) -> Any:
    """Return tables as records with attributes, as components expect them."""
    if isinstance(value, dict):
        return SimpleNamespace(**{name: _record(inner) for name, inner in value.items()})
    return [_record(inner) for inner in value] if isinstance(value, list) else value
