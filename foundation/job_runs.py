"""When the jobs that run by the clock last got through; the queue itself forgets what succeeded."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.clock import local_now


class JobRun(models.Model):
    """The last run of a job that came to its end."""

    name = models.CharField(_("job"), max_length=60, primary_key=True)
    finished_at = models.DateTimeField(_("finished"))
    handled = models.PositiveIntegerField(_("handled"), default=0)
    failed = models.PositiveIntegerField(_("failed"), default=0)

    class Meta:
        verbose_name = _("run of a job")
        verbose_name_plural = _("runs of jobs")

    def __str__(self) -> str:
        return self.name

    def hours_ago(self, now: dt.datetime) -> int:
        """Return how many full hours have passed since."""
        return int((now - self.finished_at).total_seconds() // 3600)


def record_run(name: str, *, handled: int, failed: int) -> None:
    """Record that a job came to its end: how many records it handled, and at how many it failed."""
    figures = {"finished_at": local_now(), "handled": handled, "failed": failed}
    JobRun.objects.update_or_create(name=name, defaults=figures)


def last_run(name: str) -> JobRun | None:
    """Return the last run of a job, or None while there was none."""
    return JobRun.objects.filter(name=name).first()
