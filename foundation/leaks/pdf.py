"""PDF files: text, properties, notes, attachments, scripts, hidden layers, earlier versions.

Not found: what only a picture shows (a scanned page is named, not read), text in the colour of the page, and of
covered text what `foundation.leaks.pdf_covers` does not see.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any, Final

from defusedxml.ElementTree import iterparse
from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from foundation.leaks.images import look_into_picture
from foundation.leaks.leak import EnoughError, LeakKind, Place, Search
from foundation.leaks.office import bare
from foundation.leaks.pdf_covers import covers_text
from foundation.privacy import mask_name

MAX_PAGES: Final = 2_000
MAX_OBJECTS: Final = 200_000
"""Bounds of what is looked at in one file."""

_PROGRAMS: Final = frozenset(
    ("/Title", "/Creator", "/Producer", "/CreationDate", "/ModDate", "/Trapped", "/PTEX.Fullbanner")
)
_AUTHORS: Final = frozenset({"/Author", "/Manager"})
_PART_OF_THE_PAGE: Final = frozenset({"/Link", "/Widget", "/Popup", "/PrinterMark", "/TrapNet", "/Screen", "/3D"})
_SPOKEN: Final = ("/V", "/DV", "/Title", "/Alt", "/ActualText", "/TU", "/Contents")
_ACTIONS: Final = {
    "/JavaScript": LeakKind.SCRIPT,
    "/Launch": LeakKind.SCRIPT,
    "/Rendition": LeakKind.SCRIPT,
    "/SubmitForm": LeakKind.EXTERNAL_LINK,
    "/ImportData": LeakKind.EXTERNAL_LINK,
    "/GoToR": LeakKind.EXTERNAL_LINK,
}
_END: Final = re.compile(rb"startxref\s+([1-9]\d*)\s+%%EOF")


def look_into_pdf(stream: IO[bytes], search: Search) -> None:
    """Look through a PDF file."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it would quote pieces of the file
    versions = len(_END.findall(stream.read()))
    if versions > 1:
        search.add(LeakKind.EARLIER_VERSION, excerpt=f"{versions}")
    reader = PdfReader(stream)
    if reader.is_encrypted and not reader.decrypt(""):
        search.add(LeakKind.UNREADABLE)
        return
    _properties(reader, search)
    _layers(reader.root_object, search)
    _objects(reader, search)
    _pages(reader, search)


def _pages(reader: PdfReader, search: Search) -> None:
    pictures = []
    for number, page in enumerate(reader.pages, start=1):
        if number > MAX_PAGES:
            raise EnoughError
        try:
            if _is_picture(page, number, search):
                pictures.append(str(number))
            if covers_text(page, reader):
                search.add(LeakKind.COVERED_TEXT, Place.PAGE, number)
        except (EnoughError, MemoryError):
            raise
        except Exception:  # noqa: BLE001  (pypdf stumbles over many things; the other pages shall be read all the same)
            search.add(LeakKind.UNREADABLE, Place.PAGE, number)
    if pictures:
        search.add(LeakKind.NO_TEXT, Place.PAGE, ", ".join(pictures[:20]) + (" …" if len(pictures) > 20 else ""))


def _is_picture(page: PageObject, number: int, search: Search) -> bool:
    """Look at the text and the notes of a page; tell whether it only shows pictures."""
    for note in _list(page.get("/Annots")):
        _note(note, search, number)
    text = page.extract_text()
    search.read(text, Place.PAGE, number)
    return not text.strip() and bool(_dictionary(_dictionary(page.get("/Resources")).get("/XObject")))


def _note(note: DictionaryObject, search: Search, number: int) -> None:
    kind = str(note.get("/Subtype", ""))
    if kind == "/Redact":
        search.add(LeakKind.COVERED_TEXT, Place.PAGE, number, kind)
    elif kind == "/FileAttachment":
        search.add(LeakKind.EMBEDDED, Place.PAGE, number, kind)
    elif kind not in _PART_OF_THE_PAGE:
        author = mask_name(str(note.get("/T", "")))
        search.add(LeakKind.COMMENT, Place.PAGE, number, f"{author} {note.get('/Contents', '')}".strip() or kind)


def _properties(reader: PdfReader, search: Search) -> None:
    for key, value in (reader.metadata or {}).items():
        search.read(str(value), Place.PROPERTY, key)
        if key in _AUTHORS:
            search.add_author(str(value), Place.PROPERTY, key)
        elif key not in _PROGRAMS and str(value).strip():
            search.add(LeakKind.PROPERTY, Place.PROPERTY, key, str(value))


def _layers(root: DictionaryObject, search: Search) -> None:
    """Note layers that are switched off: a click shows them."""
    setting = _dictionary(_dictionary(root.get("/OCProperties")).get("/D"))
    names = [str(layer.get("/Name", "")) for layer in _list(setting.get("/OFF"))]
    if names or setting.get("/BaseState") == "/OFF":
        search.add(LeakKind.HIDDEN_LAYER, excerpt=", ".join(names))


def _objects(reader: PdfReader, search: Search) -> None:
    """Look at every object of the file, wherever it hangs."""
    numbers = {number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)
    if len(numbers) > MAX_OBJECTS:
        raise EnoughError
    for number in sorted(numbers):
        for entry in _dictionaries(reader.get_object(number)):
            _entry(entry, search)


def _entry(entry: DictionaryObject, search: Search) -> None:
    action, kind = str(entry.get("/S", "")), str(entry.get("/Type", ""))
    if action in _ACTIONS:
        search.add(_ACTIONS[action], excerpt=f"{action} {entry.get('/F', '')}".strip())
    elif "/JS" in entry:
        search.add(LeakKind.SCRIPT, excerpt="/JS")
    elif "/EF" in entry:
        search.add(LeakKind.EMBEDDED, excerpt=str(entry.get("/UF") or entry.get("/F") or ""))
    elif kind == "/Metadata" and isinstance(entry, StreamObject):
        _xmp(entry.get_data(), search)
    elif entry.get("/Subtype") == "/Image" and entry.get("/Filter") == "/DCTDecode" and isinstance(entry, StreamObject):
        look_into_picture(entry.get_data(), search)
    for key in _SPOKEN:
        value = entry.get(key)
        if isinstance(value, str):
            search.read(value, Place.PART, key)


def _xmp(content: bytes, search: Search) -> None:
    """Look at the XMP properties: who made it stands in ``dc:creator``, whatever the program writes beside."""
    around: list[str] = []
    for event, element in iterparse(BytesIO(content), events=("start", "end"), forbid_dtd=True):
        if event == "start":
            around.append(bare(element.tag))
            continue
        around.pop()
        text = (element.text or "").strip()
        if "creator" in around:
            search.add_author(text, Place.PROPERTY, "XMP creator")
        search.read(text, Place.PROPERTY, "XMP")


def _dictionary(value: Any) -> DictionaryObject:
    value = value.get_object() if value is not None else None
    return value if isinstance(value, DictionaryObject) else DictionaryObject()


def _list(value: Any) -> list[DictionaryObject]:
    value = value.get_object() if value is not None else None
    return [_dictionary(entry) for entry in value] if isinstance(value, ArrayObject) else []


def _dictionaries(value: Any) -> Iterator[DictionaryObject]:
    """Yield the dictionaries that are written inside an object, without following references."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, DictionaryObject):
            yield value
            waiting += [dict.__getitem__(value, key) for key in value]
        elif isinstance(value, ArrayObject):
            waiting += list.__iter__(value)
