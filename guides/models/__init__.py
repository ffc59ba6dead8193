"""Models of the guides: drafts with their rows, revisions, public rows, downloads, import batches, freshness."""

from guides.models.batches import ImportBatch, ImportRow
from guides.models.error_reports import ErrorReport
from guides.models.freshness import GuideCare, GuideCheck, GuideReminder
from guides.models.guides import Guide
from guides.models.impact import ChangeNotice, ImpactTask
from guides.models.published import FormDownload, GuideRevision, PublishedGuide
from guides.models.rows import ChecklistQuestion, Faq, Material, Place, Step

__all__ = [
    "ChangeNotice",
    "ChecklistQuestion",
    "ErrorReport",
    "Faq",
    "FormDownload",
    "Guide",
    "GuideCare",
    "GuideCheck",
    "GuideReminder",
    "GuideRevision",
    "ImpactTask",
    "ImportBatch",
    "ImportRow",
    "Material",
    "Place",
    "PublishedGuide",
    "Step",
]
