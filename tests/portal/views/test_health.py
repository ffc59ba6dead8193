"""Live, ready, and figures for who brings the token."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from foundation.job_runs import JobRun
from portal import health
from portal.liveness import JOB, give_sign


def test_alive_asks_nothing_of_the_database(client: Client, django_assert_num_queries: Any, db: None) -> None:
    with django_assert_num_queries(0):
        assert client.get("/health/live").json() == {"status": "live"}


def test_ready_with_a_worker(client: Client, db: None) -> None:
    give_sign()
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["worker"]) == (200, "works")
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_missing_worker_is_told_and_takes_nothing_out_of_service(client: Client, db: None) -> None:
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["worker"]) == (200, "gives no sign")


def test_without_a_database_it_is_alive_and_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    def fail() -> str:
        raise OperationalError

    monkeypatch.setattr(health, "_tables", fail)
    assert client.get("/health/live").status_code == 200
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["database"]) == (503, "does not answer")


@pytest.mark.parametrize(("token", "brought"), [("", ""), ("", "Bearer "), ("s3cret", ""), ("s3cret", "Bearer other")])
def test_figures_are_for_who_brings_the_token(
    client: Client, settings: Settings, db: None, token: str, brought: str
) -> None:
    settings.PORTAL_METRICS_TOKEN = token
    assert client.get("/metrics", headers={"Authorization": brought}).status_code == 404


def test_figures_in_the_format_of_prometheus(client: Client, settings: Settings, db: None) -> None:
    settings.PORTAL_METRICS_TOKEN = "s3cret"
    give_sign()
    answer = client.get("/metrics", headers={"Authorization": "Bearer s3cret"})
    lines = answer.content.decode().splitlines()
    assert f'portal_job_age_seconds{{job="{JOB}"}} ' in "\n".join(lines)
    assert "portal_audit_waiting 0" in lines
    assert all(line.startswith("#") or len(line.rsplit(" ", 1)) == 2 for line in lines)
    assert JobRun.objects.count() == 1
