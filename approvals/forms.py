"""Forms for the drafts of items and flows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.models import FlowPhase, Item, Theme
from approvals.models.themes import ThemeKind
from foundation.publishing.admin_forms import ChoiceGroups, DraftForm, RowForm

if TYPE_CHECKING:
    _ThemesField = forms.ModelMultipleChoiceField[Theme]
else:
    _ThemesField = forms.ModelMultipleChoiceField


class FeeQuestion(forms.NullBooleanSelect):
    """Yes, no, or not stated yet: the last counts as a gap."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.choices = [
            ("unknown", gettext_lazy("not stated yet")),
            ("true", gettext_lazy("fees are charged")),
            ("false", gettext_lazy("free of charge")),
        ]


class ThemeIterator(ModelChoiceIterator):
    """Themes grouped by their shelf."""

    def __iter__(self) -> Iterator[Any]:
        """Yield each shelf with its themes."""
        themes = list(self.queryset)
        for kind in ThemeKind:
            yield kind.label, [self.choice(theme) for theme in themes if theme.kind == kind]


class ThemesField(_ThemesField):
    """Themes and life events as check boxes."""

    iterator = ThemeIterator
    widget = ChoiceGroups


class ItemForm(DraftForm):
    """The draft of an item."""

    class Meta:
        model = Item
        fields = "__all__"  # the admin class names the fields
        widgets = {"is_fee": FeeQuestion}
        field_classes = {"themes": ThemesField}


class CodeLines(forms.Textarea):
    """A list of codes, one on each line."""

    def format_value(self, value: Any) -> str:
        """Show one code on each line."""
        return "\n".join(value) if isinstance(value, list) else str(value or "")


class ItemCodesField(forms.CharField):
    """Codes of items, one on each line or separated by commas; each must be in the catalog."""

    widget = CodeLines

    def to_python(self, value: Any) -> Any:
        """Turn the text into a list of codes."""
        if isinstance(value, list):
            return value
        text = str(super().to_python(value) or "")
        return list(dict.fromkeys(text.replace(",", " ").replace("，", " ").replace("、", " ").split()))

    def validate(self, value: Any) -> None:
        """Name the codes that no item has."""
        super().validate(value)
        known = set(Item.objects.filter(code__in=value).values_list("code", flat=True))
        unknown = [code for code in value if code not in known]
        if unknown:
            raise ValidationError(_("No item has the code %s.") % "、".join(unknown))

    def run_validators(self, value: Any) -> None:
        """The codes are checked against the catalog, not by their length."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare lists."""
        return bool(list(initial or []) != self.to_python(data))


class FlowPhaseForm(RowForm):
    """A phase of a flow."""

    item_codes = ItemCodesField(
        label=gettext_lazy("codes of its items"),
        required=False,
        widget=CodeLines(attrs={"rows": 3}),
        help_text=gettext_lazy("One code on each line."),
    )

    class Meta:
        model = FlowPhase
        fields = "__all__"  # the admin class names the fields
