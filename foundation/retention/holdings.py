"""“What do you hold about me”: for who has number and code, with a copy to take along and a way to have it deleted.

个人信息保护法 art. 44, 45 and 47: to know, to copy, to have deleted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from foundation import audit
from foundation.audit import Act, AuditEntry
from foundation.clock import local_now, local_today
from foundation.lookups import LookUp
from foundation.months import add_months
from foundation.organization import Membership
from foundation.pages import private_page
from foundation.retention.actions import forget_on_request, may_forget
from foundation.retention.kinds import PersonalKind
from foundation.retention.models import RetentionRule, Tombstone

READINGS: tuple[Act, ...] = (Act.PERSONAL_READ, Act.CASE_EXPORTED)
MOST_READINGS = 200


@dataclass(frozen=True)
class Reading:
    """That somebody looked: when, and from which department; ``department`` is empty for the person itself."""

    at: dt.datetime
    department: str


@dataclass(frozen=True)
class Holdings:
    """The three pages about one kind of record, behind its look-up."""

    kind: PersonalKind
    look_up: LookUp
    namespace: str
    """Of the addresses, with the beginning of their names: ``feedback:status``."""

    def urls(self, route: str) -> list[URLPattern]:
        """Return the addresses below that of the look-up."""
        name = self.namespace.partition(":")[2]
        return [
            path(f"{route}held/", require_safe(self.page), name=f"{name}_held"),
            path(f"{route}held.json", require_safe(self.copy), name=f"{name}_held_json"),
            path(
                f"{route}held/delete/",
                csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(self.delete)),  # the look-up checks it
                name=f"{name}_held_delete",
            ),
        ]

    def page(self, request: HttpRequest) -> HttpResponse:
        """What is held, who has read it, how long it is kept."""
        record = self._record(request)
        if record is None:
            return redirect(self.look_up.url_name)
        self._note_reading(record)
        today = local_today()
        stone = Tombstone.objects.filter(kind=self.kind.code, number=self.kind.number_of(record)).first()
        rule = RetentionRule.objects.filter(kind=self.kind.code).first()
        context = {
            "kind": self.kind,
            "number": self.kind.number_of(record),
            "held": list(self._held(record)),
            "files": [stored for stored in self.kind.files(record) if stored.removed_at is None],
            "readings": list(self._readings(record)),
            "stone": stone,
            "rule": rule,
            "keeps_until": self._keeps_until(record, rule),
            "may_delete": may_forget(self.kind, record, today),
            "back": reverse(self.look_up.url_name),
            "json": reverse(f"{self.namespace}_held_json"),
            "delete": reverse(f"{self.namespace}_held_delete"),
        }
        return private_page(
            request, "personal/held.html", context, section=self.look_up.section, title=_("What we hold about you")
        )

    def copy(self, request: HttpRequest) -> HttpResponse:
        """The same for a machine (个人信息保护法 art. 45)."""
        record = self._record(request)
        if record is None:
            return redirect(self.look_up.url_name)
        self._note_reading(record)
        number = self.kind.number_of(record)
        rule = RetentionRule.objects.filter(kind=self.kind.code).first()
        until = self._keeps_until(record, rule)
        held = {
            "kind": str(self.kind.label),
            "number": number,
            "made_at": localtime(local_now()).isoformat(timespec="seconds"),
            "held": dict(self._held(record)),
            "files": [
                {"name": str(stored.name), "size": stored.size, "stored_at": stored.stored_at.isoformat()}
                for stored in self.kind.files(record)
                if stored.removed_at is None
            ],
            "readings": [
                {"at": one.at.isoformat(timespec="seconds"), "department": one.department}
                for one in self._readings(record)
            ],
            "kept_until": until.isoformat() if until else None,
        }
        response = JsonResponse(held, json_dumps_params={"ensure_ascii": False, "indent": 1})
        response["Content-Disposition"] = f'attachment; filename="{number}.json"'
        response["Cache-Control"] = "private, no-store"
        return response

    def delete(self, request: HttpRequest) -> HttpResponse:
        """Have deleted what may go, after a page that asks whether it is meant."""
        record = self._record(request)
        if record is None or (request.method != "POST" and not may_forget(self.kind, record, local_today())):
            return redirect(self.look_up.url_name)
        response = self.look_up.confirm(
            request,
            lambda: forget_on_request(self.kind, record, local_today()),
            template="personal/delete.html",
            title=_("Delete my personal data"),
            kind=self.kind,
            number=self.kind.number_of(record),
            back=reverse(f"{self.namespace}_held"),
        )
        return redirect(f"{self.namespace}_held") if response.status_code == 302 else response

    def _record(self, request: HttpRequest) -> Any:
        """Return the record whose code this browser showed a short while ago."""
        key = self.look_up.visit.key(request)
        return self.kind.ended().model._default_manager.filter(pk=key).first() if key else None

    def _held(self, record: Any) -> Iterator[tuple[str, str]]:
        for row, names in self.kind.parts(record):
            for name in names:
                if value := getattr(row, name):
                    yield str(row._meta.get_field(name).verbose_name), str(value)  # type: ignore[union-attr]

    def _readings(self, record: Any) -> Iterator[Reading]:
        """Yield who looked, newest first; staff by department, not by name."""
        rows = [record, *(row for row, _names in self.kind.parts(record)), *self.kind.files(record)]
        where = Q()
        for row in rows:
            where |= Q(target_type=row._meta.label_lower, target_id=str(row.pk))
        entries = list(AuditEntry.objects.filter(where, act__in=READINGS).order_by("-at")[:MOST_READINGS])
        actors = {entry.actor_id for entry in entries if entry.actor_id}
        departments: dict[int, str] = {}
        for membership in Membership.objects.filter(user__in=actors).select_related("department"):
            if membership.department is not None:
                departments.setdefault(membership.user_id, membership.department.local_name)
        for entry in entries:
            staff = departments.get(entry.actor_id, _("the service center")) if entry.actor_id else ""
            yield Reading(localtime(entry.at), staff)

    def _keeps_until(self, record: Any, rule: RetentionRule | None) -> dt.date | None:
        """Return the day on which the data goes; None while the matter is not over, or without a rule."""
        ended = self.kind.ended().filter(pk=record.pk).first()
        return add_months(ended.ended_on, rule.months) if ended is not None and rule is not None else None

    def _note_reading(self, record: Any) -> None:
        with transaction.atomic():
            audit.record(Act.PERSONAL_READ, actor=None, target=record)
