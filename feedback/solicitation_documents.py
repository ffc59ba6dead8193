"""The document of a solicitation: what a revision freezes, its result included, and what it must not give away."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar, Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from feedback.consultations import CommentOutcome, SolicitationKind, is_short
from foundation.languages import for_reader
from foundation.publishing.contents import Content
from foundation.publishing.copying import copy_fields, copy_rows
from foundation.publishing.documents import Document, RootDocument
from foundation.publishing.findings import Finding, find_leaks
from foundation.publishing.quotes import DepartmentQuote, FileQuote, quote_department

if TYPE_CHECKING:
    from feedback.models import Solicitation

MOST_QUOTES: Final = 100
"""So many comments are quoted below one answer; the number says how many there were."""


class SolicitationFileDocument(Document):
    """A file beside the draft."""

    key: str
    title: str
    file: FileQuote


class AnswerDocument(Document):
    """What many comments proposed in common, what became of it, and why."""

    codelists: ClassVar[dict[str, type[TextChoices]]] = {"outcome": CommentOutcome}
    labels: ClassVar[dict[str, str | Promise]] = {
        "outcome": _("Outcome"),
        "reason": _("Reason"),
        "count": _("Number of comments"),
        "quotes": _("Quoted comments"),
    }

    key: str
    title: str
    outcome: str
    reason: str
    count: int
    quotes: tuple[str, ...]
    """Comments whose writers agreed, without personal data."""


class ResultDocument(Document):
    """The result: how many comments came, what became of them, and why."""

    labels: ClassVar[dict[str, str | Promise]] = {
        "text": _("Result"),
        "comments": _("Number of comments"),
        "adopted": _("adopted"),
        "partly": _("adopted in part"),
        "not_adopted": _("not adopted"),
        "answers": _("Answers to the comments"),
    }

    key: str = "result"
    text: str
    comments: int
    adopted: int
    partly: int
    not_adopted: int
    answers: tuple[AnswerDocument, ...]

    @property
    def figures(self) -> tuple[int, int, int, int]:
        """All counts."""
        return self.comments, self.adopted, self.partly, self.not_adopted

    @property
    def shelves(self) -> list[tuple[CommentOutcome, int, list[AnswerDocument]]]:
        """Each outcome with its count and its answers, for the page."""
        return [
            (outcome, getattr(self, outcome.value), [answer for answer in self.answers if answer.outcome == outcome])
            for outcome in CommentOutcome
        ]


class SolicitationDocument(RootDocument):
    """A solicitation with everything that stands on its page."""

    codelists: ClassVar[dict[str, type[TextChoices]]] = {"kind": SolicitationKind}
    labels: ClassVar[dict[str, str | Promise]] = {"result": _("Result")}

    number: str
    kind: str
    touches_business: bool
    title: str
    title_en: str
    department: DepartmentQuote
    explanation: str
    text: str
    starts_on: dt.date
    ends_on: dt.date
    short_reason: str
    takes_online: bool
    postal_address: str
    email: str
    meeting: str
    attachments: tuple[SolicitationFileDocument, ...]
    result: ResultDocument | None

    @property
    def local_title(self) -> str:
        """The title in the reader's language."""
        return for_reader(self.title, self.title_en)

    @property
    def is_short(self) -> bool:
        """Whether the period is shorter than 30 days; the page gives the reason then."""
        return is_short(self.starts_on, self.ends_on)


SOLICITATION_CONTENTS: Final[tuple[Content, ...]] = (
    Content("explanation", _("Explanation of the draft"), "explanation", lambda doc: doc.explanation.strip()),
    Content("text", _("Draft text or attachment"), "text", lambda doc: doc.text.strip() or doc.attachments),
)
"""The contents in the order of the form; the others are demanded by the form itself."""


def solicitation_document(solicitation: Solicitation, result: ResultDocument | None) -> SolicitationDocument:
    """Build the document of a solicitation's draft."""
    return copy_fields(
        solicitation,
        SolicitationDocument,
        department=quote_department(solicitation.department),
        attachments=copy_rows(solicitation.attachments, SolicitationFileDocument),
        result=result,
    )


def solicitation_leaks(document: SolicitationDocument, *, wait: bool) -> list[Finding]:
    """Return personal data in the texts, and what the files would give away.

    The ways to comment are left out: a post address and an e-mail address stand there on purpose.
    """
    texts = [
        (str(_("Title")), document.title),
        (str(_("Explanation of the draft")), document.explanation),
        (str(_("Draft text")), document.text),
        (str(_("Reason for a shorter period")), document.short_reason),
        *((str(_("Attachment")), row.title) for row in document.attachments),
    ]
    if document.result is not None:
        texts.append((str(_("Result")), document.result.text))
        for answer in document.result.answers:
            texts.append((answer.title, "\n".join([answer.title, answer.reason, *answer.quotes])))
    return find_leaks(texts, [(row.file.name, row.file.id) for row in document.attachments], wait=wait)
