"""The regulations under which requests are answered, with their limits; pure.

All periods are working days (工作日).  政府信息公开条例: until 2019-05-14 the text of 2008
(国务院令第492号), from 2019-05-15 on the revision of 2019 (国务院令第711号).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Rule:
    """A regulation's limits, in working days."""

    code: str
    name: Promise
    in_force_from: dt.date
    reply_days: int
    reply_article: str
    extension_days: int
    extension_article: str
    correction_notice_days: int | None
    """Days within which a correction must be asked for; None where the regulation set no limit."""
    correction_article: str
    consultation_days: int | None
    consultation_article: str
    fee_payment_days: int | None
    fee_article: str


REGULATION_2008: Final = Rule(
    code="2008",
    name=_("Regulation on Open Government Information (2008)"),
    in_force_from=dt.date(2008, 5, 1),
    reply_days=15,
    reply_article="第二十四条",
    extension_days=15,
    extension_article="第二十四条",
    correction_notice_days=None,
    correction_article="第二十一条",
    consultation_days=None,
    consultation_article="第二十四条",
    fee_payment_days=None,
    fee_article="第二十七条",
)

REGULATION_2019: Final = Rule(
    code="2019",
    name=_("Regulation on Open Government Information (revised 2019)"),
    in_force_from=dt.date(2019, 5, 15),
    reply_days=20,
    reply_article="第三十三条",
    extension_days=20,
    extension_article="第三十三条",
    correction_notice_days=7,
    correction_article="第三十条",
    consultation_days=15,
    consultation_article="第三十二条、第三十四条",
    fee_payment_days=20,
    fee_article="第四十二条",
)

RULES: Final = (REGULATION_2019, REGULATION_2008)
"""Newest first."""
