"""The office for disclosure and the places where the public can read (条例 art. 12, 25)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.languages import for_reader


class _Place(models.Model):
    name = models.CharField(_("name"), max_length=100, unique=True)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=200)
    office_hours = models.CharField(_("office hours"), max_length=200)
    phone = models.CharField(_("phone"), max_length=100)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("shown to the public"), default=True)

    class Meta:
        abstract = True
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        """The name in the reader's language."""
        return for_reader(self.name, self.name_en)


class DisclosureOffice(_Place):
    """The office that does the daily work of disclosure (政府信息公开工作机构).

    The disclosure guide must state its name, address, hours, phone, fax and internet contact (art. 12).
    """

    fax = models.CharField(_("fax"), max_length=100)
    email = models.EmailField(_("e-mail"), blank=True)
    post_code = models.CharField(_("post code"), max_length=6, blank=True)
    internet_contact = models.CharField(
        _("internet contact"), max_length=300, help_text=_("The address of the online form, or an account.")
    )
    letter_code = models.CharField(
        _("code in the numbers of letters"),
        max_length=20,
        blank=True,
        help_text=_("As in 江政务公开答〔2026〕12号, without the last character before the bracket."),
    )
    review_organ = models.CharField(
        _("review organ"),
        max_length=100,
        blank=True,
        help_text=_("For a department of the city: the city government (行政复议法 art. 24)."),
    )
    review_filing = models.CharField(
        _("where to ask for review"), max_length=300, blank=True, help_text=_("Office, address and phone.")
    )
    review_link = models.URLField(
        _("where to ask for review online"),
        max_length=300,
        blank=True,
        help_text=_("Decisions that are served online must name it (行政复议法 art. 22)."),
    )
    court = models.CharField(_("court for lawsuits"), max_length=100, blank=True)

    class Meta(_Place.Meta):
        verbose_name = _("disclosure office")
        verbose_name_plural = _("disclosure offices")


class ReadingPoint(_Place):
    """A place where anybody can read what is public (政府信息查阅点)."""

    offers = models.CharField(
        _("what is there"), max_length=300, blank=True, help_text=_("For example printed collections, a terminal.")
    )

    class Meta(_Place.Meta):
        verbose_name = _("reading point")
        verbose_name_plural = _("reading points")
