"""The back office of the catalog: items with their rows, flows with their phases, themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db import models
from django.forms import Textarea
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from approvals.draft_gaps import flow_gap_count, item_gap_count
from approvals.forms import FlowPhaseForm, ItemForm
from approvals.models import (
    Fee,
    Flow,
    FlowPhase,
    IntermediaryService,
    Item,
    LegalBasis,
    Result,
    SpecialProcedure,
    Theme,
)
from foundation.access import Capability
from foundation.publishing.admin import PublishableAdmin, RowInline
from foundation.publishing.admin_lists import DepartmentFilter, GapFilter, ProgressFilter
from foundation.scoped_admin import ReferenceAdmin

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldsetSpec

SHORT_TEXTS: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    models.TextField: {"widget": Textarea(attrs={"rows": 3})}
}


class LegalBasisInline(RowInline):
    """Legal bases (设定依据)."""

    model = LegalBasis
    formfield_overrides = SHORT_TEXTS
    fields = (
        ("position", "title", "article"),
        ("document_number", "issuing_organ"),
        "text",
        ("effective_on", "url"),
    )


class FeeInline(RowInline):
    """Fees (收费项目)."""

    model = Fee
    fields = (("position", "name", "standard"), "basis", ("reducible", "reduction_basis"))


class SpecialProcedureInline(RowInline):
    """Special procedures (特别程序)."""

    model = SpecialProcedure
    fields = (("position", "name"), ("days", "unit", "basis"))


class ResultInline(RowInline):
    """Results with their samples (审批结果)."""

    model = Result
    summary_fields = ("result_type",)
    fields = (("position", "name"), ("result_type", "validity"), "sample")


class IntermediaryServiceInline(RowInline):
    """Intermediary services (中介服务)."""

    model = IntermediaryService
    fields = (("position", "name"), "basis")


@admin.register(Item)
class ItemAdmin(PublishableAdmin):
    """Items of the implementing list."""

    form = ItemForm
    gap_count = item_gap_count()
    template_prefix = "approvals/item"
    section = "items"

    list_display = (
        "full_name",
        "department_name",
        "stage_badge",
        "live_badge",
        "gap_badge",
        "edited",
    )
    list_filter = (ProgressFilter, GapFilter, ("department", DepartmentFilter), "item_type", "project_type")
    search_fields = ("name", "short_name", "colloquial_name", "code", "local_task_code")
    search_help_text = _("Name, what people call it, or a part of the code")
    autocomplete_fields = ("department",)
    formfield_overrides: ClassVar[dict[Any, Any]] = {models.TextField: {"widget": Textarea(attrs={"rows": 5})}}
    inlines = (LegalBasisInline, FeeInline, SpecialProcedureInline, ResultInline, IntermediaryServiceInline)
    fieldsets: ClassVar[_FieldsetSpec] = (
        (
            _("What it is"),
            {
                "fields": (
                    "name",
                    ("short_name", "colloquial_name"),
                    ("code", "department"),
                    ("item_type", "project_type", "exercise_level"),
                    "themes",
                )
            },
        ),
        (
            _("Who may apply, and when it is accepted"),
            {"fields": ("service_objects", "accept_conditions", "quantity_limit")},
        ),
        (
            _("How to apply"),
            {
                "fields": (
                    "handle_forms",
                    ("onsite_visits", "onsite_reason"),
                    ("online_depth", "cross_region_scope"),
                    ("online", "in_hall", "self_service", "courier", "online_payment", "appointment"),
                    ("online_url", "online_platform"),
                    "appointment_url",
                )
            },
        ),
        (
            _("How long it takes"),
            {
                "fields": (
                    ("statutory_days", "statutory_unit", "statutory_note"),
                    ("promised_days", "promised_unit", "promised_note"),
                )
            },
        ),
        (_("What it costs"), {"fields": ("is_fee",), "description": _("The fees themselves stand below.")}),
        (
            _("Enquiries and complaints"),
            {
                "fields": (
                    ("consult_phone", "complaint_phone"),
                    ("consult_address", "complaint_address"),
                    ("consult_url", "complaint_url"),
                )
            },
        ),
        (_("Remedies"), {"fields": ("review_org", "litigation_court")}),
        (
            _("Powers, codes and dates (rarely needed)"),
            {
                "classes": ("collapse",),
                "fields": (
                    ("body_nature", "power_source"),
                    ("entrusting_department", "joint_departments"),
                    ("local_task_code", "catalog_version"),
                    ("item_state", "effective_on", "cancels_on"),
                    "name_en",
                ),
            },
        ),
    )

    @admin.display(description=_("item name"), ordering="name")
    def full_name(self, obj: Item) -> SafeString:
        """The name, and below it the code with spaces between its parts."""
        parts = (obj.code[:18], obj.code[18:19], obj.code[19:31], obj.code[31:])
        return format_html('{} <span class="sub">{}</span>', obj.name, " ".join(filter(None, parts)))

    def get_choices(self, request: HttpRequest, source: models.Field[Any, Any]) -> models.QuerySet[Any]:
        """A guide may be written for the items of the departments in which one edits."""
        return self.scope(request, Capability.EDIT_CONTENT).limit(Item.objects.all())


class FlowPhaseInline(RowInline):
    """Phases of a flow."""

    model = FlowPhase
    form = FlowPhaseForm
    formfield_overrides = SHORT_TEXTS
    fields = (
        ("position", "name"),
        ("lead_department", "duration"),
        "participants",
        "description",
        "item_codes",
    )


@admin.register(Flow)
class FlowAdmin(PublishableAdmin):
    """Parallel approval flows and agent services."""

    gap_count = flow_gap_count()
    template_prefix = "approvals/flow"
    section = "flows"

    list_display = ("title", "kind", "department_name", "stage_badge", "live_badge", "gap_badge", "edited")
    list_filter = (ProgressFilter, GapFilter, ("department", DepartmentFilter), "kind")
    search_fields = ("title", "slug")
    autocomplete_fields = ("department",)
    inlines = (FlowPhaseInline,)
    fieldsets: ClassVar[_FieldsetSpec] = (
        (_("What it is"), {"fields": ("title", ("kind", "department"), "slug", "summary", "body")}),
        (_("Contact"), {"fields": (("contact_phone", "contact_address"),)}),
        (_("English version"), {"classes": ("collapse",), "fields": ("title_en",)}),
    )


@admin.register(Theme)
class ThemeAdmin(ReferenceAdmin):
    """Themes and life events."""

    list_display = ("name", "kind", "code", "position")
    list_filter = ("kind",)
    search_fields = ("name", "name_en", "code")
    fields = (
        ("kind", "code"),
        ("name", "name_en"),
        ("description", "description_en"),
        ("glyph", "position"),
    )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Name the items that stand in the way: a theme goes only when no draft uses it."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        used_by = [str(item) for theme in objs for item in theme.items.all()[:20]]
        return deleted, counts, lacking, [*protected, *used_by]

    def get_choices(self, request: HttpRequest, source: models.Field[Any, Any]) -> models.QuerySet[Any]:
        """Every editor may use every theme."""
        edits = self.scope(request, Capability.EDIT_CONTENT)
        return Theme.objects.all() if edits else Theme.objects.none()
