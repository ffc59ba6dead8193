"""The document of a questionnaire: what a revision freezes, and what it must not give away."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar, Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from feedback.surveys import CHOICE_KINDS, GRADES, QuestionKind, ResultsRule, read_options
from foundation.languages import for_reader
from foundation.publishing.contents import Content
from foundation.publishing.copying import copy_fields
from foundation.publishing.documents import Document, RootDocument
from foundation.publishing.findings import Finding, find_leaks
from foundation.publishing.quotes import DepartmentQuote, quote_department

if TYPE_CHECKING:
    from feedback.models import Questionnaire


class QuestionDocument(Document):
    """A question with its possible answers; the place of an answer in the list is what a sheet keeps."""

    codelists: ClassVar[dict[str, type[TextChoices]]] = {"kind": QuestionKind}

    key: str
    kind: str
    title: str
    options: tuple[str, ...]
    is_required: bool

    @property
    def answers(self) -> tuple[str, ...]:
        """The words of the possible answers; none for a text."""
        if self.kind == QuestionKind.GRADE:
            return tuple(str(grade) for grade in GRADES)
        return self.options if self.kind in CHOICE_KINDS else ()


class QuestionnaireDocument(RootDocument):
    """A questionnaire with everything that stands on its pages."""

    codelists: ClassVar[dict[str, type[TextChoices]]] = {"results": ResultsRule}
    labels: ClassVar[dict[str, str | Promise]] = {}

    number: str
    title: str
    title_en: str
    department: DepartmentQuote
    introduction: str
    starts_on: dt.date
    ends_on: dt.date
    results: str
    results_text: str
    questions: tuple[QuestionDocument, ...]

    @property
    def local_title(self) -> str:
        """The title in the reader's language."""
        return for_reader(self.title, self.title_en)


QUESTIONNAIRE_CONTENTS: Final[tuple[Content, ...]] = (
    Content("introduction", _("What it is for"), "introduction", lambda doc: doc.introduction.strip()),
)
"""What a questionnaire must say; without questions it cannot be submitted at all."""


def questionnaire_document(questionnaire: Questionnaire) -> QuestionnaireDocument:
    """Build the document of a questionnaire's draft."""
    questions = tuple(
        copy_fields(row, QuestionDocument, options=read_options(row.options)) for row in questionnaire.questions.all()
    )
    department = quote_department(questionnaire.department)
    return copy_fields(questionnaire, QuestionnaireDocument, department=department, questions=questions)


def questionnaire_leaks(document: QuestionnaireDocument, *, wait: bool) -> list[Finding]:
    """Return personal data in the texts."""
    texts = [
        (str(_("Title")), document.title),
        (str(_("What it is for")), document.introduction),
        (str(_("Comment on the results")), document.results_text),
        *((str(_("Question")), "\n".join([row.title, *row.options])) for row in document.questions),
    ]
    return find_leaks(texts, [], wait=wait)
