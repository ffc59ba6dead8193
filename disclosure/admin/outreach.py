"""The back office of facts beside the texts: other channels, brochures handed out."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from disclosure.models import BrochureHandout, Outlet
from foundation.access import Capability, Scope
from foundation.audit import Act
from foundation.publishing.admin_lists import DepartmentFilter
from foundation.scoped_admin import Acts, ScopedAdmin


class FactAdmin(ScopedAdmin):
    """Facts that editors and disclosure officers record whenever they learn of them."""

    view_capability = Capability.VIEW_CONTENT
    edit_capability = Capability.EDIT_CONTENT
    department_field = "department"
    acts = Acts(Act.OUTREACH_RECORDED, Act.OUTREACH_RECORDED, Act.OUTREACH_RECORDED)
    list_select_related = ("department",)

    def scope(self, request: HttpRequest, capability: str) -> Scope:
        """The officer, who writes the annual report, records such facts like an editor."""
        own = super().scope(request, capability)
        if capability != self.edit_capability:
            return own
        officer = super().scope(request, Capability.HANDLE_REQUESTS)
        return Scope(own.everywhere or officer.everywhere, own.department_ids | officer.department_ids)


@admin.register(Outlet)
class OutletAdmin(FactAdmin):
    """Where else something went out."""

    list_display = ("title", "channel", "medium", "on", "department")
    list_filter = ("channel", ("department", DepartmentFilter))
    search_fields = ("title", "medium", "publication__title")
    date_hierarchy = "on"
    autocomplete_fields = ("publication",)
    fields = (("channel", "on"), ("title", "medium"), ("publication", "url"), "department")


@admin.register(BrochureHandout)
class BrochureHandoutAdmin(FactAdmin):
    """Brochures handed out."""

    list_display = ("title", "copies", "on", "where", "department")
    list_filter = (("department", DepartmentFilter),)
    search_fields = ("title", "where")
    date_hierarchy = "on"
    fields = (("title", "copies"), ("on", "where"), "department")
