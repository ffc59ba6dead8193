"""The back office of opinion solicitations: their drafts; comments and answers have pages of their own."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, ngettext

from feedback.actions.solicitations import number_solicitation
from feedback.admin.numbered import NumberedDraftAdmin
from feedback.consultations import earliest_end
from feedback.draft_gaps import solicitation_gap_count
from feedback.forms.drafts import SolicitationDraftForm, SolicitationFileForm
from feedback.models import Solicitation, SolicitationFile
from foundation.publishing.admin import RowInline
from foundation.publishing.admin_lists import DepartmentFilter, GapFilter, ProgressFilter

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldsetSpec


class SolicitationFileInline(RowInline):
    """Attachments (附件)."""

    model = SolicitationFile
    form = SolicitationFileForm
    fields = (("position", "title"), "file")


@admin.register(Solicitation)
class SolicitationAdmin(NumberedDraftAdmin):
    """Drafts on which the public is asked."""

    form = SolicitationDraftForm
    gap_count = solicitation_gap_count()
    template_prefix = "feedback/solicitation"
    section = "feedback:consultations"

    list_display = (
        "full_title",
        "kind",
        "starts_on",
        "ends_on",
        "department_name",
        "stage_badge",
        "live_badge",
        "gap_badge",
        "edited",
    )
    list_filter = (ProgressFilter, GapFilter, "kind", ("department", DepartmentFilter))
    search_fields = ("title", "number", "explanation")
    search_help_text = gettext_lazy("Title, number or explanation")
    inlines = (SolicitationFileInline,)
    readonly_fields = ("comment_link",)
    fieldsets: ClassVar[_FieldsetSpec] = (
        (gettext_lazy("What it is"), {"fields": ("title", ("department", "kind"), "touches_business", "explanation")}),
        (gettext_lazy("Draft text"), {"fields": ("text",)}),
        (
            gettext_lazy("Period and ways to comment"),
            {
                "fields": (
                    ("starts_on", "ends_on"),
                    "short_reason",
                    ("takes_online", "email"),
                    "postal_address",
                    "meeting",
                )
            },
        ),
        (gettext_lazy("Result (after the period)"), {"fields": ("comment_link", "result_text")}),
        (gettext_lazy("English title (rarely needed)"), {"classes": ("collapse",), "fields": ("title_en",)}),
    )

    @admin.display(description=gettext_lazy("comments"))
    def comment_link(self, obj: Solicitation) -> SafeString:
        """How many comments came, with the page where they are answered."""
        count = obj.comments.count()
        words = ngettext("%(n)d comment", "%(n)d comments", count) % {"n": count}
        url = reverse("feedback_staff:solicitation_detail", args=[obj.number])
        return format_html('<a href="{}">{}</a>', url, words)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> _FieldsetSpec:
        """A new draft has no result yet."""
        return self.fieldsets if obj is not None else (*self.fieldsets[:3], *self.fieldsets[4:])

    def give_number(self, draft: Solicitation, today: dt.date) -> None:
        """Give a new draft its number."""
        number_solicitation(draft, on=today)

    def end_of_period(self, starts_on: dt.date) -> dt.date:
        """Propose a period of the full length."""
        return earliest_end(starts_on)

    def copy_changes(self, record: Solicitation) -> dict[str, Any]:
        """A copy has the full length at least, and no result."""
        changes = super().copy_changes(record)
        ends_on = max(earliest_end(changes["starts_on"]), changes["ends_on"])
        return {**changes, "ends_on": ends_on, "result_text": ""}
