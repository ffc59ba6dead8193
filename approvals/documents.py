"""The documents of items and flows: what a revision freezes and every face is made from."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from django.db.models import TextChoices

from approvals import codelists
from approvals.limits import limit_text
from foundation.languages import for_reader
from foundation.publishing.copying import copy_fields, copy_rows
from foundation.publishing.documents import Document, RootDocument
from foundation.publishing.quotes import DepartmentQuote, FileQuote, quote_department

if TYPE_CHECKING:
    from approvals.models import Flow, Item


class ThemeQuote(Document):
    """A theme of the item."""

    code: str
    kind: str
    name: str
    name_en: str

    @property
    def local_name(self) -> str:
        """The name in the reader's language."""
        return for_reader(self.name, self.name_en)


class LegalBasisDocument(Document):
    """A law and article."""

    key: str
    title: str
    document_number: str
    article: str
    text: str
    issuing_organ: str
    effective_on: dt.date | None
    url: str


class FeeDocument(Document):
    """A fee."""

    key: str
    name: str
    standard: str
    basis: str
    reducible: bool
    reduction_basis: str


class SpecialProcedureDocument(Document):
    """A procedure whose time is not counted."""

    codelists: ClassVar[dict[str, type[TextChoices]]] = {"unit": codelists.LimitUnit}

    key: str
    name: str
    days: int | None
    unit: str
    basis: str

    @property
    def limit(self) -> str:
        """The time needed, in words."""
        return limit_text(self.days, self.unit)


class ResultDocument(Document):
    """What the applicant gets."""

    codelists: ClassVar[dict[str, type[TextChoices]]] = {"result_type": codelists.ResultType}

    key: str
    name: str
    result_type: str
    validity: str
    sample: FileQuote | None


class IntermediaryServiceDocument(Document):
    """A service of a third party."""

    key: str
    name: str
    basis: str


class ItemDocument(RootDocument):
    """An item of the implementing list with all its elements."""

    codelists: ClassVar[dict[str, type[TextChoices]]] = {
        "item_type": codelists.ItemType,
        "body_nature": codelists.BodyNature,
        "exercise_level": codelists.ExerciseLevel,
        "power_source": codelists.PowerSource,
        "service_objects": codelists.ServiceObject,
        "project_type": codelists.ProjectType,
        "handle_forms": codelists.HandleForm,
        "online_depth": codelists.OnlineDepth,
        "cross_region_scope": codelists.CrossRegionScope,
        "statutory_unit": codelists.LimitUnit,
        "promised_unit": codelists.LimitUnit,
        "item_state": codelists.ItemState,
    }

    code: str
    code_verified: bool
    local_task_code: str
    catalog_version: str
    name: str
    name_en: str
    short_name: str
    colloquial_name: str
    item_type: str
    department: DepartmentQuote
    body_nature: str
    exercise_level: str
    power_source: str
    entrusting_department: str
    joint_departments: str
    themes: tuple[ThemeQuote, ...]
    service_objects: tuple[str, ...]
    project_type: str
    handle_forms: tuple[str, ...]
    online_depth: str
    onsite_visits: int
    onsite_reason: str
    cross_region_scope: str
    online: bool
    online_url: str
    online_platform: str
    appointment: bool
    appointment_url: str
    online_payment: bool
    courier: bool
    self_service: bool
    in_hall: bool
    quantity_limit: str
    statutory_days: int | None
    statutory_unit: str
    statutory_note: str
    promised_days: int | None
    promised_unit: str
    promised_note: str
    accept_conditions: str
    is_fee: bool | None
    consult_phone: str
    consult_url: str
    consult_address: str
    complaint_phone: str
    complaint_url: str
    complaint_address: str
    review_org: str
    litigation_court: str
    item_state: str
    effective_on: dt.date | None
    cancels_on: dt.date | None
    legal_bases: tuple[LegalBasisDocument, ...]
    fees: tuple[FeeDocument, ...]
    special_procedures: tuple[SpecialProcedureDocument, ...]
    results: tuple[ResultDocument, ...]
    intermediary_services: tuple[IntermediaryServiceDocument, ...]

    @property
    def statutory_limit(self) -> str:
        """The statutory limit in words."""
        return limit_text(self.statutory_days, self.statutory_unit)

    @property
    def promised_limit(self) -> str:
        """The promised limit in words."""
        return limit_text(self.promised_days, self.promised_unit)

    @property
    def catalog_code(self) -> str:
        """The basic code (基本编码), 12 characters."""
        return self.code[19:31]

    @property
    def task_code(self) -> str:
        """The implementing code (实施编码), 31 characters."""
        return self.code[:31]

    @property
    def local_name(self) -> str:
        """The name in the reader's language."""
        return for_reader(self.name, self.name_en)


class FlowPhaseDocument(Document):
    """A phase of a flow with its lead department and the items that belong to it."""

    key: str
    name: str
    lead_department: str
    duration: str
    participants: str
    description: str
    item_codes: tuple[str, ...]


class FlowDocument(RootDocument):
    """A parallel approval flow or an agent service."""

    slug: str
    kind: str
    title: str
    title_en: str
    department: DepartmentQuote
    summary: str
    body: str
    contact_phone: str
    contact_address: str
    phases: tuple[FlowPhaseDocument, ...]

    @property
    def local_title(self) -> str:
        """The title in the reader's language."""
        return for_reader(self.title, self.title_en)


def item_document(item: Item) -> ItemDocument:
    """Build the document of an item's draft."""
    return copy_fields(
        item,
        ItemDocument,
        department=quote_department(item.department),
        themes=tuple(
            ThemeQuote(code=theme.code, kind=theme.kind, name=theme.name, name_en=theme.name_en)
            for theme in item.themes.all()
        ),
        legal_bases=copy_rows(item.legal_bases, LegalBasisDocument),
        fees=copy_rows(item.fees, FeeDocument),
        special_procedures=copy_rows(item.special_procedures, SpecialProcedureDocument),
        results=copy_rows(item.results, ResultDocument),
        intermediary_services=copy_rows(item.intermediary_services, IntermediaryServiceDocument),
    )


def flow_document(flow: Flow) -> FlowDocument:
    """Build the document of a flow's draft."""
    return copy_fields(
        flow,
        FlowDocument,
        department=quote_department(flow.department),
        phases=copy_rows(flow.phases, FlowPhaseDocument),
    )
