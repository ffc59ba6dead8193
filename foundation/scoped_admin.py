"""The base of every page in the back office: rights from ``foundation.access`` alone, every change recorded.

An admin class names the capability by which its records are seen and the one by which they are changed;
Django's own permissions and ``is_superuser`` play no part.  Records that belong to a department are limited
to the departments in which the account holds the capability: for lists, single pages, choices, inlines,
history and actions alike.  Whatever lies outside is “not found”.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, cast

from django.contrib import admin, messages
from django.contrib.admin.views.main import PAGE_VAR
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.forms import CheckboxSelectMultiple
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from foundation import access, audit
from foundation.error_summary import list_faults
from foundation.people import User

if TYPE_CHECKING:
    from django.contrib.admin.options import BaseModelAdmin
    from django.forms import BaseFormSet, ModelForm

    _AnyAdmin = BaseModelAdmin[Any]
    _ModelAdmin = admin.ModelAdmin[Any]
    _InlineAdmin = admin.StackedInline[Any, Any]
else:
    _AnyAdmin = object
    _ModelAdmin = admin.ModelAdmin
    _InlineAdmin = admin.StackedInline


EMPTY_ROWS: Final = 3


class Acts(NamedTuple):
    """What the audit trail calls the three kinds of change of an admin class."""

    added: audit.Act
    changed: audit.Act
    deleted: audit.Act


def user_of(request: HttpRequest) -> User:
    """Return the account of a request; admin views are never reached without one."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


class DeskEntry(NamedTuple):
    """A figure on the work desk: of which kind of record, what, how many, and the list behind it."""

    group: str
    label: str
    number: int
    url: str
    urgent: bool = False


class DeskNote(NamedTuple):
    """Something on the work desk that is read rather than counted: a comment, the result of an import."""

    title: str
    text: str
    url: str


class NamedAutocomplete(AutocompleteSelect):
    """Search while typing, for relations that must be filled.

    While nothing is chosen the box holds a sentence that says what belongs there: select2 gives its box no
    other name that a screen reader could read.
    """

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        """Leave out the empty placeholder, which would take the name away again."""
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return {name: value for name, value in attrs.items() if name not in {"data-placeholder", "data-allow-clear"}}

    def optgroups(self, name: str, value: Any, attr: dict[str, Any] | None = None) -> Any:
        """Put the sentence first while nothing is chosen."""
        groups = super().optgroups(name, value, attr)
        if not any(value):
            sentence = _("Choose: %(name)s") % {"name": self.field.verbose_name}
            groups[0][1].insert(0, self.create_option(name, "", sentence, selected=True, index=0))
        return groups


