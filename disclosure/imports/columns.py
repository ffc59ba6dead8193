"""The columns of a register that is taken over: names, Chinese headings, and what a cell may hold."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disclosure.fees import MAX_UNITS, FeeBasis
from disclosure.models.register import (
    DESCRIPTION_LENGTH,
    SUBJECT_LENGTH,
    ApplicantCategory,
    Channel,
    DeliveryWay,
    Medium,
)
from disclosure.outcomes import Outcome
from foundation.tables import cells
from foundation.tables.problems import BadValue

NUMBER_LENGTH: Final = 60


@dataclass(frozen=True)
class RegisterColumn:
    """One column: its name, its heading, what a cell holds, and what for."""

    name: str
    label: Promise
    read: Callable[[Any], Any]
    note: Promise | str = ""
    required: bool = False
    length: int = 0
    most: int = 0
    codes: type | None = None

    @property
    def help(self) -> str:
        """The sentence of the documentation: what a cell holds."""
        known = gettext("; ").join(f"{code} {label}" for code, label in _choices(self)) if self.codes else ""
        return " ".join(filter(None, (gettext("Required.") if self.required else "", str(self.note), known)))

    def parse(self, raw: Any) -> Any:
        """Return the value of a cell; empty cells are None.  Raises BadValue with a sentence."""
        if isinstance(raw, cells.Formula):
            raise BadValue(gettext("This cell holds a formula; replace it with its value (copy, paste as values)."))
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            if self.required:
                raise BadValue(gettext("This cell must not be empty."))
            return None
        value = cells.read_choice(raw, dict(_choices(self)), _words(self)) if self.codes else self.read(raw)
        return self._within(value.strip() if isinstance(value, str) else value)

    def _within(self, value: Any) -> Any:
        if self.length and len(value) > self.length:
            raise BadValue(
                gettext("At most %(most)d characters; there are %(count)d.")
                % {"most": self.length, "count": len(value)}
            )
        if self.most and not 1 <= value <= self.most:
            raise BadValue(gettext("A number from 1 to %(most)d belongs here.") % {"most": self.most})
        return value


def _choices(column: RegisterColumn) -> list[tuple[str, Any]]:
    return list(column.codes.choices)  # type: ignore[union-attr]


@functools.cache
def _words(column: RegisterColumn) -> Mapping[str, str]:
    return cells.words_of(dict(_choices(column)))


def _text(
    name: str, label: Promise, length: int, note: Promise | str = "", *, required: bool = False
) -> RegisterColumn:
    return RegisterColumn(name, label, cells.read_text, note, required, length=length)


def _day(name: str, label: Promise, note: Promise | str = "", *, required: bool = False) -> RegisterColumn:
    return RegisterColumn(name, label, cells.read_date, note, required)


def _code(
    name: str, label: Promise, codes: type, note: Promise | str = "", *, required: bool = False
) -> RegisterColumn:
    return RegisterColumn(name, label, cells.read_text, note, required, codes=codes)


COLUMNS: Final = (
    RegisterColumn(
        "external_number",
        _("register number"),
        cells.read_text,
        _("The number in the register that is taken over; each occurs once."),
        required=True,
        length=NUMBER_LENGTH,
    ),
    _code("channel", _("channel"), Channel, required=True),
    _day("arrived_on", _("arrived"), _("The day on which it came, as in 2026-01-31."), required=True),
    _day(
        "confirmed_on",
        _("receipt confirmed"),
        _("The legal day of receipt of letters, fax, e-mail and online forms (art. 31); empty: still waiting."),
    ),
    _text("evidence", _("evidence of receipt"), 300, _("Empty: the register that is taken over.")),
    _code("category", _("category of the applicant"), ApplicantCategory, required=True),
    _text("name", _("name of the applicant"), 100),
    _text("paper_number", _("number of the paper"), 40),
    _text("phone", _("phone"), 40, _("Open requests need at least one of phone, e-mail and address.")),
    _text("email", _("e-mail"), 120),
    _text("address", _("address"), 200),
    _text("subject", _("subject"), SUBJECT_LENGTH, _("Without anybody's personal data."), required=True),
    _text("description", _("information asked for"), DESCRIPTION_LENGTH, _("Empty: the subject.")),
    _code("delivery_way", _("way to obtain it"), DeliveryWay),
    _code("medium", _("form"), Medium),
    _day("correction_asked_on", _("correction asked")),
    _day("correction_until", _("correction allowed until")),
    _day("corrected_on", _("day of the correction")),
    _day("extended_on", _("extended")),
    RegisterColumn(
        "extension_days", _("extended by (working days)"), cells.read_integer, _("Together with the day."), most=20
    ),
    _day("fee_noticed_on", _("fee notice received"), _("Together with basis and quantity.")),
    _code("fee_basis", _("fee counted"), FeeBasis),
    RegisterColumn("fee_units", _("fee quantity"), cells.read_integer, most=MAX_UNITS),
    _day("fee_paid_on", _("fee paid")),
    _code("outcome", _("outcome"), Outcome, _("Empty: still open.")),
    _day("concluded_on", _("day of the conclusion"), _("Together with the outcome.")),
)
"""All columns in the order of the documentation."""

BY_NAME: Final = {column.name: column for column in COLUMNS}
_ALSO: Final = {
    "登记号": "external_number", "编号": "external_number", "收件日期": "arrived_on", "收到日期": "arrived_on",
    "渠道": "channel", "申请渠道": "channel", "申请人类别": "category", "申请人": "name", "申请人姓名": "name",
    "电话": "phone", "联系电话": "phone", "标题": "subject", "申请内容": "description", "答复结果": "outcome",
    "处理结果": "outcome", "答复日期": "concluded_on", "办结日期": "concluded_on",
}  # fmt: skip
"""Further headings that registers of centers carry."""


def headings() -> dict[str, str]:
    """Return every heading that is understood, in lower case, with the column it stands for."""
    found = dict(_ALSO)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.update({str(column.label).lower(): column.name for column in COLUMNS})
    return {**found, **{column.name: column.name for column in COLUMNS}}
