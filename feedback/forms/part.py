"""The part of an assisting department."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.public_forms import LongTextField

PART_LENGTH = 3000


class PartForm(forms.Form):
    """What the department says; only the host reads it."""

    text = LongTextField(label=_("What our department says"), longest=PART_LENGTH)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["text"].widget.attrs["rows"] = 8
