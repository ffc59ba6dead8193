"""The disk is full: whoever sends a file is told so, keeps what was typed, and no half of a file stays behind."""

import errno
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings as site_settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from feedback.models import Message
from foundation import attachments
from foundation.attachments import StoredFile
from foundation.personal_files import PersonalFile
from tests.feedback.message_cases import load_rules
from tests.feedback.writers import NEW, filled

pytestmark = pytest.mark.django_db
ROOM = 100_000
"""Bytes after which the kernel lets no file grow."""
PDF = b"%PDF-1.7\n" + b"0" * (2 * ROOM)
LARGE = b"%PDF-1.7\n" + b"0" * 3_000_000
"""More than stays in memory while it comes in."""


@pytest.fixture(autouse=True)
def _rules() -> None:
    load_rules()


@contextmanager
def full_disk(room: int = ROOM) -> Iterator[None]:
    """Let the kernel refuse what is written beyond so many bytes, as it does on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_message_is_kept_on_the_page_and_goes_out_without_the_file(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.PRIVATE_FILES_ROOT = tmp_path
    typed = filled(subject="电梯停了三天")
    with full_disk():
        refused = client.post(NEW, {**typed, "attachments": SimpleUploadedFile("照片.pdf", PDF)})
        text = refused.content.decode()
        assert refused.status_code == 422
        assert "存储空间已满" in text
        assert "电梯停了三天" in text
        assert (Message.objects.count(), PersonalFile.objects.count(), files_below(tmp_path)) == (0, 0, [])
        assert client.post(NEW, typed).status_code == 302
    assert Message.objects.get().subject == "电梯停了三天"


def test_a_file_of_the_catalogue_leaves_no_half_behind(settings: Settings, tmp_path: Path) -> None:
    settings.PRIVATE_FILES_ROOT = tmp_path
    with full_disk(), pytest.raises(ValidationError, match="存储空间已满"):
        attachments.store(ContentFile(PDF, name="a.pdf"), "样表.pdf", actor=None)
    assert (StoredFile.objects.count(), files_below(tmp_path)) == (0, [])
    assert attachments.store(ContentFile(PDF, name="a.pdf"), "样表.pdf", actor=None).size == len(PDF)


def test_what_does_not_even_arrive_is_answered_by_a_page_that_stands_alone(settings: Settings, tmp_path: Path) -> None:
    settings.PRIVATE_FILES_ROOT = tmp_path
    quiet = Client(raise_request_exception=False)
    no_room = OSError(errno.ENOSPC, "No space left on device")
    with mock.patch("django.core.files.uploadhandler.TemporaryUploadedFile", side_effect=no_room):
        answer = quiet.post(NEW, {**filled(), "attachments": SimpleUploadedFile("录像.pdf", LARGE)})
    assert answer.status_code == 507
    assert "存储空间已满" in answer.content.decode()
    assert site_settings.SITE.phone in answer.content.decode()
    assert Message.objects.count() == 0
