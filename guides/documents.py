"""The document of a guide: its own contents and the item it quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals import codelists
from approvals.documents import ItemDocument
from foundation.languages import for_reader
from foundation.publishing.copying import copy_fields, copy_rows
from foundation.publishing.documents import Document, RootDocument
from foundation.publishing.quotes import DepartmentQuote, FileQuote, quote_department
from foundation.publishing.reading import document_of

if TYPE_CHECKING:
    from guides.models import Guide


class MaterialDocument(Document):
    """An application material."""

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


class GuideDocument(RootDocument):
    """A guide. ``item`` is quoted from a revision of the item; None before anybody submitted the item."""

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
    return copy_fields(
        guide,
        GuideDocument,
        department=quote_department(guide.department),
        item_revision_number=quoted.number if quoted else 0,
        item=document_of(quoted) if quoted else None,
        materials=copy_rows(guide.materials, MaterialDocument),
        steps=copy_rows(guide.steps, StepDocument),
        places=copy_rows(guide.places, PlaceDocument),
        faqs=copy_rows(guide.faqs, FaqDocument),
    )
