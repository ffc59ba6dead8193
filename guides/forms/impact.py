"""The forms of changes: what changed, the tasks to open, why a record is not affected."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.public_forms import visible
from foundation.verb_forms import day_field, text_area
from foundation.workdays import WorkCalendar, YearNotCovered
from guides.actions.impact import ChangeEntry
from guides.impact import SHORTEST
from guides.models.impact import REASON_LENGTH, WORDS_LENGTH, QuotedKind

TASK_WORKDAYS: Final = 10
"""Working days that the form proposes for the tasks; the center's own rule, whoever opens them may set another day."""
_DAYS_WITHOUT_CALENDAR: Final = 14


class QuotedForm(forms.Form):
    """What to look for in the public records."""

    kind = forms.ChoiceField(label=gettext_lazy("What kind of thing changed"), choices=QuotedKind)
    words = forms.CharField(
        label=gettext_lazy("As it is quoted now"),
        max_length=WORDS_LENGTH,
        help_text=gettext_lazy(
            "The old words: title or number of a law, a fee, a phone, a window; of a form its name or checksum."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def clean_words(self) -> str:
        """At least two characters: a single one stands everywhere."""
        words = visible(self.cleaned_data["words"])
        if len(words) < SHORTEST:
            raise ValidationError(_("Write at least %d characters.") % SHORTEST)
        return words


class NoticeForm(QuotedForm):
    """The change in words, and by when the records are to be looked at."""

    change = text_area(gettext_lazy("What is different now"), 500, rows=3)
    due_on = day_field(gettext_lazy("To be done by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "words"):
            self.fields[name].widget = forms.HiddenInput()

    def entry(self) -> ChangeEntry:
        """Return the change."""
        data = self.cleaned_data
        return ChangeEntry(data["kind"], data["words"], data["change"], data["due_on"])


def proposed_day(calendar: WorkCalendar, *, today: dt.date) -> dt.date:
    """Return the day that the form proposes."""
    try:
        return calendar.advance(today, TASK_WORKDAYS)
    except YearNotCovered:
        return today + dt.timedelta(_DAYS_WITHOUT_CALENDAR)


class NotAffectedForm(forms.Form):
    """Why a record is not affected."""

    reason = text_area(gettext_lazy("Why it is not affected"), REASON_LENGTH)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
