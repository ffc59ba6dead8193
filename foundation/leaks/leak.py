"""What can go out by mistake, and the search that gathers it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from foundation.personal_patterns import is_organization
from foundation.privacy import Kind as PersonalKind
from foundation.privacy import find_personal, mask_name, mask_text

MAX_EACH: Final = 20
"""How many leaks of one kind are named; the rest is counted."""
MAX_SECONDS: Final = 30.0
"""After this long a search stops and says so."""
MAX_TEXT: Final = 2_000_000
"""Characters of one paragraph, page or row that are read."""
_AROUND: Final = 8
"""Characters of context on each side of a finding."""
_EXCERPT: Final = 60


class Severity(TextChoices):
    """Whether a release may go on."""

    STOP = "stop", _("must be settled before release")
    NOTICE = "notice", _("to be looked at")


class LeakKind(TextChoices):
    """What is there that a reader of the page would not expect."""

    PERSONAL = "personal", _("personal data")
    HIDDEN_SHEET = "hidden_sheet", _("hidden sheet")
    HIDDEN_CELLS = "hidden_cells", _("hidden rows or columns")
    HIDDEN_TEXT = "hidden_text", _("hidden text")
    HIDDEN_LAYER = "hidden_layer", _("hidden layer")
    COVERED_TEXT = "covered_text", _("text that is only covered")
    TRACKED_CHANGE = "tracked_change", _("tracked change")
    COMMENT = "comment", _("comment")
    LEFT_OVER = "left_over", _("left-over data")
    EARLIER_VERSION = "earlier_version", _("earlier version inside the file")
    EMBEDDED = "embedded", _("embedded file")
    EXTERNAL_LINK = "external_link", _("link to another file or system")
    SCRIPT = "script", _("script")
    PROPERTY = "property", _("document property")
    CROPPED = "cropped", _("cropped picture")
    PICTURE_DATA = "picture_data", _("data inside a picture")
    PICTURE_PLACE = "picture_place", _("place where a picture was taken")
    NO_TEXT = "no_text", _("page that is only a picture")
    CUT_OFF = "cut_off", _("looked through in part only")
    NOT_LOOKED_INTO = "not_looked_into", _("cannot be looked into")
    UNREADABLE = "unreadable", _("cannot be read")
    UNPRINTABLE = "unprintable", _("characters that no font can print")
    NOT_YET = "not_yet", _("not looked through yet")


class Place(TextChoices):
    """Where in a file; each with its sentence, into which the detail goes."""

    FILE = "file", _("the file")
    FILE_NAME = "file_name", _("the name of the file")
    PARAGRAPH = "paragraph", _("paragraph %(detail)s")
    PART = "part", _("part %(detail)s")
    PAGE = "page", _("page %(detail)s")
    SHEET = "sheet", _("sheet “%(detail)s”")
    ROW = "row", _("sheet and row “%(detail)s”")
    PROPERTY = "property", _("property “%(detail)s”")
    PICTURE = "picture", _("picture %(detail)s")


ADVICE: Final[Mapping[LeakKind, object]] = {
    LeakKind.PERSONAL: _("Take it out or replace it by asterisks, unless it is meant to be public."),
    LeakKind.HIDDEN_SHEET: _("Delete the sheet or show it."),
    LeakKind.HIDDEN_CELLS: _("Delete the rows or columns or show them."),
    LeakKind.HIDDEN_TEXT: _("Delete the text or show it."),
    LeakKind.HIDDEN_LAYER: _("Print the file to a new PDF."),
    LeakKind.COVERED_TEXT: _("A rectangle over text hides nothing: take the text out, then make the PDF anew."),
    LeakKind.TRACKED_CHANGE: _("Accept or reject all changes and stop tracking."),
    LeakKind.COMMENT: _("Delete all comments."),
    LeakKind.LEFT_OVER: _("Copy the visible cells into a new workbook."),
    LeakKind.EARLIER_VERSION: _("Print the file to a new PDF."),
    LeakKind.EMBEDDED: _("Replace it by a picture, or take it out."),
    LeakKind.EXTERNAL_LINK: _("Break the link and keep the value."),
    LeakKind.SCRIPT: _("Print the file to a new PDF."),
    LeakKind.PROPERTY: _("Remove the document properties."),
    LeakKind.CROPPED: _("Compress the pictures and delete their cropped areas."),
    LeakKind.PICTURE_DATA: _("Save the picture anew without its data."),
    LeakKind.PICTURE_PLACE: _("Save the picture anew without its data."),
    LeakKind.NO_TEXT: _("Look at the page yourself: no program has read it."),
    LeakKind.CUT_OFF: _("Look at the rest yourself, or divide the file."),
    LeakKind.NOT_LOOKED_INTO: _("Convert it to .docx, .xlsx or PDF."),
    LeakKind.NOT_YET: _("This is under way; load the page again in a moment. A submission waits for it."),
    LeakKind.UNPRINTABLE: _("On paper they appear as 〓. Write them otherwise, or ask for a font that has them."),
    LeakKind.UNREADABLE: _("Open it, save it anew and upload that; take a password off before."),
}

_NOTICES: Final = frozenset(
    {
        LeakKind.PROPERTY,
        LeakKind.CROPPED,
        LeakKind.PICTURE_DATA,
        LeakKind.NO_TEXT,
        LeakKind.EARLIER_VERSION,
        LeakKind.NOT_YET,
        LeakKind.UNPRINTABLE,
    }
)
_SENSITIVE: Final = frozenset(
    {PersonalKind.ID_NUMBER, PersonalKind.BANK_CARD, PersonalKind.MOBILE, PersonalKind.PASSPORT, PersonalKind.PLATE}
)
"""Personal data that an office does not publish about itself; numbers of its counters and its address it does."""


@dataclass(frozen=True)
class Leak:
    """One thing that should not go out: what, where, and a masked piece of it."""

    kind: LeakKind
    place: Place = Place.FILE
    detail: str = ""
    excerpt: str = ""
    personal: PersonalKind | None = None
    more: int = 0
    """How many others of this kind there are that are not named."""

    @property
    def severity(self) -> Severity:
        """Whether it must be settled before release."""
        if self.personal is not None:
            return Severity.STOP if self.personal in _SENSITIVE else Severity.NOTICE
        return Severity.NOTICE if self.kind in _NOTICES else Severity.STOP

    @property
    def label(self) -> str:
        """What it is, in words."""
        return str((self.personal or self.kind).label)

    @property
    def where(self) -> str:
        """Where it is, in words."""
        return str(self.place.label) % {"detail": self.detail}

    @property
    def advice(self) -> str:
        """What to do about it."""
        return str(ADVICE[self.kind])

    def as_json(self) -> dict[str, Any]:
        """Return the leak as plain values; ``from_json`` is the way back."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Leak:
        """Return the leak behind plain values."""
        personal = values["personal"]
        known = {"kind": LeakKind(values["kind"]), "place": Place(values["place"])}
        return cls(**{**values, **known, "personal": PersonalKind(personal) if personal else None})


