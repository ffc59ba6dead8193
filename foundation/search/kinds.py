"""The kinds of things that can be found: an app says how its records are indexed and how they are shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from foundation.publishing.reading import document_of
from foundation.search.documents import SearchDocument

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Shown:
    """One result as a page shows it. ``text`` is what the snippet is cut from."""

    title: str
    url: str
    text: str = ""
    code: str = ""
    note: str = ""
    """A short line beside the title: department, date."""


@dataclass(frozen=True)
class SearchKind:
    """A kind: its code, how it is called, its public records as documents, and how results are shown.

    ``show`` reads public rows only: what is no longer public is missing from its answer, and the page leaves it out.
    """

    code: str
    label: StrOrPromise
    documents: Callable[[Collection[int] | None], Iterator[SearchDocument]]
    """The documents of public records: of these ids, or of all."""
    show: Callable[[Collection[int]], Mapping[int, Shown]]
    page: str = ""
    """The name of the address of its pages: what a reader opens from the results."""
    has_terms: bool = False
    """Whether its titles are what people call things: they feed suggestions and spelling."""


_kinds: Final[dict[str, SearchKind]] = {}


def register(*kinds: SearchKind) -> None:
    """Add the kinds of an app; called when the app is ready."""
    _kinds.update({kind.code: kind for kind in kinds})


def all_kinds() -> Mapping[str, SearchKind]:
    """Return the kinds by their codes."""
    return _kinds


def live_documents(rows: Any, ids: Collection[int] | None) -> Iterator[SearchDocument]:
    """Yield the documents of public rows (a queryset of a ``PublishedRecord``): of these records, held, or of all."""
    if ids is not None:
        rows = rows.filter(record__in=ids).select_for_update(of=("self",))
    for row in rows.order_by("pk").select_related("revision").iterator(chunk_size=200):
        document = row.search_document(document_of(row.revision))
        if document is not None:
            yield document
