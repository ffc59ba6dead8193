"""The draft of a service guide: one for each handling item or situation."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from approvals.models import Item, ItemRevision
from foundation.publishing.contents import Content
from foundation.publishing.findings import Finding
from foundation.publishing.models import Publishable
from foundation.publishing.states import Decision
from guides.completeness import GUIDE_CONTENTS, find_unprintable, guide_blockers
from guides.documents import GuideDocument, guide_document

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Guide(Publishable):
    """What somebody needs to know to get one thing done.

    Basis, fees and limits belong to the item; the guide quotes them from the item's live revision, or, while
    the item is not public yet, from the revision that waits to be.
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
    children: ClassVar[tuple[str, ...]] = ("questions", "materials", "steps", "places", "faqs")

    quoted: ClassVar[tuple[str, ...]] = ("item",)
    contents: ClassVar[tuple[Content, ...]] = GUIDE_CONTENTS

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

    @classmethod
    def with_rows(cls) -> models.QuerySet[Self]:
        """Return the drafts also with what they quote of their items."""
        quotable = models.Prefetch("item__revisions", ItemRevision.objects.quotable(), to_attr="quotable_revisions")
        return super().with_rows().prefetch_related(quotable)

    @property
    def quoted_revision(self) -> Any:
        """The revision of the item that the document quotes, or None before anybody submitted the item."""
        read_before = getattr(self.item, "quotable_revisions", None)
        return next(iter(self.item.revisions.quotable() if read_before is None else read_before), None)

    def make_document(self) -> GuideDocument:
        """Build the document of the draft, with the item quoted."""
        return guide_document(self, self.quoted_revision)

    def find_blockers(self, document: GuideDocument) -> list[StrOrPromise]:
        """Return why the guide cannot be published at all."""
        return guide_blockers(document)

    def find_leaks(self, document: GuideDocument, *, wait: bool = True) -> list[Finding]:
        """Return the texts with characters that papers cannot show; offices and their phones are meant to be public."""
        return find_unprintable(document)

    def find_release_blockers(self, document: GuideDocument, *, at: dt.datetime | None = None) -> list[StrOrPromise]:
        """Refuse a text whose item has changed since it was submitted, or is not public by that moment."""
        quoted = self.quoted_revision
        if quoted is not None and quoted.number != document.item_revision_number:
            return [_("The item has changed since this guide was submitted; return it and submit it again.")]
        if quoted is not None and quoted.is_live:
            return []
        if quoted is None or quoted.decision != Decision.RELEASED or at is None:
            return [_("The item of this guide is not public; publish the item first.")]
        if at < quoted.scheduled_for:
            moment = formats.date_format(timezone.localtime(quoted.scheduled_for), "DATETIME_FORMAT")
            return [_("The item of this guide becomes public on %s; choose that moment or a later one.") % moment]
        return []
