"""Forms of the staff pages about searching."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from foundation.search.log_models import QueryOutcome
from foundation.search.models import TERM_LENGTH, Synonym
from foundation.search.query import LONGEST
from foundation.verb_forms import text_area

_BETWEEN: Final = re.compile(r"[,，;；、\n\r]+")
OFFICIAL_LENGTH: Final = 60
MOST_OFFICIAL: Final = 8


class SynonymForm(forms.Form):
    """What a pair says, and a query of one's own to try it on; a known word is not typed again."""

    word = forms.CharField(
        label=gettext_lazy("Citizens' word"),
        max_length=TERM_LENGTH,
        help_text=gettext_lazy("As people say it, a noun where possible: it serves many queries."),
    )
    official = text_area(gettext_lazy("Official words"), length=600, rows=3)
    note = forms.CharField(label=gettext_lazy("Reason"), max_length=200, required=False)
    trial = forms.CharField(
        label=gettext_lazy("Try it on a query"),
        max_length=LONGEST,
        required=False,
        help_text=gettext_lazy("A whole query with the word in it. Only for the preview."),
    )

    use_required_attribute = False

    def __init__(self, *args: Any, pair: Synonym | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["official"].help_text = _("One on each line, or separated by commas; each is enough to be found.")
        if pair is not None:
            del self.fields["word"]

    def clean_official(self) -> list[str]:
        """Return the official words as a list."""
        words = [word.strip() for word in _BETWEEN.split(self.cleaned_data["official"]) if word.strip()]
        if len(words) > MOST_OFFICIAL:
            raise forms.ValidationError(_("At most %d official words.") % MOST_OFFICIAL)
        if long := next((word for word in words if len(word) > OFFICIAL_LENGTH), ""):
            raise forms.ValidationError(
                _("“%(word)s…” is longer than %(most)d characters.") % {"word": long[:12], "most": OFFICIAL_LENGTH}
            )
        if not words:
            raise forms.ValidationError(_("Name at least one official word."))
        return list(dict.fromkeys(words))


class SettleForm(forms.Form):
    """What was done about a query."""

    outcome = forms.ChoiceField(label=pgettext_lazy("query", "What was done"), choices=QueryOutcome.choices)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)
