"""Where a matter stands, for whoever has its number and code: in the open hall only what gives nothing away.

No text, no name, no file: the stage, the days, the department. The whole page is on the web, behind the same code.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from disclosure import status_page as request_page
from disclosure.forms.status import LookupForm as RequestLookup
from disclosure.models import Request
from feedback import status_page as message_page
from feedback.forms.ratings import RatingLookupForm
from feedback.forms.status import LookupForm as MessageLookup
from feedback.models import Message, Rating
from foundation.lookup_forms import CodeForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CODE_LENGTH: Final = 12


@dataclass(frozen=True)
class Standing:
    """What the kiosk shows of a matter."""

    number: str
    title: StrOrPromise
    received_on: dt.date
    department: str = ""
    due_on: dt.date | None = None
    places: Sequence[tuple[StrOrPromise, str]] = ()


def _message(record: Message, today: dt.date) -> Standing:
    context = message_page.status_context(record, today=today)
    due = context["deadline"].due_on if context["is_open"] else None
    department = record.department.local_name if record.department else ""
    return Standing(record.number, context["title"], record.received_on, department, due, context["places"])


def _request(record: Request, today: dt.date) -> Standing:
    context = request_page.status_context(record, today=today)
    deadline = context["deadline"]
    due = deadline.due_on if context["is_open"] and deadline is not None else None
    received_on = record.received_on or record.arrived_on
    return Standing(record.number, context["title"], received_on, "", due, context["places"])


def _rating(record: Rating, today: dt.date) -> Standing:
    return Standing(
        record.number, record.get_stage_display(), record.rated_on, record.department.local_name, record.due_on
    )


@dataclass(frozen=True)
class Register:
    """One kind of matter that can be looked up."""

    label: StrOrPromise
    digits: int
    """Digits of its numbers, the year among them."""
    url_name: str
    """Its page on the web."""
    form: type[CodeForm]
    standing: Callable[[Any, dt.date], Standing]


REGISTERS: Final[Mapping[str, Register]] = {
    "LY": Register(_("Message to the center"), 10, "feedback:status", MessageLookup, _message),
    "SQ": Register(_("Request for information"), 9, "disclosure:status", RequestLookup, _request),
    "PJ": Register(_("Rating"), 10, "ratings:status", RatingLookupForm, _rating),
}
"""By the letters that their numbers begin with."""


@dataclass(frozen=True)
class Typed:
    """What was typed so far. It travels inside the page, by POST, and is nowhere kept."""

    kind: str = ""
    digits: str = ""
    code: str = ""
    step: str = "number"

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> Typed:
        """Read what the page sent, and the key that was pressed."""
        kind = sent.get("kind", "")
        if kind not in REGISTERS:
            return cls()
        digits = "".join(one for one in sent.get("digits", "") if one in "0123456789")[: REGISTERS[kind].digits]
        code = "".join(one for one in sent.get("code", "").upper() if one.isascii() and one.isalnum())[:CODE_LENGTH]
        step = "code" if sent.get("step") == "code" else "number"
        return cls(kind, digits, code, step)._press(sent.get("press", ""))

    def _press(self, key: str) -> Typed:
        if key == "number":
            return Typed(self.kind, self.digits, self.code, "number")
        if key == "next":
            return Typed(self.kind, self.digits, self.code, "code" if self.is_numbered else "number")
        own = self.code if self.step == "code" else self.digits
        if key == "delete":
            own = own[:-1]
        elif key == "clear":
            own = ""
        elif len(key) == 1 and key.isascii() and key.isalnum():
            own = own + key.upper()
        if self.step == "code":
            return Typed(self.kind, self.digits, own[:CODE_LENGTH], "code")
        digits = "".join(one for one in own if one.isdigit())[: REGISTERS[self.kind].digits]
        full = len(digits) == REGISTERS[self.kind].digits and key.isdigit()
        return Typed(self.kind, digits, self.code, "code" if full else "number")

    @property
    def is_numbered(self) -> bool:
        """Whether all digits of the number are there."""
        return bool(self.kind) and len(self.digits) == REGISTERS[self.kind].digits

    @property
    def is_complete(self) -> bool:
        """Whether number and code can be looked up."""
        return self.is_numbered and len(self.code) == CODE_LENGTH

    @property
    def number(self) -> str:
        """The number as the receipt has it, as far as it is typed."""
        dash = "-" if len(self.digits) > 4 else ""
        return f"{self.kind}{self.digits[:4]}{dash}{self.digits[4:]}"

    @property
    def shown_code(self) -> str:
        """The code in groups of four."""
        return "-".join(self.code[start : start + 4] for start in range(0, len(self.code), 4))


def look_up(typed: Typed, *, today: dt.date) -> tuple[Standing | None, Sequence[str]]:
    """Return where the matter stands, or what is wrong."""
    register = REGISTERS[typed.kind]
    form = register.form({"number": typed.number, "code": typed.code})
    if not form.is_valid() or not form.opens():
        return None, [str(error) for errors in form.errors.values() for error in errors]
    return register.standing(form.found, today), ()
