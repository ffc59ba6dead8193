"""PDF files, written by hand or with pypdf."""

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader, PdfWriter

from foundation.leaks.leak import LeakKind, Place
from foundation.privacy import Kind
from foundation.typesetting import typeset
from tests.foundation.leaks.made_files import ID, MASKED, PDF, exif, found, jpeg, look, make_pdf, stream, text_at

PLAIN = make_pdf(text_at(50, 700, "Public words"))


def written(change: Callable[[PdfWriter], object]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(PLAIN)))
    writer.metadata = None
    change(writer)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_a_plain_file_is_clean() -> None:
    assert look(PLAIN, PDF) == []


def test_personal_data_in_the_text() -> None:
    (leak,) = look(make_pdf(text_at(50, 700, f"No {ID}")), PDF)
    assert (leak.kind, leak.place, leak.detail) == (LeakKind.PERSONAL, Place.PAGE, "1")
    assert (leak.personal, leak.excerpt) == (Kind.ID_NUMBER, f"No {MASKED}")


def test_properties() -> None:
    content = make_pdf(
        trailer=b"/Info 6 0 R",
        objects=(b"<< /Author <FEFF5F204E09> /Title (Notice) /Producer (Program 1.0) /Keywords (draft 3) >>",),
    )
    shown = {leak.detail: leak.excerpt for leak in found(content, PDF, LeakKind.PROPERTY)}
    assert shown == {"/Author": "张*", "/Keywords": "draft 3"}


def test_xmp_properties() -> None:
    xmp = (
        b'<x:xmpmeta xmlns:x="x"><rdf:RDF xmlns:rdf="r" xmlns:dc="d"><dc:creator><rdf:Seq><rdf:li>John Smith</rdf:li>'
        b"</rdf:Seq></dc:creator><dc:title>13812345678</dc:title></rdf:RDF></x:xmpmeta>"
    )
    content = make_pdf(root=b"/Metadata 6 0 R", objects=(stream(xmp, b"/Type /Metadata /Subtype /XML"),))
    assert [leak.excerpt for leak in found(content, PDF, LeakKind.PROPERTY)] == ["J*** S****"]
    assert [leak.personal for leak in found(content, PDF, LeakKind.PERSONAL)] == [Kind.MOBILE]


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        (b"/Subtype /Text /T (John Smith) /Contents (Call 13812345678)", LeakKind.COMMENT),
        (b"/Subtype /Square /IC [0 0 0]", LeakKind.COMMENT),
        (b"/Subtype /Redact", LeakKind.COVERED_TEXT),
        (b"/Subtype /FileAttachment", LeakKind.EMBEDDED),
        (b"/Subtype /Link /A << /S /URI /URI (https://a.example) >>", None),
        (b"/Subtype /Link /A << /S /Launch /F (calc.exe) >>", LeakKind.SCRIPT),
        (b"/Subtype /Link /A << /S /GoToR /F (other.pdf) >>", LeakKind.EXTERNAL_LINK),
        (b"/Subtype /Widget /AA << /K << /S /JavaScript /JS (app.alert\\(1\\)) >> >>", LeakKind.SCRIPT),
    ],
)
def test_notes_and_actions(note: bytes, kind: LeakKind | None) -> None:
    content = make_pdf(
        text_at(50, 700), page=b"/Annots [6 0 R]", objects=(b"<< /Type /Annot /Rect [0 0 9 9] " + note + b" >>",)
    )
    kinds = {leak.kind for leak in look(content, PDF)} - {LeakKind.PERSONAL}
    assert kinds == ({kind} if kind else set())


def test_a_note_is_masked() -> None:
    note = b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /T (John Smith) /Contents (Call 13812345678) >>"
    content = make_pdf(page=b"/Annots [6 0 R]", objects=(note,))
    assert found(content, PDF, LeakKind.COMMENT)[0].excerpt == "J*** S**** Call 138****5678"
    assert found(content, PDF, LeakKind.PERSONAL)[0].personal == Kind.MOBILE


def test_attachments() -> None:
    content = written(lambda writer: writer.add_attachment("list.xlsx", b"secret"))
    assert [leak.excerpt for leak in found(content, PDF, LeakKind.EMBEDDED)] == ["list.xlsx"]


