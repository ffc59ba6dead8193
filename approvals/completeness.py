"""What an item or flow must say before it is public without a recorded reason.

The 2018 report names the contents of an item: conditions, case type, procedure, legal basis, time limit,
fees, forms, phone and guides; procedure, forms and materials belong to the guide.
"""

from django.utils.translation import gettext_lazy as _

from approvals.documents import FlowDocument, ItemDocument
from foundation.publishing.models import Gap


def item_gaps(document: ItemDocument) -> list[Gap]:
    """Return the contents that the item lacks, in the order of the form."""
    wanted = [
        (document.code_verified, Gap("code", _("Verified item code"), "code")),
        (bool(document.service_objects), Gap("service_objects", _("Who may apply"), "service_objects")),
        (
            bool(document.accept_conditions),
            Gap("accept_conditions", _("Conditions of acceptance"), "accept_conditions"),
        ),
        (bool(document.project_type), Gap("project_type", _("Case type"), "project_type")),
        (document.statutory_days is not None, Gap("statutory_limit", _("Statutory limit"), "statutory_days")),
        (document.promised_days is not None, Gap("promised_limit", _("Promised limit"), "promised_days")),
        (bool(document.legal_bases), Gap("legal_bases", _("Legal basis"), "legal_bases")),
        (
            document.is_fee is False or (document.is_fee is True and bool(document.fees)),
            Gap("fees", _("Fees"), "fees" if document.is_fee else "is_fee"),
        ),
        (bool(document.consult_phone), Gap("consult_phone", _("Phone for enquiries"), "consult_phone")),
        (
            bool(document.complaint_phone),
            Gap("complaint_phone", _("Phone for complaints"), "complaint_phone"),
        ),
    ]
    return [gap for present, gap in wanted if not present]


def flow_gaps(document: FlowDocument) -> list[Gap]:
    """Return the contents that the flow lacks."""
    wanted = [
        (bool(document.phases), Gap("phases", _("Phases"), "phases")),
        (bool(document.body), Gap("body", _("Text"), "body")),
        (bool(document.contact_phone), Gap("contact_phone", _("Phone"), "contact_phone")),
    ]
    return [gap for present, gap in wanted if not present]
