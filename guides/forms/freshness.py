"""The forms of the freshness pages: a check, and who looks after a guide."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access import ROLE_CAPABILITIES, Capability
from foundation.organization import Membership
from guides.freshness import LONGEST_MONTHS
from guides.models import Guide
from guides.models.freshness import NOTE_LENGTH

_LONGEST_KEY = 19


class CheckForm(forms.Form):
    """How the guides were checked; which ones stands in the boxes of the list, each with the revision that was seen."""

    note = forms.CharField(
        label=gettext_lazy("How it was checked"),
        max_length=NOTE_LENGTH,
        required=False,
        help_text=gettext_lazy("For example: compared with the window, and with the notice of 1 June."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def seen(self) -> dict[int, int]:
        """Return the revision that was seen of each chosen guide; what is no such pair is passed over."""
        found = {}
        for pair in cast("QueryDict", self.data).getlist("guide"):
            key, _colon, number = pair.partition(":")
            if all(part.isascii() and part.isdigit() and len(part) < _LONGEST_KEY for part in (key, number)):
                found[int(key)] = int(number)
        return found


class CareForm(forms.Form):
    """Who looks after a guide, and how often it is checked."""

    keeper = forms.ModelChoiceField(
        label=gettext_lazy("Kept by"),
        queryset=Membership.objects.none(),
        required=False,
        empty_label=gettext_lazy("the editors of the department"),
    )
    months = forms.IntegerField(
        label=gettext_lazy("Checked every so many months"), min_value=1, max_value=LONGEST_MONTHS, required=False
    )

    def __init__(self, guide: Guide, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        editors = [role for role, allowed in ROLE_CAPABILITIES.items() if Capability.EDIT_CONTENT in allowed]
        here = Q(department=guide.department_id) | Q(department=None)
        members = Membership.objects.filter(here, role__in=editors, user__is_active=True).select_related("user")
        field: Any = self.fields["keeper"]
        field.queryset = members.order_by("user__username")
        field.label_from_instance = lambda member: str(member.user)
        usual = _("Empty: as usual, every %d months.") % settings.PORTAL_GUIDE_CHECK_MONTHS
        self.fields["months"].help_text = usual
