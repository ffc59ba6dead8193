"""The back office of import and export: upload, preview, confirm, report, release, download."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any, ClassVar, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access import Capability
from foundation.audit import Act
from foundation.clock import local_now, local_today
from foundation.organization import Department
from foundation.scoped_admin import Acts, DeskEntry, ScopedAdmin, user_of
from foundation.tables import pending
from foundation.tables.problems import BadFile
from foundation.workflow import DomainError
from guides.exchange.exporting import FORMATS, export_items
from guides.exchange.forms import BatchReleaseForm, ConfirmForm, ExportForm, UploadForm
from guides.exchange.importing import Imported, import_file
from guides.exchange.profiles import load_profile
from guides.exchange.releasing import Released, release_batch
from guides.models import Guide, ImportBatch, ImportRow
from guides.models.batches import RowOutcome
from guides.tasks import release_import_batch

PREVIEW_ROWS: Final = 200
REPORT_ROWS: Final = 100
AT_ONCE: Final = 200
"""Batches of more rows are released in the background: a browser does not wait for minutes."""

BLOCKED_SHOWN: Final = 10
"""Drafts that could not be published and that a message names; their own pages say the same."""

PATIENCE: Final = dt.timedelta(hours=1)
"""After this time a release that was asked for and never came may be asked for again."""

WAITING: Final = Q(released_at__isnull=True) & ~Q(created=0, changed=0)
"""Batches whose drafts nobody has released as a batch."""


class ReleaseFilter(admin.SimpleListFilter):
    """Whether the batch was released."""

    title = gettext_lazy("release")
    parameter_name = "release"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Waiting or done."""
        return [("waiting", _("not released")), ("done", _("released"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Apply the condition."""
        if self.value() == "waiting":
            return queryset.filter(WAITING)
        return queryset.filter(released_at__isnull=False) if self.value() == "done" else queryset


@admin.register(ImportBatch)
class ImportBatchAdmin(ScopedAdmin):
    """Imported files; a new one is added by uploading it."""

    view_capability = Capability.VIEW_CONTENT
    edit_capability = Capability.EDIT_CONTENT
    acts = Acts(Act.IMPORTED, Act.IMPORTED, Act.IMPORTED)
    change_list_template = "admin/guides/importbatch/change_list.html"

    list_display = ("number", "file_name", "profile", "imported", "rows", "outcome", "release_badge")
    list_display_links = ("number",)
    list_filter: ClassVar[tuple[Any, ...]] = (ReleaseFilter, "profile")
    list_select_related = ("imported_by", "released_by")
    search_fields = ("number", "file_name")

    # Rights

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A batch is a fact; it is read and released, not changed."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A batch stays."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the own batches and those with items of one's departments."""
        scope = self.scope(request, self.view_capability)
        if scope.everywhere:
            return super().get_queryset(request)
        theirs = ImportRow.objects.filter(item__department__in=scope.department_ids).values("batch")
        return super().get_queryset(request).filter(Q(imported_by=user_of(request)) | Q(pk__in=theirs))

    def rows_for(self, request: HttpRequest, batch: ImportBatch) -> QuerySet[ImportRow]:
        """Return the rows that the account may see."""
        scope = self.scope(request, self.view_capability)
        if scope.everywhere or batch.imported_by_id == user_of(request).pk:
            return batch.outcomes.all()
        return batch.outcomes.filter(item__department__in=scope.department_ids)

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of import and export before those of Django's admin."""
        pages: dict[str, tuple[str, Callable[..., HttpResponseBase]]] = {
            "preview/<slug:token>/": ("preview", self.preview_view),
            "export/": ("export", self.export_view),
            "<int:object_id>/release/": ("release", self.release_view),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=f"guides_importbatch_{name}")
            for route, (name, view) in pages.items()
        ]
        return [*own, *super().get_urls()]

    # Columns

    @admin.display(description=gettext_lazy("imported"), ordering="imported_at")
    def imported(self, obj: ImportBatch) -> SafeString:
        """When and by whom."""
        moment = f"{obj.imported_at.astimezone():%Y-%m-%d %H:%M}"
        return format_html('{} <span class="quiet">{}</span>', moment, obj.imported_by)

    @admin.display(description=gettext_lazy("created / changed / unchanged / refused"))
    def outcome(self, obj: ImportBatch) -> str:
        """The four figures."""
        return f"{obj.created} / {obj.changed} / {obj.unchanged} / {obj.refused}"

    @admin.display(description=gettext_lazy("release"), ordering="released_at")
    def release_badge(self, obj: ImportBatch) -> SafeString | str:
        """Whether the batch was released, and by whom."""
        if obj.released_at is None:
            return format_html('<span class="badge badge-warn">{}</span>', _("not released"))
        moment = f"{obj.released_at.astimezone():%Y-%m-%d %H:%M}"
        return format_html('{} <span class="quiet">{}</span>', moment, obj.released_by)

    # Pages

    def page(self, request: HttpRequest, name: str, title: str, **context: Any) -> HttpResponse:
        """Render one of the pages of import and export."""
        status = context.pop("status", 200)
        full = {**self.admin_site.each_context(request), "title": title, "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/guides/importbatch/{name}.html", full, status=status)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Take an upload and lead to its preview."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(sent(request), request.FILES or None)
        if request.method == "POST" and form.is_valid():
            kept = pending.keep(form.source(), form.cleaned_data["profile"], actor=user_of(request))
            return HttpResponseRedirect(reverse("admin:guides_importbatch_preview", args=[kept.token]))
        return self.page(request, "upload", _("Import a file"), form=form)

    def preview_view(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show what the file would do; import it when that is confirmed."""
        actor = user_of(request)
        kept = pending.find(token, actor=actor)
        form = ConfirmForm(sent(request))
        confirmed = request.method == "POST" and "discard" not in request.POST and form.is_valid()
        if request.method == "POST" and "discard" in request.POST:
            kept.discard()
            self.message_user(request, _("The file was not imported."), messages.INFO)
            return HttpResponseRedirect(reverse("admin:guides_importbatch_changelist"))
        try:
            done = import_file(
                kept.source,
                actor=actor,
                profile=load_profile(kept.profile),
                dry_run=not confirmed,
                skip_invalid=confirmed and form.cleaned_data["skip_invalid"],
            )
        except DomainError as error:
            return self._refuse(request, kept, error)
        if done.batch is not None:
            return self._finish(request, kept, done.batch)
        if confirmed and done.report.held_back:
            form.add_error("skip_invalid", _("Nothing was imported: mend the file, or tick this box."))
        return self._preview(request, kept, done, form, status=409 if confirmed else 200)

    def _refuse(self, request: HttpRequest, kept: pending.Pending, error: DomainError) -> HttpResponse:
        """Say why the file cannot be taken in, and ask for another one."""
        if isinstance(error, BadFile):
            kept.discard()
        self.message_user(request, f"{kept.source.name}: {error}", messages.ERROR)
        return HttpResponseRedirect(reverse("admin:guides_importbatch_add"))

    def _finish(self, request: HttpRequest, kept: pending.Pending, batch: ImportBatch) -> HttpResponse:
        kept.discard()
        text = _("The file was imported as batch %(number)s. The drafts are not public yet.")
        self.message_user(request, text % {"number": batch.number}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:guides_importbatch_change", args=[batch.pk]))

    def _preview(
        self, request: HttpRequest, kept: pending.Pending, done: Imported, form: ConfirmForm, *, status: int
    ) -> HttpResponse:
        rows = done.report.by_weight()
        return self.page(
            request,
            "preview",
            _("Preview of the import"),
            kept=kept,
            report=done.report,
            tally=done.report.tally,
            shown=rows[:PREVIEW_ROWS],
            hidden=max(0, len(rows) - PREVIEW_ROWS),
            form=form,
            status=status,
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what became of every row, and let a reviewer release the batch."""
        batch = self.get_object(request, object_id)
        if not self.has_view_permission(request, batch):
            raise PermissionDenied
        return self._report(request, batch, BatchReleaseForm())

    def _report(
        self, request: HttpRequest, batch: ImportBatch, form: BatchReleaseForm, *, status: int = 200
    ) -> HttpResponse:
        chosen = request.GET.get("outcome", "")
        rows = self.rows_for(request, batch).select_related("item")
        if chosen in RowOutcome.values:
            rows = rows.filter(outcome=chosen)
        elif chosen == "messages":
            rows = rows.exclude(messages=[])
        guides = Prefetch("guides", Guide.objects.only("pk", "title", "slug"))
        found = Paginator(rows.prefetch_related(guides), REPORT_ROWS).get_page(request.GET.get("p", 1))
        return self.page(
            request,
            "report",
            _("Import batch %(number)s") % {"number": batch.number},
            batch=batch,
            rows=found,
            page_range=found.paginator.get_elided_page_range(found.number),
            chosen=chosen,
            outcomes=RowOutcome.choices,
            form=form,
            may_release=self._may_release(request, batch),
            in_background=_is_running(batch),
            status=status,
        )

    def _may_release(self, request: HttpRequest, batch: ImportBatch) -> bool:
        """Tell whether to offer the release: to a second person, once, and not while it is being done."""
        return (
            bool(self.scope(request, Capability.REVIEW_CONTENT))
            and batch.released_at is None
            and batch.imported_by_id != user_of(request).pk
            and bool(batch.created + batch.changed)
            and not _is_running(batch)
        )

    def release_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Release the batch, at once or, when it is large, in the background."""
        batch = self.get_object(request, str(object_id))
        form = BatchReleaseForm(sent(request))
        if not self._may_release(request, batch):
            raise PermissionDenied(_("You cannot release this batch, or it is released already."))
        if request.method != "POST" or not form.is_valid():
            return self._report(request, batch, form)
        reason = form.cleaned_data["reason"]
        if batch.created + batch.changed > AT_ONCE:
            return self._release_later(request, batch, reason)
        try:
            done = release_batch(batch, actor=user_of(request), reason=reason)
        except (DomainError, PermissionDenied) as error:
            form.add_error(None, str(error))
            return self._report(request, batch, form, status=409)
        self.message_user(request, _told(done), messages.SUCCESS)
        for sentence in done.blocked[:BLOCKED_SHOWN]:
            self.message_user(request, sentence, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:guides_importbatch_change", args=[batch.pk]))

    def _release_later(self, request: HttpRequest, batch: ImportBatch, reason: str) -> HttpResponse:
        with transaction.atomic():
            ImportBatch.objects.filter(pk=batch.pk).update(release_asked_at=local_now(), release_problem="")
            release_import_batch.defer(batch_id=batch.pk, reviewer_id=user_of(request).pk, reason=reason)
        text = _("The batch is being released in the background; this page says when it is done.")
        self.message_user(request, text, messages.INFO)
        return HttpResponseRedirect(reverse("admin:guides_importbatch_change", args=[batch.pk]))

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """Hand out the drafts as a file."""
        scope = self.scope(request, self.view_capability)
        if not scope:
            raise PermissionDenied
        form = ExportForm(sent(request), departments=scope.limit(Department.objects.all(), "pk"))
        if request.method != "POST" or not form.is_valid():
            return self.page(request, "export", _("Export items and guides"), form=form)
        stream = io.BytesIO()
        file_format = form.cleaned_data["file_format"]
        export_items(stream, file_format, actor=user_of(request), department=form.cleaned_data["department"])
        stream.seek(0)
        return FileResponse(
            stream,
            as_attachment=True,
            filename=form.file_name(local_today().isoformat()),
            content_type=FORMATS[file_format][1],
        )

    # Work desk

    def get_desk_entries(self, request: HttpRequest) -> list[DeskEntry]:
        """Tell reviewers which batches wait."""
        if not self.scope(request, Capability.REVIEW_CONTENT):
            return []
        waiting = self.get_queryset(request).filter(WAITING).exclude(imported_by=user_of(request)).count()
        url = f"{reverse('admin:guides_importbatch_changelist')}?release=waiting"
        return [DeskEntry(str(self.opts.verbose_name_plural), _("not released"), waiting, url, waiting > 0)]


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with; None while it is only shown."""
    return request.POST if request.method == "POST" else None


def _is_running(batch: ImportBatch) -> bool:
    """Tell whether a release in the background is under way."""
    asked = batch.release_asked_at
    return bool(asked and batch.released_at is None and not batch.release_problem and local_now() - asked < PATIENCE)


def _told(done: Released) -> str:
    text = _("%(items)d items and %(guides)d guides are public now.") % {"items": done.items, "guides": done.guides}
    if done.left:
        text += " " + _(
            "%(n)d drafts were edited or submitted since the import, or their item is not public; they stay."
        ) % {"n": done.left}
    return text
