"""Pictures: places, authors and programs beside what is to be seen."""

import struct

import pytest

from foundation.leaks.leak import LeakKind
from tests.foundation.leaks.made_files import exif, jpeg, look, png

APP1, APP13, COMMENT = 0xE1, 0xED, 0xFE
XMP = b"http://ns.adobe.com/xap/1.0/\0"


def kinds(content: bytes, content_type: str) -> dict[LeakKind, str]:
    return {leak.kind: leak.excerpt for leak in look(content, content_type)}


@pytest.mark.parametrize(
    ("block", "wanted"),
    [
        ((APP1, b"Exif\0\0" + exif(0x8825)), {LeakKind.PICTURE_PLACE: ""}),
        ((APP1, b"Exif\0\0" + exif(0x010F, 0x0110)), {LeakKind.PICTURE_DATA: "Exif: Make, Model"}),
        ((APP1, b"Exif\0\0" + exif(0x0112)), {}),  # which way up
        ((APP1, b"Exif\0\0" + exif(0x013B)[:14]), {}),
        ((APP1, b"Exif\0\0II*\0\xff\xff\xff\xff"), {}),
        ((APP1, b"Exif\0\0XX"), {}),
        ((APP1, XMP + b"<a exif:GPSLatitude='30,1N'/>"), {LeakKind.PICTURE_PLACE: "", LeakKind.PICTURE_DATA: "XMP:"}),
        ((APP13, b"Photoshop 3.0\0By-line Smith"), {LeakKind.PICTURE_DATA: "IPTC: By-line Smith"}),
        ((COMMENT, b"made by hand"), {LeakKind.PICTURE_DATA: "Comment: made by hand"}),
        ((0xE0, b"JFIF\0"), {}),
    ],
)
def test_jpeg(block: tuple[int, bytes], wanted: dict[LeakKind, str]) -> None:
    assert kinds(jpeg(block), "image/jpeg") == wanted


@pytest.mark.parametrize(
    ("chunk", "wanted"),
    [
        ((b"eXIf", exif(0x8825)), {LeakKind.PICTURE_PLACE: ""}),
        ((b"tEXt", b"Author\0Smith"), {LeakKind.PICTURE_DATA: "Author: Smith"}),
        ((b"zTXt", b"Comment\0\0packed"), {LeakKind.PICTURE_DATA: "Comment:"}),
        ((b"pHYs", bytes(9)), {}),
    ],
)
def test_png(chunk: tuple[bytes, bytes], wanted: dict[LeakKind, str]) -> None:
    assert kinds(png(chunk), "image/png") == wanted


def test_personal_data_in_a_description_is_masked() -> None:
    excerpts = [leak.excerpt for leak in look(jpeg((COMMENT, "电话13812345678".encode())), "image/jpeg")]
    assert len(excerpts) == 2
    assert not any("13812345678" in excerpt for excerpt in excerpts)


def test_exif_of_a_big_endian_camera() -> None:
    block = b"MM\0*" + struct.pack(">IH", 8, 1) + struct.pack(">HHII", 0x8825, 4, 1, 0)
    assert LeakKind.PICTURE_PLACE in kinds(jpeg((APP1, b"Exif\0\0" + block)), "image/jpeg")


@pytest.mark.parametrize("content", [b"", b"\xff\xd8", b"\xff\xd8\xff\xe1\0\0", b"\x89PNG\r\n\x1a\n\0\0", jpeg()[:5]])
@pytest.mark.parametrize("content_type", ["image/jpeg", "image/png"])
def test_cut_pictures_are_no_exception(content: bytes, content_type: str) -> None:
    assert look(content, content_type) == []
