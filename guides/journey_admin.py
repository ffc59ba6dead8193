"""The back office of the journeys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.forms import Textarea
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.publishing.admin import PublishableAdmin, RowInline
from foundation.publishing.admin_lists import DepartmentFilter, GapFilter, ProgressFilter
from foundation.scoped_admin import DeskEntry
from guides.documents import JourneyDocument
from guides.draft_gaps import journey_gap_count
from guides.forms.drafts import JourneyStepForm
from guides.models import Journey, JourneyStep, PublishedJourney
from guides.views.journeys import with_way

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldsetSpec


class BrokenFilter(admin.SimpleListFilter):
    """Whether the public journey leads to a guide that was withdrawn."""

    title = gettext_lazy("guides on the way")
    parameter_name = "guides"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Withdrawn ones."""
        return [("withdrawn", _("A guide was withdrawn"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Apply the condition."""
        if self.value() == "withdrawn":
            return queryset.filter(published__in=PublishedJourney.objects.broken())
        return queryset


class JourneyStepInline(RowInline):
    """The guides on the way."""

    model = JourneyStep
    form = JourneyStepForm
    autocomplete_fields = ("guide",)
    formfield_overrides = {models.TextField: {"widget": Textarea(attrs={"rows": 2})}}
    fields = (("position", "guide"), ("who", "is_optional"), "after", "note")

    def get_formset(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> Any:
        """Tell the rows which steps they can wait for: one query for all of them."""
        formset = super().get_formset(request, obj, **kwargs)
        steps = obj.steps.all() if isinstance(obj, Journey) else ()
        formset.form.steps = [(step.key, step.guide.title) for step in steps]
        return formset


@admin.register(Journey)
class JourneyAdmin(PublishableAdmin):
    """Journeys through guides of several departments (一件事)."""

    gap_count = journey_gap_count()
    template_prefix = "guides/journey"
    section = "guides:journeys"

    list_display = ("title", "department_name", "stage_badge", "live_badge", "gap_badge", "edited")
    list_filter = (ProgressFilter, GapFilter, BrokenFilter, ("department", DepartmentFilter))
    search_fields = ("title", "slug", "steps__guide__title")
    autocomplete_fields = ("department",)
    inlines = (JourneyStepInline,)
    fieldsets: ClassVar[_FieldsetSpec] = (
        (gettext_lazy("What it is"), {"fields": ("title", ("department", "slug"), "summary", "body")}),
        (gettext_lazy("Contact"), {"fields": (("contact_phone", "contact_address"),)}),
        (gettext_lazy("English version"), {"classes": ("collapse",), "fields": ("title_en",)}),
    )

    def complete_body(self, document: JourneyDocument, body: str) -> str:
        """A preview shows the way through the guides as they are public now."""
        return with_way(body, document)

    def get_desk_entries(self, request: HttpRequest) -> list[DeskEntry]:
        """Add the journeys that lead to a guide that was withdrawn."""
        entries = super().get_desk_entries(request)
        if self.has_module_permission(request):
            broken = PublishedJourney.objects.broken()
            count = self.get_queryset(request).filter(published__in=broken).count()
            url = reverse("admin:guides_journey_changelist")
            name = str(self.opts.verbose_name_plural)
            entries.append(
                DeskEntry(name, _("A guide was withdrawn"), count, f"{url}?guides=withdrawn", urgent=count > 0)
            )
        return entries
