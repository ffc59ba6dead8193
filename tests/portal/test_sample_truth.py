"""The texts of the sample do not contradict each other: one hall, one set of hours, windows and phones."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from portal.identity import SAMPLE_FACTS
from portal.sample.hall import Hall

FOLDER = Path(settings.BASE_DIR) / "portal" / "sample"
FILES = sorted(FOLDER.rglob("*.toml"))
each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def read(name: str) -> dict[str, Any]:
    with (FOLDER / name).open("rb") as file:
        return tomllib.load(file)


HALL = read("hall.toml")
DEPARTMENTS = read("departments.toml")["departments"]
FLOORS = {window["number"]: window["floor"] for row in DEPARTMENTS for window in row.get("windows", [])}
ITEM_FILES = sorted(f"items/{file.name}" for file in (FOLDER / "items").glob("*.toml"))


def spaceless(text: str) -> str:
    return text.replace(" ", "")


def directory() -> set[str]:
    """Return the numbers that an office of the sample calls its own."""
    own = set(re.findall(r"0729-\d{7}", (FOLDER / "departments.toml").read_text()))
    for name in ("publications/organ.toml", "publications/facts.toml", *ITEM_FILES):
        own |= set(re.findall(r"0729-\d{7}", (FOLDER / name).read_text()))
    return own


@each_file
def test_every_window_named_exists_on_its_floor(file: Path) -> None:
    text = file.read_text()
    assert set(re.findall(r"(?<![0-9A-Za-z])[A-D]\d{2}(?!\d)", text)) <= set(FLOORS)
    for floor, zone in re.findall(r"([一二三四五六]楼)([A-Z])区", text):
        assert f"{floor}{zone}区" in FLOORS.values()
    for floor, number in re.findall(r"([一二三四五六]楼)([A-D]\d{2})", text):
        assert FLOORS[number].startswith(floor), number


@each_file
def test_every_phone_is_somebodys(file: Path) -> None:
    assert set(re.findall(r"0729-\d{7}", file.read_text())) <= directory()


@each_file
def test_the_hall_has_one_address_and_one_way_to_it(file: Path) -> None:
    text = file.read_text()
    assert set(re.findall(r"滨江大道(\d+)号", text)) <= {"168", "88"}, "88 is the bank"
    assert set(re.findall(r"邮政编码(\d+)|post_code = \"(\d+)\"", text)) <= {("439900", ""), ("", "439900")}
    for lines in re.findall(r"([0-9K路、]+路)到“政务中心”站", text):
        assert lines in HALL["directions"]


@each_file
def test_working_days_have_the_hours_of_the_hall(file: Path) -> None:
    """Other places keep hours of their own; what begins at nine is the hall, or says at noon what the hall says."""
    known = {HALL["hours"], HALL["hours_through_noon"].partition("（")[0]}
    found = set(re.findall(r"工作日 ?9:00—[0-9:—，、]+\d", file.read_text()))
    assert {spaceless(hours).replace("、", "，") for hours in found} <= {spaceless(hours) for hours in known}


def test_the_site_says_what_the_hall_says() -> None:
    assert SAMPLE_FACTS["phone_hours"] == HALL["hours"]
    assert SAMPLE_FACTS["address"] == f"江城市{HALL['address'].removeprefix('江城市')}"
    assert {row["address"] for row in DEPARTMENTS if row["key"] == "center"} == {f"{HALL['address']}市政务服务中心五楼"}
    ways = next(text for text in read("publications/organ.toml")["publications"] if "地址" in text["keywords"])["text"]
    assert SAMPLE_FACTS["postcode"] in ways
    for piece in re.split("[；，]", HALL["directions"].replace("乘公交", "").replace("自驾", "")):
        assert piece in ways


def test_a_guide_takes_place_and_hours_from_the_hall() -> None:
    data = {"items": [{"guides": [{"places": [{"window": "B17", "phone": "1"}, {"machine": "自助机", "phone": "2"}]}]}]}
    window, machine = Hall(HALL, DEPARTMENTS).complete(data)["items"][0]["guides"][0]["places"]
    assert window["name"] == "江城市政务服务中心二楼B区户籍业务窗口"
    assert window["office_hours"] == "工作日 9:00—17:00（中午不休息）；周六 9:00—12:00"
    assert machine["office_hours"] == "全天 24 小时"


@pytest.mark.parametrize("name", ITEM_FILES)
def test_what_can_be_done_online_agrees(name: str) -> None:
    """The whole process online means no visit; what is not online cannot be applied for there."""
    for item in read(name)["items"]:
        if item["online_depth"] == "whole_process":
            assert item["onsite_visits"] == 0, item["name"]
        assert item["online"] == ("online" in item["handle_forms"]), item["name"]
        assert item["online"] == (item["online_depth"] in {"filing", "whole_process"}), item["name"]
        for guide in item.get("guides", ()):
            assert all(row.get("window", "A01") in FLOORS for row in guide["places"])
