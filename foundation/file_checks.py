"""What the leak check found in a stored file, kept: a file never changes, so nobody waits for the same search twice."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.attachments import StoredFile
from foundation.clock import local_now
from foundation.leak_check import Leak, check_file
from foundation.leaks.leak import LeakKind

CHECK_VERSION: Final = 1
"""Raised when the check learns to find more; older results count no longer then."""
_PERHAPS_NEXT_TIME: Final = frozenset({LeakKind.CUT_OFF, LeakKind.UNREADABLE})
"""What may be the fault of a busy machine and is looked at anew."""


class FileCheck(models.Model):
    """The result of one check; excerpts in it are masked."""

    file = models.OneToOneField(StoredFile, models.CASCADE, primary_key=True, related_name="leak_check")
    version = models.PositiveSmallIntegerField(_("version of the check"))
    leaks = models.JSONField(_("findings"), default=list)
    checked_at = models.DateTimeField(_("checked"), default=local_now)

    class Meta:
        verbose_name = _("leak check of a file")
        verbose_name_plural = _("leak checks of files")

    def __str__(self) -> str:
        return str(self.file)


def leaks_of(stored: StoredFile) -> list[Leak]:
    """Return what a stored file would give away, from an earlier check where there is one."""
    known = FileCheck.objects.filter(file=stored, version=CHECK_VERSION).first()
    if known is not None:
        return [Leak.from_json(values) for values in known.leaks]
    leaks = check_file(stored)
    if not any(leak.kind in _PERHAPS_NEXT_TIME for leak in leaks):
        FileCheck.objects.update_or_create(
            file=stored,
            defaults={"version": CHECK_VERSION, "leaks": [leak.as_json() for leak in leaks], "checked_at": local_now()},
        )
    return leaks
