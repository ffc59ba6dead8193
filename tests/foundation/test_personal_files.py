"""Files about a person: unreadable on disk, served whole or not at all, removable, and every reading recorded."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from foundation import personal_files
from foundation.attachments import PrivateStorage
from foundation.audit import Act, AuditEntry
from foundation.encryption import CannotDecrypt
from foundation.personal_files import (
    PersonalFile,
    Removal,
    finish_removals,
    remove_personal,
    store_personal,
    taking_back_files,
)
from foundation.workflow import Conflict
from portal import tasks
from tests.cast import Cast

NAME = "张三身份证.pdf"
PDF = b"%PDF-1.7\n" + b"420202199001011231 " * 1000 + b"%%EOF\n"


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.PRIVATE_FILES_ROOT = tmp_path


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personal_files, "_PIECE", 4096)


@pytest.fixture
def stored(cast: Cast, small_pieces: None) -> PersonalFile:
    return store_personal(ContentFile(PDF), NAME, actor=None)


def on_disk(stored: PersonalFile) -> Path:
    return Path(PrivateStorage().path(stored.path))


def content(stored: PersonalFile) -> bytes:
    return b"".join(PersonalFile.objects.get(pk=stored.pk).pieces())


def test_disk_and_table_say_nothing(stored: PersonalFile, tmp_path: Path) -> None:
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    raw = file.read_bytes()
    assert b"420202" not in raw
    assert b"%PDF" not in raw
    assert raw.count(b"\n") == 5
    assert file.stat().st_mode & 0o077 == 0
    assert "张三" not in f"{stored} {stored!r} {stored.__dict__}"
    assert stored.fingerprint not in str(file)


def test_it_comes_back_whole(stored: PersonalFile) -> None:
    assert content(stored) == PDF
    assert PersonalFile.objects.get().name == NAME


def test_equal_files_have_equal_fingerprints_and_lie_apart(stored: PersonalFile) -> None:
    again = store_personal(ContentFile(PDF), "b.pdf", actor=None)
    assert again.fingerprint == stored.fingerprint
    assert again.path != stored.path
    assert on_disk(again).read_bytes() != on_disk(stored).read_bytes()


@given(size=st.integers(min_value=0, max_value=100))
def test_every_length_ends_with_a_last_piece(size: int) -> None:
    key = uuid4()
    upload: File[bytes] = ContentFile(PDF[: size + 1])
    lines = list(personal_files._seal(key, upload, personal_files.new_fingerprint()))
    heads = [personal_files.decrypt_bytes(line.rstrip(b"\n"))[:21] for line in lines]
    assert [head[20] for head in heads] == [0] * (len(lines) - 1) + [1]


def test_a_download_is_recorded_without_the_name(stored: PersonalFile, cast: Cast) -> None:
    response = stored.response(actor=cast.officer)
    assert b"".join(response.streaming_content) == PDF  # type: ignore[arg-type]
    assert int(response["Content-Length"]) == len(PDF)
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%BC%A0")
    assert "sandbox" in response["Content-Security-Policy"]
    entry = AuditEntry.objects.get(act=Act.PERSONAL_READ)
    assert (entry.actor, entry.target_id) == (cast.officer, str(stored.pk))
    assert not any("张三" in str(vars(entry)) for entry in AuditEntry.objects.all())
    assert not any(stored.fingerprint in str(vars(entry)) for entry in AuditEntry.objects.all())


def cut_short(raw: bytes) -> bytes:
    return b"".join(raw.splitlines(keepends=True)[:-1])


def swapped(raw: bytes) -> bytes:
    first, second, *rest = raw.splitlines(keepends=True)
    return b"".join([second, first, *rest])


def altered(raw: bytes) -> bytes:
    return raw[:40] + bytes([raw[40] ^ 1]) + raw[41:]


@pytest.mark.parametrize("damage", [cut_short, swapped, altered, lambda raw: b"", lambda raw: raw + raw])
def test_damage_is_noticed(stored: PersonalFile, damage) -> None:
    on_disk(stored).write_bytes(damage(on_disk(stored).read_bytes()))
    with pytest.raises(CannotDecrypt):
        content(stored)


def test_the_bytes_of_another_file_are_noticed(stored: PersonalFile) -> None:
    other = store_personal(ContentFile(PDF + b"2"), NAME, actor=None)
    on_disk(stored).write_bytes(on_disk(other).read_bytes())
    with pytest.raises(CannotDecrypt):
        content(stored)


def test_a_lost_file_is_a_sentence_and_no_reading(stored: PersonalFile, cast: Cast) -> None:
    on_disk(stored).unlink()
    with pytest.raises(CannotDecrypt):
        stored.response(actor=cast.officer)
    assert not AuditEntry.objects.filter(act=Act.PERSONAL_READ).exists()


def test_without_the_key_nothing_can_be_read(stored: PersonalFile, settings: Settings) -> None:
    settings.PORTAL_DATA_KEYS = ["another"]
    with pytest.raises(CannotDecrypt):
        b"".join(stored.pieces())


def test_uploads_are_checked_as_everywhere(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        store_personal(ContentFile(b"<html>"), "a.pdf", actor=None)
    assert not PersonalFile.objects.exists()


def test_a_removed_file_leaves_a_tombstone(
    stored: PersonalFile, cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        remove_personal(stored, actor=cast.officer, reason=Removal.MISTAKE)
    row = PersonalFile.objects.get()
    assert (row.name, row.fingerprint, row.removal, row.size) == (None, "", "mistake", len(PDF))
    assert row.removed_by == cast.officer
    assert not on_disk(stored).exists()
    entry = AuditEntry.objects.get(act=Act.FILE_REMOVED)
    assert entry.detail == {"reason": "mistake"}
    with pytest.raises(Conflict):
        content(stored)
    with pytest.raises(Conflict):
        remove_personal(stored, actor=None, reason=Removal.RETENTION)


def test_the_bytes_stay_until_the_removal_is_certain(stored: PersonalFile) -> None:
    remove_personal(stored, actor=None, reason=Removal.RETENTION)  # the test's transaction never commits
    assert on_disk(stored).exists()
    tasks.tidy_up(timestamp=0)
    assert not on_disk(stored).exists()
    finish_removals()


def test_a_transaction_that_fails_takes_its_files_back(db: None) -> None:
    kept: list[PersonalFile] = []

    def store_and_fail() -> None:
        kept.append(store_personal(ContentFile(PDF), "身份证.pdf", actor=None))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), taking_back_files(), transaction.atomic():
        store_and_fail()
    assert not on_disk(kept[0]).exists()


def test_only_tombstones_are_cleaned_up(stored: PersonalFile) -> None:
    stranger = on_disk(stored).with_name("0" * 32)
    stranger.write_bytes(b"of another database")
    finish_removals()
    assert stranger.exists()
    assert content(stored) == PDF


@pytest.mark.parametrize(
    "change",
    [{"size": 1}, {"content_type": "image/png"}, {"key": UUID(int=1)}, {"stored_by_id": 1}],
)
def test_the_database_refuses_other_changes(stored: PersonalFile, change) -> None:
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        PersonalFile.objects.update(**change)


@pytest.mark.parametrize("change", [{"name": None}, {"fingerprint": ""}, {"removal": "mistake"}])
def test_the_database_refuses_half_a_removal(stored: PersonalFile, change) -> None:
    with pytest.raises(IntegrityError, match="there_or_tombstone"), transaction.atomic():
        PersonalFile.objects.update(**change)


def test_the_database_keeps_tombstones(stored: PersonalFile) -> None:
    remove_personal(stored, actor=None, reason=Removal.ASKED_FOR)
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        PersonalFile.objects.update(removed_at=None)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        PersonalFile.objects.all().delete()


def test_a_new_key_may_write_name_and_fingerprint_anew(stored: PersonalFile, settings: Settings) -> None:
    settings.PORTAL_DATA_KEYS = ["new", *settings.PORTAL_DATA_KEYS]
    row = PersonalFile.objects.get()
    row.fingerprint = "0" * 64
    row.save(update_fields=["name", "fingerprint"])
    assert PersonalFile.objects.get().name == NAME