@pytest.mark.parametrize(
    "root",
    [
        b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
        b"/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (x) >>] >> >>",
        b"/AA << /WC << /JS (x) >> >>",
    ],
)
def test_scripts(root: bytes) -> None:
    assert [leak.kind for leak in look(make_pdf(root=root), PDF)] == [LeakKind.SCRIPT]


def test_layers_that_are_switched_off() -> None:
    layers = b"/OCProperties << /OCGs [6 0 R 7 0 R] /D << /OFF [7 0 R] >> >>"
    names = (b"<< /Type /OCG /Name (Text) >>", b"<< /Type /OCG /Name (Internal) >>")
    assert [leak.excerpt for leak in found(make_pdf(root=layers, objects=names), PDF, LeakKind.HIDDEN_LAYER)] == [
        "Internal"
    ]
    assert found(make_pdf(root=layers.replace(b"/OFF [7 0 R]", b""), objects=names), PDF, LeakKind.HIDDEN_LAYER) == []


def test_an_earlier_version_below() -> None:
    again = b"4 0 obj\n" + stream(text_at(50, 700, "Other words")) + b"\nendobj\n"
    place = len(PLAIN)
    table = b"xref\n4 1\n%010d 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    old = int(PLAIN.rpartition(b"startxref\n")[2].split()[0])
    content = PLAIN + again + table % (place, old, place + len(again))
    assert "Other" in PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert [leak.excerpt for leak in found(content, PDF, LeakKind.EARLIER_VERSION)] == ["2"]


def test_form_fields_bookmarks_and_spoken_texts_are_read() -> None:
    for entry in (b"/V", b"/Title", b"/ActualText", b"/Alt"):
        (leak,) = look(make_pdf(objects=(b"<< " + entry + b" (" + ID.encode() + b") >>",)), PDF)
        assert (leak.personal, leak.detail) == (Kind.ID_NUMBER, entry.decode())


def test_a_scanned_page_is_named_and_its_photo_looked_at() -> None:
    photo = jpeg((0xE1, b"Exif\0\0" + exif(0x8825)))
    picture = stream(photo, b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /Filter /DCTDecode")
    content = make_pdf(b"/Im Do", objects=(picture,))
    content = content.replace(b"/Resources << ", b"/Resources << /XObject << /Im 6 0 R >> ", 1)
    kinds = {leak.kind: leak.detail for leak in look(content, PDF)}
    assert kinds == {LeakKind.NO_TEXT: "1", LeakKind.PICTURE_PLACE: ""}


def test_a_password_that_we_do_not_have() -> None:
    content = written(lambda writer: writer.encrypt("secret", algorithm="AES-256"))
    assert [leak.kind for leak in look(content, PDF)] == [LeakKind.UNREADABLE]


def test_a_file_that_only_forbids_printing_is_read() -> None:
    content = written(lambda writer: writer.encrypt("", owner_password="secret", algorithm="AES-256"))
    assert found(content, PDF, LeakKind.UNREADABLE) == []


@pytest.mark.parametrize("length", [0, 9, 60, 200, len(PLAIN) - 40])
def test_a_cut_file_is_no_exception(length: int) -> None:
    kinds = {leak.kind for leak in look(PLAIN[:length], PDF)}
    assert kinds <= {LeakKind.UNREADABLE}
    assert kinds or length > 100


def test_our_own_papers_are_clean() -> None:
    """Chinese letters with embedded fonts, set by typst: nothing covered, nothing hidden, no author."""
    words = {
        "title": "政府信息公开申请答复书",
        "number": "江政务公开答〔2026〕17号",
        "organ": "江城市政务服务中心管理办公室",
        "addressee": "张三",
        "paragraphs": [f"证件号码{ID}。", {"heading": "一、答复内容"}],
        "closing": {"organ": "江城市政务服务中心管理办公室", "date": "2026年11月24日"},
    }
    (leak,) = look(typeset("disclosure/letter.typ", words), PDF)
    assert leak.personal == Kind.ID_NUMBER
    assert f"证件号码{MASKED}。" in leak.excerpt
