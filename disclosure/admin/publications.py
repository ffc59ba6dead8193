"""The back office of publications and of the index numbers given to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.forms import Textarea
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.actions.drafts import discard_draft, number_draft
from disclosure.actions.index_numbers import issue_index_number
from disclosure.draft_gaps import publication_gap_count
from disclosure.forms.publications import AttachmentForm, PublicationForm
from disclosure.models import Attachment, EarlierDocument, IndexNumber, Milestone, Publication
from foundation.access import Capability
from foundation.clock import local_today
from foundation.publishing.admin import PublishableAdmin, RowInline
from foundation.publishing.admin_lists import DepartmentFilter, GapFilter, ProgressFilter
from foundation.read_only_admin import ReadOnlyAdmin
from foundation.scoped_admin import user_of
from foundation.workflow import DomainError

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldsetSpec


class AttachmentInline(RowInline):
    """Attachments (附件)."""

    model = Attachment
    form = AttachmentForm
    fields = (("position", "title"), "file")


class MilestoneInline(RowInline):
    """Milestones of promises and goals (进度节点)."""

    model = Milestone
    fields = (("position", "title"), ("due_on", "done_on"), "progress")


class EarlierDocumentInline(RowInline):
    """Earlier documents that this one replaces, abolishes or amends."""

    model = EarlierDocument
    fk_name = "publication"
    summary_fields = ("effect",)
    autocomplete_fields = ("target",)
    fields = (("position", "effect", "target"),)


@admin.register(Publication)
class PublicationAdmin(PublishableAdmin):
    """What the office publishes."""

    form = PublicationForm
    gap_count = publication_gap_count()
    template_prefix = "disclosure/document"
    section = "disclosure:column"
    delete_confirmation_template = "admin/disclosure/publication/delete_confirmation.html"

    list_display = (
        "full_title",
        "issued",
        "department_name",
        "stage_badge",
        "live_badge",
        "gap_badge",
        "edited",
    )
    list_filter = (ProgressFilter, GapFilter, "column", ("department", DepartmentFilter), "kind", "disclosure_mode")
    list_select_related = ("department", "updated_by", "column", "index_number")
    search_fields = ("title", "document_number", "index_number__text", "keywords")
    search_help_text = gettext_lazy("Title, document number, index number or keyword")
    date_hierarchy = "issued_on"
    inlines = (AttachmentInline, MilestoneInline, EarlierDocumentInline)
    formfield_overrides: ClassVar[dict[Any, Any]] = {models.TextField: {"widget": Textarea(attrs={"rows": 24})}}
    fieldsets: ClassVar[_FieldsetSpec] = (
        (
            gettext_lazy("What it is"),
            {"fields": ("title", ("column", "kind"), ("index_text", "issuing_body"), "summary", "keywords")},
        ),
        (gettext_lazy("Text"), {"fields": ("text",)}),
        (
            gettext_lazy("Number and dates"),
            {
                "fields": (
                    ("document_number", "source"),
                    ("written_on", "issued_on"),
                    ("effective_on", "expires_on"),
                    "abolished_on",
                )
            },
        ),
        (
            gettext_lazy("Way of disclosure, English title (rarely needed)"),
            {"classes": ("collapse",), "fields": (("disclosure_mode", "scope"), "title_en")},
        ),
    )
    readonly_fields = ("index_text", "issuing_body")

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def full_title(self, obj: Publication) -> SafeString:
        """The title, and below it column and index number."""
        return format_html('{} <span class="sub">{}<br>{}</span>', obj.title, obj.column, obj.index_number)

    @admin.display(description=gettext_lazy("date issued"), ordering="issued_on")
    def issued(self, obj: Publication) -> str:
        """The date as short as the others in the list."""
        return obj.issued_on.isoformat()

    @admin.display(description=gettext_lazy("index number"))
    def index_text(self, obj: Publication) -> str:
        """The index number, which nobody types over."""
        return obj.index_number.text

    @admin.display(description=gettext_lazy("issuing body"))
    def issuing_body(self, obj: Publication) -> str:
        """The body that the index number belongs to."""
        return str(obj.body)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> _FieldsetSpec:
        """A new text chooses its body; from then on number and body are shown."""
        if obj is not None:
            return self.fieldsets
        name, options = self.fieldsets[0]
        fields = tuple("body" if field == ("index_text", "issuing_body") else field for field in options["fields"])
        return ((name, {**options, "fields": fields}), *self.fieldsets[1:])

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Number and body exist only once the draft does."""
        return self.readonly_fields if obj is not None else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Most texts are issued on the day on which they are entered."""
        return {"issued_on": local_today(), **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Give a new draft its index number."""
        if not change:
            number_draft(obj, form.cleaned_data["body"], on=local_today())
        super().save_model(request, obj, form, change)

    def get_choices(self, request: HttpRequest, source: models.Field[Any, Any]) -> QuerySet[Any]:
        """Editors may point at every public text, whatever department it is from."""
        if not self.scope(request, Capability.EDIT_CONTENT):
            return Publication.objects.none()
        return Publication.objects.filter(published__isnull=False)

    # Copies and deletions

    def may_copy(self, request: HttpRequest, record: Publication) -> bool:
        """Tell whether the account may make a new draft from this one; nothing is numbered yet."""
        return self.scope(request, Capability.EDIT_CONTENT).covers(record.department_id)

    def copy_changes(self, record: Publication) -> dict[str, Any]:
        """A copy needs a title and numbers of its own."""
        return {
            "title": _("%(title)s (copy)") % {"title": record.title[:280]},
            "title_en": "",
            "document_number": "",
            "index_number": issue_index_number(record.body, on=local_today()),
        }

    def copy_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Make a new draft from this record, in one transaction with its index number."""
        with transaction.atomic():
            return super().copy_view(request, object_id)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask why the draft is deleted: its index number stays unused and carries the reason."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except DomainError as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def delete_model(self, request: HttpRequest, obj: Publication) -> None:
        """Delete the draft and keep its number."""
        discard_draft(obj, actor=user_of(request), reason=request.POST.get("reason", ""))

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:  # type: ignore[override]
        """The verb itself records the deletion."""


class UseFilter(admin.SimpleListFilter):
    """What became of a number."""

    title = gettext_lazy("use")
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Public, in a draft, or left unused."""
        return [("public", _("Public")), ("draft", _("Draft")), ("unused", _("Unused"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Apply the condition."""
        conditions = {
            "public": Q(publication__published__isnull=False) | Q(annual_reports__isnull=False),
            "draft": Q(publication__isnull=False, publication__published__isnull=True),
            "unused": Q(publication__isnull=True, annual_reports__isnull=True),
        }
        return queryset.filter(conditions.get(self.value() or "", Q())).distinct()


@admin.register(IndexNumber)
class IndexNumberAdmin(ReadOnlyAdmin):
    """All numbers ever given, so that each gap in a series can be explained; the verbs that make drafts give them."""

    view_capability = Capability.VIEW_CONTENT

    list_display = ("text", "use", "body", "year", "given_at")
    list_filter = (UseFilter, "body", "year")
    list_select_related = ("body", "publication__published")
    search_fields = ("text", "unused_reason", "publication__title")
    fields = (("text", "body"), ("year", "serial"), ("is_imported", "given_at"), ("use", "unused_since"))
    readonly_fields = ("use",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Show the numbers of the bodies of one's departments."""
        scope = self.scope(request, self.view_capability)
        numbers = super().get_queryset(request).prefetch_related("annual_reports")
        return scope.limit(numbers, "body__department")

    @admin.display(description=gettext_lazy("use"))
    def use(self, obj: IndexNumber) -> str:
        """The text that carries the number, or why none does."""
        carrier = getattr(obj, "publication", None) or next(iter(obj.annual_reports.all()), None)
        if carrier is not None:
            return str(carrier)
        return _("Unused: %(reason)s") % {"reason": obj.unused_reason or _("no reason was recorded")}
