"""What an item or flow must say before it is public without a recorded reason.

The 2018 report names the contents of an item: conditions, case type, procedure, legal basis, time limit,
fees, forms, phone and guides; procedure, forms and materials belong to the guide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from approvals.codelists import ProjectType
from approvals.documents import ItemDocument
from foundation.publishing.contents import Content

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def states_statutory_limit(document: ItemDocument) -> bool:
    """Tell whether the item says what the law allows: a limit, a note that the law sets none, or done on the spot."""
    on_the_spot = document.project_type == ProjectType.IMMEDIATE
    return document.statutory_days is not None or bool(document.statutory_note.strip()) or on_the_spot


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


ITEM_CONTENTS: Final[tuple[Content, ...]] = (
    Content("code", _("Verified item code"), "code", lambda item: item.code_verified),
    Content("service_objects", _("Who may apply"), "service_objects", lambda item: item.service_objects),
    Content(
        "accept_conditions",
        _("Conditions of acceptance"),
        "accept_conditions",
        lambda item: item.accept_conditions.strip(),
    ),
    Content("project_type", _("Case type"), "project_type", lambda item: item.project_type),
    Content("statutory_limit", _("Statutory limit"), "statutory_days", states_statutory_limit),
    Content("promised_limit", _("Promised limit"), "promised_days", states_promise),
    Content("legal_bases", _("Legal basis"), "legal_bases", lambda item: item.legal_bases),
    Content("fees", _("Fees"), "is_fee", states_fees),
    Content("consult_phone", _("Phone for enquiries"), "consult_phone", lambda item: item.consult_phone.strip()),
    Content("complaint_phone", _("Phone for complaints"), "complaint_phone", lambda item: item.complaint_phone.strip()),
)
"""The contents of an item in the order of the form."""

FLOW_CONTENTS: Final[tuple[Content, ...]] = (
    Content("phases", _("Phases"), "phases", lambda flow: flow.phases),
    Content("body", _("Text"), "body", lambda flow: flow.body.strip()),
    Content("contact_phone", _("Phone"), "contact_phone", lambda flow: flow.contact_phone.strip()),
)
