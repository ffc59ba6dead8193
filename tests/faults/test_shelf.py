"""The shared shelf of papers is full, gone, or not there at all: every reader still gets the paper."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.cast import Cast
from tests.disclosure.annual import rows
from tests.faults.test_disk import files_below, full_disk

pytestmark = pytest.mark.django_db
PAPER = "/disclosure/reports/2025/report.pdf"


@pytest.fixture(autouse=True)
def shelf(settings: Settings, tmp_path: Path, cast: Cast) -> Path:
    """An empty shelf, and a signed report whose file may be kept on it."""
    settings.PAPERS_DIR = tmp_path / "papers"
    rows.add_register()
    rows.signed(cast)
    return settings.PAPERS_DIR


def test_what_one_server_made_another_hands_out(client: Client, shelf: Path) -> None:
    made = client.get(PAPER).content
    [kept] = files_below(shelf)
    assert kept.read_bytes() == made
    kept.write_bytes(b"%PDF-1.7 of another server")
    assert client.get(PAPER).content == b"%PDF-1.7 of another server"


def forget(shelf: Path) -> AbstractContextManager[None]:
    for path in files_below(shelf):
        path.unlink()
    return nullcontext()


def lose(shelf: Path) -> AbstractContextManager[None]:
    """A file stands where the folder was, as an empty mount point that nobody may write would."""
    forget(shelf)
    (shelf / "annual").rmdir()
    (shelf / "annual").write_bytes(b"")
    return nullcontext()


def fill(shelf: Path) -> AbstractContextManager[None]:
    forget(shelf)
    return full_disk(room=100)


@pytest.mark.parametrize("harm", [forget, lose, fill])
def test_a_shelf_that_fails_costs_nobody_the_paper(
    client: Client, shelf: Path, harm: Callable[[Path], AbstractContextManager[None]]
) -> None:
    made = client.get(PAPER).content
    with harm(shelf):
        again = client.get(PAPER)
    assert (again.status_code, again.content[:5]) == (200, made[:5])
    assert not [path for path in files_below(shelf) if path.suffix == ".part"], "no half of a paper stays behind"
