"""Models of the guides: drafts with their rows, revisions, public rows, downloads, use and import batches."""

from guides.models.batches import ImportBatch, ImportRow
from guides.models.guides import Guide
from guides.models.journeys import Journey, JourneyRevision, JourneyStep, PublishedJourney
from guides.models.papers import Booklet, BookletVolume
from guides.models.published import FormDownload, GuideRevision, PublishedGuide
from guides.models.rows import ChecklistQuestion, Faq, Material, Place, Step
from guides.models.use import GuideDay, GuideVote

__all__ = [
    "Booklet",
    "BookletVolume",
    "ChecklistQuestion",
    "Faq",
    "FormDownload",
    "Guide",
    "GuideDay",
    "GuideRevision",
    "GuideVote",
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
