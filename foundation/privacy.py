"""Finds personal data in text and masks it. Pure: no database, no clock, the same answer for the same text.

Numbers are found also in full-width digits and with blanks or dashes between the digits.  Not found are numbers
written in Chinese characters, names that nothing announces, and what only a reader of the whole text would
recognise: a person decides; this room sees to it that nothing obvious is overlooked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from foundation import personal_patterns as patterns
from foundation.surnames import COMPOUND

HALF_WIDTH: Final[dict[int, int | str]] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2009\u200b\u202f\u2060\u3000\ufeff"), " "),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-"),
}
"""One character for one, so that positions stay: full-width forms, blanks of all widths, dashes of all lengths."""


class Kind(TextChoices):
    """What sort of personal data; where two overlap, the one earlier in this list holds."""

    EMAIL = "email", _("e-mail address")
    ID_NUMBER = "id_number", _("identity card number")
    BANK_CARD = "bank_card", _("bank card number")
    MOBILE = "mobile", _("mobile number")
    LANDLINE = "landline", _("telephone number")
    PASSPORT = "passport", _("passport or permit number")
    PLATE = "plate", _("number plate")
    ACCOUNT = "account", _("messaging account")
    ADDRESS = "address", _("address")
    NAME = "name", _("name of a person")


@dataclass(frozen=True, order=True)
class Finding:
    """One piece of personal data: ``source[start:end] == text``. Its repr keeps the secret."""

    start: int
    end: int
    kind: Kind
    text: str = field(repr=False)

    @property
    def masked(self) -> str:
        """The text with what identifies somebody starred out; as long as before."""
        return _MASKS[self.kind](self.text)


def find_personal(text: str) -> list[Finding]:
    """Return what looks like personal data, in the order of the text, never overlapping."""
    plain = list(text.translate(HALF_WIDTH))
    found = []
    for kind, finder in _FINDERS.items():
        for start, end in sorted(finder("".join(plain))):
            if "*" not in plain[start:end]:
                # The next kinds see stars here, as readers of the masked text do.
                plain[start:end] = "*" * (end - start)
                found.append(Finding(start, end, kind, text[start:end]))
    return sorted(found)


def mask_text(text: str) -> str:
    """Return the text with every finding masked in place; nothing else changes, nor does the length."""
    parts, done = [], 0
    for finding in find_personal(text):
        parts += [text[done : finding.start], finding.masked]
        done = finding.end
    return "".join([*parts, text[done:]])


def _mask_inner(text: str, head: int, tail: int) -> str:
    """Star out digits and Latin letters but the first ``head`` and last ``tail``; all else stays."""
    places = [
        i for i, character in enumerate(text.translate(HALF_WIDTH)) if character.isascii() and character.isalnum()
    ]
    hidden = set(places[head : len(places) - tail] if len(places) > head + tail else places)
    return "".join("*" if index in hidden else character for index, character in enumerate(text))


def mask_id_number(number: str) -> str:
    """420202199001011237 → 420*************37."""
    return _mask_inner(number, 3, 2)


def mask_phone(number: str) -> str:
    """13812345678 → 138****5678; 0714-6512345 → 0714-***2345; +86 stays."""
    digits = re.sub(r"\D", "", number.translate(HALF_WIDTH))
    country = next((len(code) for code in ("0086", "86") if digits.startswith(code) and len(digits) > 10), 0)
    long_area = digits[country:].startswith("0") and digits[country : country + 2] not in {"01", "02"}
    area = 0 if len(digits) < 10 else 4 if long_area else 3
    return _mask_inner(number, country + area, 4)


def mask_bank_card(number: str) -> str:
    """6222021234567890123 → 6222***********0123."""
    return _mask_inner(number, 4, 4)


def mask_passport(number: str) -> str:
    """E12345678 → E******78."""
    return _mask_inner(number, 1, 2)


def mask_plate(plate: str) -> str:
    """鄂B·12345 → 鄂B·***45."""
    return _mask_inner(plate, 1, 2)


def mask_account(account: str) -> str:
    """12345678 → 1*****78; wx_sample01 → w*_******01."""
    return _mask_inner(account, 1, 2)


def mask_email(address: str) -> str:
    """zhangsan@example.com → z*******@example.com."""
    local, at, domain = address.partition("＠" if "＠" in address else "@")
    shown = 1 if at and len(local) > 1 else 0
    return local[:shown] + "*" * (len(local) - shown) + at + domain


def mask_address(address: str) -> str:
    """杭州西路18号3栋501室 → 杭州西路**号*栋***室: the street stays, the door does not."""
    hidden = {
        place
        for match in patterns.DOOR_NUMBER.finditer(address.translate(HALF_WIDTH))
        for place in range(*match.span())
    }
    return "".join("*" if i in hidden and c.isalnum() else c for i, c in enumerate(address))


def mask_name(name: str) -> str:
    """张三 → 张*, 欧阳修远 → 欧阳**, John Smith → J*** S****; companies and offices stay in full."""
    if patterns.is_organization(name):
        return name
    if re.search(r"[A-Za-z]", name):
        return re.sub(r"\w+", lambda word: word[0][0] + "*" * (len(word[0]) - 1), name)
    shown = 2 if name[:2] in COMPOUND and len(name) > 2 else 1
    return name[:shown] + re.sub(r"[^\s·•]", "*", name[shown:])


_FINDERS: Final[dict[Kind, Callable[[str], patterns.Spans]]] = {
    Kind.EMAIL: patterns.emails,
    Kind.ID_NUMBER: patterns.id_numbers,
    Kind.BANK_CARD: patterns.bank_cards,
    Kind.MOBILE: patterns.mobiles,
    Kind.LANDLINE: patterns.landlines,
    Kind.PASSPORT: patterns.passports,
    Kind.PLATE: patterns.plates,
    Kind.ACCOUNT: patterns.accounts,
    Kind.ADDRESS: patterns.addresses,
    Kind.NAME: patterns.names,
}
_MASKS: Final[dict[Kind, Callable[[str], str]]] = {
    Kind.EMAIL: mask_email,
    Kind.ID_NUMBER: mask_id_number,
    Kind.BANK_CARD: mask_bank_card,
    Kind.MOBILE: mask_phone,
    Kind.LANDLINE: mask_phone,
    Kind.PASSPORT: mask_passport,
    Kind.PLATE: mask_plate,
    Kind.ACCOUNT: mask_account,
    Kind.ADDRESS: mask_address,
    Kind.NAME: mask_name,
}
