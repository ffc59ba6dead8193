"""One value at a time: what each kind of column takes, and what it refuses."""

import datetime as dt

import pytest

from foundation.tables.cells import Formula
from foundation.tables.problems import BadValue
from guides.exchange.columns import TABLES
from guides.exchange.problems import Problem
from guides.exchange.values import parse


def column(path: str):
    table, name = path.split(".")
    return TABLES[table].by_name[name]


@pytest.mark.parametrize(
    ("path", "raw", "value"),
    [
        ("items.name", "  两端空格保留 ", "  两端空格保留 "),
        ("items.name", None, ""),
        ("items.name", 12, "12"),
        ("items.name", 12.0, "12"),
        ("items.name", 12.5, "12.5"),
        ("items.code", " 11440000006940386E2440161004001 ", "11440000006940386E2440161004001"),
        ("items.statutory_days", "20", 20),
        ("items.statutory_days", 20.0, 20),
        ("items.statutory_days", "20.0", 20),
        ("items.statutory_days", 0, 0),
        ("items.statutory_days", "", None),
        ("items.onsite_visits", "", 0),
        ("materials.originals", None, 1),
        ("items.online", "是", True),
        ("items.online", "FALSE", False),
        ("items.online", 1, True),
        ("items.online", None, False),
        ("items.in_hall", "", True),
        ("items.is_fee", None, None),
        ("items.is_fee", "否", False),
        ("items.effective_on", "2026-01-31", dt.date(2026, 1, 31)),
        ("items.effective_on", "2026年1月31日", dt.date(2026, 1, 31)),
        ("items.effective_on", dt.datetime(2026, 1, 31), dt.date(2026, 1, 31)),  # noqa: DTZ001  as spreadsheets have it
        ("items.effective_on", "", None),
        ("items.item_type", "01", "01"),
        ("items.item_type", 1, "01"),
        ("items.item_type", "行政许可", "01"),
        ("items.item_type", "public service", "20"),
        ("items.body_nature", "", "1"),
        ("items.project_type", "", ""),
        ("items.statutory_unit", "工作日", "workday"),
        ("items.service_objects", ["1", "2", "1"], ["1", "2"]),
        ("items.service_objects", "1；2、9", ["1", "2", "9"]),
        ("items.service_objects", 1, ["1"]),
        ("items.service_objects", "", []),
        ("items.themes", "p-birth;c-setup", ["p-birth", "c-setup"]),
        ("faqs.key", None, ""),
    ],
)
def test_values_are_understood(path, raw, value):
    found = parse(column(path), raw)
    assert found == value
    assert isinstance(found, type(value))


@pytest.mark.parametrize(
    ("path", "raw"),
    [
        ("items.name", "有\x00空字符"),
        ("items.name", "半个\ud800字符"),
        ("items.name", ["列表"]),
        ("items.name", True),
        ("items.name", 1.144e30),
        ("items.name", dt.datetime(2026, 1, 31)),  # noqa: DTZ001  as spreadsheets have it
        ("items.name", dt.timedelta(hours=1)),
        ("items.name", Formula("=A1")),
        ("items.code", 1.14400000069398e30),
        ("items.code", "1.14400000069398E+30"),
        ("items.statutory_days", dt.datetime(2026, 1, 31)),  # noqa: DTZ001  as spreadsheets have it
        ("items.statutory_days", "二十"),
        ("items.statutory_days", "20个工作日"),
        ("items.statutory_days", 5.5),
        ("items.statutory_days", True),
        ("items.statutory_days", "9" * 40),
        ("items.statutory_days", {"a": 1}),
        ("items.online", "可能"),
        ("items.online", 2),
        ("items.online", []),
        ("items.effective_on", "2026-02-30"),
        ("items.effective_on", 45000),
        ("items.item_type", "11"),
        ("items.item_type", 1.5),
        ("items.item_type", ["01"]),
        ("items.service_objects", ["1", "8"]),
        ("items.service_objects", {"a": 1}),
        ("items.themes", [1]),
    ],
)
def test_values_are_refused_in_a_sentence(path, raw):
    with pytest.raises(BadValue) as refusal:
        parse(column(path), raw)
    assert len(str(refusal.value)) > 4


def test_an_unknown_code_is_answered_with_the_list():
    with pytest.raises(BadValue) as refusal:
        parse(column("materials.necessity"), "9")
    for code in ("1", "2", "3"):
        assert code in str(refusal.value)


def test_the_labels_of_the_columns_of_a_table_differ_in_every_language():
    for table in TABLES.values():
        names = set(table.headings.values())
        assert {c.name for c in table.columns} <= names
        from django.conf import settings
        from django.utils import translation

        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                labels = [c.label.lower() for c in table.columns]
                assert len(labels) == len(set(labels)), (table.name, language)


def test_a_message_names_the_place_and_shows_a_short_value():
    problem = Problem("太长。", "materials", 17, "name", "材料", "长" * 10_000 + "\x07")
    text = str(problem)
    assert "17" in text
    assert "材料 (name)" in text
    assert len(text) < 120
