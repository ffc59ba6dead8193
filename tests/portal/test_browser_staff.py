"""What the staff see, from the first draft to the withdrawal; and that the manual in ``docs/manual`` says the same."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.portal.staff_camera import LARGEST, MANUAL, PICTURES, Camera
from tests.portal.staff_scenes import play

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("manual")]  # a fifth of all that browsers do

CHAPTERS = sorted(MANUAL.glob("*.md"))


@pytest.fixture(scope="module")
def walk(browser: Browser, sample_site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Camera]:
    """Play all scenes once."""
    camera = Camera(browser, sample_site)
    play(camera, tmp_path_factory.mktemp("staff"))
    yield camera
    camera.close()


def test_no_page_of_the_back_office_has_a_fault(walk: Camera) -> None:
    assert walk.faults == [], "\n".join(walk.faults)


def test_the_manual_shows_the_pictures_of_the_scenes(walk: Camera) -> None:
    named = {name for chapter in CHAPTERS for name in re.findall(r"\(images/([a-z-]+)\.png\)", chapter.read_text())}
    assert named == set(walk.pictures)
    kept = {file.stem for file in PICTURES.glob("*.png")}
    assert kept == set(walk.pictures), "make them anew: PORTAL_MANUAL_PICTURES=1"
    assert {name: size for name, size in walk.pictures.items() if size > LARGEST} == {}


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.stem)
def test_what_the_manual_quotes_stands_on_the_pages(chapter: Path, walk: Camera) -> None:
    quotes = re.findall(r"「([^」]+)」", chapter.read_text())
    assert [quote for quote in quotes if re.sub(r"\s+", "", quote) not in walk.words] == []


def test_links_between_the_chapters_lead_somewhere() -> None:
    for chapter in CHAPTERS:
        for target in re.findall(r"\]\(([^)#]+)\)", chapter.read_text()):
            assert (MANUAL / target).exists() or target.startswith("http"), f"{chapter.name}: {target}"
