"""Models of the catalog: themes, items with their rows, flows, revisions and what the public reads."""

from approvals.models.flows import Flow, FlowPhase, FlowRevision, PublishedFlow
from approvals.models.item_rows import Fee, IntermediaryService, LegalBasis, Result, SpecialProcedure
from approvals.models.items import Item
from approvals.models.published import Adjustment, ItemRevision, PublishedItem
from approvals.models.themes import Theme

__all__ = [
    "Adjustment",
    "Fee",
    "Flow",
    "FlowPhase",
    "FlowRevision",
    "IntermediaryService",
    "Item",
    "ItemRevision",
    "LegalBasis",
    "PublishedFlow",
    "PublishedItem",
    "Result",
    "SpecialProcedure",
    "Theme",
]
