"""Themes by which people browse: for persons, for legal persons, and life events."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.languages import for_reader
from foundation.publishing.quotes import clean_quoted_code
from foundation.remembering import Remembering


class ThemeKind(models.TextChoices):
    """The three shelves of themes."""

    PERSONAL = "personal", _("Personal theme")
    LEGAL = "legal", _("Business theme")
    LIFE_EVENT = "life_event", _("Life event")


class Theme(Remembering):
    """A theme (主题分类) or life event."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=ThemeKind)
    name = models.CharField(_("name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    description = models.CharField(_("in a few words"), max_length=100, blank=True)
    description_en = models.CharField(_("in a few English words"), max_length=200, blank=True)
    glyph = models.CharField(_("character on the tile"), max_length=1, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["kind", "position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="theme_name_once_per_kind"),
            models.CheckConstraint(condition=Q(kind__in=ThemeKind.values), name="theme_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def remembered(cls) -> tuple[str, ...]:
        """The code, which stays once published items lead to it."""
        return ("code",)

    def clean(self) -> None:
        """Keep a known code."""
        clean_quoted_code(self, "themes")

    @property
    def local_name(self) -> str:
        """The name in the reader's language."""
        return for_reader(self.name, self.name_en)

    @property
    def local_description(self) -> str:
        """The description in the reader's language."""
        return for_reader(self.description, self.description_en)
