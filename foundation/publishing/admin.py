"""The back office of publishable records: drafts are edited in forms, all else happens through verbs."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import InlineAdminFormSet
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from foundation.access import Capability
from foundation.attachments import StoredFile
from foundation.audit import Act
from foundation.clock import local_now
from foundation.publishing import actions
from foundation.publishing.admin_forms import (
    DraftForm,
    RowForm,
    RowFormSet,
    coded_list_field,
    stored_file_field,
)
from foundation.publishing.admin_lists import RecordList
from foundation.publishing.admin_pages import RecordPages
from foundation.publishing.states import Stage
from foundation.publishing.verbs import VERBS, SubmitForm
from foundation.scoped_admin import Acts, ScopedInline, count_row_changes, user_of
from foundation.workflow import DomainError

if TYPE_CHECKING:
    from foundation.publishing.models import Publishable


def draft_formfield(db_field: models.Field[Any, Any]) -> forms.Field | None:
    """Return the form field for kinds of columns that Django's own choice serves badly; None for the rest."""
    if isinstance(db_field, ArrayField) and db_field.base_field.choices:
        return coded_list_field(db_field)
    if isinstance(db_field, models.ForeignKey) and db_field.remote_field.model is StoredFile:
        return stored_file_field(db_field)
    return None


class RowInline(ScopedInline):
    """Rows of a draft, in order, folded to one line each until they are worked on."""

    form = RowForm
    formset = RowFormSet

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Give codes check boxes and files uploads."""
        return draft_formfield(db_field) or super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_formset(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> Any:
        """Tell the row forms who acts and where the files of the record are served."""
        formset = super().get_formset(request, obj, **kwargs)
        if issubclass(formset.form, RowForm):
            formset.form.actor = user_of(request)
            formset.form.file_url = self._parent().file_url(obj) if obj is not None else ""  # type: ignore[attr-defined]
        return formset


class _TypedRows(InlineAdminFormSet):
    """Rows for the page, each with the record its own form holds: typed text survives foreign changes."""

    @classmethod
    def of(cls, rows: InlineAdminFormSet) -> _TypedRows:
        """Take over what Django prepared."""
        typed = cls.__new__(cls)
        typed.__dict__.update(rows.__dict__)
        return typed

    def __iter__(self) -> Any:
        """Go through the rows as the form has them, not as the table has them by now."""
        formset = copy.copy(self.formset)
        formset.get_queryset = lambda: [form.instance for form in self.formset.initial_forms]
        prepared = InlineAdminFormSet.__new__(InlineAdminFormSet)
        prepared.__dict__.update({**self.__dict__, "formset": formset})
        return iter(prepared)


class PublishableAdmin(RecordPages, RecordList):
    """The admin class of a publishable record."""

    view_capability = Capability.VIEW_CONTENT
    edit_capability = Capability.EDIT_CONTENT
    department_field = "department"
    acts = Acts(Act.DRAFT_CREATED, Act.DRAFT_SAVED, Act.DRAFT_DELETED)
    form = DraftForm
    change_form_template = "admin/publishing/change_form.html"

    # Rights

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only a draft that is being edited can be changed; others are shown read-only.

        A form that was opened before the submission may still be sent: the form itself refuses it and
        keeps the text (``DraftForm``).
        """
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.stage == Stage.EDITING or request.method == "POST")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A draft may be deleted as long as it was never submitted."""
        if not super().has_delete_permission(request, obj):
            return False
        return obj is None or (obj.stage == Stage.EDITING and not obj.revisions.exists())

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Return one visible record; for a save, lock it first, so that two saves meet one after the other."""
        found = super().get_object(request, object_id, from_field)
        if request.method != "POST" or not connection.in_atomic_block:
            return found
        self.model._base_manager.select_for_update(of=("self",)).filter(pk=found.pk).first()
        return super().get_object(request, object_id, from_field)

    # Forms

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Give lists of codes check boxes."""
        return draft_formfield(db_field) or super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Tell the form who acts and where the newer version is."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.actor = user_of(request)
        if obj is not None:
            form.newer_url = self.page_url(obj, "change")
        return form

    def get_inline_formsets(
        self, request: HttpRequest, formsets: Any, inline_instances: Any, obj: Any = None
    ) -> list[Any]:
        """Keep each row's text with its own form, even when somebody else removed rows meanwhile."""
        rows = super().get_inline_formsets(request, formsets, inline_instances, obj)
        return [_TypedRows.of(row) for row in rows]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """Add the panel that says where the record stands, and the way to its neighbours in the list."""
        if obj is not None:
            context.update(self.panel_context(request, obj))
            context.update(self._neighbours(request, obj))
            context["can_edit"] = self.has_change_permission(request, obj)
        else:
            context["can_edit"] = True
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Saving

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write the draft's own columns if any of them changed."""
        if not change:
            obj.updated_at, obj.updated_by = local_now(), user_of(request)
        if not change or form.changed_data:
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Write the rows, and count the save as one new version of the draft."""
        super().save_related(request, form, formsets, change)
        if change and (form.changed_data or any(count_row_changes(formset) for formset in formsets)):
            draft = form.instance
            draft.edit_version += 1
            draft.updated_at, draft.updated_by = local_now(), user_of(request)
            draft.save(update_fields=["edit_version", "updated_at", "updated_by"])

    def construct_change_message(  # type: ignore[override]
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> dict[str, Any]:
        """Name the version of the draft along with what changed."""
        detail = super().construct_change_message(request, form, formsets, add)
        return {**detail, "edit_version": form.instance.edit_version} if detail else {}

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """Go on as the pressed button says."""
        return self._response_of_button(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Go on as the pressed button says."""
        return self._response_of_button(request, obj) or super().response_change(request, obj)

    def _response_of_button(self, request: HttpRequest, obj: Any) -> HttpResponse | None:
        if "_submit" in request.POST:
            return self._submit_saved(request, obj)
        if "_next" in request.POST:
            self.message_user(request, _("“%s” was saved.") % obj, messages.SUCCESS)
            return HttpResponseRedirect(self._next_url(request, obj))
        return None

    def _submit_saved(self, request: HttpRequest, obj: Publishable) -> HttpResponse:
        """Submit the draft that was just saved; if that is refused, the save stands and the note is kept."""
        note = request.POST.get("submit_note", "")
        try:
            actions.submit(obj, actor=user_of(request), note=note.strip())
        except DomainError as error:
            self.message_user(request, _("“%s” was saved.") % obj, messages.SUCCESS)
            form = SubmitForm({"note": note})
            form.add_error(None, str(error))
            return self.verb_page(request, obj, VERBS["submit"], form, status=409)
        self._name_gaps(request, obj)
        following = self._next_url(request, obj)
        self.message_user(
            request,
            format_html(
                '{} <a href="{}">{}</a>',
                str(VERBS["submit"].done) % obj,
                following,
                _("Go on with the next draft") if request.POST.get("_next_pk") else _("Back to the list"),
            ),
            messages.SUCCESS,
        )
        return HttpResponseRedirect(self._keep_filters(request, self.page_url(obj, "change")))

    def _name_gaps(self, request: HttpRequest, obj: Publishable) -> None:
        """Tell the editor now what the reviewer will ask for."""
        gaps = obj.find_gaps(obj.make_document())
        if gaps:
            names = _(", ").join(str(gap.label) for gap in gaps)
            sentence = _("It was submitted without: %s. It can be published so only with a reason.") % names
            self.message_user(request, sentence, messages.WARNING)

    # The way through the list

    def _keep_filters(self, request: HttpRequest, url: str) -> str:
        preserved = self.get_preserved_filters(request)
        return str(add_preserved_filters({"preserved_filters": preserved, "opts": self.opts}, url))

    def _next_url(self, request: HttpRequest, obj: Any) -> str:
        following = request.POST.get("_next_pk", "")
        if following.isdecimal() and int(following) != obj.pk:
            return self._keep_filters(request, reverse(f"admin:{self.url_prefix}_change", args=[int(following)]))
        return self._keep_filters(request, reverse(f"admin:{self.url_prefix}_changelist"))

    def _neighbours(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """Return the records before and after this one in the list that the person came from."""
        rows = self._rows_of_list(request)
        ids = [pk for pk, _stage in rows]
        next_draft = request.POST.get("_next_pk", "")
        if obj.pk not in ids:
            return {"next_draft": next_draft}
        place = ids.index(obj.pk)
        later = [pk for pk, stage in rows[place + 1 :] + rows[:place] if stage == Stage.EDITING]

        def url(index: int) -> str:
            inside = 0 <= index < len(ids)
            target = reverse(f"admin:{self.url_prefix}_change", args=[ids[index]]) if inside else ""
            return self._keep_filters(request, target) if target else ""

        return {
            "place": place + 1,
            "places": len(ids),
            "previous_url": url(place - 1),
            "following_url": url(place + 1),
            "next_draft": later[0] if later else next_draft,
        }

    def _rows_of_list(self, request: HttpRequest) -> list[tuple[int, str]]:
        clone = copy.copy(request)
        clone.GET = QueryDict(request.GET.get("_changelist_filters", ""))
        clone.method = "GET"
        try:
            queryset = self.get_changelist_instance(clone).queryset
        except IncorrectLookupParameters:
            queryset = self.get_queryset(request)
        return list(queryset.values_list("pk", "stage"))
