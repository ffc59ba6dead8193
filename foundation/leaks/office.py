"""What Word and Excel files have in common: a zip archive of XML parts with properties, links and attachments."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Final, NamedTuple
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from foundation.leaks.leak import EnoughError, LeakKind, Place, Search
from foundation.privacy import mask_name

MAX_PARTS: Final = 2_000
MAX_UNPACKED: Final = 200 * 1024 * 1024
MAX_DEPTH: Final = 256
"""Bounds of an archive: parts, unpacked bytes, and how deep XML may be nested."""

_AUTHORS: Final = frozenset({"creator", "lastModifiedBy", "Manager"})
_WORDS: Final = frozenset({"Company", "description", "keywords", "category", "contentStatus", "HyperlinkBase"})
_EMBEDDED: Final = re.compile(r"(?:^|/)(?:embeddings|activeX|ctrlProps|oleObjects|webextensions)/|vbaProject\.bin$")
_LEFT_OVER: Final = re.compile(r"(?:^|/)(?:pivotCache/pivotCacheRecords|revisions/|queryTables/)")
_LINKED: Final = re.compile(r"(?:^|/)(?:externalLinks/externalLink\d*\.xml|connections\.xml)$")
_HARMLESS_TARGET: Final = re.compile(r"(?:https?:|mailto:|tel:|#)", re.IGNORECASE)


class Step(NamedTuple):
    """One step of a walk through XML: an element begins, or it ends and its text is there."""

    begins: bool
    name: str
    element: Element
    around: Sequence[str]
    """The bare names of the elements around it, the outermost first."""

    def get(self, attribute: str) -> str:
        """Return an attribute by its bare name; empty when it is not there."""
        return next((value for key, value in self.element.attrib.items() if bare(key) == attribute), "")

    @property
    def text(self) -> str:
        """The text directly inside."""
        return self.element.text or ""


def bare(name: str) -> str:
    """Return a name without its namespace: strict and transitional files differ in it alone."""
    return name.rpartition("}")[2]


class Archive:
    """An office file, read part by part within bounds."""

    def __init__(self, stream: IO[bytes], search: Search) -> None:
        self._search = search
        self._zip = zipfile.ZipFile(stream)
        parts = self._zip.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise EnoughError
        self.names = [part.filename for part in parts if not part.is_dir()]

    def bytes_of(self, name: str) -> bytes:
        """Return the content of a part."""
        return self._zip.read(name)

    def matching(self, pattern: str) -> list[str]:
        """Return the names of the parts that match a pattern in full."""
        return sorted(name for name in self.names if re.fullmatch(pattern, name))

    def walk(self, name: str) -> Iterator[Step]:
        """Go through a part, element by element; nothing happens when there is no such part.

        What was read is not kept: the tree of a large sheet would fill the memory.
        """
        if name not in self.names:
            return
        around: list[str] = []
        with self._zip.open(name) as part:
            for count, (event, element) in enumerate(iterparse(part, events=("start", "end"), forbid_dtd=True)):
                tag = bare(element.tag)
                if count % 10_000 == 0:
                    self._search.go_on()
                if event == "start":
                    yield Step(True, tag, element, around)
                    around.append(tag)
                    if len(around) > MAX_DEPTH:
                        raise EnoughError
                else:
                    around.pop()
                    yield Step(False, tag, element, around)
                    element.clear()

    def ends(self, name: str) -> Iterator[Step]:
        """Yield only the steps where an element ends."""
        return (step for step in self.walk(name) if not step.begins)

    def targets(self, name: str) -> dict[str, str]:
        """Return the parts that a part refers to, by the id of the relation."""
        folder, file = posixpath.split(name)
        return {
            step.get("Id"): posixpath.normpath(posixpath.join("/", folder, step.get("Target"))).lstrip("/")
            for step in self.ends(f"{folder}/_rels/{file}.rels")
            if step.name == "Relationship"
        }


def look_into_package(
    archive: Archive, search: Search, look_into_picture: Callable[[bytes, Search, str], None]
) -> None:
    """Look at what any office file may carry: properties, links, attachments, left-over data, pictures."""
    _properties(archive, search)
    for name in archive.names:
        if name.endswith(".rels"):
            _links(archive, name, search)
        elif _EMBEDDED.search(name):
            search.add(LeakKind.EMBEDDED, Place.PART, name)
        elif _LEFT_OVER.search(name):
            search.add(LeakKind.LEFT_OVER, Place.PART, name)
        elif name.startswith("docProps/thumbnail"):
            search.add(LeakKind.PROPERTY, Place.PROPERTY, "thumbnail")
        elif _LINKED.search(name):
            search.add(LeakKind.EXTERNAL_LINK, Place.PART, name)
        elif name.startswith("customXml/") and name.endswith(".xml"):
            search.read("\n".join(step.text for step in archive.ends(name)), Place.PART, name)
        elif "/media/" in name:
            look_into_picture(archive.bytes_of(name), search, name)


def _properties(archive: Archive, search: Search) -> None:
    for part in ("docProps/core.xml", "docProps/app.xml"):
        for step in archive.ends(part):
            if step.name in _AUTHORS:
                search.add_author(step.text, Place.PROPERTY, step.name)
            elif step.name in _WORDS and step.text.strip():
                search.add(LeakKind.PROPERTY, Place.PROPERTY, step.name, step.text)
            search.read(step.text, Place.PROPERTY, step.name)
    name = ""
    for step in archive.walk("docProps/custom.xml"):
        if step.name == "property":
            name = step.get("name") or name
        elif not step.begins and step.text.strip():
            search.add(LeakKind.PROPERTY, Place.PROPERTY, name, mask_name(step.text))
            search.read(step.text, Place.PROPERTY, name)


def _links(archive: Archive, part: str, search: Search) -> None:
    """Note relations that lead out of the file, except the addresses that a reader sees and follows."""
    for step in archive.ends(part):
        if step.name != "Relationship":
            continue
        kind, target = step.get("Type").rpartition("/")[2], step.get("Target")
        if kind == "aFChunk":
            search.add(LeakKind.EMBEDDED, Place.PART, target)
        elif step.get("TargetMode") == "External" and not (kind == "hyperlink" and _HARMLESS_TARGET.match(target)):
            search.add(LeakKind.EXTERNAL_LINK, Place.PART, part, target)


def is_cropped(step: Step) -> bool:
    """Tell whether an element says that a picture shows only part of what it holds."""
    return (
        step.begins and step.name == "srcRect" and any(value not in {"0", ""} for value in step.element.attrib.values())
    )
