"""The back office of what messages stand on: times for replies, routing rules, texts of replies."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import LimitRule, ReplyTemplate, RoutingRule
from feedback.reports.routing import fitting_messages
from foundation import access
from foundation.access import Capability, Scope
from foundation.audit import Act
from foundation.clock import local_today
from foundation.publishing.admin_lists import DepartmentFilter
from foundation.scoped_admin import Acts, ReferenceAdmin, ScopedAdmin, yes_column

if TYPE_CHECKING:
    _LimitForm = forms.ModelForm[LimitRule]
else:
    _LimitForm = forms.ModelForm

PREVIEW_DAYS: Final = 90
"""Calendar days back from today in which messages are looked for that a rule would fit."""


class LimitRuleForm(_LimitForm):
    """A new time for replies: from tomorrow on, so that no message that is here gets another time."""

    def clean_in_force_from(self) -> dt.date:
        """Refuse a day for which messages may have come already."""
        day: dt.date = self.cleaned_data["in_force_from"]
        if day <= local_today():
            raise ValidationError(_("From tomorrow on at the earliest: messages that are here keep their time."))
        return day


@admin.register(LimitRule)
class LimitRuleAdmin(ReferenceAdmin):
    """Times for replies: rows are added; what is in force stays as it is."""

    form = LimitRuleForm
    list_display = ("kind", "in_force_from", "days", "unit", "extension_days", "source")
    list_filter = ("kind",)
    fields = (("kind", "in_force_from"), ("days", "unit", "extension_days"), "source")
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Only a row that is not in force yet is changed."""
        return super().has_change_permission(request, obj) and not _is_in_force(obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Only a row that is not in force yet is deleted."""
        return super().has_delete_permission(request, obj) and not _is_in_force(obj)


def _is_in_force(rule: models.Model | None) -> bool:
    return isinstance(rule, LimitRule) and rule.in_force_from <= local_today()


@admin.register(RoutingRule)
class RoutingRuleAdmin(ReferenceAdmin):
    """Which department a message goes to; each rule can be tried on the messages of the last three months."""

    list_display = (
        "position",
        "department",
        "reason",
        "kind",
        yes_column("at_once", gettext_lazy("without a person")),
        yes_column("is_active", gettext_lazy("in use")),
    )
    list_display_links = ("department",)
    list_filter = ("is_active", "at_once", "kind")
    list_select_related = ("department",)
    search_fields = ("reason", "words", "department__name")
    autocomplete_fields = ("department", "about", "region")
    fields = (
        ("department", "reason"),
        ("kind", "position"),
        "words",
        ("about", "region"),
        ("at_once", "is_active"),
    )

    def get_urls(self) -> list[URLPattern]:
        """Add the page that tries a rule."""
        own = path(
            "<path:object_id>/fits/", self.admin_site.admin_view(self.fits_view), name="feedback_routingrule_fits"
        )
        return [own, *super().get_urls()]

    def fits_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Which messages of the last 90 days the rule would fit: counted for all, listed for who may see them."""
        rule = self.get_object(request, object_id)
        if not self.has_view_permission(request, rule):
            raise PermissionDenied
        since = local_today() - dt.timedelta(PREVIEW_DAYS)
        found = fitting_messages(rule, since=since)
        sees = access.scope_of(request.user, Capability.VIEW_MESSAGES).everywhere
        context = {
            **self.admin_site.each_context(request),
            "title": _("What this rule would fit: %(rule)s") % {"rule": rule},
            "leaf": _("Try it"),
            "subtitle": None,
            "original": rule,
            "opts": self.opts,
            "found": found,
            "since": since,
            "messages_shown": found.messages[:50] if sees else (),
        }
        return TemplateResponse(request, "admin/feedback/routingrule/fits.html", context)


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(ScopedAdmin):
    """Texts to start a reply from: each department edits its own, the center those for all."""

    view_capability = Capability.VIEW_MESSAGES
    edit_capability = Capability.HANDLE_MESSAGES
    department_field = "department"
    acts = Acts(Act.REFERENCE_CHANGED, Act.REFERENCE_CHANGED, Act.REFERENCE_CHANGED)
    list_display = ("title", "kind", "owner", "position", yes_column("is_active", gettext_lazy("in use")))
    list_filter = ("kind", "is_active", ("department", DepartmentFilter))
    list_select_related = ("department",)
    search_fields = ("title", "text")
    fields = (("title", "kind"), ("department", "position"), "text", "is_active")
    also_edits: ClassVar[str] = Capability.EDIT_CONTENT
    """Editors write for their department as its officers do."""

    @admin.display(description=gettext_lazy("department"), ordering="department")
    def owner(self, obj: ReplyTemplate) -> str:
        """The department, or all."""
        return str(obj.department or _("all departments"))

    def scope(self, request: HttpRequest, capability: str) -> Scope:
        """Editors see and edit the texts of their departments like officers."""
        own, editor = super().scope(request, capability), super().scope(request, self.also_edits)
        return Scope(own.everywhere or editor.everywhere, own.department_ids | editor.department_ids)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Show the texts for all departments to every department."""
        if not self.scope(request, self.view_capability):
            return super().get_queryset(request)
        everybody = admin.ModelAdmin.get_queryset(self, request).filter(department=None)
        return super().get_queryset(request) | everybody

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """A text for all departments is for all to see."""
        for_all = isinstance(obj, ReplyTemplate) and obj.department_id is None
        return super().has_view_permission(request, None if for_all else obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Only the center leaves the department empty."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        if "department" in form.base_fields and not self.scope(request, self.edit_capability).everywhere:
            form.base_fields["department"].required = True
        return form
