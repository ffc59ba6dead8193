"""Time limits of items: units that can be compared, and the words for them."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals.codelists import LimitUnit

_HOURS: Final = {
    # Only for a plausibility warning between different units; deadlines never use these figures.
    LimitUnit.HOUR: 1.0,
    LimitUnit.NATURAL_DAY: 24.0,
    LimitUnit.WORKING_DAY: 24.0 * 365 / 250,
    LimitUnit.MONTH: 24.0 * 30,
    LimitUnit.YEAR: 24.0 * 365,
}


def seems_longer(days: int | None, unit: str, than_days: int | None, than_unit: str) -> bool:
    """Tell whether a limit looks longer than another one in a different unit.

    For equal units the database compares exactly; here the answer is only good for a warning, with a
    working day taken as 365/250 calendar days.
    """
    if days is None or than_days is None or unit == than_unit or not unit or not than_unit:
        return False
    return days * _HOURS[LimitUnit(unit)] > than_days * _HOURS[LimitUnit(than_unit)]


def limit_text(days: int | None, unit: str) -> str:
    """Return a limit in words: ``5个工作日``, ``1个月``; empty without a number, “at once” for zero."""
    if days is None:
        return ""
    if days == 0:
        return _("done on the spot")
    forms = {
        LimitUnit.WORKING_DAY: ngettext("%(n)d working day", "%(n)d working days", days),
        LimitUnit.NATURAL_DAY: ngettext("%(n)d calendar day", "%(n)d calendar days", days),
        LimitUnit.HOUR: ngettext("%(n)d hour", "%(n)d hours", days),
        LimitUnit.MONTH: ngettext("%(n)d month", "%(n)d months", days),
        LimitUnit.YEAR: ngettext("%(n)d year", "%(n)d years", days),
    }
    return forms[LimitUnit(unit or LimitUnit.WORKING_DAY)] % {"n": days}
