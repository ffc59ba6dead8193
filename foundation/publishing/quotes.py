"""What documents quote from the ground floor: the words of the day, with the ids they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.languages import for_reader
from foundation.publishing.documents import Document
from foundation.publishing.models import Revision

if TYPE_CHECKING:
    from foundation.attachments import StoredFile
    from foundation.organization import Department
    from foundation.remembering import Remembering


class DepartmentQuote(Document):
    """A department as it was when the document was made."""

    id: int
    code: str
    name: str
    name_en: str
    uscc: str
    phone: str
    address: str

    @property
    def local_name(self) -> str:
        """The name in the reader's language."""
        return for_reader(self.name, self.name_en)


class FileQuote(Document):
    """A stored file: its id and checksum fix the bytes."""

    id: int
    name: str
    content_type: str
    size: int
    sha256: str


def quote_department(department: Department) -> DepartmentQuote:
    """Quote a department."""
    return DepartmentQuote(
        id=department.pk,
        code=department.code,
        name=department.name,
        name_en=department.name_en,
        uscc=department.uscc or "",
        phone=department.phone,
        address=department.address,
    )


def quote_file(stored: StoredFile | None) -> FileQuote | None:
    """Quote a stored file, if there is one."""
    if stored is None:
        return None
    return FileQuote(
        id=stored.pk,
        name=stored.name,
        content_type=stored.content_type,
        size=stored.size,
        sha256=stored.sha256,
    )


def clean_quoted_code(row: Remembering, part: str) -> None:
    """Refuse a new code for a row that a waiting or released document quotes in this part.

    Stored pages and printed addresses use the old one; the database refuses it too (``guard_publishing``).
    """
    if row.was_changed("code") and is_quoted(part, row.loaded("code")):
        sentence = _("Submitted or published records lead to this as “%s”, so it stays.")
        raise ValidationError({"code": sentence % row.loaded("code")})


def is_quoted(part: str, code: str) -> bool:
    """Tell whether a waiting or released document of any kind quotes this code in this part, alone or in a list."""
    quoted = {"code": code}
    quoting = Q(document__contains={part: quoted}) | Q(document__contains={part: [quoted]})
    kinds = [model for model in apps.get_models() if issubclass(model, Revision)]
    return any(kind.objects.known().filter(quoting).exists() for kind in kinds)
