"""Models of the guides: drafts with their rows, revisions, public rows, downloads and import batches."""

from guides.models.batches import ImportBatch, ImportRow
from guides.models.guides import Guide
from guides.models.papers import Booklet, BookletVolume
from guides.models.published import FormDownload, GuideRevision, PublishedGuide
from guides.models.rows import ChecklistQuestion, Faq, Material, Place, Step

__all__ = [
    "Booklet",
    "BookletVolume",
    "ChecklistQuestion",
    "Faq",
    "FormDownload",
    "Guide",
    "GuideRevision",
    "ImportBatch",
    "ImportRow",
    "Material",
    "Place",
    "PublishedGuide",
    "Step",
]
