"""The links of everything that is public, gathered from the live revisions of every kind of record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from django.apps import apps
from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from foundation.links.models import URL_LENGTH, Link, LinkPlace
from foundation.publishing.documents import texts_in
from foundation.publishing.models import Revision

_URL: Final = re.compile(r"https?://[^\s<>\"'“”‘’《》（），。；、！？【】]+", re.IGNORECASE)
_TRAILING: Final = ".,;:!?)]}'*_"
"""What stands behind an address in a sentence, rather than at its end."""


class Place(NamedTuple):
    """A link where it stands."""

    url: str
    record_type: str
    record_id: int
    record_label: str
    department_id: int
    part: str


def links_of(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each address in the texts of a document with the part of the document that it stands in."""
    for part, value in document.items():
        for text in texts_in(value):
            for match in _URL.finditer(text):
                url = match[0].rstrip(_TRAILING)
                if len(url) <= URL_LENGTH:
                    yield part, url


def live_links() -> set[Place]:
    """Return every link of every live revision; few queries, however many records."""
    found: set[Place] = set()
    for model in apps.get_models():
        if issubclass(model, Revision):
            revisions: Any = model.objects.live().annotate(text=Cast("document", TextField()))
            rows = revisions.filter(text__contains="://").values_list("record", "record__department", "document")
            kind = model.record.field.related_model._meta.label_lower
            for key, department, document in rows.iterator(chunk_size=200):
                label = str(document.get("title") or document.get("name") or "")[:200]
                found |= {Place(url, kind, key, label, department, part) for part, url in links_of(document)}
    return found


def collect() -> int:
    """Bring the list of links up to date with what is public, and return how many links there are."""
    wanted = live_links()
    with transaction.atomic():
        urls = {place.url for place in wanted}
        Link.objects.exclude(url__in=urls).delete()
        Link.objects.bulk_create((Link(url=url) for url in sorted(urls)), ignore_conflicts=True, batch_size=500)
        keys = dict(Link.objects.values_list("url", "pk"))
        columns = ("link__url", "record_type", "record_id", "record_label", "department", "part", "pk")
        known = {Place(*row[:-1]): row[-1] for row in LinkPlace.objects.values_list(*columns)}
        LinkPlace.objects.filter(pk__in=[key for place, key in known.items() if place not in wanted]).delete()
        LinkPlace.objects.bulk_create(
            (_row(place, keys[place.url]) for place in sorted(wanted - known.keys())), batch_size=500
        )
    return len(urls)


def _row(place: Place, link_id: int) -> LinkPlace:
    values = place._asdict()
    del values["url"]
    return LinkPlace(link_id=link_id, **values)
