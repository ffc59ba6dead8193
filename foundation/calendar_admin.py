"""The back office of working-day calendars: a year is entered and changed as the text of its notice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.calendar_days import FIRST_YEAR, LAST_YEAR, CalendarYear, enter_year, missing_year, remove_year
from foundation.calendar_notices import SOURCE_LENGTH, BadLines, Notice, parse_notice, write_lines
from foundation.clock import local_today
from foundation.scoped_admin import DeskEntry, ReferenceAdmin, user_of
from foundation.workflow import DomainError

_PROBLEMS_SHOWN = 30


class CalendarForm(forms.Form):
    """The calendar of a year as text."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=SOURCE_LENGTH,
        help_text=gettext_lazy("The document number of the notice."),
    )
    lines = forms.CharField(
        label=gettext_lazy("Days that the notice names"),
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
    )
    edit_version = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    looked_again = forms.BooleanField(
        label=gettext_lazy("I compared these points with the notice; it is right so"), required=False
    )

    notice: Notice

    def __init__(self, *args: Any, calendar: CalendarYear | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if calendar is not None:
            self.fields["year"].disabled = True
            self.initial = {
                "year": calendar.year,
                "source": calendar.source,
                "lines": write_lines(calendar.named_days()),
                "edit_version": calendar.edit_version,
            }

    def clean(self) -> dict[str, Any]:
        """Read the lines; what looks odd has to be confirmed."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "year" not in cleaned or "lines" not in cleaned:
            return cleaned
        try:
            self.notice = parse_notice(cleaned["lines"], cleaned["year"])
        except BadLines as error:
            self.add_error("lines", error.problems[:_PROBLEMS_SHOWN])
        else:
            if self.notice.doubts and not cleaned.get("looked_again"):
                self.add_error("looked_again", _("Compare these points with the notice first."))
        return cleaned

    @property
    def doubts(self) -> tuple[str, ...]:
        """What is worth a second look in the text that was sent."""
        return self.notice.doubts if hasattr(self, "notice") else ()


@admin.register(CalendarYear)
class CalendarYearAdmin(ReferenceAdmin):
    """The entered years."""

    list_display = ("year", "source", "days_off", "days_worked", "workdays", "entered_by", "entered_at")
    list_select_related = ("entered_by",)
    actions = None

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Read the days of all years at once."""
        return super().get_queryset(request).prefetch_related("days")

    @admin.display(description=gettext_lazy("days off"))
    def days_off(self, obj: CalendarYear) -> int:
        """How many days the notice gives off, weekends within spans included."""
        return sum(not day.is_workday for day in obj.days.all())

    @admin.display(description=gettext_lazy("worked weekend days"))
    def days_worked(self, obj: CalendarYear) -> int:
        """How many days the notice makes worked."""
        return sum(day.is_workday for day in obj.days.all())

    @admin.display(description=gettext_lazy("working days of the year"))
    def workdays(self, obj: CalendarYear) -> int:
        """The figure by which a calendar is checked."""
        return obj.workday_count()

    # Entering and changing are one page

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Enter a new year."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        initial = {"year": missing_year(local_today()) or ""}
        return self._enter(request, CalendarForm(request.POST or None, initial=initial), None)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show a year and change it."""
        calendar = self.get_object(request, object_id)
        if not self.has_change_permission(request, calendar):
            raise PermissionDenied
        return self._enter(request, CalendarForm(request.POST or None, calendar=calendar), calendar)

    def _enter(self, request: HttpRequest, form: CalendarForm, calendar: CalendarYear | None) -> HttpResponse:
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            try:
                entered = enter_year(
                    given["year"],
                    form.notice.days,
                    source=given["source"],
                    actor=user_of(request),
                    edit_version=given["edit_version"],
                )
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                return self._finish(request, entered)
        title = _("New: %(name)s") % {"name": self.opts.verbose_name} if calendar is None else str(calendar)
        context = {"title": title, "opts": self.opts, "form": form, "calendar": calendar}
        return TemplateResponse(
            request,
            "admin/foundation/calendaryear/change_form.html",
            {**self.admin_site.each_context(request), **context},
        )

    def _finish(self, request: HttpRequest, entered: CalendarYear) -> HttpResponse:
        text = _("%(calendar)s: entered; the year has %(n)d working days.")
        self.message_user(request, text % {"calendar": entered, "n": entered.workday_count()}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:foundation_calendaryear_changelist"))

    # Removing

    def delete_model(self, request: HttpRequest, obj: CalendarYear) -> None:
        """Remove a year."""
        remove_year(obj, actor=user_of(request))

    def log_deletions(self, request: HttpRequest, queryset: Iterable[Any]) -> None:  # type: ignore[override]
        """The verb records it."""

    # Work desk

    def get_desk_entries(self, request: HttpRequest) -> list[DeskEntry]:
        """Ask for the calendar that should be there by now."""
        year = missing_year(local_today()) if self.has_add_permission(request) else None
        if year is None:
            return []
        label = _("Enter this year: without it deadlines are not computable")
        url = reverse("admin:foundation_calendaryear_add")
        return [DeskEntry(str(self.opts.verbose_name), label, year, url, urgent=True)]
