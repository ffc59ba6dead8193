"""The sample content reads like the real thing: complete, of its own, and free of real people's data."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from pytest_django import Settings

from approvals.models import Adjustment, PublishedFlow, PublishedItem
from disclosure.models import Column, PublishedPublication
from feedback.models import PublishedQuestionnaire, PublishedSolicitation
from foundation.clock import local_today
from foundation.organization import Department
from guides.completeness import is_catch_all
from guides.models import PublishedGuide
from portal.sample.accounts import SAMPLE_ACCOUNTS

FOLDER = Path(settings.BASE_DIR) / "portal" / "sample"
FILES = sorted((FOLDER / "items").glob("*.toml"))


def items() -> Iterator[dict[str, Any]]:
    for file in FILES:
        with file.open("rb") as content:
            yield from tomllib.load(content)["items"]


def guides() -> Iterator[dict[str, Any]]:
    for item in items():
        yield from item.get("guides", [])


def test_no_catch_all_is_demanded() -> None:
    assert [m["name"] for guide in guides() for m in guide["materials"] if is_catch_all(m["name"])] == []


def test_each_guide_has_materials_and_steps_of_its_own() -> None:
    materials = Counter(tuple(sorted(m["name"] for m in guide["materials"])) for guide in guides())
    steps = Counter(tuple((s["name"], s.get("description")) for s in guide["steps"]) for guide in guides())
    assert [names for names, count in (materials + steps).items() if names and count > 1] == []


@pytest.mark.parametrize("file", sorted(FOLDER.rglob("*.toml")), ids=lambda f: f.stem)
def test_no_number_of_a_real_person(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert re.findall(r"(?<!\d)1(?!390000\d{4}(?!\d))[3-9]\d{9}(?!\d)", text) == []  # 1390000… is invented
    assert re.findall(r"(?<![0-9A-Z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{5}[0-9X](?![0-9A-Z])", text) == []


@pytest.mark.usefixtures("untouched_sample")
def test_the_sample_is_loaded_once_complete_and_public() -> None:
    counts = (Department.objects.count(), PublishedItem.objects.count(), PublishedGuide.objects.count())
    assert counts >= (20, 45, 60)
    states = {row.state_on(local_today()).value for row in PublishedSolicitation.objects.all()}
    assert states == {"running", "awaiting", "result"}
    runs = {
        row.state_on(local_today()).value: row.record.sheets.count() for row in PublishedQuestionnaire.objects.all()
    }
    assert runs == {"running": 0, "closed": 46}
    assert counts[1] >= 45
    assert counts[2] >= 60
    assert list(PublishedItem.objects.exclude(gap_count=0).values_list("name", flat=True)) == []
    assert list(PublishedGuide.objects.exclude(gap_count=0).values_list("title", flat=True)) == []
    assert PublishedFlow.objects.count() == 4
    assert set(Adjustment.objects.values_list("kind", flat=True)) == {"added", "changed"}
    empty = Column.objects.filter(published=None, children__published=None)
    assert list(empty.values_list("name", flat=True)) == []
    assert list(PublishedPublication.objects.exclude(gap_count=0).values_list("title", flat=True)) == []
    assert PublishedPublication.objects.count() >= 40
    outdated = [
        g.slug
        for g in PublishedGuide.objects.select_related("item")
        if g.item_revision_number != g.item.revision_number
    ]
    assert outdated == []
    call_command("load_sample", verbosity=0)
    assert PublishedGuide.objects.count() == counts[2]


def test_production_loads_no_sample(settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("load_sample")


def test_each_role_has_a_login() -> None:
    assert len({account.username for account in SAMPLE_ACCOUNTS}) == len(SAMPLE_ACCOUNTS) >= 8
