"""From the document of a guide to the columns of the row that the public reads."""

from __future__ import annotations

from typing import Any

from approvals.documents import ItemDocument
from approvals.publication import facet_columns
from foundation.publishing.models import Revision
from foundation.publishing.rendering import published_columns
from foundation.search.documents import SearchDocument, texts
from guides.completeness import GUIDE_CONTENTS, JOURNEY_CONTENTS
from guides.documents import GuideDocument, JourneyDocument

GUIDE_KIND = "guide"
JOURNEY_KIND = "journey"
"""How the search calls them."""


def guide_columns(revision: Revision, document: GuideDocument, item: ItemDocument) -> dict[str, Any]:
    """Return the values of a guide's public row; ``item`` is the one it quotes."""
    names = (item.name, item.colloquial_name, item.short_name)
    return {
        "item_revision_number": document.item_revision_number,
        "item_code": item.code,
        "slug": document.slug,
        "title": document.title,
        "title_en": document.title_en,
        "situation": document.situation,
        "summary": document.summary,
        "search_names": " ".join(filter(None, names))[:800],
        **facet_columns(item),
        **published_columns(revision, document, "guides/guide", document.title, GUIDE_CONTENTS),
    }


def guide_prose(document: GuideDocument) -> str:
    """Return the sentences of a guide: what the search shows of it, without lists of papers, addresses and laws."""
    return texts(
        document.summary,
        document.valid_conditions,
        (f"{faq.question} {faq.answer}" for faq in document.faqs),
        (f"{step.name}：{step.description}" for step in document.steps if step.description),
        (f"{asked.question} {texts(answer.note for answer in asked.answers)}" for asked in document.questions),
        document.notes,
    )


def guide_words(record_id: int, document: GuideDocument) -> SearchDocument:
    """Return what is indexed of a guide: its words and those of the item that it quotes."""
    item = document.item
    names = (item.name, item.colloquial_name, item.short_name) if item else ()
    return SearchDocument(
        kind=GUIDE_KIND,
        feeds_terms=True,
        object_id=record_id,
        title=document.title,
        body=texts(
            guide_prose(document),
            (material.name for material in document.materials),
            (f"{place.name} {place.address}" for place in document.places),
            (f"{basis.title}{basis.article}" for basis in (item.legal_bases if item else ())),
        ),
        code=item.code if item else "",
        keywords=texts(
            document.situation, names, (theme.name for theme in (item.themes if item else ())), document.title_en
        ),
        department_id=document.department.id,
        themes=tuple(theme.code for theme in item.themes) if item else (),
    )


def journey_columns(revision: Revision, document: JourneyDocument) -> dict[str, Any]:
    """Return the values of a journey's public row."""
    return {
        "slug": document.slug,
        "title": document.title,
        "title_en": document.title_en,
        "summary": document.summary,
        "guide_ids": [step.guide_id for step in document.steps],
        **published_columns(revision, document, "guides/journey", document.title, JOURNEY_CONTENTS),
    }


def journey_words(record_id: int, document: JourneyDocument) -> SearchDocument:
    """Return what is indexed of a journey; the guides on the way are found by themselves."""
    return SearchDocument(
        kind=JOURNEY_KIND,
        feeds_terms=True,
        object_id=record_id,
        title=document.title,
        body=texts(document.summary, document.body, (f"{step.name} {step.note}" for step in document.steps)),
        keywords=document.title_en,
        department_id=document.department.id,
    )
