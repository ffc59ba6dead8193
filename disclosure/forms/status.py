"""The forms of the status page: number and code, and the corrected text of a request."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.forms.public import RequestTextField
from disclosure.forms.register import FilesField
from disclosure.models import Request
from foundation import lookup_codes
from foundation.public_forms import GuardedForm

_NEVER_FITS = lookup_codes.digest("", "")
"""Compared with where the number is unknown, so that the answer takes as long."""


class CodeForm(forms.Form):
    """Number and code of a receipt.  A wrong code and an unknown number get the same sentence."""

    number = forms.CharField(
        label=gettext_lazy("Number"),
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
        self.found: Any = None

    def find(self, number: str) -> Any:
        """Return the record with this number, or None."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Find what the number and the code belong to."""
        data = super().clean() or {}
        if not self.errors:
            number = "".join(unicodedata.normalize("NFKC", data["number"]).upper().split())
            record = self.find(number)
            stored = record.code_digest if record is not None else _NEVER_FITS
            if lookup_codes.matches(data["code"], number, stored):
                self.found = record
            else:
                self.add_error(
                    None, _("Number and code do not belong together. Please compare both with your receipt.")
                )
        return data


class LookupForm(CodeForm):
    """Number and code of the receipt of a request."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].label = _("Number of the request")

    def find(self, number: str) -> Request | None:
        """Return the request with this number."""
        return Request.objects.filter(number=number).first()


class CorrectionForm(GuardedForm):
    """The corrected or completed text that the office asked for (条例 art. 30)."""

    text = RequestTextField(
        label=gettext_lazy("Corrected or completed text"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("It goes to the officer in charge together with your first text, which stays as it is."),
    )
    uploads = FilesField(label=gettext_lazy("Files"), required=False)

    shortest_seconds = -1
    """Who showed the code is no machine, and may have the text at hand."""
