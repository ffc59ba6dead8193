"""Uploads: typed by content, limited, kept once, never changed."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from docx import Document
from openpyxl import Workbook
from pytest_django import Settings

from foundation.attachments import PrivateStorage, StoredFile, check_upload, content_type_of, store
from tests.cast import Cast

PDF = b"%PDF-1.7\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.PRIVATE_FILES_ROOT = tmp_path


def word_file() -> bytes:
    buffer = io.BytesIO()
    Document().save(buffer)
    return buffer.getvalue()


def excel_file() -> bytes:
    buffer = io.BytesIO()
    Workbook().save(buffer)
    return buffer.getvalue()


def archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (word_file(), "wordprocessingml.document"),
        (excel_file(), "spreadsheetml.sheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x-ole-storage"),
    ],
)
def test_the_type_is_what_the_bytes_say(content: bytes, ending: str) -> None:
    found = content_type_of(io.BytesIO(content))
    assert found is not None
    assert found.endswith(ending)


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
        b"MZ\x90\x00",
        b"PK\x03\x04 broken",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100) + "_VBA_PROJECT".encode("utf-16-le"),
        archive(plain=b"text"),
        archive(**{"[Content_Types].xml": b"", "word__document.xml": b"", "word__vbaProject.bin": b"x"}),
    ],
)
def test_everything_else_is_refused(content: bytes) -> None:
    with pytest.raises(ValidationError) as caught:
        check_upload(ContentFile(content), "a.pdf")
    assert caught.value.code == "type"


def test_a_zip_bomb_posing_as_word_is_refused() -> None:
    bomb = archive(**{"[Content_Types].xml": b"", "word__document.xml": bytes(210 * 1024 * 1024)})
    assert len(bomb) < 1024 * 1024
    assert content_type_of(io.BytesIO(bomb)) is None


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.pdf", "empty"),
        (PDF, "a.docx", "name"),
        (PDF, "a.pdf.exe", "name"),
        (PDF * 80_000, "a.pdf", "too_large"),
    ],
)
def test_other_refusals(settings: Settings, content: bytes, name: str, code: str) -> None:
    settings.PORTAL_MAX_UPLOAD_MB = 1
    with pytest.raises(ValidationError) as caught:
        check_upload(ContentFile(content), name)
    assert caught.value.code == code


def test_equal_bytes_lie_on_disk_once(cast: Cast) -> None:
    first = store(ContentFile(PDF), "申请表.pdf", actor=cast.editor)
    second = store(ContentFile(PDF), "另一份.pdf", actor=cast.editor)
    assert first.content.name == second.content.name
    assert first.pk != second.pk
    assert PrivateStorage().size(first.content.name) == len(PDF)


def test_a_file_that_was_cut_short_is_written_again(cast: Cast) -> None:
    stored = store(ContentFile(PDF), "申请表.pdf", actor=cast.editor)
    Path(stored.content.path).write_bytes(PDF[:4])
    again = store(ContentFile(PDF), "申请表.pdf", actor=cast.editor)
    assert Path(again.content.path).read_bytes() == PDF


def test_the_name_keeps_its_chinese_brackets(cast: Cast) -> None:
    assert store(ContentFile(PDF), "登记表（样表）\u202e.pdf", actor=cast.editor).name == "登记表（样表）.pdf"


def test_the_database_refuses_to_delete_a_file(cast: Cast) -> None:
    stored = store(ContentFile(PDF), "a.pdf", actor=cast.editor)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        stored.delete()


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "..\\..\\x.pdf", "a/b/c.pdf", "/root/x.pdf"])
def test_a_path_in_the_name_goes_nowhere(cast: Cast, name: str) -> None:
    stored = store(ContentFile(PDF), name, actor=cast.editor)
    assert "/" not in stored.name
    assert "\\" not in stored.name
    assert Path(stored.content.path).is_relative_to(PrivateStorage().location)


def test_the_database_refuses_to_change_a_file(cast: Cast) -> None:
    stored = store(ContentFile(PDF), "a.pdf", actor=cast.editor)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).update(name="b.pdf")


def test_a_download_is_not_run_by_the_browser(cast: Cast) -> None:
    response = store(ContentFile(PDF), "申请表.pdf", actor=cast.editor).response()
    assert b"".join(response.streaming_content) == PDF
    response.close()
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in response["Content-Disposition"]
    assert "sandbox" in response["Content-Security-Policy"]
