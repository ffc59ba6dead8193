"""What an applicant sends after the request itself."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.models.register import Request, Submission


class Addition(models.Model):
    """The corrected text of a request (条例 art. 30), as it came; the officer confirms that it counts."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="additions", verbose_name=_("request"))
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="addition", verbose_name=_("as it came"))

    class Meta:
        verbose_name = _("addition of the applicant")
        verbose_name_plural = _("additions of the applicant")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.request} · {self.submission.arrived_on}"
