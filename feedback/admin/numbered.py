"""What drafts on which the public answers have in common: a number from the first moment, and a period."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access import Capability
from foundation.clock import local_today
from foundation.publishing.admin import PublishableAdmin

LEAD: Final = dt.timedelta(days=7)
"""New drafts begin so much later: somebody else has to release them first."""


class NumberedDraftAdmin(PublishableAdmin):
    """Drafts with a number and a period."""

    date_hierarchy = "starts_on"

    def give_number(self, draft: Any, today: dt.date) -> None:
        """Give a new draft its number."""
        raise NotImplementedError

    def end_of_period(self, starts_on: dt.date) -> dt.date:
        """Return the last day that is proposed for a new draft."""
        raise NotImplementedError

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def full_title(self, obj: Any) -> SafeString:
        """The title, and below it the number."""
        return format_html('{} <span class="sub">{}</span>', obj.title, obj.number)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Answers exist only once the draft does."""
        return tuple(self.readonly_fields) if obj is not None else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Propose a period."""
        starts_on = local_today() + LEAD
        period = {"starts_on": starts_on, "ends_on": self.end_of_period(starts_on)}
        return {**period, **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Give a new draft its number."""
        if not change:
            self.give_number(obj, local_today())
        super().save_model(request, obj, form, change)

    def may_copy(self, request: HttpRequest, record: Any) -> bool:
        """Tell whether the account may make a new draft from this one; nothing is numbered yet."""
        return self.scope(request, Capability.EDIT_CONTENT).covers(record.department_id)

    def copy_changes(self, record: Any) -> dict[str, Any]:
        """A copy asks anew: with a number and a period of its own."""
        copy, today = self.model(), local_today()
        self.give_number(copy, today)
        starts_on = today + LEAD
        return {
            "title": _("%(title)s (copy)") % {"title": record.title[:180]},
            "title_en": "",
            "number": copy.number,
            "starts_on": starts_on,
            "ends_on": starts_on + (record.ends_on - record.starts_on),
        }

    def copy_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Make a new draft from this record, in one transaction with its number."""
        with transaction.atomic():
            return super().copy_view(request, object_id)
