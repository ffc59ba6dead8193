"""Lists of publishable records in the back office: columns, filters, and verbs for many rows at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.access import Capability
from foundation.clock import local_now
from foundation.people import User
from foundation.publishing import actions
from foundation.publishing.models import LATE_AFTER
from foundation.publishing.states import Decision, Stage
from foundation.publishing.verbs import ReleaseForm, had_a_hand
from foundation.scoped_admin import DeskEntry, DeskNote, ScopedAdmin, user_of
from foundation.workflow import DomainError

if TYPE_CHECKING:
    from foundation.publishing.models import Publishable

NOTES: Final = 5
"""How many comments of reviewers the work desk shows for each kind of record."""


def unfinished(user: User) -> Q:
    """The drafts that this person last edited and that say something the public does not read yet."""
    never = Q(published__isnull=True)
    edited = Q(updated_at__gt=F("published__revision__submitted_at"))
    return Q(stage=Stage.EDITING, updated_by=user) & (never | edited)


def waiting_for(user: User) -> Q:
    """The submissions that this person may decide on: those of other people's texts."""
    others_text = ~Q(last_submitter=user.pk) & (Q(last_editor=None) | ~Q(last_editor=user.pk))
    return Q(stage=Stage.IN_REVIEW) & others_text


def _progress(user: User, now: dt.datetime) -> dict[str, tuple[Any, Q]]:
    """The choices of the progress filter, with their conditions."""
    return {
        "mine": (_("My unfinished drafts"), unfinished(user)),
        "returned": (_("Returned with a comment"), Q(stage=Stage.EDITING, last_decision=Decision.RETURNED)),
        "in_review": (_("In review"), Q(stage=Stage.IN_REVIEW)),
        "waiting": (_("Waiting for my review"), waiting_for(user)),
        "scheduled": (_("Release scheduled"), Q(stage=Stage.SCHEDULED)),
        "overdue": (_("Release overdue"), Q(stage=Stage.SCHEDULED, release_at__lte=now - LATE_AFTER)),
        "edited": (
            _("Edited since publication"),
            Q(stage=Stage.EDITING, updated_at__gt=F("published__revision__submitted_at")),
        ),
        "live": (_("Public"), Q(published__isnull=False)),
        "not_live": (_("Not public"), Q(published__isnull=True)),
    }


class ProgressFilter(admin.SimpleListFilter):
    """Where the record stands."""

    title = gettext_lazy("progress")
    parameter_name = "progress"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer the reviewer's choice to reviewers only, the editor's to editors only."""
        hidden = set()
        if not model_admin.scope(request, Capability.REVIEW_CONTENT):
            hidden.add("waiting")
        if not model_admin.scope(request, Capability.EDIT_CONTENT):
            hidden.add("mine")
        choices = _progress(user_of(request), local_now()).items()
        return [(name, label) for name, (label, _condition) in choices if name not in hidden]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Apply the condition."""
        chosen = _progress(user_of(request), local_now()).get(self.value() or "")
        return queryset.filter(chosen[1]) if chosen else queryset


class GapFilter(admin.SimpleListFilter):
    """Whether contents are missing in the draft."""

    title = gettext_lazy("missing contents")
    parameter_name = "gaps"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Something is missing, or nothing."""
        return [("yes", _("Something is missing")), ("no", _("Complete"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Apply the condition."""
        if self.value() == "yes":
            return queryset.filter(gap_count__gt=0)
        return queryset.filter(gap_count=0) if self.value() == "no" else queryset


