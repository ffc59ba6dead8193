"""The back office of the guides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db import models
from django.db.models import F, QuerySet
from django.forms import Textarea
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from approvals.documents import item_document
from foundation.access import Capability
from foundation.publishing import actions
from foundation.publishing.admin import PublishableAdmin, RowInline
from foundation.publishing.admin_lists import DepartmentFilter, GapFilter, ProgressFilter
from foundation.publishing.comparison import changed_fields
from foundation.publishing.contents import Content
from foundation.publishing.documents import as_json
from foundation.publishing.reading import document_of
from foundation.publishing.states import Stage
from foundation.scoped_admin import DeskEntry, user_of
from foundation.workflow import Refused
from guides.batch_admin import ImportBatchAdmin  # noqa: F401  (the pages of import and export register themselves)
from guides.documents import question_documents
from guides.draft_gaps import guide_gap_count
from guides.forms.drafts import GuideForm, MaterialForm, slug_for
from guides.journey_admin import JourneyAdmin  # noqa: F401  (registers itself)
from guides.models import ChecklistQuestion, Faq, Guide, JourneyStep, Material, Place, Step
from guides.situations import MOST_QUESTIONS

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldsetSpec

SHORT_TEXTS: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    models.TextField: {"widget": Textarea(attrs={"rows": 3})}
}
_OF_THE_ITEM = frozenset({"item", "item_revision_number"})

OUTDATED = models.Q(published__item_revision_number__lt=F("published__item__revision_number"))
"""Guides whose public page quotes an older revision of the item than the one that is public now."""


class OutdatedFilter(admin.SimpleListFilter):
    """Whether the public guide quotes the item as it is now."""

    title = gettext_lazy("quoted item")
    parameter_name = "quote"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """An older revision, or the current one."""
        return [("old", _("Quotes an older revision")), ("current", _("Quotes the current revision"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Apply the condition."""
        if self.value() == "old":
            return queryset.filter(OUTDATED)
        if self.value() == "current":
            return queryset.filter(published__item_revision_number=F("published__item__revision_number"))
        return queryset


class QuestionInline(RowInline):
    """Questions of the personal checklist (情形)."""

    model = ChecklistQuestion
    formfield_overrides = {models.TextField: {"widget": Textarea(attrs={"rows": 4})}}
    max_num = MOST_QUESTIONS
    fields = (("position", "question"), "answers", "hint")


