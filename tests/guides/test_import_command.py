"""The commands of import and release, as a person at a terminal sees them."""

import json
import re

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from approvals.models import Item, Theme
from foundation.people import User
from guides.models import Guide, ImportBatch
from tests.guides.exchange_files import guide_record, item_record

LAST = re.compile(r"rows (\d+), created (\d+), changed (\d+), unchanged (\d+), refused (\d+)")


@pytest.fixture
def file_of(tmp_path):
    def write(*records, name="items.json"):
        path = tmp_path / name
        path.write_text(json.dumps(records), encoding="utf-8")
        return str(path)

    return write


def last_line(capsys) -> str:
    return capsys.readouterr().out.splitlines()[-1]


def test_the_last_line_counts_and_the_batch_is_named(cast, file_of, capsys):
    call_command("import_items", file_of(item_record(guides=[guide_record()]), item_record()))
    out = capsys.readouterr().out
    assert out.splitlines()[-1] == "rows 2, created 2, changed 0, unchanged 0, refused 0"
    batch = ImportBatch.objects.get()
    assert f"manage.py release_batch {batch.number} --reviewer" in out
    assert batch.imported_by.username == "import"


def test_a_second_time_everything_is_unchanged(cast, file_of, capsys):
    path = file_of(item_record())
    call_command("import_items", path)
    call_command("import_items", path)
    assert last_line(capsys) == "rows 1, created 0, changed 0, unchanged 1, refused 0"
    assert ImportBatch.objects.count() == 1


def test_errors_end_in_exit_code_one_and_nothing_is_written(cast, file_of, capsys):
    path = file_of(item_record(), item_record(name="", item_type="99"))
    with pytest.raises(SystemExit) as end:
        call_command("import_items", path)
    assert end.value.code == 1
    out = capsys.readouterr().out
    assert out.splitlines()[-1] == "rows 2, created 0, changed 0, unchanged 0, refused 2"
    assert "(name)" in out
    assert "(item_type)" in out
    assert not Item.objects.exists()
    assert not User.objects.filter(username="import").exists()
    call_command("import_items", path, skip_invalid=True)
    assert last_line(capsys) == "rows 2, created 1, changed 0, unchanged 0, refused 1"


def test_a_dry_run_writes_nothing_and_counts_the_same(cast, file_of, capsys):
    path = file_of(item_record())
    call_command("import_items", path, dry_run=True)
    assert last_line(capsys) == "rows 1, created 1, changed 0, unchanged 0, refused 0"
    assert not Item.objects.exists()
    assert not User.objects.filter(username="import").exists()
    assert not Theme.objects.exists()


def test_the_themes_are_loaded_when_there_are_none(cast, file_of):
    call_command("import_items", file_of(item_record(themes=["p-certificates"])))
    assert Item.objects.get().themes.get().name == "证件办理"


def test_reports_are_in_the_language_of_the_reader(cast, file_of, capsys):
    path = file_of(item_record(name=""))
    for language in ("zh-hans", "en"):
        with translation.override(language), pytest.raises(SystemExit):
            call_command("import_items", path)
        out = capsys.readouterr().out
        assert LAST.fullmatch(out.splitlines()[-1])
    assert "Item name (name)" in out.replace("item name", "Item name")


@pytest.mark.parametrize(
    "options",
    [
        {"profile": "nowhere"},
        {"user": "nobody-knows"},
        {"user": "reviewer"},
    ],
)
def test_what_cannot_start_is_refused_in_a_sentence(cast, file_of, options):
    with pytest.raises(CommandError) as refused:
        call_command("import_items", file_of(item_record()), **options)
    assert len(str(refused.value)) > 8
    assert not Item.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"{}", b"PK\x03\x04cut"])
def test_bad_files_are_refused_in_a_sentence(cast, tmp_path, content):
    path = tmp_path / "items.json"
    path.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("import_items", str(path))
    with pytest.raises(CommandError):
        call_command("import_items", str(tmp_path))


def test_a_person_imports_under_the_own_name(cast, file_of):
    call_command("import_items", file_of(item_record()), user="editor")
    assert Item.objects.get().updated_by == cast.editor
    with pytest.raises(SystemExit):
        call_command("import_items", file_of(item_record(department="scj")), user="editor")


def test_the_bar_shows_on_terminals_only(cast, file_of, capsys):
    import io

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    screen = Terminal()
    call_command("import_items", file_of(item_record()), stderr=screen)
    assert "1/1" in screen.getvalue()
    assert screen.getvalue().endswith("\r\x1b[K")
    call_command("import_items", file_of(item_record()))
    assert capsys.readouterr().err == ""


# Release


def test_a_batch_is_released_by_a_reviewer(cast, file_of, capsys):
    call_command("import_items", file_of(item_record(guides=[guide_record()])))
    number = ImportBatch.objects.get().number
    call_command("release_batch", number, reviewer="chief_reviewer", reason="历史数据，内容随后补齐")
    assert last_line(capsys) == "released 1 items, 1 guides"
    assert Item.objects.get().live_revision.decision_note == "历史数据，内容随后补齐"
    assert Guide.objects.get().published


@pytest.mark.parametrize(
    ("number", "reviewer", "reason"),
    [
        ("I1999-0001", "chief_reviewer", "理由"),
        ("", "nobody-knows", "理由"),
        ("", "chief_reviewer", " "),
        ("", "editor", "理由"),
        ("", "other_reviewer", "理由"),
        ("", "import", "理由"),
    ],
)
def test_a_release_that_cannot_be_is_refused_in_a_sentence(cast, file_of, number, reviewer, reason):
    call_command("import_items", file_of(item_record()))
    number = number or ImportBatch.objects.get().number
    with pytest.raises(CommandError) as refused:
        call_command("release_batch", number, reviewer=reviewer, reason=reason)
    assert len(str(refused.value)) > 4
    assert Item.objects.get().live_revision is None
