"""The register that is taken over, as a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.tables.forms import TableUploadForm


class RegisterUploadForm(TableUploadForm):
    """A table with one request in each row."""

    file = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=_(
            "An Excel workbook (.xlsx) or CSV in UTF-8; column names in the first row, one request in each row."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
