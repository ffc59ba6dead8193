"""The back office of the limits for bad ratings."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from feedback.models import RatingRule
from foundation.scoped_admin import ReferenceAdmin


@admin.register(RatingRule)
class RatingRuleAdmin(ReferenceAdmin):
    """Limits from a day on: rows are added, not changed, for days of the past are computed with them."""

    list_display = ("in_force_from", "contact_days", "simple_days", "complex_days", "source")
    fields = ("in_force_from", ("contact_days", "simple_days", "complex_days"), "source")

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """A new rule is a new row."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """What a day was computed with stays."""
        return False
