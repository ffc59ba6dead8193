"""All models of disclosure, gathered for Django; each lives in the module that knows it."""

from disclosure.models.additions import Addition
from disclosure.models.annual import AnnualReport, ManualFigure
from disclosure.models.clock import ClockFact, Consultation, ExtensionProposal
from disclosure.models.columns import Column
from disclosure.models.decisions import Decision, DecisionFile, DecisionItem
from disclosure.models.index_numbers import IndexNumber, IssuingBody
from disclosure.models.letters import FeeNotice, Letter, LetterTemplate, Service
from disclosure.models.offices import DisclosureOffice, ReadingPoint
from disclosure.models.outreach import BrochureHandout, Outlet
from disclosure.models.publications import Attachment, EarlierDocument, Milestone, Publication
from disclosure.models.published import AttachmentDownload, PublicationRevision, PublishedPublication
from disclosure.models.register import Applicant, Channel, Request, RequestedItem, Submission, SubmissionFile
from disclosure.models.remedies import Remedy
from disclosure.models.reminders import Reminder
from disclosure.models.suggestions import Suggestion

__all__ = [
    "Addition",
    "AnnualReport",
    "Applicant",
    "Attachment",
    "AttachmentDownload",
    "BrochureHandout",
    "Channel",
    "ClockFact",
    "Column",
    "Consultation",
    "Decision",
    "DecisionFile",
    "DecisionItem",
    "DisclosureOffice",
    "EarlierDocument",
    "ExtensionProposal",
    "FeeNotice",
    "IndexNumber",
    "IssuingBody",
    "Letter",
    "LetterTemplate",
    "ManualFigure",
    "Milestone",
    "Outlet",
    "Publication",
    "PublicationRevision",
    "PublishedPublication",
    "ReadingPoint",
    "Remedy",
    "Reminder",
    "Request",
    "RequestedItem",
    "Service",
    "Submission",
    "SubmissionFile",
    "Suggestion",
]