class MaterialInline(RowInline):
    """Application materials (申请材料)."""

    model = Material
    form = MaterialForm
    formfield_overrides = SHORT_TEXTS
    summary_fields = ("necessity", "source")
    fields = (
        ("position", "name"),
        ("necessity", "material_type", "material_form"),
        ("originals", "copies", "paper_size"),
        ("source", "source_note"),
        ("acceptance_standard", "filling_notes"),
        ("basis", "remark"),
        ("blank_form", "sample_form"),
        "applies_to",
    )

    def get_formset(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> Any:
        """Tell the rows which questions the guide asks: one query for all of them."""
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.questions = question_documents(obj.questions.all()) if isinstance(obj, Guide) else ()
        return formset


class StepInline(RowInline):
    """Steps of the procedure (办理流程)."""

    model = Step
    formfield_overrides = SHORT_TEXTS
    summary_fields = ("phase",)
    fields = (
        ("position", "name", "phase"),
        ("responsible", "duration", "result"),
        ("description", "standard"),
    )


class PlaceInline(RowInline):
    """Places (办理地点)."""

    model = Place
    fields = (
        ("position", "name", "window_label"),
        ("address", "phone"),
        ("office_hours", "directions"),
    )


class FaqInline(RowInline):
    """Questions and answers (常见问题)."""

    model = Faq
    formfield_overrides = SHORT_TEXTS
    fields = (("position", "question"), "answer")


@admin.register(Guide)
class GuideAdmin(PublishableAdmin):
    """Service guides."""

    form = GuideForm
    gap_count = guide_gap_count()
    template_prefix = "guides/guide"
    section = "guides"

    list_display = (
        "full_name",
        "department_name",
        "stage_badge",
        "live_badge",
        "gap_badge",
        "edited",
    )
    list_filter = (
        ProgressFilter,
        GapFilter,
        OutdatedFilter,
        ("department", DepartmentFilter),
        "item__item_type",
    )
    list_select_related = ("department", "updated_by", "item")
    search_fields = ("title", "slug", "situation", "item__name", "item__colloquial_name", "item__code")
    search_help_text = gettext_lazy("Title, item, what people call it, or a part of the item code")
    autocomplete_fields = ("item",)
    readonly_fields = ("department",)
    formfield_overrides: ClassVar[dict[Any, Any]] = {models.TextField: {"widget": Textarea(attrs={"rows": 4})}}
    inlines = (MaterialInline, QuestionInline, StepInline, PlaceInline, FaqInline)
    actions = (*PublishableAdmin.actions, "resubmit_selected")
    fieldsets: ClassVar[_FieldsetSpec] = (
        (
            gettext_lazy("What it is"),
            {"fields": ("title", ("item", "situation"), ("slug", "department"), "summary")},
        ),
        (gettext_lazy("Conditions and notes"), {"fields": ("conditions", "notes", "no_materials")}),
        (gettext_lazy("English version"), {"classes": ("collapse",), "fields": ("title_en",)}),
    )

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def full_name(self, obj: Guide) -> SafeString:
        """The title, and below it the situation."""
        return format_html('{} <span class="sub">{}</span>', obj.title, obj.situation)

    def gap_url(self, record: Guide, gap: Content) -> str:
        """Basis, fees and limit are added on the page of the item."""
        if gap.where != "item":
            return super().gap_url(record, gap)
        anchors = {"legal_bases": "legal_bases-group", "fees": "id_is_fee", "promised_limit": "id_promised_days"}
        return f"{reverse('admin:approvals_item_change', args=[record.item_id])}#{anchors.get(gap.code, '')}"

    def preview_document(self, record: Guide) -> Any:
        """Preview a guide of an item that is not public yet with the draft of the item."""
        document = record.make_document()
        if document.item is not None:
            return document
        return document.model_copy(update={"item": item_document(record.item)})

    def copy_changes(self, record: Guide) -> dict[str, Any]:
        """A copy needs a title and an address of its own."""
        title = _("%(title)s (copy)") % {"title": record.title[:190]}
        return {"title": title, "slug": slug_for(record.title), "title_en": ""}

    def get_choices(self, request: HttpRequest, source: models.Field[Any, Any]) -> QuerySet[Any]:
        """A journey leads through public guides of every department, whoever writes it."""
        if source.model is not JourneyStep:
            return super().get_choices(request, source)
        edits = self.scope(request, Capability.EDIT_CONTENT)
        public = Guide.objects.filter(models.Q(published__isnull=False) | models.Q(journey_steps__isnull=False))
        return public.distinct() if edits else Guide.objects.none()

    @admin.action(description=gettext_lazy("Submit again with the current revision of the item"))
    def resubmit_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Submit guides whose text stays the same and whose item has moved on."""
        actor = user_of(request)

        def resubmit(guide: Any) -> None:
            _check_only_item_changed(guide)
            actions.submit(guide, actor=actor, note=_("Quotes the current revision of the item."))

        self.do_each(
            request,
            queryset,
            resubmit,
            lambda n: ngettext("%(n)d guide was submitted.", "%(n)d guides were submitted.", n),
        )

    def get_desk_entries(self, request: HttpRequest) -> list[DeskEntry]:
        """Add the guides that quote an older revision of their item."""
        entries = super().get_desk_entries(request)
        if self.scope(request, Capability.EDIT_CONTENT):
            count = self.get_queryset(request).filter(OUTDATED, stage=Stage.EDITING).count()
            url = reverse("admin:guides_guide_changelist")
            entries.append(
                DeskEntry(
                    str(self.opts.verbose_name_plural),
                    _("Quotes an older revision"),
                    count,
                    f"{url}?quote=old",
                    urgent=count > 0,
                )
            )
        return entries


def _check_only_item_changed(guide: Guide) -> None:
    """Raise Refused if the draft has changes of its own, or its item has none."""
    live = guide.live_revision
    if live is None:
        raise Refused(_("This record is not public."))
    changed = set(changed_fields(as_json(document_of(live)), as_json(guide.make_document())))
    if changed - _OF_THE_ITEM:
        raise Refused(_("The draft has changes of its own; open and submit it on its page."))
    if not changed:
        raise Refused(_("It quotes the current revision already."))
