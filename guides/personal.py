"""What in reports of errors is personal, and how it is taken away."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from foundation.retention.kinds import PersonalKind, empty
from guides.models import ErrorReport


def _ended() -> QuerySet[ErrorReport]:
    return ErrorReport.objects.filter(answered_at__isnull=False).annotate(ended_on=TruncDate("answered_at"))


ERROR_REPORT: Final = PersonalKind(
    "error_report",
    _("report of an error in a guide"),
    _("Phone or e-mail of who reported it."),
    _("The report and its answer stay: they say why a guide was changed."),
    12,
    _ended,
    lambda report, _why: empty(report, "contact"),
    lambda report: [(report, ("text", "contact"))],
)
KINDS: Final = (ERROR_REPORT,)
