"""Publishing the answer to a request: a draft in the column of answered requests, released like any text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from disclosure.actions.drafts import number_draft
from disclosure.anonymity import points_to_applicant, without_applicant
from disclosure.codelists import PublicationKind
from disclosure.letters.values import replies
from disclosure.models.columns import Column
from disclosure.models.decisions import Decision, DecisionFile, DecisionStage
from disclosure.models.index_numbers import IssuingBody
from disclosure.models.publications import Attachment, Publication
from disclosure.models.published import PublicationRevision
from disclosure.models.register import Request
from disclosure.states import VERBS
from foundation import audit
from foundation.publishing.findings import Finding, find_leaks
from foundation.workflow import Conflict, Refused, perform

if TYPE_CHECKING:
    from foundation.people import User

COLUMN: Final = "answered-requests"
SUMMARY_LENGTH: Final = 200


@dataclass(frozen=True)
class PublicAnswer:
    """What the public reads of a request and its answer."""

    title: str
    summary: str
    text: str


def propose_answer(request: Request) -> PublicAnswer:
    """Write question and answer for the public, applicant and personal data masked; the officer reads it over."""
    decision = Decision.objects.filter(request=request, stage=DecisionStage.RELEASED).first()
    if decision is None:
        raise Refused(_("Only a request that was decided has an answer to publish."))
    said = replies(decision, "申请人")
    text = without_applicant(request, "\n".join(["# 申请内容", request.description.strip(), "# 答复内容", *said]))
    title = without_applicant(request, request.subject)
    return PublicAnswer(title, without_applicant(request, request.description.strip())[:SUMMARY_LENGTH], text)


def check_answer(answer: PublicAnswer) -> list[Finding]:
    """Return the personal data that is still in the text, the grave things first."""
    texts = {_("title"): answer.title, _("summary"): answer.summary, _("text"): answer.text}
    return find_leaks(texts.items(), (), wait=True)


def choose_publication(
    request: Request, answer: PublicAnswer, *, body: IssuingBody, with_files: bool, actor: User, today: dt.date
) -> Publication:
    """Make the draft of the published answer; editors of the body go on with it, a second person releases it.

    Raises Refused when the text tells who made the request, Conflict when there is such a draft already.
    """
    column = Column.objects.active().filter(code=COLUMN).first()
    if column is None:
        raise Refused(_("The column of answered requests is not in use."))
    files = _given_out(request) if with_files else []
    names = [f"{row.label}\n{row.file.name}" for row in files]
    if points_to_applicant(request, "\n".join([answer.title, answer.summary, answer.text, *names])):
        raise Refused(_("The text tells who made the request; take that out before it is published."))
    made: list[Publication] = []

    def change(locked: Request) -> Iterable[str]:
        if locked.published_answer_id is not None:
            raise Conflict(_("The answer has a draft already; it goes on there."))
        draft = Publication(
            column=column,
            kind=PublicationKind.OTHER,
            title=answer.title,
            summary=answer.summary,
            text=answer.text,
            written_on=locked.concluded_on,
            issued_on=today,
            updated_by=actor,
        )
        number_draft(draft, body, on=today)
        draft.full_clean(exclude=["index_number", "department"])
        draft.save()
        Attachment.objects.bulk_create(
            Attachment(publication=draft, title=row.label, file=row.file, position=place * 10)
            for place, row in enumerate(files, start=1)
        )
        audit.record(audit.Act.DRAFT_CREATED, actor=actor, target=draft)
        made.append(draft)
        locked.publish_answer, locked.published_answer = True, draft
        return ["publish_answer", "published_answer"]

    perform(request, VERBS["choose_publication"], actor=actor, change=change)
    return made[0]


def _given_out(request: Request) -> list[DecisionFile]:
    released = DecisionFile.objects.filter(decision__request=request, decision__stage=DecisionStage.RELEASED)
    return list(released.select_related("file"))


def taken_back(publication: Publication) -> PublicationRevision | None:
    """Return the revision whose withdrawal ended that the answer is public; None while it is public or never was."""
    if publication.live_revision is not None:
        return None
    ended = publication.revisions.filter(retired_by__isnull=False).select_related("retired_by")
    return ended.order_by("-live_until").first()