class DepartmentFilter(admin.RelatedFieldListFilter):
    """The departments that the account may see; absent where there is only one."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        """Limit the choices to the scope."""
        choices: list[tuple[Any, Any]] = super().field_choices(field, request, model_admin)
        scope = model_admin.scope(request, model_admin.view_capability)
        return [choice for choice in choices if scope.covers(choice[0])]


BulkVerb = Callable[["Publishable"], Any]


class RecordList(ScopedAdmin):
    """The list page of publishable records."""

    gap_count: ClassVar[Combinable]
    """How many contents the draft lacks, as a database expression."""

    list_select_related: ClassVar[tuple[str, ...]] = ("department", "updated_by")
    actions: tuple[str, ...] = ("submit_selected", "release_selected")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Add what the columns and filters show."""
        newest = self.model.revisions.rel.related_model.objects.filter(record=OuterRef("pk")).order_by("-number")
        queryset: QuerySet[Any] = super().get_queryset(request)
        annotated: QuerySet[Any] = queryset.annotate(
            live_number=F("published__revision_number"),
            live_since=F("published__published_at"),
            live_text_from=F("published__revision__submitted_at"),
            last_decision=Subquery(newest.values("decision")[:1]),
            last_submitter=Subquery(newest.values("submitted_by")[:1]),
            last_editor=Subquery(newest.values("edited_by")[:1]),
            release_at=Subquery(newest.values("scheduled_for")[:1]),
            gap_count=self.gap_count,
        )
        return annotated

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer verbs only to those who hold the capability somewhere; rows are never deleted in bulk."""
        offered = super().get_actions(request)
        offered.pop("delete_selected", None)
        if not self.scope(request, Capability.EDIT_CONTENT):
            for name in ("submit_selected", "resubmit_selected"):
                offered.pop(name, None)
        if not self.scope(request, Capability.REVIEW_CONTENT):
            offered.pop("release_selected", None)
        return offered

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Leave the department out for those who see only one."""
        scope = self.scope(request, self.view_capability)
        columns = list(super().get_list_display(request))
        if not scope.everywhere and len(scope.department_ids) == 1:
            columns.remove("department_name")
        return columns

    # Columns

    @admin.display(description=gettext_lazy("department"), ordering="department__position")
    def department_name(self, obj: Any) -> str:
        """The department by its short name."""
        return str(obj.department.short_name or obj.department.name)

    @admin.display(description=gettext_lazy("stage"), ordering="stage")
    def stage_badge(self, obj: Any) -> SafeString:
        """The stage; a draft that came back, is late, or says nothing new says so."""
        if obj.stage == Stage.EDITING and obj.last_decision == Decision.RETURNED:
            return format_html('<span class="badge badge-warn">{}</span>', _("returned"))
        if obj.stage == Stage.EDITING and obj.live_text_from and obj.updated_at <= obj.live_text_from:
            return format_html('<span class="quiet">{}</span>', _("nothing new"))
        if obj.stage == Stage.SCHEDULED and obj.release_at <= local_now() - LATE_AFTER:
            badge = format_html('<span class="badge badge-warn">{}</span>', _("release overdue"))
        else:
            name = obj.stage.replace("_", "-")
            badge = format_html('<span class="badge badge-{}">{}</span>', name, obj.get_stage_display())
        if obj.stage == Stage.EDITING:
            return badge
        url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_review", args=[obj.pk])
        return format_html('<a href="{}">{}</a>', url, badge)

    @admin.display(description=gettext_lazy("public"), ordering="published__published_at")
    def live_badge(self, obj: Any) -> SafeString | str:
        """The live revision and since when."""
        if obj.live_number is None:
            return _("not public")
        day = formats.date_format(timezone.localtime(obj.live_since), "Y-m-d")
        return format_html('<span class="live">{}</span> <span class="quiet">{}</span>', obj.live_number, day)

    @admin.display(description=gettext_lazy("missing"), ordering="gap_count")
    def gap_badge(self, obj: Any) -> SafeString | str:
        """How many contents the draft lacks."""
        if not obj.gap_count:
            return "—"
        text = ngettext("%(n)d missing", "%(n)d missing", obj.gap_count) % {"n": obj.gap_count}
        return format_html('<span class="badge badge-warn">{}</span>', text)

    @admin.display(description=gettext_lazy("last edited"), ordering="updated_at")
    def edited(self, obj: Any) -> SafeString:
        """When and by whom."""
        moment = formats.date_format(timezone.localtime(obj.updated_at), "m-d H:i")
        year = timezone.localtime(obj.updated_at).year
        return format_html(
            '<time datetime="{}" title="{}">{}</time> <span class="quiet">{}</span>',
            obj.updated_at.isoformat(),
            year,
            moment,
            obj.updated_by or "",
        )

    # Verbs for many rows

    @admin.action(description=gettext_lazy("Submit the selected drafts for review"))
    def submit_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Submit each draft on its own; those that cannot be submitted stay and are named."""
        actor = user_of(request)
        self.do_each(
            request,
            queryset,
            lambda record: actions.submit(record, actor=actor),
            lambda n: ngettext("%(n)d draft was submitted.", "%(n)d drafts were submitted.", n),
        )

    @admin.action(description=gettext_lazy("Publish the selected submissions…"))
    def release_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Ask for a reason, then release exactly the candidates that were shown."""
        revisions = self.model.revisions.rel.related_model.objects
        shown = request.POST.getlist("candidate")
        candidates = revisions.filter(record__in=queryset.values("pk"), decision=Decision.OPEN).select_related(
            "record__department", "submitted_by"
        )
        if "confirmed" not in request.POST:
            return self._ask_reason(request, candidates, ReleaseForm())
        form = ReleaseForm(request.POST)
        if not form.is_valid():
            return self._ask_reason(request, candidates, form)
        chosen = revisions.filter(pk__in=shown, record__in=queryset.values("pk")).select_related("record")
        self.do_each(
            request,
            chosen,
            lambda candidate: actions.release(
                candidate,  # type: ignore[arg-type]
                actor=user_of(request),
                reason=form.cleaned_data["reason"],
            ),
            lambda n: ngettext("%(n)d submission was published.", "%(n)d submissions were published.", n),
        )
        return None

    def _ask_reason(self, request: HttpRequest, candidates: QuerySet[Any], form: ReleaseForm) -> HttpResponse | None:
        scope = self.scope(request, Capability.REVIEW_CONTENT)
        rows = [c for c in candidates.order_by("record_id") if scope.covers(c.record.department_id)]
        if not rows:
            self.message_user(request, _("None of the selected records waits for review."), messages.WARNING)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Publish the selected submissions"),
            "opts": self.opts,
            "candidates": rows,
            "own": [c for c in rows if had_a_hand(user_of(request), c)],
            "form": form,
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/publishing/release_selected.html", context)

    def do_each(
        self,
        request: HttpRequest,
        rows: Iterable[Any],
        verb: BulkVerb,
        done: Callable[[int], str],
    ) -> None:
        """Do a verb with each row; tell how many succeeded and why the others did not."""
        succeeded, refused = 0, []
        for row in rows:
            try:
                verb(row)
                succeeded += 1
            except DomainError as error:
                refused.append((str(row), str(error)))
            except PermissionDenied as error:
                refused.append((str(row), str(error)))
        if succeeded:
            self.message_user(request, done(succeeded) % {"n": succeeded}, messages.SUCCESS)
        if refused:
            self.message_user(request, _told(refused), messages.WARNING)

    # Work desk

    def get_desk_entries(self, request: HttpRequest) -> list[DeskEntry]:
        """What waits for this person among such records."""
        url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        queryset = self.get_queryset(request)
        choices = _progress(user_of(request), local_now())
        name = str(self.opts.verbose_name_plural)

        def entry(progress: str, *, urgent: bool = False) -> DeskEntry:
            label, condition = choices[progress]
            count = queryset.filter(condition).count()
            return DeskEntry(name, str(label), count, f"{url}?progress={progress}", urgent and count > 0)

        entries = []
        if self.scope(request, Capability.EDIT_CONTENT):
            entries += [entry("returned", urgent=True), entry("mine"), entry("in_review")]
        if self.scope(request, Capability.REVIEW_CONTENT):
            entries.append(entry("waiting", urgent=True))
        late = entry("overdue", urgent=True)
        if late.number:
            entries.append(late)
        if self.has_view_permission(request):
            missing = queryset.filter(gap_count__gt=0).count()
            entries += [
                entry("scheduled"),
                DeskEntry(name, _("Something is missing"), missing, f"{url}?gaps=yes"),
            ]
        return entries

    def get_desk_notes(self, request: HttpRequest) -> list[DeskNote]:
        """The comments of reviewers on what came back to this person's departments."""
        if not self.scope(request, Capability.EDIT_CONTENT):
            return []
        returned = self.get_queryset(request).filter(stage=Stage.EDITING, last_decision=Decision.RETURNED)
        comments = (
            self.model.revisions.rel.related_model.objects.filter(record__in=returned.values("pk"))
            .order_by("record_id", "-number")
            .distinct("record_id")
            .select_related("record", "decided_by")
            .defer("document")
        )
        return [
            DeskNote(
                str(revision.record),
                f"{revision.decided_by}：{revision.decision_note}",
                reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[revision.record_id]),
            )
            for revision in list(comments)[:NOTES]
        ]


def _told(refused: list[tuple[str, str]]) -> SafeString:
    shown = refused[:10]
    more = len(refused) - len(shown)
    rest = ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more} if more else ""
    return format_html(
        '{}<ul class="refused">{}</ul>{}',
        ngettext("%(n)d record was left as it is:", "%(n)d records were left as they are:", len(refused))
        % {"n": len(refused)},
        format_html_join("", "<li>{}：{}</li>", shown),
        rest,
    )
