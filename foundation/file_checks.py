"""What the leak check found in a stored file, kept: a file never changes, so nobody waits for the same search twice."""

from __future__ import annotations

import datetime as dt
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
_TRY_AGAIN_AFTER: Final = dt.timedelta(minutes=10)
"""What may be the fault of a busy machine is looked at anew, but not with each view of a page."""


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

    def still_counts(self, now: dt.datetime) -> bool:
        """Tell whether a new check would see no more than this one."""
        if self.version != CHECK_VERSION:
            return False
        doubtful = any(values["kind"] in _PERHAPS_NEXT_TIME for values in self.leaks)
        return not doubtful or now - self.checked_at < _TRY_AGAIN_AFTER


def leaks_of(stored: StoredFile, *, wait: bool = True) -> list[Leak]:
    """Return what a stored file would give away, from an earlier check where there is one.

    Otherwise it is looked into now, which takes seconds; without ``wait`` the answer is that it was not looked
    into yet.
    """
    known = FileCheck.objects.filter(file=stored).first()
    if known is not None and known.still_counts(local_now()):
        return [Leak.from_json(values) for values in known.leaks]
    if not wait:
        return [Leak(LeakKind.NOT_YET)]
    leaks = check_file(stored)
    FileCheck.objects.update_or_create(
        file=stored,
        defaults={"version": CHECK_VERSION, "leaks": [leak.as_json() for leak in leaks], "checked_at": local_now()},
    )
    return leaks
