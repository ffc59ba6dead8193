"""Forms of remedies."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.actions.remedies import RemedyEntry
from disclosure.models.register import Request
from disclosure.models.remedies import Remedy, RemedyKind, RemedyOutcome
from foundation.verb_forms import day_field


class RemedyForm(forms.Form):
    """A new case."""

    kind = forms.ChoiceField(label=_("Kind"), choices=RemedyKind)
    organ = forms.CharField(label=_("Review organ, court or office"), max_length=200)
    case_number = forms.CharField(label=_("Case number there"), max_length=100, required=False)
    ours = forms.BooleanField(label=_("Our own appeal"), required=False)
    filed_on = day_field(_("Filed on"))
    notified_on = day_field(_("Notice received by us on"), required=False)
    simplified = forms.BooleanField(label=_("Simplified procedure"), required=False)
    follows = forms.ModelChoiceField(
        label=_("Follows the case"), queryset=Remedy.objects.none(), required=False, empty_label=_("none")
    )
    note = forms.CharField(
        label=_("Remarks"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["follows"].queryset = Remedy.objects.filter(request=request)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What follows another case names it."""
        data = super().clean() or {}
        if data.get("kind") in {RemedyKind.SUIT_AFTER_REVIEW, RemedyKind.APPEAL} and not data.get("follows"):
            self.add_error("follows", _("Name the case that this one follows."))
        if data.get("ours") and data.get("kind") != RemedyKind.APPEAL:
            self.add_error("ours", _("Of our own accord we only appeal."))
        return data

    def entry(self) -> RemedyEntry:
        """Return the entry."""
        return RemedyEntry(**self.cleaned_data)


class StepForm(forms.Form):
    """A step of a case that happened on a day."""

    on = day_field(_("Day"))

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", "initial": {"on": today}, **kwargs})


class CloseForm(StepForm):
    """How a case ended."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=[c for c in RemedyOutcome.choices if c[0]])
    served_on = day_field(
        _("Served on, if known already"),
        required=False,
        help_text=_("The day on which decision or judgment reached whoever may go on; what may follow runs from it."),
    )
    note = forms.CharField(
        label=_("Remarks"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReopenForm(StepForm):
    """A new handling as ordered."""

    evidence = forms.CharField(label=_("Document that orders the new handling"), max_length=300)
