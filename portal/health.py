"""What tells a load balancer and an operator how the site is: alive, ready, and figures for Prometheus."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from foundation.clock import local_now
from foundation.job_runs import JobRun
from foundation.sealing import AuditSeal, WaitingEntry
from portal.liveness import worker_age

WORKER_PATIENCE: Final = 300
"""Seconds without a sign of the job worker after which it is said to be missing; pages do without it for a while."""


class HealthMiddleware:
    """Answer who asks a machine itself, by its address and without TLS, before name and TLS are looked at.

    So do a load balancer, a container's check, and an operator in the middle of an upgrade.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.questions = {"/health/live": live, "/health/ready": ready}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let everything else through."""
        return self.questions.get(request.path_info, self.get_response)(request)


@never_cache
@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    """The process answers: nothing else is asked, so that a database that restarts gets no web server killed."""
    return JsonResponse({"status": "live"})


@never_cache
@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """The site can serve: the database answers and its tables are those of this version; else 503.

    A missing job worker is told and does not take the site out of service.
    """
    try:
        state = {"database": "answers", "tables": _tables(), "worker": _worker()}
    except DatabaseError:
        state = {"database": "does not answer"}
    is_ready = state.get("tables") == "up to date"
    return JsonResponse({"status": "ready" if is_ready else "not ready", **state}, status=200 if is_ready else 503)


def _tables() -> str:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "wait for migrations" if waiting else "up to date"


def _worker() -> str:
    age = worker_age()
    return "works" if age is not None and age < WORKER_PATIENCE else "gives no sign"


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in the text format of Prometheus, for whoever brings the token of ``PORTAL_METRICS_TOKEN``.

    Without a token in the settings the page does not exist.
    """
    token = settings.PORTAL_METRICS_TOKEN
    brought = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(token.encode(), brought.encode()):
        raise Http404
    lines = [line for name, kind, text, rows in _families() for line in _family(name, kind, text, rows)]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; version=0.0.4; charset=utf-8")


Rows = list[tuple[dict[str, str], float]]


def _family(name: str, kind: str, text: str, rows: Rows) -> Iterator[str]:
    yield f"# HELP {name} {text}"
    yield f"# TYPE {name} {kind}"
    for labels, value in rows:
        inside = ",".join(f'{key}="{word}"' for key, word in labels.items())
        yield f"{name}{{{inside}}} {value:g}" if inside else f"{name} {value:g}"


def _families() -> Iterator[tuple[str, str, str, Rows]]:
    """Yield name, kind, meaning and rows of each figure, all from the database: every web process says the same."""
    now = local_now()
    age = worker_age()
    yield (
        "portal_worker_age_seconds",
        "gauge",
        "Seconds since the job worker last gave a sign.",
        [({}, float("inf") if age is None else age)],
    )
    yield (
        "portal_job_age_seconds",
        "gauge",
        "Seconds since a periodic job last came to its end.",
        [({"job": run.name}, (now - run.finished_at).total_seconds()) for run in JobRun.objects.order_by("name")],
    )
    yield (
        "portal_jobs",
        "gauge",
        "Jobs in the queue by state.",
        _grouped("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1 ORDER BY 1", "state"),
    )
    yield (
        "portal_audit_waiting",
        "gauge",
        "Entries of the audit trail that wait for their seal.",
        [({}, WaitingEntry.objects.count())],
    )
    newest = AuditSeal.objects.order_by("-number").values_list("number", flat=True).first()
    yield "portal_audit_seals_total", "counter", "Seals on the audit trail.", [({}, newest or 0)]
    yield (
        "portal_database_bytes",
        "gauge",
        "Size of the database.",
        _grouped("SELECT current_database(), pg_database_size(current_database())", "database"),
    )
    yield (
        "portal_database_connections",
        "gauge",
        "Connections to the database by state.",
        _grouped(
            "SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " GROUP BY 1 ORDER BY 1",
            "state",
        ),
    )


def _grouped(query: str, label: str) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(query)
        rows: list[tuple[Any, Any]] = cursor.fetchall()
    return [({label: str(word)}, float(count)) for word, count in rows]
