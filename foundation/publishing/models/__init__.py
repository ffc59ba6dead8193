"""The models of publishing: the draft, its revisions, and the row that the public reads; apps make them concrete."""

from foundation.publishing.models.catalog import CatalogVersion, bump_catalog
from foundation.publishing.models.drafts import DraftChild, Publishable, new_key
from foundation.publishing.models.published import FacetColumns, PublishedRecord
from foundation.publishing.models.revisions import LATE_AFTER, Revision, RevisionQuerySet

__all__ = [
    "LATE_AFTER",
    "CatalogVersion",
    "DraftChild",
    "FacetColumns",
    "Publishable",
    "PublishedRecord",
    "Revision",
    "RevisionQuerySet",
    "bump_catalog",
    "new_key",
]
