"""Reading who wrote and what was masked: a recorded act, and never without an occasion.

The occasions are a closed list, because the audit trail holds no free text.  Desks with occasions of their own
(requests, messages, ratings, calls) bring their own list.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from foundation import audit
from foundation.pages import CHINESE
from foundation.people import User
from foundation.workflow import Refused


class Occasion(models.TextChoices):
    """What somebody has to know the unmasked text or the writer for."""

    HANDLING = "handling", gettext_lazy("find out about the matter")
    CONTACT = "contact", gettext_lazy("call the writer back")
    AUTHORITY = "authority", gettext_lazy("answer a court, a review organ or an inspection")


class ReadForm(forms.Form):
    """What the desk asks before it shows something unmasked."""

    occasion = forms.ChoiceField(
        label=gettext_lazy("What for (recorded)"), choices=[("", gettext_lazy("choose")), *Occasion.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    @property
    def stated(self) -> str:
        """The occasion; empty where none was chosen."""
        return str(self.cleaned_data["occasion"]) if self.is_valid() else ""


def record_reading(
    target: models.Model,
    occasion: str,
    *,
    actor: User,
    among: type[models.TextChoices] = Occasion,
    subject: models.TextChoices | None = None,
    department_id: int | None = None,
) -> None:
    """Record that somebody reads a record, or the ``subject`` of it, unmasked; the caller has checked that they may.

    The trail keeps the code of the occasion and its words as they are now.  Raises Refused for an occasion that is not
    ``among`` the closed list.
    """
    if occasion not in among.values:
        raise Refused(_("State what the personal data is needed for."))
    with override(CHINESE):
        words = among(occasion).label
        detail = {"occasion": str(occasion), "reason": str(words)}
        if subject is not None:
            detail |= {"what": subject.value, "reason": f"{subject.label}：{words}"}
    with transaction.atomic():
        audit.record(audit.Act.PERSONAL_READ, actor=actor, target=target, department_id=department_id, detail=detail)