class LimitedChoices(_AnyAdmin):
    """Form fields of relations: limited to what the account may choose, without ways to change it on the side."""

    def formfield_for_dbfield(self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """Leave only the link to look at the chosen record beside a field, and none beside check boxes."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None or not isinstance(field.widget, RelatedFieldWidgetWrapper):
            return field
        if isinstance(field.widget.widget, CheckboxSelectMultiple):
            field.widget = field.widget.widget
        else:
            field.widget.can_add_related = field.widget.can_change_related = field.widget.can_delete_related = False
        return field

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Give search boxes a name of their own."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", NamedAutocomplete(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_field_queryset(self, db: str | None, db_field: Any, request: HttpRequest) -> models.QuerySet[Any] | None:
        """Limit the choices of a relation by the rule of the admin class it leads to."""
        limited = choices_for(self.admin_site, request, db_field)
        return super().get_field_queryset(db, db_field, request) if limited is None else limited


class ScopedAdmin(LimitedChoices, _ModelAdmin):
    """An admin class whose rights follow from capabilities, limited to departments where records have one."""

    view_capability: ClassVar[str]
    edit_capability: ClassVar[str]
    department_field: ClassVar[str | None] = None
    """Lookup from the record to its department; None for records of the whole center."""
    acts: ClassVar[Acts]

    show_full_result_count = False
    list_per_page = 50
    save_as_continue = True

    # Rights

    def scope(self, request: HttpRequest, capability: str) -> access.Scope:
        """Return where the account of the request holds a capability."""
        return access.scope_of(request.user, capability)

    def _holds(self, request: HttpRequest, capability: str, obj: models.Model | None) -> bool:
        scope = self.scope(request, capability)
        if obj is None or self.department_field is None:
            return bool(scope)
        return scope.covers(getattr(obj, f"{self.department_field}_id"))

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Tell whether the account may see such records, or this one."""
        return self._holds(request, self.view_capability, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Tell whether the account may add records somewhere."""
        return self._holds(request, self.edit_capability, None)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Tell whether the account may change such records, or this one."""
        return self._holds(request, self.edit_capability, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Tell whether the account may delete such records, or this one."""
        return self._holds(request, self.edit_capability, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show an app on the index only to those who may see something of it."""
        return self._holds(request, self.view_capability, None)

    # Rows

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Return the records that the account may see."""
        queryset = super().get_queryset(request)
        scope = self.scope(request, self.view_capability)
        if self.department_field is None:
            return queryset if scope else queryset.none()
        return scope.limit(queryset, self.department_field)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Return one visible record; answer 404 for all others, be they foreign or gone."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def get_choices(self, request: HttpRequest, source: models.Field[Any, Any]) -> models.QuerySet[Any]:
        """Return the records that the account may choose in a field of another record.

        The same rule serves the drop-down, the search while typing and the check of what was sent.
        """
        return self.get_queryset(request)

    def get_action_choices(
        self, request: HttpRequest, default_choices: Any = models.fields.BLANK_CHOICE_DASH
    ) -> list[tuple[str, str]]:
        """Say what the empty choice is for."""
        return super().get_action_choices(request, [("", _("Choose what to do"))])

    # Changes

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Fill in the department where there is only one to choose."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        scope = self.scope(request, self.edit_capability)
        if self.department_field is not None and not scope.everywhere and len(scope.department_ids) == 1:
            initial.setdefault(self.department_field, next(iter(scope.department_ids)))
        return initial

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Name the list plainly; run actions in one transaction with their audit entries."""
        extra_context = {"title": str(capfirst(self.opts.verbose_name_plural)), **(extra_context or {})}
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        with transaction.atomic():
            return super().changelist_view(request, extra_context)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Write the rows, and name what looks wrong but may stay."""
        super().save_related(request, form, formsets, change)
        rows = [row for formset in formsets for row in formset.forms if row not in formset.deleted_forms]
        for checked in (form, *rows):
            of_record: dict[str, Any] = getattr(checked.instance, "warnings", dict)()
            for sentence in (*of_record.values(), *getattr(checked, "warnings", ())):
                self.message_user(request, sentence, messages.WARNING)

    def construct_change_message(  # type: ignore[override]  # kept in the audit trail, not in Django's log
        self, request: HttpRequest, form: ModelForm[Any], formsets: Iterable[Any] | None, add: bool = False
    ) -> dict[str, Any]:
        """Return the detail of the audit entry: names of changed fields, and counts of changed rows."""
        detail: dict[str, Any] = {}
        if form.changed_data:
            detail["changed"] = list(form.changed_data)
        rows = {formset.prefix: counts for formset in formsets or () if (counts := count_row_changes(formset))}
        if rows:
            detail["rows"] = rows
        return detail

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> None:  # type: ignore[override]
        """Record that a record was added."""
        self._record(request, self.acts.added, obj, {"what": "added", **message})

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> None:  # type: ignore[override]
        """Record what was changed; a save that changed nothing leaves no trace."""
        if message:
            self._record(request, self.acts.changed, obj, {"what": "changed", **message})

    def log_deletions(self, request: HttpRequest, queryset: Iterable[Any]) -> None:  # type: ignore[override]
        """Record deletions, before they happen."""
        for obj in queryset:
            self._record(request, self.acts.deleted, obj, {"what": "deleted"})

    def _record(self, request: HttpRequest, act: audit.Act, obj: models.Model, detail: dict[str, Any]) -> None:
        audit.record(act, actor=user_of(request), target=obj, detail=detail)

    # Pages

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """Name the page after the record; list what has to be corrected."""
        if context["errors"]:
            context["faults"] = list_faults(context["adminform"].form, context["inline_admin_formsets"])
        context["title"] = str(obj) if obj is not None else _("New: %(name)s") % {"name": self.opts.verbose_name}
        context["subtitle"] = None
        return super().render_change_form(request, context, add, change, form_url, obj)

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        """Name the page after what it deletes."""
        record = context["object"]
        context.update(original=record, title=_("Delete: %s") % record, leaf=_("Delete"), subtitle=None)
        return super().render_delete_form(request, context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The history of a record, read from the audit trail."""
        record = self.get_object(request, object_id)
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        entries = audit.AuditEntry.objects.filter(
            target_type=self.opts.label_lower, target_id=str(record.pk)
        ).select_related("actor")
        paginator = self.get_paginator(request, entries, 50)
        page = paginator.get_page(request.GET.get(PAGE_VAR, 1))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %s") % record,
            "leaf": _("History"),
            "subtitle": None,
            "original": record,
            "opts": self.opts,
            "entries": page,
            "page_range": paginator.get_elided_page_range(page.number),
            "page_var": PAGE_VAR,
            "module_name": str(self.opts.verbose_name_plural),
            "preserved_filters": self.get_preserved_filters(request),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/object_history.html", context)

    def get_desk_entries(self, request: HttpRequest) -> list[DeskEntry]:
        """Return the lines that this kind of record adds to the work desk."""
        return []

    def get_desk_notes(self, request: HttpRequest) -> list[DeskNote]:
        """Return what this kind of record gives to read on the work desk."""
        return []


class ReferenceAdmin(ScopedAdmin):
    """Reference data: seen and changed by those who maintain it, each change recorded."""

    view_capability = edit_capability = access.Capability.MANAGE_REFERENCE
    acts = Acts(audit.Act.REFERENCE_CHANGED, audit.Act.REFERENCE_CHANGED, audit.Act.REFERENCE_CHANGED)


class ScopedInline(LimitedChoices, _InlineAdmin):
    """Rows of a record: whoever may see or change the record may do the same with its rows."""

    template = "admin/edit_inline/rows.html"
    summary_fields: ClassVar[tuple[str, ...]] = ()
    """Coded fields that the folded line shows after the name."""

    def row_name(self, row: Any) -> str:
        """Return what a row is called on its folded line."""
        return str(row)

    def get_extra(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> int:
        """Offer empty rows to those who work without scripts and ask for them."""
        return EMPTY_ROWS if request.GET.get("empty_rows") == self.opts.model_name else 0

    def _parent(self) -> ScopedAdmin:
        return cast("ScopedAdmin", self.admin_site.get_model_admin(self.parent_model))

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Follow the record."""
        return self._parent().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Follow the record."""
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Follow the record."""
        parent = self._parent()
        return parent.has_add_permission(request) if obj is None else parent.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Rows go with a change of the record, not with its deletion."""
        return self.has_change_permission(request, obj)


def yes_column(name: str, description: Any) -> Any:
    """Return a list column that says yes in words, or nothing."""

    @admin.display(description=description, ordering=name)
    def column(obj: models.Model) -> str:
        return _("yes") if getattr(obj, name) else "—"

    return column


def choices_for(
    site: admin.AdminSite, request: HttpRequest, source: models.Field[Any, Any]
) -> models.QuerySet[Any] | None:
    """Return the records that may be chosen in a relation; None where nobody limits them."""
    remote = source.remote_field.model if source.remote_field else None
    if remote is None or not site.is_registered(remote):
        return None
    remote_admin = site.get_model_admin(remote)
    return remote_admin.get_choices(request, source) if isinstance(remote_admin, ScopedAdmin) else None


def count_row_changes(formset: BaseFormSet[Any]) -> dict[str, int]:
    """Return how many rows of a saved formset were added, changed and deleted; zeros are left out."""
    counts = {
        "added": len(formset.new_objects),  # type: ignore[attr-defined]
        "changed": len(formset.changed_objects),  # type: ignore[attr-defined]
        "deleted": len(formset.deleted_objects),  # type: ignore[attr-defined]
    }
    return {what: count for what, count in counts.items() if count}
