"""The forms of the status page: number and code, and the corrected text of a request."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.forms.public import LongTextField
from disclosure.forms.register import FilesField
from disclosure.models import Request
from foundation import lookup_codes
from foundation.public_forms import GuardedForm

_NEVER_FITS = lookup_codes.digest("", "")
"""Compared with where the number is unknown, so that the answer takes as long."""


class LookupForm(forms.Form):
    """Number and code of the receipt.  A wrong code and an unknown number get the same sentence."""

    number = forms.CharField(
        label=gettext_lazy("Number of the request"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=gettext_lazy("Look-up code"),
        max_length=40,
        help_text=gettext_lazy("Twelve letters and digits, as on the receipt; capitals and dashes do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.found: Request | None = None

    def clean(self) -> dict[str, Any]:
        """Find the request."""
        data = super().clean() or {}
        if not self.errors:
            number = "".join(unicodedata.normalize("NFKC", data["number"]).upper().split())
            request = Request.objects.filter(number=number).first()
            stored = request.code_digest if request is not None else _NEVER_FITS
            if lookup_codes.matches(data["code"], number, stored):
                self.found = request
            else:
                self.add_error(
                    None, _("Number and code do not belong together. Please compare both with your receipt.")
                )
        return data


class CorrectionForm(GuardedForm):
    """The corrected or completed text that the office asked for (条例 art. 30)."""

    text = LongTextField(
        label=gettext_lazy("Corrected or completed text"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("It goes to the officer in charge together with your first text, which stays as it is."),
    )
    uploads = FilesField(label=gettext_lazy("Files"), required=False)
