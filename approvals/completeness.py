"""What an item or flow must say before it is public without a recorded reason.

The 2018 report names the contents of an item: conditions, case type, procedure, legal basis, time limit,
fees, forms, phone and guides; procedure, forms and materials belong to the guide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from approvals.codelists import ProjectType
from approvals.documents import FlowDocument, ItemDocument
from foundation.publishing.models import Gap

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ITEM_CONTENTS: Final = (
    Gap("code", _("Verified item code"), "code"),
    Gap("service_objects", _("Who may apply"), "service_objects"),
    Gap("accept_conditions", _("Conditions of acceptance"), "accept_conditions"),
    Gap("project_type", _("Case type"), "project_type"),
    Gap("statutory_limit", _("Statutory limit"), "statutory_days"),
    Gap("promised_limit", _("Promised limit"), "promised_days"),
    Gap("legal_bases", _("Legal basis"), "legal_bases"),
    Gap("fees", _("Fees"), "is_fee"),
    Gap("consult_phone", _("Phone for enquiries"), "consult_phone"),
    Gap("complaint_phone", _("Phone for complaints"), "complaint_phone"),
)
"""The contents of an item in the order of the form."""

FLOW_CONTENTS: Final = (
    Gap("phases", _("Phases"), "phases"),
    Gap("body", _("Text"), "body"),
    Gap("contact_phone", _("Phone"), "contact_phone"),
)


def item_gaps(document: ItemDocument) -> list[Gap]:
    """Return the contents that the item lacks.

    An item done on the spot needs no limits; where the law sets none, the note on the statutory limit says so.
    """
    on_the_spot = document.project_type == ProjectType.IMMEDIATE
    present = {
        "code": document.code_verified,
        "service_objects": document.service_objects,
        "accept_conditions": document.accept_conditions.strip(),
        "project_type": document.project_type,
        "statutory_limit": document.statutory_days is not None or document.statutory_note.strip() or on_the_spot,
        "promised_limit": states_promise(document),
        "legal_bases": document.legal_bases,
        "fees": states_fees(document),
        "consult_phone": document.consult_phone.strip(),
        "complaint_phone": document.complaint_phone.strip(),
    }
    return [gap for gap in ITEM_CONTENTS if not present[gap.code]]


def states_promise(document: ItemDocument) -> bool:
    """Tell whether the item says how long it takes: a promised limit, or done on the spot."""
    return document.promised_days is not None or document.project_type == ProjectType.IMMEDIATE


def states_fees(document: ItemDocument) -> bool:
    """Tell whether the item says what it costs: nothing, or the fees."""
    return document.is_fee is False or (document.is_fee is True and bool(document.fees))


def item_blockers(document: ItemDocument) -> list[StrOrPromise]:
    """Return why the item cannot be published at all: it must not call itself free and list fees."""
    if document.is_fee is False and document.fees:
        return [_("The item says that no fee is charged, but lists fees.")]
    return []


def flow_gaps(document: FlowDocument) -> list[Gap]:
    """Return the contents that the flow lacks."""
    present = {
        "phases": document.phases,
        "body": document.body.strip(),
        "contact_phone": document.contact_phone.strip(),
    }
    return [gap for gap in FLOW_CONTENTS if not present[gap.code]]
