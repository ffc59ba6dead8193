"""Retention periods and removals in the back office."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.access import Capability
from foundation.read_only_admin import ReadOnlyAdmin
from foundation.retention.kinds import all_kinds
from foundation.retention.models import RetentionRule, Tombstone
from foundation.scoped_admin import ReferenceAdmin


@admin.register(RetentionRule)
class RetentionRuleAdmin(ReferenceAdmin):
    """One row for each kind: months and basis are changed, rows neither added nor deleted."""

    list_display = ("name", "months", "basis", "what_goes")
    list_display_links = ("name",)
    readonly_fields = ("name", "what_goes", "what_stays")
    fields = ("name", ("months", "basis"), "what_goes", "what_stays")
    actions = None

    @admin.display(description=_("kind of record"), ordering="kind")
    def name(self, obj: RetentionRule) -> str:
        """How the kind is called."""
        return str(obj)

    @admin.display(description=_("what goes"))
    def what_goes(self, obj: RetentionRule) -> str:
        """What is taken away when the period is over."""
        kind = all_kinds().get(obj.kind)
        return str(kind.goes) if kind else "—"

    @admin.display(description=_("what stays"))
    def what_stays(self, obj: RetentionRule) -> str:
        """What stays all the same."""
        kind = all_kinds().get(obj.kind)
        return str(kind.stays) if kind else "—"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The kinds are those of the apps."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Without a rule nothing would ever go."""
        return False


@admin.register(Tombstone)
class TombstoneAdmin(ReadOnlyAdmin):
    """What was removed: for auditors."""

    view_capability = Capability.READ_AUDIT

    list_display = ("name", "number", "removed_on", "why", "months")
    list_filter = ("why", ("removed_on", admin.DateFieldListFilter))
    search_fields = ("number",)
    date_hierarchy = "removed_on"
    fields = ("name", "number", "removed_on", "why", "months")
    readonly_fields = ("name",)

    @admin.display(description=_("kind of record"), ordering="kind")
    def name(self, obj: Tombstone) -> str:
        """How the kind is called."""
        return str(obj).removesuffix(f" {obj.number}")
