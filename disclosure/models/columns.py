"""Columns (栏目): the shelves of what is published proactively."""

from __future__ import annotations

from typing import Any, Final, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from disclosure.codelists import ColumnType
from foundation.constraints import known
from foundation.languages import for_reader
from foundation.publishing.quotes import clean_quoted_code
from foundation.remembering import Remembering

QUOTED_AS: Final = ("column", "parent_column")
"""The parts of a publication's document that hold a column's code."""


class ColumnQuerySet(models.QuerySet["Column"]):
    """Columns for pages and pickers."""

    def active(self) -> Self:
        """The columns that the public sees and editors fill."""
        return self.filter(is_active=True)

    def with_updates(self) -> QuerySet[Any]:
        """The columns in use that have no parts (others are the sum of theirs), with ``count`` and ``updated_on``.

        An update is a text that was not public before: a corrected one does not make a column fresh.
        """
        has_parts = models.Q(pk__in=Column.objects.active().exclude(parent=None).values("parent"))
        return (
            self.active()
            .exclude(has_parts)
            .select_related("parent")
            .annotate(count=models.Count("published"), updated_on=TruncDate(models.Max("published__first_public_at")))
        )


class Column(Remembering):
    """A column with its legal ground; one level of sub-columns."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    kind = models.CharField(
        _("type of column"),
        max_length=10,
        choices=ColumnType,
        help_text=_("News are renewed within two weeks, notices and policies within six months."),
    )
    legal_ground = models.CharField(_("legal ground"), max_length=100, blank=True)
    description = models.CharField(_("in a few words"), max_length=200, blank=True)
    description_en = models.CharField(_("in a few English words"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ColumnQuerySet.as_manager()

    class Meta:
        verbose_name = _("column")
        verbose_name_plural = _("columns")
        ordering = ["position", "code"]
        constraints = [
            known("kind", ColumnType),
            models.UniqueConstraint(fields=["parent", "name"], nulls_distinct=False, name="column_name_once"),
            models.CheckConstraint(
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("id")), name="column_not_its_own_part"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def remembered(cls) -> tuple[str, ...]:
        """The code, which stays once public texts lead to it."""
        return ("code",)

    def clean(self) -> None:
        """Keep a known code; hold the tree to two levels."""
        for part in QUOTED_AS:
            clean_quoted_code(self, part)
        if self.parent is not None and (self.parent == self or self.parent.parent_id is not None):
            raise ValidationError({"parent": _("Columns have one level of sub-columns only.")})
        if self.parent is not None and self.pk and self.children.exists():
            raise ValidationError({"parent": _("This column has sub-columns itself.")})

    @property
    def local_name(self) -> str:
        """The name in the reader's language."""
        return for_reader(self.name, self.name_en)

    @property
    def local_description(self) -> str:
        """The description in the reader's language."""
        return for_reader(self.description, self.description_en)
