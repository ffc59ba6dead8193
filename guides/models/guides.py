"""The draft of a service guide: one for each handling item or situation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models import Item
from foundation.publishing.models import Gap, Publishable
from guides.completeness import guide_blockers, guide_gaps
from guides.documents import GuideDocument, guide_document

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from guides.models.published import PublishedGuide


class Guide(Publishable):
    """What somebody needs to know to get one thing done.

    Basis, fees and limits belong to the item; the guide quotes them from the item's live revision.
    """

    slug = models.SlugField(_("address on the site"), max_length=80, unique=True)
    item = models.ForeignKey(Item, models.PROTECT, related_name="guides", verbose_name=_("item"))
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=300, blank=True)
    situation = models.CharField(
        _("situation"),
        max_length=60,
        blank=True,
        help_text=_("For example first issue, renewal, replacement."),
    )
    summary = models.CharField(
        _("in plain words"),
        max_length=160,
        blank=True,
        help_text=_("Two sentences that everybody understands."),
    )
    conditions = models.TextField(
        _("conditions of this situation"),
        max_length=8000,
        blank=True,
        help_text=_("Only where they are narrower than those of the item."),
    )
    no_materials = models.BooleanField(_("no materials are needed"), default=False)
    notes = models.TextField(_("please note"), max_length=8000, blank=True)

    address: ClassVar[str] = "slug"
    children: ClassVar[tuple[str, ...]] = ("materials", "steps", "places", "faqs")

    quoted: ClassVar[tuple[str, ...]] = ("item", "materials__blank_form", "materials__sample_form")

    class Meta(Publishable.Meta):
        verbose_name = _("service guide")
        verbose_name_plural = _("service guides")
        ordering = ["slug"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(condition=models.Q(slug__regex=r"^[0-9A-Za-z_-]+$"), name="guide_slug_shape"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Keep the address once it is known, and the guide in the department of its item."""
        self.clean_address()
        if self.item_id and self.department_id and self.item.department_id != self.department_id:
            raise ValidationError({"department": _("The guide belongs to the department of its item.")})

    def make_document(self) -> GuideDocument:
        """Build the document of the draft, with the item quoted from its live revision."""
        return guide_document(self)

    def find_gaps(self, document: GuideDocument) -> list[Gap]:
        """Return which of the eight contents are missing."""
        return guide_gaps(document)

    def find_blockers(self, document: GuideDocument) -> list[StrOrPromise]:
        """Return why the guide cannot be published at all."""
        return guide_blockers(document)

    def find_release_blockers(self, document: GuideDocument) -> list[StrOrPromise]:
        """Refuse a text whose item has changed since it was submitted."""
        live = self.item.live_revision
        if live is not None and live.number != document.item_revision_number:
            return [_("The item has changed since this guide was submitted; return it and submit it again.")]
        return []

    def build_published(self, revision: Any, document: GuideDocument) -> PublishedGuide:
        """Return the row that the public reads."""
        from guides.publication import published_guide

        return published_guide(self, revision, document)
