"""What the papers say of a guide: plain values for the typesetter, in Chinese, from the document of a live revision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, TypedDict

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from approvals.codelists import ProjectType
from approvals.documents import FeeDocument, ItemDocument, LegalBasisDocument
from foundation.pages import CHINESE, absolute
from foundation.publishing.models import Revision
from foundation.publishing.reading import document_of
from foundation.typesetting import QrCode, qr_code, written_date
from guides.documents import GuideDocument, MaterialDocument, PlaceDocument, StepDocument
from guides.papers.codes import code_of, printed

LONGEST_FEE: Final = 12
"""Characters of a fee that still fit among the figures people ask for first."""
Pair = tuple[str, str]
"""A label and its words."""


class Imprint(TypedDict):
    """Which version a paper shows, and how to find out whether it still holds."""

    center: str
    version: int
    since: str
    code: str
    """As print shows it."""
    address: str
    """Where the code can be typed."""
    qr: QrCode


class MaterialWords(TypedDict):
    """A material: how it is called, in how many copies, and what to mind."""

    key: str
    name: str
    originals: int
    copies: int
    form: str
    necessity: str
    source: str
    has_form: bool
    notes: Sequence[str]


class StepWords(TypedDict):
    """A step of the procedure."""

    name: str
    duration: str
    text: str


class FeeWords(TypedDict):
    """A fee."""

    name: str
    standard: str
    basis: str
    reduction: str


class PlaceWords(TypedDict):
    """A place: its name, and what one has to know of it."""

    name: str
    facts: Sequence[Pair]


class BasisWords(TypedDict):
    """A legal basis: what it is called with number and article, or without the number, and what it says."""

    name: str
    short: str
    text: str


class GuideWords(TypedDict):
    """A whole guide; an empty text or list is something that the guide does not state."""

    title: str
    situation: str
    summary: str
    department: str
    item_type: str
    item_code: str
    limit: str
    statutory_limit: str
    limit_note: str
    visits: str
    fee: str
    phone: str
    complaint: str
    remedies: Sequence[Pair]
    ways: str
    objects: str
    conditions: str
    notes: str
    no_materials: bool
    materials: Sequence[MaterialWords]
    steps: Sequence[StepWords]
    fees: Sequence[FeeWords]
    places: Sequence[PlaceWords]
    results: Sequence[Pair]
    bases: Sequence[BasisWords]
    faqs: Sequence[Pair]
    imprint: Imprint


def words_of(revision: Revision) -> GuideWords:
    """Return everything that papers say of a guide in this revision."""
    with override(CHINESE):
        document: GuideDocument = document_of(revision)
        item = document.item
        return {
            "title": document.title,
            "situation": document.situation,
            "summary": document.summary,
            "department": document.department.name,
            "conditions": document.valid_conditions.strip(),
            "notes": document.notes.strip(),
            "no_materials": document.no_materials,
            "materials": _material_words(document.materials),
            "steps": [_step(step) for step in document.steps],
            "places": _place_words(document.places),
            "faqs": [(faq.question, faq.answer) for faq in document.faqs],
            "phone": _phone(document),
            "imprint": imprint_of(revision),
            **_item_words(item),  # type: ignore[typeddict-item]
        }


def imprint_of(revision: Revision) -> Imprint:
    """Return version, day and code of a live revision, and the QR code that leads to what became of it."""
    code = code_of(revision.pk)
    with override(CHINESE):
        address = absolute(reverse("guides:code", args=[code]))
        typed = absolute(reverse("guides:code_lookup"))
    since = revision.live_from
    return {
        "center": settings.SITE.name,
        "version": revision.number,
        "since": written_date(timezone.localtime(since).date()) if since else "",
        "code": printed(code),
        "address": typed.removeprefix("https://").removesuffix("/"),
        "qr": qr_code(address, "扫码看是否最新"),
    }


def _material_words(materials: Iterable[MaterialDocument]) -> list[MaterialWords]:
    """Return materials for print."""
    return [
        {
            "key": material.key,
            "name": material.name,
            "originals": material.originals,
            "copies": material.copies,
            "form": material.material_form_label,
            "necessity": material.necessity_label,
            "source": material.source_note or material.source_label,
            "has_form": material.blank_form is not None,
            "notes": [
                text.strip()
                for text in (material.filling_notes, material.acceptance_standard, material.remark)
                if text.strip()
            ],
        }
        for material in materials
    ]


def _place_words(places: Iterable[PlaceDocument]) -> list[PlaceWords]:
    """Return places for print, each with the facts that are stated of it."""
    return [
        {
            "name": place.name,
            "facts": _stated(
                ("地址", place.address),
                ("窗口", place.window_label),
                ("时间", place.office_hours),
                ("电话", place.phone),
                ("路线", place.directions),
            ),
        }
        for place in places
    ]


def _stated(*pairs: Pair) -> list[Pair]:
    return [(label, words.strip()) for label, words in pairs if words.strip()]


def _step(step: StepDocument) -> StepWords:
    return {"name": step.name, "duration": step.duration, "text": step.description.strip()}


def _phone(document: GuideDocument) -> str:
    """Return where to ask: the phone of the item, or else of the first place that has one, or of the department."""
    phones = [document.item.consult_phone if document.item else "", *(place.phone for place in document.places)]
    return next((phone for phone in phones if phone.strip()), document.department.phone)


def _item_words(item: ItemDocument | None) -> dict[str, Any]:
    """Return what the guide quotes of its item; a released guide always quotes one."""
    if item is None:
        raise ValueError("a live guide quotes an item")
    return {
        "item_type": item.item_type_label,
        "item_code": item.code,
        "limit": item.promised_limit or ("当场办结" if item.project_type == ProjectType.IMMEDIATE else ""),
        "statutory_limit": item.statutory_limit,
        "limit_note": item.promised_note,
        "visits": "不用跑" if item.onsite_visits == 0 else f"最多跑{item.onsite_visits}次",
        "fee": _fee(item),
        "complaint": item.complaint_phone,
        "remedies": _stated(("行政复议", item.review_org), ("行政诉讼", item.litigation_court)),
        "ways": "、".join(item.handle_forms_labels),
        "objects": "、".join(item.service_objects_labels),
        "fees": [_fee_words(fee) for fee in item.fees],
        "results": [(result.name, result.validity) for result in item.results],
        "bases": [_basis(basis) for basis in item.legal_bases],
    }


def _fee(item: ItemDocument) -> str:
    """Return what it costs in a word: the first fee with its standard, where that is short."""
    if not item.is_fee:
        return "" if item.is_fee is None else "不收费"
    standard = item.fees[0].standard if item.fees else ""
    if not standard or len(standard) > LONGEST_FEE:
        return "收费"
    return standard if len(item.fees) == 1 else f"{standard}等"


def _fee_words(fee: FeeDocument) -> FeeWords:
    reduction = (fee.reduction_basis or "可以减免") if fee.reducible else ""
    return {"name": fee.name, "standard": fee.standard, "basis": fee.basis, "reduction": reduction}


def _basis(basis: LegalBasisDocument) -> BasisWords:
    title = basis.title if basis.title.startswith("《") else f"《{basis.title}》"
    number = f"（{basis.document_number}）" if basis.document_number else ""
    return {"name": f"{title}{number}{basis.article}", "short": f"{title}{basis.article}", "text": basis.text.strip()}
