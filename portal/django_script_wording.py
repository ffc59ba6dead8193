"""What Django's scripts for the back office say and our catalog words anew; see ``portal.django_wording``."""

from typing import Final

from django.utils.translation import gettext_noop, ngettext_lazy, pgettext_lazy

LISTS: Final = (ngettext_lazy("%(sel)s of %(cnt)s selected", "%(sel)s of %(cnt)s selected", "sel"),)

CALENDAR: Final = (
    gettext_noop("Choose a Date"),
    pgettext_lazy("one letter Sunday", "S"),
    pgettext_lazy("one letter Monday", "M"),
    pgettext_lazy("one letter Tuesday", "T"),
    pgettext_lazy("one letter Wednesday", "W"),
    pgettext_lazy("one letter Thursday", "T"),
    pgettext_lazy("one letter Friday", "F"),
    pgettext_lazy("one letter Saturday", "S"),
)
