"""What the applicant does with number and code after the request: send the corrected text."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from disclosure.models import Addition, Channel, Request, Submission, SubmissionFile
from disclosure.states import VERBS
from foundation.personal_files import store_personal, taking_back_files
from foundation.workflow import perform


def send_correction(
    request: Request, *, text: str, uploads: Sequence[Any], token: uuid.UUID, today: dt.date
) -> Addition:
    """Keep the corrected text that was asked for (art. 30); an officer confirms it with ``record_correction``.

    The same token sent twice is one addition.  Raises Conflict when no correction is waited for, ValidationError
    for files that are not accepted.
    """

    def change(locked: Request) -> Iterable[str]:
        if Addition.objects.filter(submission__token=token).exists():
            return ()
        submission = Submission.objects.create(
            token=token,
            channel=Channel.ONLINE,
            payload=json.dumps({"text": text}, ensure_ascii=False),
            arrived_on=today,
        )
        for upload in uploads:
            stored = store_personal(upload, upload.name, actor=None)
            SubmissionFile.objects.create(submission=submission, file=stored)
        Addition.objects.create(request=locked, submission=submission)
        return ()

    sent = Addition.objects.filter(submission__token=token).first()
    if sent is None:
        with taking_back_files():
            perform(request, VERBS["send_correction"], actor=None, change=change)
        sent = Addition.objects.get(submission__token=token)
    return sent
