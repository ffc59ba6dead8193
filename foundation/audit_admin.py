"""The audit trail in the back office: to look through, to open, to take along for an examination."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.access import Capability
from foundation.audit import Act, AuditEntry
from foundation.audit_words import detail_in_words, facts_of, kind_of_record
from foundation.clock import local_now
from foundation.organization import Department
from foundation.read_only_admin import ReadOnlyAdmin
from foundation.scoped_admin import DeskEntry, user_of
from foundation.tables.downloads import table_response

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _department_names() -> dict[str, str]:
    return dict(Department.objects.values_list("code", "name"))


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """The audit trail, which writes itself: for auditors and audit administrators."""

    view_capability = Capability.READ_AUDIT

    list_display = ("moment", "who", "act", "what_record", "noted")
    list_display_links = ("moment",)
    list_filter = ("act", ("at", admin.DateFieldListFilter), "department", "actor")
    list_select_related = ("actor", "department")
    search_fields = ("target_label", "target_id", "request_id", "actor__username", "actor__display_name")
    date_hierarchy = "at"
    fields = (
        ("at", "who"),
        ("act", "department"),
        "record",
        "facts",
        "request_id",
    )
    readonly_fields = ("who", "record", "facts")

    @admin.display(description=_("time"), ordering="at")
    def moment(self, obj: AuditEntry) -> str:
        """The moment to the second, as short as it can be read."""
        return localtime(obj.at).strftime("%Y-%m-%d %H:%M:%S")

    @admin.display(description=_("record"), ordering="target_label")
    def what_record(self, obj: AuditEntry) -> SafeString:
        """The record, below it what sort of record it is and whose."""
        below = " · ".join(filter(None, (kind_of_record(obj), str(obj.department or ""))))
        return format_html('{}<span class="sub">{}</span>', obj.target_label or obj.target_id or "—", below)

    @admin.display(description=_("detail"))
    def noted(self, obj: AuditEntry) -> str:
        """What was noted, in one line."""
        return detail_in_words(obj, getattr(obj, "department_names", {})) or "—"

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Read the names of the departments once for all rows."""
        changelist = super().get_changelist_instance(request)
        names = _department_names()
        for entry in changelist.result_list:
            entry.department_names = names
        return changelist

    @admin.display(description=_("actor"), ordering="actor")
    def who(self, obj: AuditEntry) -> str:
        """The account, somebody outside, or the system."""
        return obj.who

    @admin.display(description=_("record"))
    def record(self, obj: AuditEntry) -> SafeString | str:
        """The record, with its page where it has one."""
        name = obj.target_label or obj.target_id or "—"
        app, _dot, model = obj.target_type.partition(".")
        try:
            url = reverse(f"admin:{app}_{model}_change", args=[obj.target_id])
        except NoReverseMatch:
            return name
        return format_html('<a href="{}">{}</a>', url, name)

    @admin.display(description=_("detail"))
    def facts(self, obj: AuditEntry) -> SafeString:
        """Everything that was noted, as facts with their labels."""
        rows = format_html_join(
            "", "<div><dt>{}</dt><dd>{}</dd></div>", facts_of(obj, _department_names()) if obj.detail else ()
        )
        return format_html('<dl class="audit-facts">{}</dl>', rows) if rows else SafeString("—")

    def get_urls(self) -> list[URLPattern]:
        """Add the list as a file before the pages of Django's admin."""
        own = path("export/", self.admin_site.admin_view(self.export_view), name="foundation_auditentry_export")
        return [own, *super().get_urls()]

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """The entries that the list shows under its filters, all of them, each with its seal; recorded.

        The seals tell an examiner what was sealed in which order; ``verify_audit`` tells whether it still holds.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        entries = super().get_changelist_instance(request).queryset  # our own reads names for the rows of one page
        return table_response(
            _sheet(entries.select_related("actor", "department", "seal")),
            "csv",
            name=f"{gettext('audit trail')} {local_now():%Y-%m-%d}",
            count=entries.count(),
            actor=user_of(request),
        )

    def get_desk_entries(self, request: HttpRequest) -> list[DeskEntry]:
        """What happened today."""
        if not self.has_view_permission(request):
            return []
        midnight = local_now().replace(hour=0, minute=0, second=0, microsecond=0)
        today = {"at__gte": midnight.isoformat()}
        readings = {**today, "act__exact": Act.PERSONAL_READ.value}
        entries = AuditEntry.objects.filter(at__gte=midnight)
        return [
            self._desk_entry(_("Entries today"), entries.count(), today),
            self._desk_entry(
                _("Readings of personal data today"), entries.filter(act=Act.PERSONAL_READ).count(), readings
            ),
        ]

    def _desk_entry(self, label: StrOrPromise, count: int, query: dict[str, str]) -> DeskEntry:
        url = f"{reverse('admin:foundation_auditentry_changelist')}?{urlencode(query)}"
        return DeskEntry(str(self.opts.verbose_name_plural), str(label), count, url)


def _sheet(entries: QuerySet[AuditEntry]) -> Iterator[list[str]]:
    """Yield the heading and one row for each entry, read piece by piece: a year may have millions."""
    names = _department_names()
    yield [
        gettext("seal number"), gettext("time"), gettext("account"), gettext("actor"), gettext("act"), gettext("code"),
        gettext("kind of record"), gettext("record id"), gettext("record"), gettext("department"), gettext("detail"),
        gettext("request id"), gettext("seal"),
    ]  # fmt: skip
    for entry in entries.iterator(chunk_size=2_000):
        seal = getattr(entry, "seal", None)
        yield [
            str(seal.number) if seal else "",
            localtime(entry.at).isoformat(timespec="milliseconds"),
            entry.actor.username if entry.actor else "",
            entry.who,
            str(entry.get_act_display()),
            entry.act,
            kind_of_record(entry),
            entry.target_id,
            entry.target_label,
            str(entry.department or ""),
            detail_in_words(entry, names),
            entry.request_id,
            seal.digest if seal else "",
        ]
