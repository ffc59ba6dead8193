"""The result of a leak check is kept with its file, unless another try may see more."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db.models import F

from foundation import attachments, file_checks
from foundation.attachments import StoredFile
from foundation.file_checks import FileCheck, leaks_of
from foundation.leak_check import Leak, LeakKind, Severity
from foundation.tasks import check_file

Looks = Callable[[list[Leak]], list[int]]


@pytest.fixture
def stored(db: None, tmp_path: Any, settings: Any) -> StoredFile:
    """A stored file."""
    settings.PRIVATE_FILES_ROOT = tmp_path
    return attachments.store(ContentFile(b"%PDF-1.7\n%%EOF\n"), "a.pdf", actor=None)


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    """Let the check find something, and count how often it looks."""

    def find(leaks: list[Leak]) -> list[int]:
        times = [0]

        def check(_stored: StoredFile) -> list[Leak]:
            times[0] += 1
            return leaks

        monkeypatch.setattr(file_checks, "check_file", check)
        return times

    return find


def test_a_file_is_looked_into_once(stored: StoredFile, looks: Looks) -> None:
    found = [Leak(LeakKind.COMMENT, detail="1", excerpt="改一下")]
    times = looks(found)
    assert leaks_of(stored) == leaks_of(stored) == found
    assert times == [1]


def test_a_better_check_looks_anew(stored: StoredFile, looks: Looks, monkeypatch: pytest.MonkeyPatch) -> None:
    times = looks([])
    leaks_of(stored)
    monkeypatch.setattr(file_checks, "CHECK_VERSION", 2)
    leaks_of(stored)
    leaks_of(stored)
    assert times == [2]


@pytest.mark.parametrize("kind", [LeakKind.CUT_OFF, LeakKind.UNREADABLE])
def test_what_a_busy_machine_could_not_see_is_tried_again_later(
    kind: LeakKind, stored: StoredFile, looks: Looks
) -> None:
    times = looks([Leak(kind)])
    assert [leak.kind for leak in leaks_of(stored)] == [kind]
    leaks_of(stored)
    assert times == [1], "not with each view of a page"
    FileCheck.objects.update(checked_at=F("checked_at") - dt.timedelta(minutes=11))
    leaks_of(stored)
    assert times == [2]


def test_a_page_does_not_wait_for_what_is_under_way(stored: StoredFile, looks: Looks) -> None:
    times = looks([Leak(LeakKind.COMMENT)])
    (early,) = leaks_of(stored, wait=False)
    assert (early.kind, early.severity, times) == (LeakKind.NOT_YET, Severity.NOTICE, [0])
    check_file(file_id=stored.pk)
    assert [leak.kind for leak in leaks_of(stored, wait=False)] == [LeakKind.COMMENT]
    assert times == [1]
