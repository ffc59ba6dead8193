"""The forms of the log-in: name and password, then a code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.login.limits import may_try
from foundation.login.second_factor import accept
from foundation.login.trail import record_failed_login
from foundation.people import User


def too_many() -> ValidationError:
    """Return what somebody reads who has tried too often."""
    return ValidationError(
        _("Too many tries from here; please wait 15 minutes. Colleagues elsewhere are not affected."), code="too_many"
    )


class PasswordForm(AdminAuthenticationForm):
    """The first step."""

    request: HttpRequest

    def clean(self) -> dict[str, Any]:
        """Check name and password within the limits; a failure leaves a trace where the account exists."""
        username = self.cleaned_data.get("username")
        if username and not may_try(self.request, username, "password"):
            raise too_many()
        try:
            return super().clean()
        except ValidationError:
            if username:
                record_failed_login(User.objects.filter(username=username).first(), "password")
            raise


class CodeForm(forms.Form):
    """The second step: six digits of the app, or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        help_text=gettext_lazy("The six digits that the app shows now, or one of your recovery codes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        self.request, self.user = request, user
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        """Check the code within the limits and use it up."""
        typed: str = self.cleaned_data["code"]
        if not may_try(self.request, self.user.get_username(), "code"):
            raise too_many()
        if not accept(self.user, typed):
            record_failed_login(self.user, "code")
            raise ValidationError(_("This code is wrong, used already, or too old. Wait for the next one."))
        return typed


class SetUpForm(forms.Form):
    """The first code of a new app, by which it is taken over."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=10,
        help_text=gettext_lazy("The six digits that the app shows after it has read the picture."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )
