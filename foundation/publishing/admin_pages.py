"""Pages of a publishable record beside its form: verbs, review, comparison, preview, history, files, copies."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ForeignKey
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.access import Capability
from foundation.attachments import StoredFile
from foundation.clock import local_now
from foundation.pages import ENGLISH, render_parts, stored_page
from foundation.publishing.admin_lists import waiting_for
from foundation.publishing.documents import as_json
from foundation.publishing.duplicating import duplicate
from foundation.publishing.labels import Shape, describe, differences
from foundation.publishing.reading import document_of
from foundation.publishing.record_state import RecordState, state_of
from foundation.publishing.verbs import VERBS, Verb, VerbForm, holds_capability
from foundation.scoped_admin import ScopedAdmin, user_of
from foundation.workflow import DomainError

if TYPE_CHECKING:
    from foundation.publishing.contents import Content
    from foundation.publishing.models import Publishable, Revision

DRAFT = "draft"


class RecordPages(ScopedAdmin):
    """The pages of a publishable record; each begins with a fetch that answers 404 outside one's departments."""

    template_prefix: ClassVar[str]
    """Templates of the public page, as in ``guides/guide``."""
    section: ClassVar[str]
    """Column of the public site in which the page stands."""

    @property
    def url_prefix(self) -> str:
        """The first part of the names of this record's pages."""
        return f"{self.opts.app_label}_{self.opts.model_name}"

    def page_url(self, record: Any, page: str, *args: Any) -> str:
        """Return the address of a page of the record."""
        return reverse(f"admin:{self.url_prefix}_{page}", args=[record.pk, *args])

    def file_url(self, record: Any) -> str:
        """Return the address of the record's files, with ``0`` in place of a file's id."""
        return self.page_url(record, "file", 0)

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of the record before those of Django's admin."""
        pages: dict[str, tuple[str, Callable[..., Any]]] = {
            "verb": ("verbs/<slug:name>/", self.verb_view),
            "review": ("review/", self.review_view),
            "compare": ("compare/", self.compare_view),
            "preview": ("preview/", self.preview_view),
            "preview_revision": ("preview/<int:number>/", self.preview_view),
            "file": ("files/<int:file_id>/", self.file_view),
            "copy": ("copy/", self.copy_view),
        }
        own = [
            path(f"<path:object_id>/{route}", self.admin_site.admin_view(view), name=f"{self.url_prefix}_{name}")
            for name, (route, view) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def get_visible(self, request: HttpRequest, object_id: str) -> Any:
        """Return the record if the account may see it; 404 otherwise."""
        return self.get_object(request, object_id)

    # What the pages share

    def state(self, request: HttpRequest, record: Publishable, *, page: str = "") -> RecordState:
        """Read where the record stands for this person; links to the page itself are short, so as not to load it."""
        return state_of(
            record,
            user_of(request),
            gap_url=lambda gap: self.gap_url(record, gap).removeprefix(page),
            verb_url=lambda name: self.page_url(record, "verb", name),
            now=local_now(),
        )

    def gap_url(self, record: Any, gap: Content) -> str:
        """Return where one adds a missing content: the field or the rows on the record's own page."""
        anchor = f"{gap.where}-group" if gap.where in record.children else f"id_{gap.where}"
        return f"{self.page_url(record, 'change')}#{anchor}"

    def panel_context(self, request: HttpRequest, record: Publishable) -> dict[str, Any]:
        """Return what the panel on top of the record's pages shows."""
        return {
            "state": self.state(request, record, page=self.page_url(record, "change")),
            "urls": self._urls(record),
            "copy_url": self.page_url(record, "copy") if self.may_copy(request, record) else "",
        }

    def _urls(self, record: Any) -> dict[str, str]:
        pages = ("review", "compare", "preview", "history", "change")
        return {page: self.page_url(record, page) for page in pages}

    def record_page(
        self, request: HttpRequest, record: Any, template: str, title: str, *, status: int = 200, **context: Any
    ) -> HttpResponse:
        """Render a page of the record."""
        full = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "original": record,
            "urls": self._urls(record),
            **context,
        }
        return TemplateResponse(request, f"admin/publishing/{template}.html", full, status=status)

    # Verbs

    def verb_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Carry out a verb; where it is refused, say why and keep what was typed."""
        record = self.get_visible(request, object_id)
        verb = VERBS.get(name)
        if verb is None:
            raise Http404
        if not holds_capability(verb, user_of(request), record):
            raise PermissionDenied
        if request.method != "POST":
            pending = record.pending_revision if verb.needs_candidate else None
            form = verb.form(initial={"revision": pending.pk} if pending else {})
            return self.verb_page(request, record, verb, form)
        form = verb.form(request.POST)
        if not form.is_valid():
            return self.verb_page(request, record, verb, form, status=422)
        try:
            verb.run(record, self._candidate(record, verb, form), user_of(request), form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.verb_page(request, record, verb, form, status=409)
        self.message_user(request, str(verb.done) % record, messages.SUCCESS)
        return HttpResponseRedirect(self._after_verb(request, record, verb))

    def _candidate(self, record: Any, verb: Verb, form: VerbForm) -> Any:
        if not verb.needs_candidate:
            return None
        candidate = record.revisions.filter(pk=form.cleaned_data["revision"] or 0).first()
        if candidate is None:
            raise Http404
        return candidate

    def _after_verb(self, request: HttpRequest, record: Any, verb: Verb) -> str:
        """Lead a reviewer from one decision to the next candidate that waits."""
        if "_next" in request.POST and verb.needs_second_person | (verb.name == "return"):
            others = self.get_queryset(request).filter(waiting_for(user_of(request)))
            waiting = others.exclude(pk=record.pk).first()
            if waiting is not None:
                return self.page_url(waiting, "review")
        return self.page_url(record, "change")

    def verb_page(
        self, request: HttpRequest, record: Any, verb: Verb, form: VerbForm, *, status: int = 200
    ) -> HttpResponse:
        """Show one verb with its form on a page of its own."""
        return self.record_page(
            request,
            record,
            "verb",
            str(verb.label),
            status=status,
            verb=verb,
            form=form,
            verb_url=self.page_url(record, "verb", verb.name),
            state=self.state(request, record),
        )

    # Review and comparison

    def review_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The candidate, what it changes, what it lacks, and the decisions: all on one page."""
        record = self.get_visible(request, object_id)
        state = self.state(request, record)
        if state.pending is None:
            self.message_user(request, _("Nothing of this record waits for a decision."), messages.INFO)
            return HttpResponseRedirect(self.page_url(record, "change"))
        after = as_json(document_of(state.pending))
        before = as_json(document_of(state.live)) if state.live else None
        document = document_of(state.pending)
        return self.record_page(
            request,
            record,
            "review",
            _("Review: %s") % record,
            leaf=_("Review"),
            state=state,
            candidate=state.pending,
            gaps=[str(gap.label) for gap in record.find_gaps(document)],
            findings=record.find_leaks(document),
            differences=differences(self.shape, before, after) if before else None,
            entries=describe(self.shape, after),
            preview_url=self.page_url(record, "preview_revision", state.pending.number),
        )

    @property
    def shape(self) -> Shape:
        """The document of such records, with the labels of their model."""
        revision_model = self.model.revisions.rel.related_model
        return Shape(revision_model.document_type, self.model)

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Two versions of the record side by side, in labels and words."""
        record = self.get_visible(request, object_id)
        revisions = list(record.revisions.select_related("submitted_by"))
        live = next((r for r in revisions if r.is_live), None)
        fallback = live or (revisions[0] if revisions else None)
        before = request.GET.get("before") or (str(fallback.number) if fallback else DRAFT)
        after = request.GET.get("after") or DRAFT
        old, new = (_chosen(record, revisions, choice) for choice in (before, after))
        return self.record_page(
            request,
            record,
            "compare",
            _("Compare: %s") % record,
            leaf=_("Compare"),
            revisions=revisions,
            before=before,
            after=after,
            draft=DRAFT,
            differences=differences(self.shape, as_json(old), as_json(new)),
        )

    # Preview

    def preview_view(self, request: HttpRequest, object_id: str, number: int | None = None) -> HttpResponse:
        """The page as the public will see it, marked as a preview and kept from indexes and caches."""
        record = self.get_visible(request, object_id)
        revision = self._revision_for_preview(record, number)
        language = ENGLISH if request.GET.get("language") == ENGLISH else "zh-hans"
        document = document_of(revision) if number else self.preview_document(record)
        gaps = record.find_gaps(document)
        with override(language):
            head, body = render_parts(
                self.template_prefix,
                {
                    "doc": document,
                    "revision": revision,
                    "gaps": [
                        {"code": gap.code, "label": str(gap.label), "ask": document.department.phone} for gap in gaps
                    ],
                    "language": language,
                },
            )
            banner = render_to_string(
                "admin/publishing/_preview_banner.html",
                {
                    "record": record,
                    "number": number,
                    "change_url": self.page_url(record, "change"),
                    "language": language,
                },
            )
            response = stored_page(
                request,
                section=self.section,
                head=f'{head}<meta name="robots" content="noindex, nofollow">',
                body=banner + self.complete_body(document, body),
            )
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        del response["ETag"]
        return response

    def complete_body(self, document: Any, body: str) -> str:
        """Put into a body what its page adds to the stored one at each look."""
        return body

    def preview_document(self, record: Any) -> Any:
        """Return the document that a preview of the draft shows."""
        return record.make_document()

    def _revision_for_preview(self, record: Any, number: int | None) -> Revision:
        if number is not None:
            found: Revision | None = record.revisions.filter(number=number).first()
            if found is None:
                raise Http404
            found.live_from = found.live_from or local_now()
            return found
        newest = record.revisions.first()
        draft: Revision = record.revisions.model(
            record=record, number=newest.number + 1 if newest else 1, live_from=local_now(), gaps=[]
        )
        return draft

    # History, files, copies

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """All revisions of the record, and the audit trail of its draft."""
        record = self.get_visible(request, object_id)
        revisions = record.revisions.select_related("submitted_by", "decided_by", "retired_by").defer("document")
        extra = {
            "revisions": revisions,
            "compare_url": self.page_url(record, "compare"),
            "preview_url": self.page_url(record, "preview"),
        }
        return super().history_view(request, object_id, {**extra, **(extra_context or {})})

    def file_view(self, request: HttpRequest, object_id: str, file_id: int) -> FileResponse:
        """A stored file of the record's draft, or one that this person has just uploaded."""
        record = self.get_visible(request, object_id)
        stored = StoredFile.objects.filter(pk=file_id).first()
        if stored is None or not (stored.stored_by_id == user_of(request).pk or _belongs_to(record, stored)):
            raise Http404
        return stored.response()

    def may_copy(self, request: HttpRequest, record: Any) -> bool:
        """Tell whether the account may make a new draft from this record."""
        can_edit = self.scope(request, Capability.EDIT_CONTENT).covers(record.department_id)
        return can_edit and self.copy_changes(record) is not None

    def copy_changes(self, record: Any) -> dict[str, Any] | None:
        """Return what must differ in a copy; None where copies make no sense."""
        return None

    def copy_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Make a new draft from this record and open it."""
        record = self.get_visible(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        changes = self.copy_changes(record)
        if changes is None:
            raise Http404
        with transaction.atomic():
            made = duplicate(record, actor=user_of(request), **changes)
        self.message_user(
            request,
            format_html(_("This is a copy of “{}”. Give it its own title and address."), record),
            messages.SUCCESS,
        )
        return HttpResponseRedirect(self.page_url(made, "change"))


def _chosen(record: Any, revisions: list[Any], choice: str) -> Any:
    if choice == DRAFT:
        return record.make_document()
    found = next((r for r in revisions if str(r.number) == choice), None)
    if found is None:
        raise Http404
    return document_of(found)


def _belongs_to(record: Any, stored: StoredFile) -> bool:
    """Tell whether a row of the draft refers to the file."""
    for name in record.children:
        rows = getattr(record, name)
        for field in rows.model._meta.fields:
            points_at_files = isinstance(field, ForeignKey) and field.related_model is StoredFile
            if points_at_files and rows.filter(**{field.name: stored}).exists():
                return True
    return False
