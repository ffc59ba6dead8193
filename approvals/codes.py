"""The codes of the implementing list (GB/T 39554.1-2020), taken apart and verified."""

import re
from dataclasses import dataclass
from typing import Final

from foundation.credit_codes import LENGTH as USCC_LENGTH
from foundation.credit_codes import is_credit_code

CODE_PATTERN: Final = r"^[0-9A-Z]{18}[1-6][0-9]{6}[0-9A-Z]{6}(?:[0-9]{2})?$"
"""Credit code, level, region and type and department digits, main and sub item, serial of a handling item."""

_CODE: Final = re.compile(CODE_PATTERN)


@dataclass(frozen=True)
class ItemCode:
    """The parts of an implementing code (31 characters) or handling item code (33)."""

    uscc: str
    exercise_level: str
    catalog_code: str
    serial: str
    """Two digits for a handling item (业务办理项), otherwise empty."""

    @property
    def task_code(self) -> str:
        """The implementing code (实施编码), 31 characters."""
        return f"{self.uscc}{self.exercise_level}{self.catalog_code}"

    @property
    def region_digits(self) -> str:
        """``00`` for national items, else the first two digits of the province."""
        return self.catalog_code[:2]

    @property
    def type_digits(self) -> str:
        """The item type inside the catalog code."""
        return self.catalog_code[2:4]

    @property
    def is_verified(self) -> bool:
        """Whether the check character of the credit code is right (GB 32100-2015)."""
        return is_credit_code(self.uscc)

    def __str__(self) -> str:
        return f"{self.task_code}{self.serial}"


def parse_code(text: str) -> ItemCode:
    """Take an implementing or handling item code apart.

    Raises ValueError when length or shape is wrong; a wrong check character is not an error here,
    ask ``is_verified``.
    """
    if not _CODE.fullmatch(text):
        raise ValueError("not an implementing code of 31 or a handling item code of 33 characters")
    return ItemCode(
        uscc=text[:USCC_LENGTH],
        exercise_level=text[USCC_LENGTH],
        catalog_code=text[USCC_LENGTH + 1 : USCC_LENGTH + 13],
        serial=text[USCC_LENGTH + 13 :],
    )
