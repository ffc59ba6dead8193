"""Drafts of opinion solicitations (意见征集), with their attachments."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, ExpressionWrapper, F, Q, Value
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from feedback.consultations import (
    LEAST_DAYS,
    CommentOutcome,
    SolicitationKind,
    earliest_end,
    is_short,
    may_be_shorter,
)
from feedback.solicitation_documents import (
    MOST_QUOTES,
    SOLICITATION_CONTENTS,
    AnswerDocument,
    ResultDocument,
    SolicitationDocument,
    solicitation_document,
    solicitation_leaks,
)
from foundation.attachments import StoredFile
from foundation.clock import local_now
from foundation.constraints import known
from foundation.publishing.contents import Content
from foundation.publishing.models import DraftChild, Publishable
from foundation.publishing.reading import document_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from foundation.publishing.findings import Finding

TEXT_LENGTH: Final = 200_000
RESULT_LENGTH: Final = 20_000
_FULL_END: Final = ExpressionWrapper(F("starts_on") + Value(LEAST_DAYS), output_field=models.DateField())


class Solicitation(Publishable):
    """A draft text on which the public is asked for comments; later the same record carries the result.

    Its address on the site is its number, which is given when the draft is made and stays.
    """

    number = models.CharField(_("number"), max_length=12, unique=True, editable=False)
    kind = models.CharField(_("what the draft is to become"), max_length=20, choices=SolicitationKind)
    touches_business = models.BooleanField(
        _("closely concerns the business of enterprises"),
        default=False,
        help_text=_("Then a normative document has the full 30 days, too (优化营商环境条例 art. 62)."),
    )
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=300, blank=True)
    explanation = models.TextField(_("explanation of the draft"), max_length=TEXT_LENGTH, blank=True)
    text = models.TextField(_("draft text"), max_length=TEXT_LENGTH, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), help_text=_("Calendar days; comments are taken until midnight."))
    short_reason = models.CharField(
        _("reason for a shorter period"),
        max_length=500,
        blank=True,
        help_text=_("Published. Only where fewer than 30 days are allowed."),
    )
    takes_online = models.BooleanField(_("comments on this site"), default=True)
    postal_address = models.CharField(_("comments by post to"), max_length=200, blank=True)
    email = models.EmailField(_("comments by e-mail to"), blank=True)
    meeting = models.CharField(_("meeting, with day and place"), max_length=500, blank=True)
    result_text = models.TextField(
        pgettext_lazy("solicitation", "result"),
        max_length=RESULT_LENGTH,
        blank=True,
        help_text=_(
            "What is done with the draft now. The numbers and the answers to the comments are added by themselves."
        ),
    )

    address: ClassVar[str] = "number"
    children: ClassVar[tuple[str, ...]] = ("attachments",)
    contents: ClassVar[tuple[Content, ...]] = SOLICITATION_CONTENTS

    class Meta(Publishable.Meta):
        verbose_name = _("opinion solicitation")
        verbose_name_plural = _("opinion solicitations")
        ordering = ["-starts_on", "-id"]
        constraints = [
            *Publishable.Meta.constraints,
            known("kind", SolicitationKind),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="solicitation_period_in_order"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=_FULL_END)
                | (~Q(short_reason="") & ~Q(kind="rule") & ~Q(kind="normative", touches_business=True)),
                name="solicitation_period_long_enough",
            ),
            models.CheckConstraint(
                condition=Q(takes_online=True) | ~Q(postal_address="") | ~Q(email="") | ~Q(meeting=""),
                name="solicitation_takes_comments",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Hold the period to the law, and ask for at least one way to comment."""
        if self.starts_on and self.ends_on:
            self._clean_period()
        if not (self.takes_online or self.postal_address or self.email or self.meeting):
            raise ValidationError({"takes_online": _("Name at least one way to comment.")})

    def _clean_period(self) -> None:
        if self.starts_on > self.ends_on:
            raise ValidationError({"ends_on": _("The last day lies before the first.")})
        if not is_short(self.starts_on, self.ends_on):
            return
        full = formats.date_format(earliest_end(self.starts_on))
        if not may_be_shorter(self.kind, touches_business=self.touches_business):
            sentence = _(
                "Such drafts are open for 30 days and more, and no reason shortens that:"
                " the last day is %(day)s or later."
            )
            raise ValidationError({"ends_on": sentence % {"day": full}})
        if not self.short_reason.strip():
            sentence = _("Fewer than 30 days need a reason, which is published; or let it end on %(day)s or later.")
            raise ValidationError({"short_reason": sentence % {"day": full}})

    def make_document(self) -> SolicitationDocument:
        """Build the document of the draft; with a result as soon as its text is written."""
        return solicitation_document(self, self.make_result() if self.result_text.strip() else None)

    def make_result(self) -> ResultDocument:
        """Count the comments and what became of them. Three queries, however many comments."""
        groups = list(self.groups.annotate(count=Count("comments")).filter(count__gt=0).order_by("id"))
        quotes: dict[Any, list[Any]] = {}
        for group, words in self.comments.filter(public_text__isnull=False).values_list("group", "public_text"):
            quotes.setdefault(group, []).append(words)
        counts = {outcome: sum(g.count for g in groups if g.outcome == outcome) for outcome in CommentOutcome}
        return ResultDocument(
            text=self.result_text,
            comments=self.comments.count(),
            adopted=counts[CommentOutcome.ADOPTED],
            partly=counts[CommentOutcome.PARTLY],
            not_adopted=counts[CommentOutcome.NOT_ADOPTED],
            answers=tuple(
                AnswerDocument(
                    key=group.key,
                    title=group.title,
                    outcome=group.outcome,
                    reason=group.reason,
                    count=group.count,
                    quotes=tuple(quotes.get(group.pk, ())[:MOST_QUOTES]),
                )
                for group in groups
            ),
        )

    def find_leaks(self, document: SolicitationDocument, *, wait: bool = True) -> list[Finding]:
        """Return personal data in texts, answers and quoted comments, and what attachments would give away."""
        return solicitation_leaks(document, wait=wait)

    def find_blockers(self, document: SolicitationDocument) -> list[StrOrPromise]:
        """Return why it cannot be published at all: a shorter period than announced, comments without an answer."""
        found: list[StrOrPromise] = []
        live = self.live_revision
        if live is not None:
            before: SolicitationDocument = document_of(live)
            if document.starts_on != before.starts_on or document.ends_on < before.ends_on:
                found.append(_("The period was announced: it may be extended, but neither moved nor shortened."))
            if before.result is not None and document.result is None:
                found.append(_("The result is public: it may be corrected, but not taken away."))
        result = document.result
        if result is not None and (left := result.comments - sum(result.figures[1:])):
            sentence = ngettext("%(n)d comment has no answer yet.", "%(n)d comments have no answer yet.", left)
            found.append(sentence % {"n": left})
        return found

    def find_release_blockers(
        self, document: SolicitationDocument, *, at: dt.datetime | None = None
    ) -> list[StrOrPromise]:
        """Return why it cannot go live at that moment: the period has begun or not ended, or the counts are old."""
        day = (at or local_now()).date()
        if document.result is None:
            late = day > document.starts_on and not self.revisions.ever_live().exists()
            return [_("The period would begin before anybody can read of it; move it.")] if late else []
        if day <= document.ends_on:
            return [_("The result is published after the last day of the period.")]
        if document.result.figures != self.make_result().figures:
            return [_("Comments came or were answered anew since the result was submitted; have it submitted again.")]
        return []


class SolicitationFile(DraftChild):
    """A file beside the draft (附件)."""

    solicitation = models.ForeignKey(
        Solicitation, models.CASCADE, related_name="attachments", verbose_name=_("opinion solicitation")
    )
    title = models.CharField(_("name of the attachment"), max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("file"))

    quoted: ClassVar[tuple[str, ...]] = ("file",)

    class Meta(DraftChild.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [models.UniqueConstraint(fields=["solicitation", "key"], name="solicitationfile_key_once")]

    def __str__(self) -> str:
        return self.title
