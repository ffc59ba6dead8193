"""The back office of what disclosure stands on: columns, issuing bodies, offices, reading points."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from disclosure.models import Column, DisclosureOffice, IssuingBody, ReadingPoint
from foundation.access import Capability
from foundation.phone_forms import PhonesChecked
from foundation.scoped_admin import ReferenceAdmin, yes_column


@admin.register(Column)
class ColumnAdmin(ReferenceAdmin):
    """Columns."""

    list_display = ("name", "parent", "code", "kind", "legal_ground", yes_column("is_active", _("in use")), "position")
    list_filter = ("kind", "is_active")
    list_select_related = ("parent",)
    search_fields = ("name", "name_en", "code")
    fields = (
        ("name", "name_en"),
        ("code", "parent"),
        ("kind", "legal_ground"),
        ("description", "description_en"),
        ("position", "is_active"),
    )

    def get_choices(self, request: HttpRequest, source: models.Field[Any, Any]) -> models.QuerySet[Any]:
        """A column lies below one of the first level; editors choose among those in use."""
        if source.model is Column:
            return Column.objects.filter(parent=None)
        edits = self.scope(request, Capability.EDIT_CONTENT)
        return Column.objects.active() if edits else Column.objects.none()


@admin.register(IssuingBody)
class IssuingBodyAdmin(ReferenceAdmin):
    """Bodies that publish, with the form of their index numbers."""

    list_display = (
        "name",
        "prefix",
        "department",
        "serial_digits",
        yes_column("month_in_number", _("month in the number")),
    )
    list_select_related = ("department",)
    search_fields = ("name", "name_en", "prefix")
    autocomplete_fields = ("department",)
    fields = (
        ("name", "name_en"),
        ("department", "prefix"),
        ("serial_digits", "month_in_number", "position"),
    )


@admin.register(DisclosureOffice)
class DisclosureOfficeAdmin(ReferenceAdmin):
    """The disclosure office with the six facts that the guide must state."""

    form = PhonesChecked
    list_display = ("name", "phone", "fax", "email", yes_column("is_active", _("shown to the public")))
    fields = (
        ("name", "name_en"),
        ("address", "post_code"),
        ("office_hours", "phone"),
        ("fax", "email"),
        "internet_contact",
        ("letter_code", "court"),
        ("review_organ", "review_link"),
        "review_filing",
        ("position", "is_active"),
    )


@admin.register(ReadingPoint)
class ReadingPointAdmin(ReferenceAdmin):
    """Places where the public reads."""

    form = PhonesChecked
    list_display = ("name", "address", "office_hours", yes_column("is_active", _("shown to the public")))
    fields = (("name", "name_en"), "address", ("office_hours", "phone"), "offers", ("position", "is_active"))
