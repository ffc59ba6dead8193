"""The forms of import and export in the back office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.organization import Department
from foundation.tables.forms import TableUploadForm
from guides.exchange.exporting import FORMATS
from guides.exchange.profiles import NATIVE, load_profile, profile_names


def _profiles() -> list[tuple[str, str]]:
    own = (NATIVE, _("Our own columns, as the export writes them"))
    foreign = ((name, load_profile(name)) for name in profile_names())
    return [own, *((name, profile.title) for name, profile in foreign if profile is not None)]


class UploadForm(TableUploadForm):
    """A file and where it comes from."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=200,
        help_text=gettext_lazy("An Excel workbook (.xlsx), a zip of CSV tables, or JSON."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.zip,.csv,.json"}),
    )
    profile = forms.ChoiceField(label=gettext_lazy("The file comes from"), choices=_profiles, initial=NATIVE)


class ConfirmForm(forms.Form):
    """What to do with rows that have errors."""

    skip_invalid = forms.BooleanField(
        label=gettext_lazy("Leave the rows with errors out and take in the others"), required=False
    )


class BatchReleaseForm(forms.Form):
    """Why a batch is published although contents are missing."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        help_text=gettext_lazy("It is kept with every record of the batch and shown where contents are missing."),
        widget=forms.Textarea(attrs={"rows": 2, "class": "verb-text"}),
    )


class ExportForm(forms.Form):
    """Which items, and as what."""

    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=gettext_lazy("Department"),
        required=False,
        empty_label=gettext_lazy("All that I may see"),
    )
    file_format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        initial="xlsx",
        choices=[
            ("xlsx", gettext_lazy("Excel workbook, one sheet for each table")),
            ("csv", gettext_lazy("Zip of CSV tables")),
            ("json", "JSON"),
        ],
    )

    def __init__(self, *args: Any, departments: QuerySet[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = departments

    def file_name(self, day: str) -> str:
        """Return the name under which the export is saved."""
        department = self.cleaned_data["department"]
        ending, _media_type = FORMATS[self.cleaned_data["file_format"]]
        return f"items-{department.code + '-' if department else ''}{day}.{ending}"
