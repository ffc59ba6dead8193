"""The kinds of letters: the word in the number of each, and the placeholders that its text may have."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class LetterKind(TextChoices):
    """The papers of the procedure."""

    ACKNOWLEDGEMENT = "acknowledgement", _("acknowledgement of receipt")
    CORRECTION = "correction", _("notice to correct")
    EXTENSION = "extension", _("notice of extension")
    THIRD_PARTY = "third_party", _("consultation of a third party")
    ORGAN = "organ", _("consultation of another organ")
    FEE = "fee", _("fee notice")
    REASONS = "reasons", _("request for reasons (art. 35)")
    DELAY = "delay", _("notice of a later date (art. 35)")
    OVERRIDE = "override", _("notice to a third party of disclosure all the same")
    DECISION = "decision", _("decision on the request")


NUMBER_WORDS: Final[dict[str, str]] = {
    LetterKind.ACKNOWLEDGEMENT: "收",
    LetterKind.CORRECTION: "补",
    LetterKind.EXTENSION: "延",
    LetterKind.THIRD_PARTY: "征",
    LetterKind.ORGAN: "函",
    LetterKind.FEE: "费",
    LetterKind.REASONS: "询",
    LetterKind.DELAY: "期",
    LetterKind.OVERRIDE: "告",
    LetterKind.DECISION: "答",
}
"""The word between the code of the office and the year, as in 江政务公开答〔2026〕12号: a series for each kind."""

NOT_FOR_APPLICANT: Final = frozenset({LetterKind.THIRD_PARTY, LetterKind.ORGAN, LetterKind.OVERRIDE})
"""Letters to others: they never name the applicant, nor the number or subject of the request."""

Names = dict[str, Promise]

_ANY: Final[Names] = {
    "organ": _("the organ that signs"),
    "office": _("the disclosure office"),
    "office_address": _("its address"),
    "office_phone": _("its phone"),
    "office_hours": _("its office hours"),
    "date": _("day of issue"),
    "remark": _("remark typed when the letter is issued; empty without one"),
}
_YOU: Final[Names] = {"you": _("how the reader is addressed: 您 for a person, 你单位 for an organization")}
_REQUEST: Final[Names] = {
    **_YOU,
    "applicant": _("name of the applicant"),
    "request_number": _("number of the request"),
    "subject": _("subject of the request"),
    "asked": _("what was asked for, as it was received"),
    "arrived_on": _("day of arrival"),
    "received_on": _("legal day of receipt"),
    "channel": _("way in which the request came"),
}
_DUE: Final[Names] = {"due": _("sentence on the last day for the reply; empty while it cannot be computed")}
_ASKED_PARTY: Final[Names] = {
    **_YOU,
    "party": _("who is asked"),
    "question": _("the question"),
    "answer_days": _("working days to answer"),
}
_OWN: Final[dict[str, Names]] = {
    LetterKind.ACKNOWLEDGEMENT: {**_REQUEST, **_DUE, "reply_days": _("working days of the reply period")},
    LetterKind.CORRECTION: {
        **_REQUEST,
        "what": _("what has to be corrected"),
        "until": _("last day for the correction"),
    },
    LetterKind.EXTENSION: {
        **_REQUEST,
        **_DUE,
        "days": _("working days of the extension"),
        "reason": _("reason of the extension"),
    },
    LetterKind.THIRD_PARTY: _ASKED_PARTY,
    LetterKind.ORGAN: _ASKED_PARTY,
    LetterKind.FEE: {
        **_REQUEST,
        "calculation": _("how the fee was counted, tier by tier"),
        "amount": _("amount in yuan"),
        "how_to_pay": _("how to pay"),
        "payment_days": _("working days to pay"),
    },
    LetterKind.REASONS: {**_REQUEST, "circumstances": _("number and frequency of the requests")},
    LetterKind.DELAY: {**_REQUEST, "reason": _("reason of the delay"), "until": _("the later date")},
    LetterKind.OVERRIDE: {
        **_YOU,
        "party": _("the third party that objected"),
        "objected_on": _("day of its answer"),
        "disclosed": _("what is disclosed"),
        "reason": _("why the public interest prevails"),
        "decided_on": _("day of the decision"),
        "remedies": _("remedies of the third party"),
    },
    LetterKind.DECISION: {
        **_REQUEST,
        "paper": _("答复书 or 告知书, by what is decided"),
        "corrected": _("sentence on the correction of the request; empty without one"),
        "extended": _("sentence on the extension; empty without one"),
        "findings": _("findings"),
        "consultations": _("sentence on consultations; empty without one"),
        "results": _("the reply to each point: facts, legal basis, result, reasons"),
        "delivery": _("how the information is given"),
        "remedies": _("remedies, by date and outcome"),
    },
}


PERSONAL: Final = frozenset({"applicant", "party"})
"""Placeholders that name people: titles stand in clear in lists and in the database, so they have none of these."""


def title_names_of(kind: str) -> Names:
    """Return the placeholders that the title of a letter may have: those of its text that name nobody."""
    return {name: words for name, words in names_of(kind).items() if name not in PERSONAL}


def names_of(kind: str) -> Names:
    """Return the placeholders that the text of a letter may have, with what each stands for."""
    return {**_OWN[kind], **_ANY}
