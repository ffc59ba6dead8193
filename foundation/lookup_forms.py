"""The form that opens what somebody sent without an account: number and code of the receipt."""

from __future__ import annotations

import unicodedata
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import lookup_codes
from foundation.public_forms import PressedForm

_NEVER_FITS: Final = lookup_codes.digest("", "")
"""Compared with where the number is unknown, so that the answer takes as long."""


class CodeForm(PressedForm):
    """Number and code of a receipt.  A wrong code and an unknown number get the same sentence.

    ``is_valid`` looks at the shape alone; ``opens`` compares, after the try was counted.
    """

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: Any = None

    def find(self, number: str) -> Any:
        """Return the record with this number, or None."""
        raise NotImplementedError

    def opens(self) -> bool:
        """Find what number and code belong to; tells whether they belong together."""
        number = "".join(unicodedata.normalize("NFKC", self.cleaned_data["number"]).upper().split())
        record = self.find(number)
        stored = record.code_digest if record is not None else _NEVER_FITS
        if lookup_codes.matches(self.cleaned_data["code"], number, stored):
            self.found = record
            return True
        self.add_error(None, _("Number and code do not belong together. Please compare both with your receipt."))
        return False