class EnoughError(Exception):
    """The search has run too long or seen too much; what it found until then counts."""


class Search:
    """Gathers leaks: a few of each kind by place and excerpt, the others as a number."""

    def __init__(self, seconds: float = MAX_SECONDS) -> None:
        self._found: list[Leak] = []
        self._seen: Counter[str] = Counter()
        self._ends = time.monotonic() + seconds

    def add(self, kind: LeakKind, place: Place = Place.FILE, detail: object = "", excerpt: str = "") -> None:
        """Note a leak; the excerpt is masked and shortened here."""
        shown = " ".join(mask_text(excerpt).split())
        self._note(Leak(kind, place, str(detail), shown[:_EXCERPT] + ("…" if len(shown) > _EXCERPT else "")))

    def add_author(self, name: str, place: Place, detail: object) -> None:
        """Note somebody named as the author, unless it is an office or a company: that is no secret."""
        if name.strip() and not is_organization(name):
            self.add(LeakKind.PROPERTY, place, detail, mask_name(name))

    def read(self, text: str, place: Place = Place.FILE, detail: object = "") -> None:
        """Note the personal data in a piece of text. Raises EnoughError when time is over or the text has no end."""
        self.go_on()
        if len(text) > MAX_TEXT:
            self.read(text[:MAX_TEXT], place, detail)
            raise EnoughError
        findings = find_personal(text)
        masked = mask_text(text) if findings else ""
        for finding in findings:
            start, end = max(0, finding.start - _AROUND), finding.end + _AROUND
            excerpt = " ".join(masked[start:end].split())
            self._note(Leak(LeakKind.PERSONAL, place, str(detail), excerpt, finding.kind))

    def go_on(self) -> None:
        """Raise EnoughError when the time is over."""
        if time.monotonic() > self._ends:
            raise EnoughError

    def leaks(self) -> list[Leak]:
        """Return what was found, the grave things first, and how much more there is."""
        last = {leak.personal or leak.kind: place for place, leak in enumerate(self._found)}
        for key, place in last.items():
            self._found[place] = replace(self._found[place], more=max(0, self._seen[key] - MAX_EACH))
        return sorted(self._found, key=lambda leak: leak.severity != Severity.STOP)

    def _note(self, leak: Leak) -> None:
        key = leak.personal or leak.kind
        self._seen[key] += 1
        if self._seen[key] <= MAX_EACH:
            self._found.append(leak)
