"""What is done with a whole case: its answer published, the case given out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.actions.answers import PublicAnswer
from disclosure.actions.bundles import BundlePurpose
from disclosure.models.index_numbers import IssuingBody
from foundation.verb_forms import text_area


class AnswerPublicationForm(forms.Form):
    """Question and answer for the public, before editors go on with them."""

    body = forms.ModelChoiceField(
        label=_("issuing body"),
        queryset=IssuingBody.objects.all(),
        help_text=_("Its editors go on with the draft, and a second person releases it."),
    )
    title = forms.CharField(label=_("title"), max_length=300)
    summary = text_area(_("summary"), 500, rows=3)
    text = text_area(_("text"), 20_000, rows=16)
    with_files = forms.BooleanField(label=_("With the files that were given out"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    @property
    def answer(self) -> PublicAnswer:
        """What was read over."""
        data = self.cleaned_data
        return PublicAnswer(data["title"], data["summary"], data["text"])


class BundleForm(forms.Form):
    """Who asks for the case."""

    purpose = forms.ChoiceField(label=_("For whom (recorded)"), choices=BundlePurpose.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", "auto_id": "bundle-%s", **kwargs})
