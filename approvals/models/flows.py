"""Parallel approval flows (并联审批) and agent services (投资代办): drafts, revisions, public rows."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.codes import CODE_PATTERN
from approvals.completeness import FLOW_CONTENTS
from approvals.documents import FlowDocument, flow_document
from approvals.publication import flow_columns, flow_words
from foundation.languages import for_reader
from foundation.publishing.contents import Content
from foundation.publishing.documents import RootDocument
from foundation.publishing.models import DraftChild, Publishable, PublishedRecord, Revision
from foundation.search.documents import SearchDocument


class FlowKind(models.TextChoices):
    """What a flow describes."""

    PARALLEL = "parallel", _("Parallel approval")
    AGENT = "agent", _("Agent service for investors")


class Flow(Publishable):
    """A way through several approvals, shown as a diagram and as text."""

    slug = models.SlugField(_("address on the site"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=FlowKind)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=300, blank=True)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    body = models.TextField(_("text"), max_length=20000, blank=True)
    contact_phone = models.CharField(_("phone"), max_length=200, blank=True)
    contact_address = models.CharField(_("address"), max_length=300, blank=True)

    address: ClassVar[str] = "slug"
    children: ClassVar[tuple[str, ...]] = ("phases",)
    contents: ClassVar[tuple[Content, ...]] = FLOW_CONTENTS

    class Meta(Publishable.Meta):
        verbose_name = _("approval flow")
        verbose_name_plural = _("approval flows")
        ordering = ["kind", "slug"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(condition=models.Q(kind__in=FlowKind.values), name="flow_kind_known"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Keep the address once it is known."""
        self.clean_address()

    def make_document(self) -> FlowDocument:
        """Build the document of the draft."""
        return flow_document(self)


class FlowPhase(DraftChild):
    """A phase with one lead department; the items of a phase run side by side."""

    flow = models.ForeignKey(Flow, models.CASCADE, related_name="phases", verbose_name=_("flow"))
    name = models.CharField(_("phase"), max_length=100)
    lead_department = models.CharField(_("lead department"), max_length=100)
    duration = models.CharField(_("time needed"), max_length=100, blank=True)
    participants = models.CharField(_("departments taking part"), max_length=300, blank=True)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    item_codes = ArrayField(
        models.CharField(max_length=33, validators=[RegexValidator(CODE_PATTERN)]),
        verbose_name=_("codes of its items"),
        default=list,
        blank=True,
    )

    class Meta(DraftChild.Meta):
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        constraints = [models.UniqueConstraint(fields=["flow", "key"], name="flowphase_key_once")]

    def __str__(self) -> str:
        return self.name


class FlowRevision(Revision):
    """A revision of a flow."""

    document_type: ClassVar[type[RootDocument]] = FlowDocument

    record = models.ForeignKey(Flow, models.PROTECT, related_name="revisions", verbose_name=_("flow"))

    class Meta(Revision.Meta):
        verbose_name = _("flow revision")
        verbose_name_plural = _("flow revisions")


class PublishedFlow(PublishedRecord):
    """A live flow."""

    record = models.OneToOneField(Flow, models.PROTECT, related_name="published")
    revision = models.OneToOneField(FlowRevision, models.PROTECT, related_name="published")
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=10, choices=FlowKind)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=300, blank=True)
    summary = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("public flow")
        verbose_name_plural = _("public flows")
        ordering = ["kind", "slug"]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def build(cls, revision: Any, document: FlowDocument, gathered: None) -> Self:
        """Return the unsaved row of a live revision."""
        return cls(record=revision.record, **flow_columns(revision, document))

    def search_document(self, document: FlowDocument) -> SearchDocument:
        """Return what the search indexes."""
        return flow_words(self.record_id, document)

    @property
    def local_title(self) -> str:
        """The title in the reader's language."""
        return for_reader(self.title, self.title_en)
