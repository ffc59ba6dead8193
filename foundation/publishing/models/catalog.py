"""How far the public catalog has moved: what keeps pages and facets in memory asks this number first."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, models
from django.utils.translation import gettext_lazy as _


class CatalogVersion(models.Model):
    """A number per kind of published record that grows with each change of what is public."""

    kind = models.CharField(max_length=40, primary_key=True)
    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        verbose_name = _("catalog version")
        verbose_name_plural = _("catalog versions")

    def __str__(self) -> str:
        return f"{self.kind}: {self.number}"

    @classmethod
    def current(cls, kind: str) -> int:
        """Return the present number; 0 before anything was published."""
        return cls.objects.filter(kind=kind).values_list("number", flat=True).first() or 0


def bump_catalog(kinds: Iterable[str]) -> None:
    """Raise the numbers of these kinds; runs in the transaction that changes what is public."""
    with connection.cursor() as cursor:
        for kind in sorted(set(kinds)):
            cursor.execute(
                "INSERT INTO foundation_catalogversion (kind, number) VALUES (%s, 1)"
                " ON CONFLICT (kind) DO UPDATE SET number = foundation_catalogversion.number + 1",
                [kind],
            )
