"""What an entry of the register holds, whichever door it comes through: form, officer's screen or import."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from disclosure.models.register import DeliveryWay, IdentityPaper, Medium
from foundation.privacy import mask_name


@dataclass(frozen=True)
class ApplicantEntry:
    """Who asks (条例 art. 29)."""

    name: str
    category: str
    paper: str = ""
    paper_number: str = ""
    phone: str = ""
    email: str = ""
    fax: str = ""
    address: str = ""
    postcode: str = ""
    employer: str = ""
    representative: str = ""
    contact_person: str = ""

    @property
    def mask(self) -> str:
        """The name as lists show it: of people the family name only, of organizations the whole name."""
        return mask_name(self.name) if self.category == "natural_person" else self.name[:100]


@dataclass(frozen=True)
class RequestEntry:
    """A request as it is entered."""

    channel: str
    arrived_on: dt.date
    applicant: ApplicantEntry
    subject: str
    description: str
    items: Sequence[str] = ()
    features: str = ""
    purpose: str = ""
    delivery_way: str = DeliveryWay.PICK_UP
    medium: str = Medium.PAPER
    accepts_other_way: bool = True
    confirmed_on: dt.date | None = None
    evidence: str = ""
    files: Sequence[tuple[Any, str]] = field(default=())
    """Uploads with what they are."""
    typed: Mapping[str, str] = field(default_factory=dict)
    """The fields of the public form exactly as the applicant typed them; empty for what an officer wrote down."""

    def payload(self) -> str:
        """Return what is kept unchanged, as JSON text: what the applicant typed, or the entry that an officer made."""
        if self.typed:
            return json.dumps(self.typed, ensure_ascii=False)
        made = asdict(replace(self, files=(), typed={}))  # asdict would copy the files, and large ones cannot be copied
        del made["files"], made["typed"]
        return json.dumps(made, ensure_ascii=False, default=str)


CATEGORY_PAPERS: dict[str, str] = {"natural_person": IdentityPaper.ID_CARD}
"""The usual paper of a category; organizations show their credit code."""
