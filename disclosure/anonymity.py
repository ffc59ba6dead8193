"""Whoever helps to answer a request, or reads its answer on the site, never learns who made it."""

from __future__ import annotations

import re
from typing import Final

from disclosure.models.register import Applicant, Request
from foundation.privacy import mask_text

_TELLING: Final = ("name", "paper_number", "phone", "email", "fax", "contact_person")
"""What of an applicant, standing in a text, tells who it is.  Address and employer may be what the request is about."""
_SHORTEST: Final = 2
_MASK: Final = "***"
_BLANKS: Final = re.compile(r"[\s\-·]+")


def points_to_applicant(request: Request, text: str) -> bool:
    """Tell whether a text names the applicant, or holds a number or address of theirs or the number of the request."""
    plain = _BLANKS.sub("", text)
    if request.number in text:
        return True
    applicant = Applicant.objects.filter(request=request).first()
    values = [str(getattr(applicant, name) or "") for name in _TELLING] if applicant else []
    return any(len(value) >= _SHORTEST and value in plain for value in (_BLANKS.sub("", value) for value in values))


def without_applicant(request: Request, text: str) -> str:
    """Return a text in which the applicant and everybody's numbers are masked; organizations are masked as well.

    What only a reader would recognise stays: a person looks at the text before it goes anywhere.
    """
    applicant = Applicant.objects.filter(request=request).first()
    for name in _TELLING if applicant else ():
        value = str(getattr(applicant, name) or "").strip()
        if len(value) >= _SHORTEST:
            text = text.replace(value, _MASK)
    return mask_text(text.replace(request.number, _MASK))
