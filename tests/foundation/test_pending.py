"""Tables between preview and confirmation: unreadable on disk, and nobody else's."""

import os
import time
from pathlib import Path

import pytest
from django.http import Http404

from foundation.tables import pending
from foundation.tables.sources import Source
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SOURCE = Source("张小样.csv", "姓名,证件\n张小样,11010519491231002X".encode())


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.PRIVATE_FILES_ROOT = tmp_path
    return tmp_path / "imports"


def test_a_file_comes_back_for_its_owner_only(cast: Cast):
    kept = pending.keep(SOURCE, "register", actor=cast.officer)
    assert pending.find(kept.token, actor=cast.officer) == kept
    with pytest.raises(Http404):
        pending.find(kept.token, actor=cast.editor)


def test_nothing_of_it_can_be_read_on_disk(cast: Cast, folder: Path):
    pending.keep(SOURCE, "register", actor=cast.officer)
    stored = b"".join(path.read_bytes() for path in folder.iterdir())
    for secret in ("张小样", "11010519491231002X", "register"):
        assert secret.encode() not in stored
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in folder.iterdir())


@pytest.mark.parametrize("token", ["", "short", "../../../../etc/passwd", "0" * 32, "１" * 32])
def test_a_made_up_token_finds_nothing(cast: Cast, token: str):
    with pytest.raises(Http404):
        pending.find(token, actor=cast.officer)


def test_without_its_key_a_file_is_gone(cast: Cast, settings):
    kept = pending.keep(SOURCE, "register", actor=cast.officer)
    settings.PORTAL_DATA_KEYS = ["another"]
    with pytest.raises(Http404):
        pending.find(kept.token, actor=cast.officer)


def test_what_is_discarded_or_a_day_old_is_gone(cast: Cast, folder: Path):
    pending.keep(SOURCE, "register", actor=cast.officer).discard()
    assert not list(folder.iterdir())
    old = pending.keep(SOURCE, "register", actor=cast.officer)
    yesterday = time.time() - 25 * 3600
    for path in folder.iterdir():
        os.utime(path, (yesterday, yesterday))
    pending.keep(SOURCE, "register", actor=cast.officer)
    assert len(list(folder.iterdir())) == 2
    with pytest.raises(Http404):
        pending.find(old.token, actor=cast.officer)
