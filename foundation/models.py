"""All models of the ground floor, gathered for Django; each lives in the room that knows it."""

from foundation.attachments import StoredFile
from foundation.audit import AuditEntry
from foundation.calendar_days import CalendarDay, CalendarYear
from foundation.file_checks import FileCheck
from foundation.job_runs import JobRun
from foundation.links.models import Link, LinkPlace
from foundation.login.second_factor import RecoveryCode, SecondFactor
from foundation.numbering import Counter
from foundation.organization import Department, Membership, Region, Window
from foundation.people import User
from foundation.personal_files import PersonalFile
from foundation.publishing.models import CatalogVersion
from foundation.rate_limits import RateCounter
from foundation.retention.models import RetentionRule, Tombstone
from foundation.sealing import AuditSeal, WaitingEntry
from foundation.search.log_models import QueryDay, QueryDayKey, QueryMark
from foundation.search.models import SearchEntry, SearchTerm, SearchVersion, Synonym

__all__ = [
    "AuditEntry",
    "AuditSeal",
    "CalendarDay",
    "CalendarYear",
    "CatalogVersion",
    "Counter",
    "Department",
    "FileCheck",
    "JobRun",
    "Link",
    "LinkPlace",
    "Membership",
    "PersonalFile",
    "QueryDay",
    "QueryDayKey",
    "QueryMark",
    "RateCounter",
    "RecoveryCode",
    "Region",
    "RetentionRule",
    "SearchEntry",
    "SearchTerm",
    "SearchVersion",
    "SecondFactor",
    "StoredFile",
    "Synonym",
    "Tombstone",
    "User",
    "WaitingEntry",
    "Window",
]
