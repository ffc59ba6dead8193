"""The back office of questionnaires: drafts and their questions; results have pages of their own."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from feedback.actions.questionnaires import number_questionnaire
from feedback.admin.numbered import NumberedDraftAdmin
from feedback.draft_gaps import questionnaire_gap_count
from feedback.forms.drafts import QuestionForm, QuestionnaireDraftForm
from feedback.models import Question, Questionnaire
from feedback.surveys import ResultsRule
from foundation.publishing.admin import RowInline
from foundation.publishing.admin_lists import DepartmentFilter, GapFilter, ProgressFilter

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldsetSpec

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
class QuestionnaireAdmin(NumberedDraftAdmin):
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
    inlines = (QuestionInline,)
    readonly_fields = ("sheet_link",)
    fieldsets: ClassVar[_FieldsetSpec] = (
        (gettext_lazy("What it is"), {"fields": ("title", "department", "introduction", ("starts_on", "ends_on"))}),
        (pgettext_lazy("questionnaire", "Results"), {"fields": ("sheet_link", "results", "results_text")}),
        (gettext_lazy("English title (rarely needed)"), {"classes": ("collapse",), "fields": ("title_en",)}),
    )

    @admin.display(description=gettext_lazy("sheets of answers"))
    def sheet_link(self, obj: Questionnaire) -> SafeString:
        """How many sheets came, with the page of the results."""
        count = obj.sheets.count()
        words = ngettext("%(n)d sheet", "%(n)d sheets", count) % {"n": count}
        url = reverse("feedback_staff:questionnaire_detail", args=[obj.number])
        return format_html('<a href="{}">{}</a>', url, words)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> _FieldsetSpec:
        """A new draft has no sheets yet."""
        if obj is not None:
            return self.fieldsets
        return (
            self.fieldsets[0],
            (pgettext_lazy("questionnaire", "Results"), {"fields": ("results",)}),
            self.fieldsets[2],
        )

    def give_number(self, draft: Questionnaire, today: dt.date) -> None:
        """Give a new draft its number."""
        number_questionnaire(draft, on=today)

    def end_of_period(self, starts_on: dt.date) -> dt.date:
        """Propose a month."""
        return starts_on + _MONTH

    def copy_changes(self, record: Questionnaire) -> dict[str, Any]:
        """A copy has no results yet."""
        results = ResultsRule.HELD if record.results == ResultsRule.RELEASED else record.results
        return {**super().copy_changes(record), "results": results, "results_text": ""}
