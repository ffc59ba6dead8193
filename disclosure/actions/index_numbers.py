"""Giving index numbers: the next one, one that was given elsewhere, and what becomes of one that is not used."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from disclosure.index_numbers import format_index, parse_index
from disclosure.models import IndexNumber, IssuingBody
from foundation.clock import local_now
from foundation.numbering import next_number, raise_counter
from foundation.workflow import Conflict, Refused


def issue_index_number(body: IssuingBody, *, on: dt.date) -> IndexNumber:
    """Give the next index number of a body in the year of the day ``on``.

    Runs in the transaction that makes the draft: a draft that fails gives its number back.
    """
    serial = next_number(_series(body, on.year))
    text = format_index(body.prefix, on, serial, digits=body.serial_digits, with_month=body.month_in_number)
    return IndexNumber.objects.create(text=text, body=body, year=on.year, serial=serial)


def adopt_index_number(body: IssuingBody, text: str) -> IndexNumber:
    """Take over a number that was given elsewhere; the counter of the body moves past it.

    The prefix may be an older one of the same body.  Raises Refused for what is no index number or carries
    the prefix of another body, Conflict when number or serial are taken.
    """
    try:
        parts = parse_index(text)
    except ValueError as error:
        raise Refused(_("“%s” is not an index number, as in 000014349/2019-01298.") % text[:40]) from error
    if IssuingBody.objects.filter(prefix=parts.prefix).exclude(pk=body.pk).exists():
        raise Refused(_("“%s” carries the prefix of another body.") % text)
    try:
        with transaction.atomic():
            number = IndexNumber.objects.create(
                text=text, body=body, year=parts.year, serial=parts.serial, is_imported=True
            )
            raise_counter(_series(body, parts.year), parts.serial)
    except IntegrityError as error:
        raise Conflict(_("The index number “%s” is taken already.") % text) from error
    return number


def leave_unused(number: IndexNumber, *, reason: str) -> None:
    """Note why a number will never be seen; called in the transaction that deletes its draft."""
    number.unused_since = local_now()
    number.unused_reason = reason
    number.save(update_fields=["unused_since", "unused_reason"])


def _series(body: IssuingBody, year: int) -> str:
    return f"index/{body.pk}/{year}"
