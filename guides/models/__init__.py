"""Models of the guides: drafts with their rows, revisions, public rows, downloads, use, import batches, freshness."""

from guides.models.batches import ImportBatch, ImportRow
from guides.models.error_reports import ErrorReport
from guides.models.freshness import GuideCare, GuideCheck, GuideReminder
from guides.models.guides import Guide
from guides.models.impact import ChangeNotice, ImpactTask
from guides.models.journeys import Journey, JourneyRevision, JourneyStep, PublishedJourney
from guides.models.papers import Booklet, BookletVolume
from guides.models.published import FormDownload, GuideRevision, PublishedGuide
from guides.models.rows import ChecklistQuestion, Faq, Material, Place, Step
from guides.models.use import GuideDay, GuideVote

__all__ = [
    "Booklet",
    "BookletVolume",
    "ChangeNotice",
    "ChecklistQuestion",
    "ErrorReport",
    "Faq",
    "FormDownload",
    "Guide",
    "GuideCare",
    "GuideCheck",
    "GuideDay",
    "GuideReminder",
    "GuideRevision",
    "GuideVote",
    "ImpactTask",
    "ImportBatch",
    "ImportRow",
    "Journey",
    "JourneyRevision",
    "JourneyStep",
    "Material",
    "Place",
    "PublishedGuide",
    "PublishedJourney",
    "Step",
]
