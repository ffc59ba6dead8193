"""All models of disclosure, gathered for Django; each lives in the module that knows it."""

from disclosure.models.columns import Column
from disclosure.models.index_numbers import IndexNumber, IssuingBody
from disclosure.models.offices import DisclosureOffice, ReadingPoint
from disclosure.models.outreach import BrochureHandout, Outlet
from disclosure.models.publications import Attachment, EarlierDocument, Milestone, Publication
from disclosure.models.published import AttachmentDownload, PublicationRevision, PublishedPublication

__all__ = [
    "Attachment",
    "AttachmentDownload",
    "BrochureHandout",
    "Column",
    "DisclosureOffice",
    "EarlierDocument",
    "IndexNumber",
    "IssuingBody",
    "Milestone",
    "Outlet",
    "Publication",
    "PublicationRevision",
    "PublishedPublication",
    "ReadingPoint",
]
