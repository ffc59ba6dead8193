"""What the desk asks before it shows something unmasked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.reading import Occasion, Subject


class ReadForm(forms.Form):
    """What is read, and on which occasion."""

    subject = forms.ChoiceField(choices=Subject, widget=forms.HiddenInput)
    occasion = forms.ChoiceField(label=_("What for (recorded)"), choices=[("", _("choose")), *Occasion.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
