"""Tables of the search: what can be found, the words that are known, and words that mean the same."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.clock import local_now
from foundation.constraints import known
from foundation.search.folding import fold

TITLE_LENGTH: Final = 300
TERM_LENGTH: Final = 40


class SearchEntry(models.Model):
    """One thing that can be found.  Written by ``foundation.search.index`` only, in the transaction of the release.

    A table of its own for all kinds: narrow rows, vectors that no list loads by accident, rebuilt at any time.
    """

    kind = models.CharField(max_length=16)
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=TITLE_LENGTH)
    title_fold = models.CharField(max_length=TITLE_LENGTH)
    code = models.CharField(max_length=80, blank=True)
    """Item code, index number or document number, folded."""
    department = models.ForeignKey("foundation.Department", models.CASCADE, null=True, related_name="+")
    themes = ArrayField(models.CharField(max_length=40), default=list)
    """Codes; only rows that the words found are narrowed by them, so that no index is needed."""
    published_on = models.DateField(null=True)
    hits = models.PositiveIntegerField(default=0)
    title_tsv = SearchVectorField()
    full_tsv = SearchVectorField()
    digest = models.CharField(max_length=64)
    """Of the folded texts and the version of the tokens: equal ones are not written again."""

    class Meta:
        verbose_name = _("entry of the search")
        verbose_name_plural = _("entries of the search")
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="searchentry_once")]
        indexes = [
            # Small lists of pending rows (KB): every search reads them through, and no single save pays for the flush
            # of many.
            GinIndex(fields=["title_tsv"], name="searchentry_title", gin_pending_list_limit=256),
            GinIndex(fields=["full_tsv"], name="searchentry_full", gin_pending_list_limit=1024),
            models.Index(OpClass(F("code"), "varchar_pattern_ops"), name="searchentry_code", condition=~Q(code="")),
            models.Index(fields=["kind", "title_fold"], name="searchentry_titled"),
            # People type the end of a long code, too.
            models.Index(
                OpClass(Reverse("code"), "varchar_pattern_ops"), name="searchentry_edoc", condition=~Q(code="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SearchTerm(models.Model):
    """A word of titles, for suggestions, pinyin and slips of the pen."""

    term = models.CharField(max_length=TERM_LENGTH, unique=True)
    pinyin = models.CharField(max_length=240)
    """Syllables without tones, one blank between two."""
    weight = models.FloatField()
    witness = models.BigIntegerField(null=True)
    """The key of one entry whose title held the word when terms were made: looked at before all titles are."""

    class Meta:
        verbose_name = _("term of the search")
        verbose_name_plural = _("terms of the search")

    def __str__(self) -> str:
        return self.term


class SynonymState(models.TextChoices):
    """Whether a pair is applied."""

    PROPOSED = "proposed", pgettext_lazy("synonym", "proposed")
    APPROVED = "approved", pgettext_lazy("synonym", "in use")
    REFUSED = "refused", pgettext_lazy("synonym", "not in use")


class Synonym(models.Model):
    """A citizens' word and the official words it stands for; applied to queries only, so a change is live at once."""

    word = models.CharField(_("citizens' word"), max_length=TERM_LENGTH, unique=True)
    official = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("official words"),
        help_text=_("Separated by commas; each is enough to be found."),
    )
    applied = ArrayField(models.CharField(max_length=60), default=list, editable=False, verbose_name=_("applied"))
    """The words in force: those that a second person approved last, while others are proposed."""
    state = models.CharField(_("state"), max_length=10, choices=SynonymState, default=SynonymState.PROPOSED)
    note = models.CharField(_("note"), max_length=200, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["word"]
        constraints = [
            known("state", SynonymState),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="synonym_second_person"
            ),
            models.CheckConstraint(condition=~Q(word=""), name="synonym_word_not_empty"),
            models.CheckConstraint(condition=Q(official__len__gt=0), name="synonym_means_something"),
        ]

    def __str__(self) -> str:
        return f"{self.word} → {'、'.join(self.official)}"

    def clean(self) -> None:
        """A pair leads from one word to others."""
        if self.word.strip() in [fold(word).strip() for word in self.official or []]:
            raise ValidationError({"official": _("The official words differ from the citizens' word.")})


class SearchVersion(models.Model):
    """Which state of terms and synonyms is in force; a process that holds another one loads them anew."""

    name = models.CharField(max_length=12, primary_key=True)
    number = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField(default=local_now)

    class Meta:
        verbose_name = _("version of the search")
        verbose_name_plural = _("versions of the search")

    def __str__(self) -> str:
        return f"{self.name} {self.number}"
