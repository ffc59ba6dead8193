"""Forms in which phone fields take phone numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import capfirst

from foundation.phones import holds_phones, phone_fault
from foundation.public_forms import visible

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Any]
else:
    _ModelForm = forms.ModelForm


class PhoneField(forms.CharField):
    """A field of a plain form that takes phone numbers, and says what is wrong with anything else."""

    def __init__(self, *, required: bool = False, max_length: int = 40, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}))
        super().__init__(required=required, max_length=max_length, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the numbers without marks that turn the direction of reading. Raises ValidationError."""
        phone = visible(super().clean(value))
        if fault := phone_fault(phone):
            raise forms.ValidationError(fault)
        return phone


class PhonesChecked(_ModelForm):
    """A form that refuses what is no phone number where one was typed.

    What stood there before does not stop a save, for an import keeps what its file says; the page names it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings: list[str] = []
        """What looks wrong but may stay; known when the form was checked."""

    def clean(self) -> dict[str, Any]:
        """Judge the phone fields."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in filter(holds_phones, list(cleaned)):
            fault = phone_fault(cleaned[name])
            if fault and name in self.changed_data:
                self.add_error(name, fault)
            elif fault:
                self.warnings.append(f"{self.instance} · {capfirst(self.fields[name].label)}：{fault}")
        return cleaned
