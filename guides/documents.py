"""The document of a guide: its own contents and the item it quotes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals import codelists
from approvals.documents import ItemDocument
from foundation.languages import for_reader
from foundation.publishing.copying import copy_fields, copy_rows
from foundation.publishing.documents import Document, RootDocument
from foundation.publishing.quotes import DepartmentQuote, FileQuote, quote_department
from foundation.publishing.reading import document_of
from guides.situations import read_answers

if TYPE_CHECKING:
    from guides.models import ChecklistQuestion, Guide, Journey


class AnswerDocument(Document):
    """One answer of a question, with what somebody who chooses it should know."""

    labels: ClassVar[dict[str, str | Promise]] = {"name": _("Answer"), "note": _("To be known with this answer")}

    key: str
    name: str
    note: str


class QuestionDocument(Document):
    """A question of the checklist."""

    key: str
    question: str
    hint: str
    answers: tuple[AnswerDocument, ...]


class AnswerQuote(Document):
    """An answer by its code, in the words of the day."""

    code: str
    name: str


class ConditionDocument(Document):
    """With which answers of one question a material is needed."""

    labels: ClassVar[dict[str, str | Promise]] = {"name": _("Question"), "answers": _("Answers")}

    key: str
    name: str
    answers: tuple[AnswerQuote, ...]

    @property
    def words(self) -> str:
        """The answers as people read them."""
        return gettext(" or ").join(answer.name for answer in self.answers)


class MaterialDocument(Document):
    """An application material. It is needed when every condition of ``applies_to`` holds; without any, always."""

    codelists: ClassVar[dict[str, type[TextChoices]]] = {
        "necessity": codelists.Necessity,
        "material_type": codelists.MaterialType,
        "material_form": codelists.MaterialForm,
        "source": codelists.MaterialSource,
    }

    key: str
    name: str
    necessity: str
    material_type: str
    material_form: str
    originals: int
    copies: int
    paper_size: str
    source: str
    source_note: str
    acceptance_standard: str
    filling_notes: str
    basis: str
    remark: str
    applies_to: tuple[ConditionDocument, ...]
    blank_form: FileQuote | None
    sample_form: FileQuote | None


class StepDocument(Document):
    """A step of the procedure."""

    codelists: ClassVar[dict[str, type[TextChoices]]] = {"phase": codelists.StepPhase}

    key: str
    phase: str
    name: str
    responsible: str
    duration: str
    standard: str
    result: str
    description: str


class PlaceDocument(Document):
    """Where and when."""

    key: str
    name: str
    address: str
    window_label: str
    office_hours: str
    directions: str
    phone: str


class FaqDocument(Document):
    """A question and its answer."""

    key: str
    question: str
    answer: str


def _ask_nothing(data: dict[str, Any]) -> dict[str, Any]:
    """Before version 2 a guide had no questions, and every material was needed by everybody."""
    materials = [{**material, "applies_to": []} for material in data["materials"]]
    return {**data, "schema_version": 2, "questions": [], "materials": materials}


class GuideDocument(RootDocument):
    """A guide. ``item`` is quoted from a revision of the item; None before anybody submitted the item."""

    current_version: ClassVar[int] = 2
    upgrades: ClassVar[dict[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {1: _ask_nothing}
    labels: ClassVar[dict[str, str | Promise]] = {"item_revision_number": _("Quoted revision of the item")}

    slug: str
    title: str
    title_en: str
    situation: str
    summary: str
    conditions: str
    no_materials: bool
    notes: str
    department: DepartmentQuote
    item_id: int
    item_revision_number: int
    item: ItemDocument | None
    questions: tuple[QuestionDocument, ...]
    materials: tuple[MaterialDocument, ...]
    steps: tuple[StepDocument, ...]
    places: tuple[PlaceDocument, ...]
    faqs: tuple[FaqDocument, ...]

    @property
    def local_title(self) -> str:
        """The title in the reader's language."""
        return for_reader(self.title, self.title_en)

    @property
    def valid_conditions(self) -> str:
        """The conditions of this situation, or those of the item."""
        return self.conditions or (self.item.accept_conditions if self.item else "")


def guide_document(guide: Guide, quoted: Any) -> GuideDocument:
    """Build the document of a guide's draft, which quotes this revision of its item, or none."""
    questions = question_documents(guide.questions.all())
    return copy_fields(
        guide,
        GuideDocument,
        department=quote_department(guide.department),
        item_revision_number=quoted.number if quoted else 0,
        item=document_of(quoted) if quoted else None,
        questions=questions,
        materials=tuple(
            copy_fields(row, MaterialDocument, applies_to=_conditions(row.applies_to, questions))
            for row in guide.materials.all()
        ),
        steps=copy_rows(guide.steps, StepDocument),
        places=copy_rows(guide.places, PlaceDocument),
        faqs=copy_rows(guide.faqs, FaqDocument),
    )


def question_documents(rows: Iterable[ChecklistQuestion]) -> tuple[QuestionDocument, ...]:
    """Build the documents of the questions of a draft."""
    return tuple(
        copy_fields(
            row,
            QuestionDocument,
            answers=tuple(
                AnswerDocument(key=line.key, name=line.words, note=line.note) for line in read_answers(row.answers)
            ),
        )
        for row in rows
    )


def _conditions(rule: Iterable[str], questions: Iterable[QuestionDocument]) -> tuple[ConditionDocument, ...]:
    """Quote the answers of a rule question by question; what is not asked (any more) is quoted by its key."""
    asked = {question.key: question for question in questions}
    chosen: dict[str, list[AnswerQuote]] = {}
    for entry in rule:
        key, _equals, code = entry.partition("=")
        answers = asked[key].answers if key in asked else ()
        name = next((answer.name for answer in answers if answer.key == code), code)
        chosen.setdefault(key, []).append(AnswerQuote(code=code, name=name))
    return tuple(
        ConditionDocument(key=key, name=asked[key].question if key in asked else key, answers=tuple(answers))
        for key, answers in chosen.items()
    )


class StepQuote(Document):
    """Another step of the journey by its key, in the words of the day."""

    code: str
    name: str


class JourneyStepDocument(Document):
    """One guide on the way. ``name`` is the title of the guide when the journey was submitted."""

    labels: ClassVar[dict[str, str | Promise]] = {
        "name": _("Service guide"),
        "slug": _("Address of the guide"),
        "guide_id": _("Number of the guide"),
    }

    key: str
    name: str
    guide_id: int
    slug: str
    who: str
    note: str
    is_optional: bool
    after: tuple[StepQuote, ...]


class JourneyDocument(RootDocument):
    """A journey. What the guides say is not quoted: pages read it from the guides as they are public."""

    slug: str
    title: str
    title_en: str
    department: DepartmentQuote
    summary: str
    body: str
    contact_phone: str
    contact_address: str
    steps: tuple[JourneyStepDocument, ...]

    @property
    def local_title(self) -> str:
        """The title in the reader's language."""
        return for_reader(self.title, self.title_en)


def journey_document(journey: Journey) -> JourneyDocument:
    """Build the document of a journey's draft."""
    steps = list(journey.steps.all())
    names = {step.key: step.guide.title for step in steps}
    return copy_fields(
        journey,
        JourneyDocument,
        department=quote_department(journey.department),
        steps=tuple(
            copy_fields(
                step,
                JourneyStepDocument,
                name=step.guide.title,
                slug=step.guide.slug,
                after=tuple(StepQuote(code=key, name=names.get(key, key)) for key in step.after),
            )
            for step in steps
        ),
    )
