"""What in requests and suggestions is personal, and how it is taken away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from disclosure.models import Remedy, Request, Submission, Suggestion
from disclosure.states import RequestStage
from foundation.guards import guards_aside
from foundation.personal_files import PersonalFile, Removal
from foundation.retention.kinds import Part, PersonalKind, empty, remove_files

_OF_APPLICANT: Final = (
    "name", "paper_number", "phone", "email", "fax", "address", "postcode", "employer", "representative",
    "contact_person",
)  # fmt: skip
_EMPTIED: Final = ("paper_index", *(name for name in _OF_APPLICANT if name != "name"))
LAWSUIT_MONTHS: Final = 6
"""So long a decision may be taken to court (行政诉讼法 art. 46)."""


def _ended_requests() -> QuerySet[Request]:
    """Concluded or dismissed requests without an open remedy or new handling; the last remedy's end counts, too."""
    open_remedies = Remedy.objects.filter(request=OuterRef("pk"), closed_on=None)
    closed = Remedy.objects.filter(request=OuterRef("pk")).order_by("-closed_on").values("closed_on")[:1]
    handled_anew = Request.objects.filter(reopens=OuterRef("pk"), concluded_on=None)
    ended = Request.objects.filter(stage__in=[RequestStage.CONCLUDED, RequestStage.DISMISSED])
    ended = ended.filter(~Exists(open_remedies), ~Exists(handled_anew))
    return ended.annotate(ended_on=Coalesce(Subquery(closed), "concluded_on", "arrived_on"))


def _request_parts(request: Request) -> Iterator[Part]:
    yield request, ("subject", "description", "features", "purpose")
    yield request.applicant, _OF_APPLICANT


def _request_files(request: Request) -> Iterator[PersonalFile]:
    for own in request.submission.files.select_related("file"):
        yield own.file


def _forget_request(request: Request, why: Removal) -> None:
    """Empty what reaches and proves the applicant; the name stays in the file on the case, as in its letters."""
    empty(request.applicant, *_EMPTIED)
    remove_files(_request_files(request), why)
    with guards_aside(Submission):
        Submission.objects.filter(pk=request.submission_id).update(payload="{}")


def _ended_suggestions() -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(answered_at__isnull=False).annotate(ended_on=TruncDate("answered_at"))


REQUEST: Final = PersonalKind(
    "request",
    _("request for information"),
    _("Identity paper, phone, e-mail, address and the like of the applicant, the form as it came, and its files."),
    _("Name, request and letters stay as the file on the case, under the rules on archives."),
    60,
    _ended_requests,
    _forget_request,
    _request_parts,
    _request_files,
    held_months=LAWSUIT_MONTHS,
)
SUGGESTION: Final = PersonalKind(
    "suggestion",
    _("suggestion on disclosure"),
    _("Name, phone and e-mail."),
    _("The suggestion and its answer stay."),
    24,
    _ended_suggestions,
    lambda suggestion, _why: empty(suggestion, "name", "phone", "email"),
    lambda suggestion: [(suggestion, ("text", "evidence", "name", "phone", "email"))],
)
KINDS: Final = (REQUEST, SUGGESTION)
