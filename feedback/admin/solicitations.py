"""The back office of opinion solicitations: their drafts; comments and answers have pages of their own."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from feedback.actions.solicitations import number_solicitation
from feedback.consultations import earliest_end
from feedback.draft_gaps import solicitation_gap_count
from feedback.forms.drafts import SolicitationDraftForm, SolicitationFileForm
from feedback.models import Solicitation, SolicitationFile
from foundation.access import Capability
from foundation.clock import local_today
from foundation.publishing.admin import PublishableAdmin, RowInline
from foundation.publishing.admin_lists import DepartmentFilter, GapFilter, ProgressFilter

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldsetSpec

_LEAD: Final = dt.timedelta(days=7)
"""New drafts begin so much later: somebody else has to release them first."""


class SolicitationFileInline(RowInline):
    """Attachments (附件)."""

    model = SolicitationFile
    form = SolicitationFileForm
    fields = (("position", "title"), "file")


@admin.register(Solicitation)
class SolicitationAdmin(PublishableAdmin):
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
    date_hierarchy = "starts_on"
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

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def full_title(self, obj: Solicitation) -> SafeString:
        """The title, and below it the number."""
        return format_html('{} <span class="sub">{}</span>', obj.title, obj.number)

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

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Comments exist only once the draft does."""
        return self.readonly_fields if obj is not None else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Propose a period of the full length."""
        starts_on = local_today() + _LEAD
        period = {"starts_on": starts_on, "ends_on": earliest_end(starts_on)}
        return {**period, **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Give a new draft its number."""
        if not change:
            number_solicitation(obj, on=local_today())
        super().save_model(request, obj, form, change)

    def may_copy(self, request: HttpRequest, record: Solicitation) -> bool:
        """Tell whether the account may make a new draft from this one; nothing is numbered yet."""
        return self.scope(request, Capability.EDIT_CONTENT).covers(record.department_id)

    def copy_changes(self, record: Solicitation) -> dict[str, Any]:
        """A copy asks anew: with a number and a period of its own, and without the result."""
        copy, today = Solicitation(), local_today()
        number_solicitation(copy, on=today)
        starts_on = today + _LEAD
        return {
            "title": _("%(title)s (copy)") % {"title": record.title[:180]},
            "title_en": "",
            "number": copy.number,
            "starts_on": starts_on,
            "ends_on": max(earliest_end(starts_on), starts_on + (record.ends_on - record.starts_on)),
            "result_text": "",
        }

    def copy_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Make a new draft from this record, in one transaction with its number."""
        with transaction.atomic():
            return super().copy_view(request, object_id)
