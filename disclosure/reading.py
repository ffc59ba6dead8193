"""For what the personal data of an applicant is read.

A closed list, because each reading is kept in the audit trail, which holds no free text.  Articles are those of the
政府信息公开条例 of 2019.
"""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReadingOccasion(TextChoices):
    """The steps of the procedure that need to know who asks."""

    CONFIRMATION = "confirmation", _("confirm the receipt with the applicant (art. 31)")
    IDENTITY = "identity", _("check who asks and how to reach them (art. 29)")
    CORRECTION = "correction", _("guide the applicant or ask for a correction (art. 30)")
    REPLY = "reply", _("prepare or serve the reply (arts. 33, 36)")
    FEE = "fee", _("collect the processing fee (art. 42)")
    REPEAT = "repeat", _("examine repeated or excessive requests (arts. 35, 36(6))")
    REMEDY = "remedy", _("answer a review, a lawsuit or a complaint (arts. 47, 51)")
    ENTRY = "entry", _("mend the entry of the register (art. 45)")


WITH_A_PAGE_OF_THEIR_OWN: Final = frozenset({ReadingOccasion.ENTRY})
"""Occasions that the page itself states; at the case desk they are not to choose."""
