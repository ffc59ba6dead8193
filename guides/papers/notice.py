"""The one-time notice (一次性告知书): what one applicant has to bring, told once and completely."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from foundation.printable import fit_for_print
from foundation.typesetting import typeset, written_date
from guides.papers.words import words_of

if TYPE_CHECKING:
    from guides.models import PublishedGuide


def notice(
    guide: PublishedGuide,
    *,
    materials: Collection[str],
    answers: Sequence[tuple[str, str]],
    for_whom: str = "",
    remarks: str = "",
    today: dt.date,
) -> bytes:
    """Return the notice as PDF, from the live revision of a guide.

    ``materials`` are keys; those that the revision does not know are left out, and the order is that of the
    guide. ``answers`` are the questions that were asked with the answer that was given, as words. ``for_whom`` names
    the applicant and is kept nowhere. ``remarks`` are whatever the window wants to add.
    """
    return typeset("guides/notice.typ", notice_data(guide, materials, answers, for_whom, remarks, today))


def notice_data(
    guide: PublishedGuide,
    materials: Collection[str],
    answers: Sequence[tuple[str, str]],
    for_whom: str,
    remarks: str,
    today: dt.date,
) -> dict[str, Any]:
    """Return what ``guides/notice.typ`` sets."""
    words = words_of(guide.revision)
    fit: dict[str, Any] = fit_for_print(
        {
            **words,
            "materials": [material for material in words["materials"] if material["key"] in materials],
            "answers": [list(pair) for pair in answers],
            "for_whom": for_whom.strip(),
            "remarks": remarks.strip(),
            "on": written_date(today),
        }
    )
    return fit
