"""The document of a publication: what a revision freezes and every face is made from."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure import codelists
from foundation.languages import for_reader
from foundation.publishing.copying import copy_fields, copy_rows
from foundation.publishing.documents import Document, RootDocument
from foundation.publishing.quotes import DepartmentQuote, FileQuote, quote_department

if TYPE_CHECKING:
    from disclosure.models import Publication


class _Named(Document):
    """Something with a Chinese name and perhaps an English one."""

    name: str
    name_en: str

    @property
    def local_name(self) -> str:
        """The name in the reader's language."""
        return for_reader(self.name, self.name_en)


class ColumnQuote(_Named):
    """A column as it was called when the document was made."""

    codelists: ClassVar[dict[str, type[TextChoices]]] = {"kind": codelists.ColumnType}

    id: int
    code: str
    kind: str
    legal_ground: str


class BodyQuote(_Named):
    """The issuing body."""

    id: int
    prefix: str


class AttachmentDocument(Document):
    """A file beside the text."""

    key: str
    title: str
    file: FileQuote


class MilestoneDocument(Document):
    """A step of a promise or goal."""

    key: str
    title: str
    due_on: dt.date | None
    done_on: dt.date | None
    progress: str


class EffectDocument(Document):
    """What this document does to an earlier one, which is quoted by title and numbers."""

    codelists: ClassVar[dict[str, type[TextChoices]]] = {"effect": codelists.Effect}
    labels: ClassVar[dict[str, str | Promise]] = {
        "title": _("Earlier document"),
        "index_number": _("Index number"),
        "document_number": _("Document number"),
    }

    key: str
    effect: str
    id: int
    title: str
    index_number: str
    document_number: str


class PublicationDocument(RootDocument):
    """A publication with everything that stands on its page."""

    codelists: ClassVar[dict[str, type[TextChoices]]] = {
        "kind": codelists.PublicationKind,
        "disclosure_mode": codelists.DisclosureMode,
    }
    labels: ClassVar[dict[str, str | Promise]] = {
        "body": _("Issuing body"),
        "parent_column": _("Part of the column"),
    }

    index_number: str
    column: ColumnQuote
    parent_column: ColumnQuote | None
    kind: str
    title: str
    title_en: str
    department: DepartmentQuote
    body: BodyQuote
    document_number: str
    written_on: dt.date | None
    issued_on: dt.date
    effective_on: dt.date | None
    expires_on: dt.date | None
    abolished_on: dt.date | None
    keywords: str
    summary: str
    source: str
    disclosure_mode: str
    scope: str
    text: str
    attachments: tuple[AttachmentDocument, ...]
    milestones: tuple[MilestoneDocument, ...]
    effects: tuple[EffectDocument, ...]

    @property
    def local_title(self) -> str:
        """The title in the reader's language."""
        return for_reader(self.title, self.title_en)

    @property
    def source_name(self) -> str:
        """Where the text comes from, as the page and the meta tag say it."""
        return self.source or self.body.name

    @property
    def in_force_on(self) -> dt.date:
        """The day from which it acts on earlier documents."""
        return self.effective_on or self.issued_on


def publication_document(publication: Publication) -> PublicationDocument:
    """Build the document of a publication's draft."""
    column, parent = publication.column, publication.column.parent
    return copy_fields(
        publication,
        PublicationDocument,
        index_number=publication.index_number.text,
        column=copy_fields(column, ColumnQuote),
        parent_column=copy_fields(parent, ColumnQuote) if parent is not None else None,
        department=quote_department(publication.department),
        body=copy_fields(publication.body, BodyQuote),
        attachments=copy_rows(publication.attachments, AttachmentDocument),
        milestones=copy_rows(publication.milestones, MilestoneDocument),
        effects=tuple(
            EffectDocument(
                key=row.key,
                effect=row.effect,
                id=row.target_id,
                title=row.target.title,
                index_number=row.target.index_number.text,
                document_number=row.target.document_number,
            )
            for row in publication.effects.all()
        ),
    )
