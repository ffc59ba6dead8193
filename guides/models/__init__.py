"""Models of the guides: drafts with their rows, revisions, public rows, downloads, use and import batches."""

from guides.models.batches import ImportBatch, ImportRow
from guides.models.guides import Guide
from guides.models.published import FormDownload, GuideRevision, PublishedGuide
from guides.models.rows import ChecklistQuestion, Faq, Material, Place, Step
from guides.models.use import GuideDay, GuideVote

__all__ = [
    "ChecklistQuestion",
    "Faq",
    "FormDownload",
    "Guide",
    "GuideDay",
    "GuideRevision",
    "GuideVote",
    "ImportBatch",
    "ImportRow",
    "Material",
    "Place",
    "PublishedGuide",
    "Step",
]
