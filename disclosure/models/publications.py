"""Drafts of publications, with their attachments, milestones and effects on earlier documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from disclosure.codelists import DisclosureMode, Effect, PublicationKind
from disclosure.completeness import PUBLICATION_CONTENTS, publication_blockers, publication_leaks
from disclosure.documents import PublicationDocument, publication_document
from disclosure.models.columns import Column
from disclosure.models.index_numbers import IndexNumber, IssuingBody
from foundation.attachments import StoredFile
from foundation.constraints import known
from foundation.publishing.contents import Content
from foundation.publishing.models import DraftChild, Publishable

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from foundation.publishing.findings import Finding

TEXT_LENGTH = 200_000
"""Characters of a text; the longest statutes have some 60,000."""


class Publication(Publishable):
    """A text that the office publishes, or a record that it discloses on request.

    Its address on the site is its index number, which is given when the draft is made and stays.
    """

    index_number = models.OneToOneField(
        IndexNumber, models.PROTECT, related_name="publication", editable=False, verbose_name=_("index number")
    )
    column = models.ForeignKey(Column, models.PROTECT, related_name="publications", verbose_name=_("column"))
    kind = models.CharField(
        _("kind of text"), max_length=20, choices=PublicationKind, default=PublicationKind.ANNOUNCEMENT
    )
    title = models.CharField(_("title"), max_length=300)
    title_en = models.CharField(_("English title"), max_length=400, blank=True)
    document_number = models.CharField(
        _("document number"), max_length=100, blank=True, help_text=_("As on the document; many texts have none.")
    )
    written_on = models.DateField(_("date written"), null=True, blank=True)
    issued_on = models.DateField(_("date issued"))
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    expires_on = models.DateField(_("in force until"), null=True, blank=True, help_text=_("The last day."))
    abolished_on = models.DateField(_("abolished from"), null=True, blank=True)
    keywords = models.CharField(_("keywords"), max_length=200, blank=True, help_text=_("With spaces between them."))
    summary = models.CharField(
        _("summary"), max_length=500, blank=True, help_text=_("The catalogue shows it; the law asks for it.")
    )
    source = models.CharField(_("source"), max_length=100, blank=True, help_text=_("Empty: the issuing body itself."))
    disclosure_mode = models.CharField(
        _("way of disclosure"), max_length=10, choices=DisclosureMode, default=DisclosureMode.PROACTIVE
    )
    scope = models.CharField(
        _("scope of disclosure"), max_length=100, blank=True, help_text=_("Empty: the whole public.")
    )
    text = models.TextField(_("text"), max_length=TEXT_LENGTH, blank=True)
    import_name = models.CharField(_("imported from"), max_length=200, blank=True, editable=False)

    address: ClassVar[str] = "index_number_id"
    children: ClassVar[tuple[str, ...]] = ("attachments", "milestones", "effects")
    quoted: ClassVar[tuple[str, ...]] = ("column__parent", "index_number__body")
    contents: ClassVar[tuple[Content, ...]] = PUBLICATION_CONTENTS

    class Meta(Publishable.Meta):
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-issued_on", "-id"]
        constraints = [
            *Publishable.Meta.constraints,
            known("kind", PublicationKind),
            known("disclosure_mode", DisclosureMode),
            models.CheckConstraint(
                condition=Q(written_on=None) | Q(written_on__lte=F("issued_on")),
                name="publication_written_before_issued",
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(effective_on=None) | Q(effective_on__lte=F("expires_on")),
                name="publication_term_in_order",
            ),
            models.UniqueConstraint(
                fields=["import_name"], condition=~Q(import_name=""), name="publication_imported_once"
            ),
        ]
        indexes = [
            # The monitor of what was written but is not public.
            models.Index(fields=["written_on"], name="publication_written"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def body(self) -> IssuingBody:
        """The issuing body; its index number says which."""
        return self.index_number.body

    def clean(self) -> None:
        """Keep the dates in order."""
        if self.written_on and self.issued_on and self.written_on > self.issued_on:
            raise ValidationError({"written_on": _("A text is written before it is issued.")})
        if self.effective_on and self.expires_on and self.effective_on > self.expires_on:
            raise ValidationError({"expires_on": _("This day lies before the day on which it comes into force.")})

    def make_document(self) -> PublicationDocument:
        """Build the document of the draft."""
        return publication_document(self)

    def find_leaks(self, document: PublicationDocument, *, wait: bool = True) -> list[Finding]:
        """Return personal data in texts and milestones, and what attachments would give away."""
        return publication_leaks(document, wait=wait)

    def find_blockers(self, document: PublicationDocument) -> list[StrOrPromise]:
        """Return why the text cannot be published at all."""
        return publication_blockers(document)


class PublicationRow(DraftChild):
    """A row below a publication; concrete classes add ``publication``."""

    class Meta(DraftChild.Meta):
        abstract = True
        constraints = [models.UniqueConstraint(fields=["publication", "key"], name="%(class)s_key_once")]


class Attachment(PublicationRow):
    """A file beside the text (附件)."""

    publication = models.ForeignKey(
        Publication, models.CASCADE, related_name="attachments", verbose_name=_("publication")
    )
    title = models.CharField(_("name of the attachment"), max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("file"))

    quoted: ClassVar[tuple[str, ...]] = ("file",)

    class Meta(PublicationRow.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.title


class Milestone(PublicationRow):
    """A step of a promise or yearly goal: when it is due, and when it was reached."""

    publication = models.ForeignKey(
        Publication, models.CASCADE, related_name="milestones", verbose_name=_("publication")
    )
    title = models.CharField(_("milestone"), max_length=200)
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_on = models.DateField(_("reached"), null=True, blank=True)
    progress = models.CharField(_("progress"), max_length=500, blank=True)

    class Meta(PublicationRow.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self) -> str:
        return self.title


class EarlierDocument(PublicationRow):
    """An earlier document that this one replaces, abolishes or amends, from the day it is in force."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="effects", verbose_name=_("publication"))
    effect = models.CharField(_("effect"), max_length=10, choices=Effect)
    target = models.ForeignKey(
        Publication, models.PROTECT, related_name="affected_by", verbose_name=_("earlier document")
    )

    quoted: ClassVar[tuple[str, ...]] = ("target__index_number",)

    class Meta(PublicationRow.Meta):
        verbose_name = _("effect on an earlier document")
        verbose_name_plural = _("effects on earlier documents")
        constraints = [
            *PublicationRow.Meta.constraints,
            models.UniqueConstraint(fields=["publication", "target"], name="earlierdocument_target_once"),
            models.CheckConstraint(condition=~Q(publication=F("target")), name="earlierdocument_not_itself"),
            known("effect", Effect),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title of the earlier document."""
        return self.target.title

    def clean(self) -> None:
        """Refuse an effect of a document on itself."""
        if self.target_id is not None and self.target_id == self.publication_id:
            raise ValidationError({"target": _("A document cannot replace itself.")})
