"""What operators are given fits the code: variables, commands, headers."""

import configparser
import re
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
    r"""(?:env\.(?:text|secret|boolean|integer|choice|words|date|path)\(|environ(?:\.get\(|\[))\s*"([A-Z_]+)\""""
)


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
    for place in re.findall(r"location [^{]+\{([^}]+)\}", text):
        assert "proxy_set_header X-Forwarded-For $remote_addr;" in place
        assert "proxy_set_header X-Forwarded-Proto $scheme;" in place
    assert "$request " not in text, "an address with its query would be written down"
    assert "$request_uri" not in text.split("log_format")[1].split(";")[0]
    largest = int(re.findall(r"client_max_body_size (\d+)m", text)[0])
    assert largest > settings.PORTAL_MAX_UPLOAD_MB * FORM_ALLOWANCE, "the portal itself says what is too large"


def test_the_documents_name_commands_that_exist() -> None:
    for file in (BASE / "docs").glob("*.md"):
        for command in re.findall(r"manage\.py (\w+)", file.read_text(encoding="utf-8")):
            assert command in get_commands(), f"{file.name}: {command}"
