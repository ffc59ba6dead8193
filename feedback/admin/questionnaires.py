"""The back office of questionnaires: drafts and their questions; results have pages of their own."""

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
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from feedback.actions.questionnaires import number_questionnaire
from feedback.draft_gaps import questionnaire_gap_count
from feedback.forms.drafts import QuestionForm, QuestionnaireDraftForm
from feedback.models import Question, Questionnaire
from feedback.surveys import ResultsRule
from foundation.access import Capability
from foundation.clock import local_today
from foundation.publishing.admin import PublishableAdmin, RowInline
from foundation.publishing.admin_lists import DepartmentFilter, GapFilter, ProgressFilter

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldsetSpec

_LEAD: Final = dt.timedelta(days=7)
_MONTH: Final = dt.timedelta(days=30)


class QuestionInline(RowInline):
    """Questions; they are shown only, once they were public."""

    model = Question
    form = QuestionForm
    summary_fields = ("kind",)
    fields = (("position", "title"), ("kind", "is_required"), "options")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether a question may be added."""
        return super().has_add_permission(request, obj) and not _is_frozen(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether the questions may be changed."""
        return super().has_change_permission(request, obj) and not _is_frozen(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether questions may be taken out."""
        return super().has_delete_permission(request, obj) and not _is_frozen(obj)


def _is_frozen(questionnaire: Questionnaire | None) -> bool:
    return questionnaire is not None and questionnaire.is_frozen


@admin.register(Questionnaire)
class QuestionnaireAdmin(PublishableAdmin):
    """Questions to the public."""

    form = QuestionnaireDraftForm
    gap_count = questionnaire_gap_count()
    template_prefix = "feedback/questionnaire"
    section = "feedback:surveys"

    list_display = (
        "full_title",
        "starts_on",
        "ends_on",
        "department_name",
        "stage_badge",
        "live_badge",
        "gap_badge",
        "edited",
    )
    list_filter = (ProgressFilter, GapFilter, ("department", DepartmentFilter))
    search_fields = ("title", "number")
    search_help_text = gettext_lazy("Title or number")
    date_hierarchy = "starts_on"
    inlines = (QuestionInline,)
    readonly_fields = ("sheet_link",)
    fieldsets: ClassVar[_FieldsetSpec] = (
        (gettext_lazy("What it is"), {"fields": ("title", "department", "introduction", ("starts_on", "ends_on"))}),
        (pgettext_lazy("questionnaire", "Results"), {"fields": ("sheet_link", "results", "results_text")}),
        (gettext_lazy("English title (rarely needed)"), {"classes": ("collapse",), "fields": ("title_en",)}),
    )

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def full_title(self, obj: Questionnaire) -> SafeString:
        """The title, and below it the number."""
        return format_html('{} <span class="sub">{}</span>', obj.title, obj.number)

    @admin.display(description=gettext_lazy("sheets of answers"))
    def sheet_link(self, obj: Questionnaire) -> SafeString:
        """How many sheets came, with the page of the results."""
        count = obj.sheets.count()
        words = ngettext("%(n)d sheet", "%(n)d sheets", count) % {"n": count}
        url = reverse("feedback_staff:questionnaire_detail", args=[obj.number])
        return format_html('<a href="{}">{}</a>', url, words)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Sheets exist only once the draft does."""
        return self.readonly_fields if obj is not None else ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> _FieldsetSpec:
        """A new draft has no sheets yet."""
        if obj is not None:
            return self.fieldsets
        return (
            self.fieldsets[0],
            (pgettext_lazy("questionnaire", "Results"), {"fields": ("results",)}),
            self.fieldsets[2],
        )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Propose a month."""
        starts_on = local_today() + _LEAD
        period = {"starts_on": starts_on, "ends_on": starts_on + _MONTH}
        return {**period, **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Give a new draft its number."""
        if not change:
            number_questionnaire(obj, on=local_today())
        super().save_model(request, obj, form, change)

    def may_copy(self, request: HttpRequest, record: Questionnaire) -> bool:
        """Tell whether the account may make a new draft from this one; nothing is numbered yet."""
        return self.scope(request, Capability.EDIT_CONTENT).covers(record.department_id)

    def copy_changes(self, record: Questionnaire) -> dict[str, Any]:
        """A copy asks anew: with a number and a period of its own."""
        copy, today = Questionnaire(), local_today()
        number_questionnaire(copy, on=today)
        return {
            "title": _("%(title)s (copy)") % {"title": record.title[:180]},
            "title_en": "",
            "number": copy.number,
            "starts_on": today + _LEAD,
            "ends_on": today + _LEAD + (record.ends_on - record.starts_on),
            "results": ResultsRule.HELD if record.results == ResultsRule.RELEASED else record.results,
            "results_text": "",
        }

    def copy_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Make a new draft from this record, in one transaction with its number."""
        with transaction.atomic():
            return super().copy_view(request, object_id)
