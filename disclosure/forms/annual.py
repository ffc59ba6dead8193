"""Forms of the annual report: begin one, its text, the figures entered by hand."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from disclosure.actions.annual import HEAD
from disclosure.annual.documents import ReportDocument, SlotDocument
from disclosure.annual.layout import Cell, Kind
from disclosure.annual.tables import Value, check_value, figure_text
from disclosure.models import AnnualReport, IssuingBody
from disclosure.models.annual import FIRST_YEAR, NOTE_LENGTH
from disclosure.reports.annual import Gathered

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[AnnualReport]
else:
    _ModelForm = forms.ModelForm

TEXT_LENGTH: Final = 20_000
_TEXT_ROWS: Final = 6
_REMARK_ROWS: Final = 2


class StartForm(forms.Form):
    """The year and the body of a new report."""

    year = forms.IntegerField(label=_("Year of the report"), min_value=FIRST_YEAR)
    body = forms.ModelChoiceField(IssuingBody.objects.all(), label=_("Issuing body"), empty_label=None)


class TextForm(_ModelForm):
    """Head data and text of a report; the text has one field for each part of its format."""

    edit_version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = AnnualReport
        fields = HEAD
        widgets = {"issued_on": forms.DateInput(attrs={"type": "date"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["edit_version"] = self.instance.edit_version
        for section in self.instance.format.sections:
            for part in section.parts:
                label = part.heading or (_("Remarks after the table (may stay empty)") if section.table else _("Text"))
                self.fields[f"text_{part.key}"] = forms.CharField(
                    label=label,
                    required=False,
                    max_length=TEXT_LENGTH,
                    initial=self.instance.texts.get(part.key, ""),
                    widget=forms.Textarea(attrs={"rows": _REMARK_ROWS if section.table else _TEXT_ROWS}),
                )

    @property
    def texts(self) -> dict[str, str]:
        """The text by part, as it was typed or, before that, as it is kept."""
        keys = [part.key for part in self.instance.format.parts]
        if not self.is_bound:
            return {key: self.instance.texts.get(key, "") for key in keys}
        return {key: self.data.get(f"text_{key}", "").replace("\r\n", "\n") for key in keys}

    @property
    def head(self) -> dict[str, Any]:
        """The head data of a valid form."""
        return {name: self.cleaned_data[name] for name in HEAD}


class FigureField(forms.DecimalField):
    """The figure of a cell; blank is None."""

    def __init__(self, cell: Cell, **kwargs: Any) -> None:
        self.cell = cell
        digits = {"inputmode": "decimal" if cell.kind == Kind.AMOUNT else "numeric", "aria-label": cell.label}
        super().__init__(label=cell.label, required=False, widget=forms.TextInput(attrs=digits), **kwargs)

    def clean(self, value: Any) -> Value | None:
        """Return a whole number where things are counted."""
        number: Decimal | None = super().clean(value)
        if number is None:
            return None
        figure: Value = int(number) if self.cell.kind != Kind.AMOUNT and number == number.to_integral() else number
        try:
            return check_value(self.cell.kind, figure)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class FiguresForm(forms.Form):
    """Figures entered by hand, with a note for each table that says where they come from."""

    def __init__(self, gathered: Gathered, document: ReportDocument, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gathered, self.document = gathered, document
        cells = gathered.figures.format.cells
        for address in gathered.by_hand:
            value = gathered.figures[address]
            self.fields[address] = FigureField(cells[address], initial=None if value is None else figure_text(value))
        for key in dict.fromkeys(address.partition(".")[0] for address in gathered.by_hand):
            self.fields[f"note_{key}"] = forms.CharField(
                label=_("Where these figures come from"),
                required=False,
                max_length=NOTE_LENGTH,
                help_text=_("Kept with every figure of this table that you change now, and shown below it."),
            )

    def tables(self) -> Iterator[dict[str, Any]]:
        """Yield the tables with fields: each place of the grid with its field or None, and the note's field."""
        for table in self.document.tables:
            if f"note_{table.key}" in self.fields:
                yield {
                    "table": table,
                    "head": [[(slot, None) for slot in line] for line in table.head],
                    "body": [[(slot, self._field(slot)) for slot in line] for line in table.body],
                    "note": self[f"note_{table.key}"],
                }

    def _field(self, slot: SlotDocument) -> forms.BoundField | None:
        return self[slot.address] if slot.address in self.fields else None

    def changed_by_table(self) -> Iterator[tuple[dict[str, Value | None], str]]:
        """Yield what was changed, table by table, with its note."""
        tables: dict[str, dict[str, Value | None]] = {}
        for address in self.gathered.by_hand:
            if self.cleaned_data[address] != self.gathered.figures[address]:
                tables.setdefault(address.partition(".")[0], {})[address] = self.cleaned_data[address]
        for key, changed in tables.items():
            yield changed, self.cleaned_data[f"note_{key}"]


class CommentForm(forms.Form):
    """What goes with a verb: why a report is returned or amended, and the checksum of what the signer read."""

    comment = forms.CharField(label=_("Comment"), max_length=NOTE_LENGTH, required=False)
    expected = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
