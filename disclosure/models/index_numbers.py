"""Who issues documents, and the index numbers (索引号) given to them."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disclosure.index_numbers import PATTERN, PREFIX_PATTERN
from foundation.clock import local_now
from foundation.languages import for_reader


class IssuingBody(models.Model):
    """A body that publishes (发布机构), and how its index numbers are made.

    The prefix is data, not derived from the credit code: real bodies carry prefixes of their own making.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    department = models.ForeignKey(
        "foundation.Department",
        models.PROTECT,
        related_name="issuing_bodies",
        verbose_name=_("department"),
        help_text=_("Its editors write the publications of this body."),
    )
    prefix = models.CharField(
        _("prefix of its index numbers"),
        max_length=18,
        unique=True,
        validators=[RegexValidator(PREFIX_PATTERN, _("A prefix has 9 or 18 digits and capital letters."))],
    )
    serial_digits = models.PositiveSmallIntegerField(
        _("digits of the serial number"), default=5, validators=[MinValueValidator(5), MaxValueValidator(6)]
    )
    month_in_number = models.BooleanField(_("month in the number"), default=False)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("issuing body")
        verbose_name_plural = _("issuing bodies")
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(prefix__regex=PREFIX_PATTERN), name="issuingbody_prefix_shape"),
            models.CheckConstraint(condition=Q(serial_digits__in=[5, 6]), name="issuingbody_serial_digits"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        """The name in the reader's language."""
        return for_reader(self.name, self.name_en)


class IndexNumber(models.Model):
    """A number that was given once and for all.

    The row stays when its draft is deleted, with the reason: so a gap in the series can be explained, and
    nobody gets the number again.  The database refuses to change or delete it.
    """

    text = models.CharField(_("index number"), max_length=32, unique=True, editable=False)
    body = models.ForeignKey(
        IssuingBody, models.PROTECT, related_name="index_numbers", editable=False, verbose_name=_("issuing body")
    )
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    serial = models.PositiveIntegerField(_("serial number"), editable=False)
    is_imported = models.BooleanField(_("given elsewhere"), default=False, editable=False)
    given_at = models.DateTimeField(_("given"), default=local_now, editable=False)
    unused_since = models.DateTimeField(_("unused since"), null=True, editable=False)
    unused_reason = models.CharField(_("why it is unused"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("index number")
        verbose_name_plural = _("index numbers")
        ordering = ["body", "-year", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["body", "year", "serial"], name="indexnumber_serial_once"),
            models.CheckConstraint(condition=Q(text__regex=PATTERN), name="indexnumber_shape"),
            models.CheckConstraint(
                condition=Q(unused_since=None, unused_reason="")
                | (Q(unused_since__isnull=False) & ~Q(unused_reason="")),
                name="indexnumber_unused_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text
