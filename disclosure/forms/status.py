"""The forms of the status page: number and code, and the corrected text of a request."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.forms.public import RequestTextField
from disclosure.models import Request
from foundation.lookup_forms import CodeForm
from foundation.public_forms import GuardedForm
from foundation.upload_fields import FilesField


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
