"""The legal day of receipt by the channel (条例 art. 31); pure."""

from __future__ import annotations

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure.models.register import RECEIVED_AT_ONCE, Channel
from disclosure.regulations import REGULATION_2008
from foundation.workflow import Refused


def receipt_day(channel: str, arrived_on: dt.date, confirmed_on: dt.date | None) -> dt.date | None:
    """Return the legal day of receipt, or None while the confirmation with the applicant is missing.

    Handed in or signed for: the day it arrived.  Ordinary letters, fax, e-mail and online forms: the day on which
    both sides confirmed it.
    """
    return arrived_on if channel in RECEIVED_AT_ONCE else confirmed_on


def check_days(channel: str, arrived_on: dt.date, confirmed_on: dt.date | None, *, today: dt.date) -> None:
    """Raise Refused for days that cannot be: in the future, before the law, or in the wrong order."""
    for day in (arrived_on, confirmed_on):
        if day is not None and day > today:
            raise Refused(_("%(day)s lies in the future.") % {"day": day.isoformat()})
    if arrived_on < REGULATION_2008.in_force_from:
        raise Refused(
            _("There was no right to request before %(day)s; check the date.")
            % {"day": REGULATION_2008.in_force_from.isoformat()}
        )
    if confirmed_on is not None and confirmed_on < arrived_on:
        raise Refused(_("The receipt cannot be confirmed before the request arrived."))


def rule_of(channel: str) -> Promise:
    """Return the rule of a channel in words."""
    return _RULES[Channel(channel)]


_CONFIRMED = _("Received on the day on which both sides confirm it (art. 31).")
_RULES = {
    Channel.IN_PERSON: _("Received on the day it is handed in (art. 31)."),
    Channel.REGISTERED_POST: _("Received on the day the office signs for it (art. 31)."),
    Channel.LETTER: _("Confirm with the applicant on the day it arrives: that day counts as received (art. 31)."),
    Channel.FAX: _CONFIRMED,
    Channel.EMAIL: _CONFIRMED,
    Channel.ONLINE: _CONFIRMED,
    Channel.OTHER: _CONFIRMED,
}
