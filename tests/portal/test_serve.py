"""`make run` serves, says so, and refuses a hopeless start in one sentence."""

import os
import socket
import subprocess
import sys

import pytest
from django.conf import settings

from portal import serving
from portal.sample.accounts import SAMPLE_ACCOUNTS
from tests.browser import accessibility_faults
from tests.staff_login import log_in


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, "PORTAL_ENV": "sample", **variables},
        capture_output=True,
        text=True,
        timeout=60,
    )


def assert_refused(done: subprocess.CompletedProcess[str], sentence: str) -> None:
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert sentence in done.stderr


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_port_in_use(taken_port):
    done = manage("serve", PORT=str(taken_port))
    assert_refused(done, f"Port {taken_port} is in use by another program")
    assert "database" not in done.stdout.lower(), "nothing is started before the port is known to be free"


def test_port_is_nonsense():
    assert_refused(manage("serve", PORT="eighty"), "PORT must be a whole number")


def test_host_is_nonsense():
    with pytest.raises(serving.CannotServe, match=r"on 192\.0\.2\.1 cannot be used"):
        serving.check_port("192.0.2.1", 8000)


@pytest.mark.parametrize("command", [("serve",), ("migrate",), ("shell", "-c", "0")])
def test_database_url_is_broken(command):
    assert_refused(manage(*command, DATABASE_URL="postgres//x"), "DATABASE_URL must look like postgresql://")


@pytest.mark.parametrize("command", [("serve",), ("migrate",)])
def test_database_does_not_answer(command, tmp_path, unused_port):
    url = f"postgresql://me:secret@127.0.0.1:{unused_port}/portal"
    done = manage(*command, DATABASE_URL=url, PORT=str(unused_port), PORTAL_DATA_DIR=str(tmp_path))
    assert_refused(done, "The database cannot be used: ")
    assert "secret" not in done.stderr


@pytest.fixture
def unused_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_data_folder_cannot_be_made(tmp_path, unused_port):
    (tmp_path / "file").write_text("in the way")
    done = manage("serve", PORT=str(unused_port), PORTAL_DATA_DIR=str(tmp_path / "file" / "var"))
    assert_refused(done, str(tmp_path / "file"))


DATA_KEY = "f6g7h8i9j0" * 6
AUDIT_KEY = "z9y8x7w6v5" * 6
KEYS = {
    "PORTAL_ENV": "production",
    "SECRET_KEY": "a1b2c3d4e5" * 6,
    "PORTAL_DATA_KEYS": DATA_KEY,
    "PORTAL_AUDIT_KEYS": AUDIT_KEY,
}


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"PORTAL_ENV": "prod"}, "PORTAL_ENV must be one of production, sample, test"),
        ({"PORTAL_ENV": "production"}, "SECRET_KEY (or SECRET_KEY_FILE) must hold"),
        ({"PORTAL_ENV": "production", "PORTAL_DEBUG": "1"}, "PORTAL_DEBUG=1 is refused in production"),
        (
            {"PORTAL_ENV": "production", "SECRET_KEY": "sample-only-" + "x1y2z" * 20},
            "the key of a sample site",
        ),
        ({"PORTAL_ENV": "production", "SECRET_KEY": "short"}, "SECRET_KEY is too short"),
        ({**KEYS, "PORTAL_DATA_KEYS": ""}, "PORTAL_DATA_KEYS (or PORTAL_DATA_KEYS_FILE) must hold"),
        ({**KEYS, "PORTAL_DATA_KEYS": f"{DATA_KEY},sample-only-{DATA_KEY}"}, "PORTAL_DATA_KEYS is the key of a sample"),
        ({**KEYS, "PORTAL_DATA_KEYS": f"{DATA_KEY} short"}, "PORTAL_DATA_KEYS is too short"),
        ({**KEYS, "PORTAL_DATA_KEYS": KEYS["SECRET_KEY"]}, "PORTAL_DATA_KEYS must not repeat SECRET_KEY"),
        ({**KEYS, "PORTAL_AUDIT_KEYS": ""}, "PORTAL_AUDIT_KEYS (or PORTAL_AUDIT_KEYS_FILE) must hold"),
        ({**KEYS, "PORTAL_AUDIT_KEYS": DATA_KEY}, "PORTAL_AUDIT_KEYS must not repeat PORTAL_DATA_KEYS"),
        (KEYS, "ALLOWED_HOSTS must name"),
        ({**KEYS, "ALLOWED_HOSTS": "a.example"}, "DATABASE_URL must name"),
        (
            {
                **KEYS,
                "ALLOWED_HOSTS": "a.example",
                "DATABASE_URL": "postgresql://me@db.example/portal",
            },
            "Facts about the site are missing; set SITE_NAME, ",
        ),
    ],
)
def test_production_has_no_convenient_defaults(variables, sentence):
    assert_refused(manage("check", **variables), sentence)


@pytest.mark.browser
def test_the_sample_site_serves_its_back_office(page):
    page.goto("/admin/")
    assert accessibility_faults(page) == []
    log_in(page, SAMPLE_ACCOUNTS[0].username)
