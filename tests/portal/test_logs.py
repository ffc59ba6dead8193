"""What the log says, and what it never says."""

import json
import logging
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from pytest_django import Settings

from feedback.models import Message
from portal.logs import JsonFormatter, without_rows
from tests.real_site import ask, own_database, serving

TYPED = "赵小样\n二行"
pytestmark = pytest.mark.django_db


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [json.loads(JsonFormatter().format(record)) for record in caplog.records]


def test_a_request_is_one_line_without_what_was_asked_for(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "portal.requests"):
        response = client.get("/search/?q=赵小样", headers={"X-Forwarded-For": "198.51.100.7"})
    [line] = [line for line in lines(caplog) if line["logger"] == "portal.requests"]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/search/", 200)
    assert line["milliseconds"] > 0
    assert response.headers["X-Request-ID"]
    told = json.dumps(line, ensure_ascii=False)
    assert "赵小样" not in told
    assert "198.51.100.7" not in told


def test_a_slow_query_is_told_without_its_values(
    client: Client, caplog: pytest.LogCaptureFixture, settings: Settings
) -> None:
    settings.PORTAL_SLOW_QUERY_MS = 500
    client.get("/guides/?q=赵小样")
    assert not [line for line in lines(caplog) if line["logger"] == "portal.queries"]
    settings.PORTAL_SLOW_QUERY_MS = 0.000_001
    client.get("/guides/?q=赵小样")
    slow = [line for line in lines(caplog) if line["logger"] == "portal.queries"]
    assert any("SELECT" in line["message"] for line in slow)
    assert all(line["milliseconds"] >= 0 for line in slow)
    assert "赵小样" not in json.dumps(slow, ensure_ascii=False)


def test_slow_queries_of_jobs_are_told_and_none_where_none_is_wanted(
    caplog: pytest.LogCaptureFixture, settings: Settings
) -> None:
    for limit, told in ((0.000_001, 1), (0, 0)):
        settings.PORTAL_SLOW_QUERY_MS = limit
        caplog.clear()
        Message.objects.filter(number="LY2026-000001").exists()
        assert len([line for line in lines(caplog) if line["logger"] == "portal.queries"]) == told


def test_a_refused_row_is_not_quoted(caplog: pytest.LogCaptureFixture) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE people (name text UNIQUE)")
            cursor.execute("INSERT INTO people VALUES (%s), (%s)", [TYPED, TYPED])
    except DatabaseError:
        logging.getLogger("portal.test").exception("refused")
    [line] = lines(caplog)
    assert "people_name_key" in line["trace"]
    assert "赵小样" not in line["trace"]
    assert "二行" not in line["trace"]


def test_a_line_is_one_line_whatever_the_message() -> None:
    record = logging.LogRecord("portal.test", logging.WARNING, __file__, 1, "two\nlines %s", ("甲",), None)
    line = JsonFormatter().format(record)
    assert "\n" not in line
    assert json.loads(line)["message"] == "two\nlines 甲"


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_every_line_of_a_running_site_is_an_object_whatever_is_asked(tmp_path: Path) -> None:
    file = tmp_path / "access.log"
    out = tmp_path / "errors.log"
    with out.open("wb") as errors:
        variables = {"WEB_ACCESS_LOG": str(file), "WEB_LOG_LEVEL": "info", "PORTAL_LOG_FORMAT": "json"}
        with serving(own_database(), workers=1, errors=errors, **variables) as (port, master):
            ask(port, "GET", "/health/live?q=secret")
            ask(port, "GET", "/%E8%B5%B5%0A%7B%22status%22:200%7D%22%5Cx/")
            until(lambda: len(file.read_text(encoding="utf-8").splitlines()) == 2)  # written after the answer
            [worker] = Path(f"/proc/{master}/task/{master}/children").read_text().split()
            os.kill(int(worker), signal.SIGKILL)
            until(lambda: b"SIGKILL" in out.read_bytes())
    live, odd = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    assert (live["path"], live["status"], live["address"]) == ("/health/live", 200, "198.51.100.1")
    assert odd["path"] == '/赵\n{"status":200}"\\x/'
    assert len(odd["request_id"]) == 16
    told = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines() if line.startswith("{")]
    assert any(line["logger"] == "gunicorn.error" and "SIGKILL" in line["message"] for line in told)


@pytest.mark.parametrize("text", ["nothing to hide", "no DETAIL here"])
def test_other_texts_stay(text: str) -> None:
    assert without_rows(text) == text
