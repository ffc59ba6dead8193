"""The door of the leak check: stored files, looked into by a process of their own."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from docx import Document
from pytest_django import Settings

from foundation import leak_check
from foundation.attachments import StoredFile, store
from foundation.leak_check import LeakKind, Place, check_file, check_text, must_be_settled
from foundation.privacy import Kind
from tests.foundation.leaks.made_files import ID, MASKED, jpeg, make_pdf, saved, text_at


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path, db: None) -> None:
    settings.PRIVATE_FILES_ROOT = tmp_path


def word_file() -> bytes:
    document = Document()
    document.add_paragraph(f"身份证{ID}")
    return saved(document)


def stored(content: bytes, name: str) -> StoredFile:
    return store(ContentFile(content), name, actor=None)


def test_text() -> None:
    (leak,) = check_text(f"申请人的身份证是{ID}，请核对。")
    assert (leak.personal, leak.place) == (Kind.ID_NUMBER, Place.FILE)
    assert MASKED in leak.excerpt
    assert must_be_settled([leak])
    assert check_text("本机关依法公开。") == []
    assert not must_be_settled(check_text("电话：0714-6512345"))


def test_a_word_file_in_a_process_of_its_own() -> None:
    leaks = check_file(stored(word_file(), "答复书.docx"))
    assert (leaks[0].kind, leaks[0].place, leaks[0].detail) == (LeakKind.PERSONAL, Place.PARAGRAPH, "1")
    assert must_be_settled(leaks)


def test_other_kinds_of_files() -> None:
    assert check_file(stored(make_pdf(text_at(50, 700)), "a.pdf")) == []
    assert [leak.kind for leak in check_file(stored(jpeg((0xFE, b"Nikon")), "a.jpg"))] == [LeakKind.PICTURE_DATA]


def test_old_office_files_cannot_be_looked_into() -> None:
    (leak,) = check_file(stored(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc"))
    assert leak.kind == LeakKind.NOT_LOOKED_INTO
    assert "docx" in leak.advice
    assert must_be_settled([leak])


def test_the_name_of_a_file_is_read() -> None:
    (leak,) = check_file(stored(make_pdf(text_at(50, 700)), f"{ID}.pdf"))
    assert (leak.place, leak.excerpt) == (Place.FILE_NAME, f"{MASKED}.pdf")


def test_a_lost_file_cannot_be_read() -> None:
    file = stored(make_pdf(text_at(50, 700)), "a.pdf")
    Path(file.content.path).unlink()
    assert [leak.kind for leak in check_file(file)] == [LeakKind.UNREADABLE]


def run_instead(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    run = subprocess.run

    def other(_command: Any, **options: Any) -> Any:
        return run([sys.executable, "-c", program], **options)

    monkeypatch.setattr(subprocess, "run", other)


@pytest.mark.parametrize(
    ("program", "kind"),
    [
        ("import time; time.sleep(30)", LeakKind.CUT_OFF),
        ("import os; os.abort()", LeakKind.UNREADABLE),
        ("import sys; sys.exit(3)", LeakKind.UNREADABLE),
        ("print('no json')", LeakKind.UNREADABLE),
    ],
)
def test_a_process_that_hangs_or_dies(monkeypatch: pytest.MonkeyPatch, program: str, kind: LeakKind) -> None:
    file = stored(make_pdf(text_at(50, 700)), "a.pdf")
    monkeypatch.setattr(leak_check, "_MAX_SECONDS", 1)
    run_instead(monkeypatch, program)
    assert [leak.kind for leak in check_file(file)] == [kind]


def test_the_process_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_DATA_KEYS", "secret")
    run_instead(monkeypatch, "import os, sys; sys.exit(len([n for n in os.environ if n.startswith('PORTAL')]))")
    file = stored(make_pdf(text_at(50, 700)), "a.pdf")
    monkeypatch.setattr("json.loads", lambda _text: [])
    assert check_file(file) == []


def test_the_process_is_bounded() -> None:
    program = (
        "import resource, sys; from foundation.leaks import child; child.main('application/x-none');"
        "limits = [resource.getrlimit(which)[0] for which in (resource.RLIMIT_AS, resource.RLIMIT_CPU)];"
        "sys.exit(limits != [child.MAX_MEMORY, child.MAX_CPU_SECONDS])"
    )
    subprocess.run([sys.executable, "-c", program], check=True, stdin=subprocess.DEVNULL, capture_output=True)
