"""Files that cannot be taken in: each gets a sentence, and nothing is written."""

import io
import json
import zipfile

import pytest

from approvals.models import Item
from foundation.tables import archives, sheets, sources
from foundation.tables.problems import BadFile
from foundation.tables.sources import Source, open_source
from guides.exchange.profiles import load_profile
from guides.exchange.reading import read
from tests.guides.exchange_files import (
    csv_source,
    import_file,
    item_record,
    json_source,
    table_of,
    typed_xlsx,
    xlsx_source,
    zip_source,
)


def refusal(source: Source, profile: str = "") -> str:
    with pytest.raises(BadFile) as refused:
        read(source, load_profile(profile))
    return str(refused.value)


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


BAD = {
    "nothing": Source("items.json", b""),
    "white space": Source("items.json", b" \n\t"),
    "empty list": Source("items.json", b"[]"),
    "no list": Source("items.json", b'{"code": "1"}'),
    "a number": Source("items.json", b"42"),
    "broken JSON": Source("items.json", b'[{"code": "1",}]'),
    "cut JSON": Source("items.json", b'[{"code": "1'),
    "not a number": Source("items.json", b'[{"code": NaN}]'),
    "endless number": Source("items.json", b'[{"code": ' + b"9" * 6000 + b"}]"),
    "deep nesting": Source("items.json", nested(100_000)),
    "key twice": Source("items.json", b'[{"code": "1", "code": "2"}]'),
    "GBK": Source("items.csv", "code,name\n1,居民身份证".encode("gbk")),
    "UTF-16": Source("items.csv", "code,name\n1,居民身份证".encode("utf-16")),
    "an image": Source("items.csv", b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe"),
    "old Excel": Source("items.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    "text named xlsx": Source("items.xlsx", b"code,name\n1,2\n"),
    "cut workbook": Source("items.xlsx", xlsx_source({"items": [["code"], ["1"]]}).data[:-200]),
    "zip without tables": zip_source({"readme.txt": b"hello"}),
    "workbook that is none": zip_source({"xl/workbook.xml": b"<workbook/>"}),
    "broken sheet": zip_source({"xl/workbook.xml": b"<workbook", "[Content_Types].xml": b"<Types/>"}),
    "table twice": zip_source({"a/items.csv": b"code\n1\n", "b/items.csv": b"code\n1\n"}),
    "quotation marks": Source("items.csv", b'code,name\n1,"open\n'),
    "no heading": csv_source({"items": [["11429900010042458E3000109001001", "居民身份证补领"]]}),
    "heading only": csv_source({"items": [["code", "name"]]}),
    "blank sheet": typed_xlsx({"items": []}),
    "no items": xlsx_source({"guides": [["item_code", "slug"], ["1", "a"]]}),
    "no parent column": xlsx_source({"items": [["code"], ["1"]], "fees": [["name"], ["工本费"]]}),
    "column twice": xlsx_source({"items": [["code", "name", "name"], ["1", "a", "b"]]}),
    "column in two languages": xlsx_source({"items": [["code", "name", "item name"], ["1", "a", "b"]]}),
    "another system's": json_source({"task_code": "1", "task_name": "a"}),
}


@pytest.mark.parametrize("source", BAD.values(), ids=BAD.keys())
def test_a_bad_file_gets_a_sentence(source, settings):
    settings.LANGUAGE_CODE = "en"
    sentence = refusal(source)
    assert sentence.endswith((".", ").", "]."))
    assert len(sentence) > 15


def test_a_file_for_another_profile_names_the_field_it_lacks():
    assert "task_code" in refusal(json_source(item_record()), "guangdong")


def test_a_file_of_another_system_is_told_about_profiles():
    assert "guangdong" in refusal(json_source({"task_code": "1"}))


def test_too_large_a_file(monkeypatch, tmp_path):
    monkeypatch.setattr(sources, "MAX_FILE_MB", 0)
    path = tmp_path / "items.json"
    path.write_bytes(b"[1]")
    with pytest.raises(BadFile):
        open_source(path)
    refusal(Source("items.json", b"[1]"))


def test_too_many_rows_and_columns(monkeypatch):
    monkeypatch.setattr(sheets, "MAX_ROWS", 2)
    refusal(csv_source({"items": [["code"], ["1"], ["2"], ["3"]]}))
    refusal(csv_source({"items": [[f"c{number}" for number in range(400)], ["1"]]}))


@pytest.mark.parametrize("missing", ["nowhere.json", "."])
def test_a_path_that_is_no_file(tmp_path, missing):
    with pytest.raises(BadFile) as refused:
        open_source(tmp_path / missing)
    assert str(tmp_path) in str(refused.value)


def test_a_path_that_cannot_be_read(tmp_path, monkeypatch):
    path = tmp_path / "items.json"
    path.write_bytes(b"[]")

    def deny(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "read_bytes", deny)
    with pytest.raises(BadFile):
        open_source(path)


# Bombs


def bomb(name: str, size: int) -> Source:
    """Return an archive whose one part unpacks to ``size`` zeros."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr(name, b"\0" * size)
    return Source("items.xlsx", stream.getvalue())


def test_a_zip_bomb_posing_as_a_workbook_is_not_opened(monkeypatch):
    source = bomb("xl/worksheets/sheet1.xml", 8 * 1024 * 1024)
    monkeypatch.setattr("openpyxl.load_workbook", pytest.fail)
    monkeypatch.setattr("foundation.tables.xlsx_format.load_workbook", pytest.fail)
    assert len(source.data) < 20_000
    assert str(archives.MAX_UNPACKED_MB) in refusal(source)


def test_a_bomb_below_the_ratio_is_stopped_by_its_size(monkeypatch):
    monkeypatch.setattr(archives, "MAX_UNPACKED_MB", 1)
    monkeypatch.setattr(archives, "MAX_RATIO", 10_000)
    assert "1 MB" in refusal(bomb("xl/worksheets/sheet1.xml", 2 * 1024 * 1024))


def test_a_bomb_that_lies_about_its_size_is_unpacked_no_further_than_the_limit(monkeypatch):
    """The directory says one byte; what is inside is measured while it is unpacked."""
    source = bomb("xl/worksheets/sheet1.xml", 900_000)
    data = source.data.replace((900_000).to_bytes(4, "little"), (1).to_bytes(4, "little"))
    assert data != source.data
    refusal(Source("items.xlsx", data))


def test_an_archive_of_many_parts_is_not_opened():
    refusal(zip_source({f"{number}.csv": b"" for number in range(archives.MAX_PARTS + 1)}))


def test_entities_that_multiply_are_refused():
    laughs = (
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">'
        '<!ENTITY c "&b;&b;&b;&b;">]><workbook>&c;</workbook>'
    )
    parts = {}
    with zipfile.ZipFile(io.BytesIO(xlsx_source({"items": [["code"], ["1"]]}).data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for target in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
        refusal(zip_source({**parts, target: laughs.encode()}, "items.xlsx"))


# Profiles


@pytest.mark.parametrize("name", ["nowhere", "../guangdong", "guangdong.toml", "/etc/passwd", "profile\x00"])
def test_an_unknown_profile_is_answered_with_the_known_ones(name):
    with pytest.raises(BadFile) as refused:
        load_profile(name)
    assert "guangdong" in str(refused.value)


GOOD_PROFILE = """
title = "样例"
[department]
uscc = "u"
name = "d"
[lists.types]
"甲" = "01"
[item]
code = "c"
item_type = { from = "t", list = "types" }
[guide]
slug = { from = "c", lower = true }
"""


@pytest.mark.parametrize(
    ("part", "instead"),
    [
        ("title", "titel"),
        ('"01"', '"99"'),
        ('list = "types"', 'list = "typos"'),
        ("item_type", "item_typ"),
        ('code = "c"\n', ""),
        ('from = "t", ', ""),
        ("[guide]", "[guide"),
        ('slug = { from = "c", lower = true }', 'slug = { from = "c", lower = "very" }'),
        ("[guide]", '[guide]\ndepartment = "d"'),
        ('title = "样例"', 'title = "样例"\nunverified_codes = "maybe"'),
        ("[guide]", "[item_rows.materials]\nfields = {}\n[guide]"),
        ("样例", "\udcff"),
    ],
)
def test_a_broken_profile_gets_a_sentence(tmp_path, part, instead):
    path = tmp_path / "own.toml"
    path.write_bytes(GOOD_PROFILE.encode())
    assert load_profile(str(path)) is not None
    assert part in GOOD_PROFILE
    path.write_bytes(GOOD_PROFILE.replace(part, instead, 1).encode("utf-8", "surrogateescape"))
    with pytest.raises(BadFile) as refused:
        load_profile(str(path))
    assert "own.toml" in str(refused.value)


# Nothing is written


@pytest.mark.parametrize("source", [BAD["cut workbook"], BAD["deep nesting"], BAD["GBK"]])
def test_a_bad_file_writes_nothing(cast, source):
    with pytest.raises(BadFile):
        import_file(source, actor=cast.editor)
    assert not Item.objects.exists()


def test_orphans_hold_the_file_back(cast):
    item = item_record()
    tables = {"items": table_of(item), "fees": [["item_code", "name"], ["another", "工本费"]]}
    done = import_file(csv_source(tables), actor=cast.editor)
    assert done.report.held_back
    assert len(done.report.errors) == 1
    assert not Item.objects.exists()
    done = import_file(csv_source(tables), actor=cast.editor, skip_invalid=True)
    assert done.report.counts.created == 1


def test_unknown_columns_and_tables_are_named_with_the_nearest_one(cast):
    item = {**item_record(), "nmae": "x", "备注": "y"}
    tables = {"items": table_of(item), "fess": [["item_code"], ["1"]], "legend": [["a"], ["b"]]}
    notices = " ".join(import_file(csv_source(tables), actor=cast.editor).report.notices)
    assert "“nmae”" in notices
    assert "“name”" in notices
    assert "“备注”" in notices
    assert "“fess”" in notices
    assert "“fees”" in notices
    assert "legend" not in notices


def test_every_entry_that_is_no_record_is_named(cast):
    done = import_file(json_source(item_record(), 5, "x", [1]), actor=cast.editor)
    assert str(done.report.counts) == "rows 4, created 0, changed 0, unchanged 0, refused 4"
    assert [row.number for row in done.report.refused] == [2, 3, 4]


def test_json_that_holds_records_of_the_wrong_shape(cast):
    done = import_file(
        json_source(item_record(fees="工本费"), item_record(fees=[5]), item_record(guides={"slug": "a"})),
        actor=cast.editor,
    )
    assert done.report.tally.refused == 3
    json.dumps([row.messages for row in done.report.rows])
