"""The form that orders a booklet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.models import Theme
from foundation.organization import Department
from guides.papers.booklet import Scope


class BookletForm(forms.Form):
    """Of what: the whole center, a department, or a theme."""

    department = forms.ModelChoiceField(
        label=gettext_lazy("Department"),
        queryset=Department.objects.public(),
        required=False,
        empty_label=gettext_lazy("all departments"),
    )
    theme = forms.ModelChoiceField(
        label=gettext_lazy("Theme"),
        queryset=Theme.objects.all(),
        required=False,
        empty_label=gettext_lazy("all themes"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def clean(self) -> dict[str, Any]:
        """Refuse a department together with a theme."""
        data = super().clean() or {}
        if data.get("department") and data.get("theme"):
            raise ValidationError(_("Choose a department or a theme, not both."))
        return data

    @property
    def scope(self) -> Scope:
        """What was chosen."""
        return Scope(self.cleaned_data["department"], self.cleaned_data["theme"])
