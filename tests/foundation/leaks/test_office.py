"""Office files that are broken or meant to do harm: a leak that says so, never an exception or a full memory."""

import io
import zipfile

import pytest
from docx import Document
from openpyxl import Workbook

from foundation.leaks import office
from foundation.leaks.leak import EnoughError, LeakKind, Search
from foundation.leaks.office import Archive
from tests.foundation.leaks.made_files import EXCEL, ID, WORD, change_parts, look, saved

MAIN = "word__document_DOT_xml"


@pytest.fixture
def content() -> bytes:
    document = Document()
    document.add_paragraph(f"证件{ID}")
    return saved(document)


def kinds(content: bytes, content_type: str = WORD) -> set[LeakKind]:
    return {leak.kind for leak in look(content, content_type)} - {LeakKind.PROPERTY}


@pytest.mark.parametrize("damage", [b"", b"PK\3\4", b"not a zip", b"<html>"])
def test_no_archive(damage: bytes) -> None:
    assert kinds(damage) == kinds(damage, EXCEL) == {LeakKind.UNREADABLE}


@pytest.mark.parametrize("cut", [0.3, 0.7, 0.95])
def test_a_cut_archive(content: bytes, cut: float) -> None:
    assert kinds(content[: int(len(content) * cut)]) == {LeakKind.UNREADABLE}


@pytest.mark.parametrize(
    "part",
    [
        b"",
        b"<a>",
        b"\xff\xfe\x00",
        b"<!DOCTYPE a><a/>",
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>',
    ],
)
def test_a_broken_or_hostile_part(content: bytes, part: bytes) -> None:
    assert kinds(change_parts(content, **{MAIN: lambda _old: part})) == {LeakKind.UNREADABLE}


def test_what_stood_before_the_damage_counts(content: bytes) -> None:
    broken = change_parts(content, **{MAIN: lambda part: part.replace(b"<w:sectPr", b"<w:oops><w:sectPr", 1)})
    assert kinds(broken) == {LeakKind.PERSONAL, LeakKind.UNREADABLE}


def test_deep_xml(content: bytes) -> None:
    assert kinds(change_parts(content, **{MAIN: b"<a>" * 100_000})) == {LeakKind.CUT_OFF}


def test_a_bomb(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "MAX_UNPACKED", 1_000_000)
    assert kinds(change_parts(content, word__media__a_DOT_xml=bytes(2_000_000))) == {LeakKind.CUT_OFF}


def test_time_is_over(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Search, "go_on", overtime)
    assert kinds(content) == {LeakKind.CUT_OFF}


def overtime(search: Search) -> None:
    raise EnoughError


def test_too_many_parts(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "MAX_PARTS", 5)
    assert kinds(content) == {LeakKind.CUT_OFF}


def test_a_part_that_is_longer_than_it_says_is_not_unpacked_further() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b"<a>" + b" " * 10_000_000 + b"</a>")
    raw = buffer.getvalue()
    size = (10_000_007).to_bytes(4, "little")
    assert raw.count(size) == 2
    lying = Archive(io.BytesIO(raw.replace(size, (100).to_bytes(4, "little"))), Search())
    with pytest.raises((zipfile.BadZipFile, SyntaxError)):
        list(lying.walk("a.xml"))


def test_strict_files_are_read_too(content: bytes) -> None:
    """The other of the two namespaces that Word writes."""
    strict = change_parts(
        content,
        **{MAIN: lambda part: part.replace(b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"urn:s")},
    )
    assert LeakKind.PERSONAL in kinds(strict)


def test_pictures_inside_are_looked_at(content: bytes) -> None:
    photo = b"\xff\xd8\xff\xfe\0\x08Nikon!\xff\xd9"
    assert LeakKind.PICTURE_DATA in kinds(change_parts(content, word__media__image1_DOT_jpg=photo))
    sheet = saved(Workbook())
    assert LeakKind.PICTURE_DATA in kinds(change_parts(sheet, xl__media__image1_DOT_jpg=photo), EXCEL)
