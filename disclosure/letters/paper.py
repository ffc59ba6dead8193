"""A letter as text, ready to be looked at, frozen and typeset."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import gettext as _

from disclosure.anonymity import points_to_applicant
from disclosure.letters.kinds import NOT_FOR_APPLICANT, NUMBER_WORDS, LetterKind
from disclosure.letters.layout import paragraphs_of
from disclosure.letters.values import Occasion, addressee_of, letter_values, signing_office
from disclosure.models.letters import LetterTemplate
from disclosure.placeholders import fill
from foundation.typesetting import Heading, typeset, written_date
from foundation.typesetting import Letter as Layout
from foundation.workflow import Refused


@dataclass(frozen=True)
class Paper:
    """What a letter says; ``number`` is empty until it is issued."""

    kind: str
    title: str
    addressee: str
    body: str
    on: dt.date
    code: str
    attachments: Sequence[str] = ()
    number: str = ""

    @property
    def digest(self) -> str:
        """A checksum of everything that was looked at, for whoever confirms it."""
        parts = (self.kind, self.title, self.addressee, self.body, self.on.isoformat(), *self.attachments)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    @property
    def paragraphs(self) -> list[str | Heading]:
        """The paragraphs and headings in order."""
        return paragraphs_of(self.body)

    @property
    def shown_number(self) -> str:
        """The number as it is printed; before it is given, with room for it."""
        return self.number or letter_number(self.code, self.kind, self.on.year, "　")

    @property
    def organ(self) -> str:
        """Who signs."""
        return str(settings.SITE.organiser)

    @property
    def written_date(self) -> str:
        """The day of issue as it is printed."""
        return written_date(self.on)

    def numbered(self, serial: int) -> Paper:
        """Return the letter with its number."""
        return replace(self, number=letter_number(self.code, self.kind, self.on.year, str(serial)))

    def pdf(self) -> bytes:
        """Typeset the letter; raises MissingGlyphs or another TypesettingFailed."""
        layout: Layout = {
            "title": self.title,
            "number": self.shown_number,
            "organ": self.organ,
            "addressee": self.addressee,
            "paragraphs": self.paragraphs,
            "closing": {"organ": self.organ, "date": self.written_date},
            "attachments": self.attachments,
        }
        return typeset("disclosure/letter.typ", layout)


def letter_number(code: str, kind: str, year: int, serial: str) -> str:
    """江政务公开, decision, 2026, 12 → 江政务公开答〔2026〕12号."""
    return f"{code}{NUMBER_WORDS[kind]}〔{year}〕{serial}号"


def compose(occasion: Occasion) -> Paper:
    """Write a letter from its template and the facts; raise Refused while something that it needs is missing."""
    template = LetterTemplate.objects.filter(kind=occasion.kind).first()
    if template is None:
        raise Refused(_("The text of this letter is missing; load the reference data."))
    office = signing_office()
    values = letter_values(occasion, office)
    paper = Paper(
        kind=occasion.kind,
        title=fill(template.title, values),
        addressee=addressee_of(occasion),
        body=fill(template.body, values),
        on=occasion.on,
        code=office.letter_code,
        attachments=_attachments(occasion),
    )
    if occasion.kind in NOT_FOR_APPLICANT and points_to_applicant(occasion.request, f"{paper.title}\n{paper.body}"):
        raise Refused(_("This letter goes to somebody else and must not tell who made the request."))
    return paper


def _attachments(occasion: Occasion) -> Sequence[str]:
    if occasion.kind != LetterKind.DECISION:
        return ()
    return tuple(file.label for file in occasion.decided().files.all())
