"""What keeps machines away from forms that anybody may send, without keeping anybody out.

There are no riddles and no foreign service: a stamp that tells how long the form was open, a field that people do
not see, and the token against forged sending.  Whatever looks odd is answered with the same form, everything typed
kept, and a sentence; a person who sends it once more gets through.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Final, cast

from django import forms
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_SIGNER: Final = TimestampSigner(salt="foundation.public_forms")


def new_stamp() -> str:
    """Return the signed one-time token of a form, with the moment at which the form was opened."""
    return _SIGNER.sign(uuid.uuid4().hex)


def is_forged(request: HttpRequest) -> bool:
    """Tell whether the token against forged sending is missing or stale.

    For views that are exempt from Django's own check, because that one answers with a page of its own and
    everything typed would be lost.  Such a view must not act on a forged request.
    """
    check = CsrfViewMiddleware(lambda _request: HttpResponse())
    check.process_request(request)
    return check.process_view(request, lambda _request: HttpResponse(), (), {}) is not None


class GuardedForm(forms.Form):
    """A form that anybody may send.  ``website`` is the field that people do not see."""

    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    use_required_attribute = False
    shortest_seconds: ClassVar[int] = 3
    """Nobody reads, fills and sends a form in less.  A negative number: haste does not matter."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"stamp": new_stamp(), **(kwargs.get("initial") or {})}
        super().__init__(data, *args, **{"label_suffix": "", **kwargs})

    @property
    def token(self) -> uuid.UUID:
        """The one-time token: the same form sent twice has the same one.  Valid once ``doubts`` are cleared."""
        return uuid.UUID(_SIGNER.unsign(self.data["stamp"]))

    def doubts(self, request: HttpRequest) -> str:
        """Return a sentence that asks a person to send once more; empty where nothing looks odd.

        What a second sending would stumble over again is mended on the way.
        """
        if self.data.get("website"):
            self._replace("website", "")
            return _("Please look through everything once more, then send it.")
        try:
            _SIGNER.unsign(self.data.get("stamp", ""), max_age=self.shortest_seconds)
        except SignatureExpired:  # as it should be: the form was open longer than this
            if is_forged(request):
                return _(
                    "Your browser did not send the security token of this page along. Nothing is lost: please send "
                    "once more. If this sentence comes again, allow cookies for this site."
                )
            return ""
        except BadSignature:
            self._replace("stamp", new_stamp())
            return _("This form was altered on the way. Please send it once more.")
        return _("That was very quick. Please look through everything once more, then send it.")

    def _replace(self, name: str, value: str) -> None:
        changed = cast("QueryDict", self.data).copy()
        changed[name] = value
        self.data = changed
