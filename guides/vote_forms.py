"""The question at the end of a guide: did it help, and if not, why?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from foundation.privacy import find_personal
from foundation.public_forms import GuardedForm, LongTextField
from guides.models.use import REMARK_LENGTH, VoteReason


class VoteForm(GuardedForm):
    """Helped or not; who says no gives a reason.

    The form on the page of a guide is the same for everybody and kept by caches, so it has neither stamp nor token;
    what looks odd comes back as a page of its own, which has both.
    """

    helped = forms.ChoiceField(
        label=gettext_lazy("Did this guide help you?"),
        choices=[("yes", pgettext_lazy("vote", "It helped")), ("no", pgettext_lazy("vote", "It did not help"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether the guide helped.")},
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"),
        choices=VoteReason.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    remark = LongTextField(
        label=gettext_lazy("What should be mended?"),
        longest=REMARK_LENGTH,
        required=False,
        help_text=gettext_lazy("Without names, numbers and addresses. Nobody answers here."),
    )

    shortest_seconds = -1
    """Two taps are enough."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remark"].widget.attrs["rows"] = 3

    def clean_remark(self) -> str:
        """Refuse what tells who somebody is: nothing personal is kept here."""
        remark: str = self.cleaned_data["remark"].strip()
        if find_personal(remark):
            kinds = "、".join(dict.fromkeys(str(found.kind.label) for found in find_personal(remark)))
            raise ValidationError(_("Please leave out what tells who somebody is: %s.") % kinds)
        return remark

    def clean(self) -> dict[str, Any]:
        """Who says that a guide did not help says why."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("helped") == "no" and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Choose what is wrong with it."))
        return data

    def doubts(self, request: HttpRequest) -> str:
        """Return a sentence that asks to send once more; a form without a stamp came from the page of a guide."""
        if "stamp" in self.data:
            return super().doubts(request)
        if self.data.get("website"):
            self.put("website", "")
            return _("Please look through everything once more, then send it.")
        return "" if came_from_here(request) else _("Please send your answer from here once more.")


def came_from_here(request: HttpRequest) -> bool:
    """Tell whether a form was sent from a page of this site, as far as the browser says so."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}"
