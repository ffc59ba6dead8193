"""What keeps machines away from forms that anybody may send, without keeping anybody out.

There are no riddles and no foreign service: a stamp that tells how long the form was open, a field that people do
not see, and the token against forged sending.  Whatever looks odd is answered with the same form, everything typed
kept, and a sentence; a person who sends it once more gets through.
"""

from __future__ import annotations

import unicodedata
import uuid
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import pressure
from foundation.workflow import Conflict

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_DIRECTION_MARKS: Final = frozenset({"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"})
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


def visible(text: str) -> str:
    """Return a line without control characters and marks that turn the direction of reading."""
    return "".join(
        " " if unicodedata.category(one) == "Cc" else one
        for one in text
        if unicodedata.bidirectional(one) not in _DIRECTION_MARKS
    ).strip()


class LongTextField(forms.CharField):
    """A text of several lines with at most ``longest`` characters, without marks that turn the direction of reading.

    The browser is told no limit: it would cut off what is pasted, without a word.  The server says what is too long.
    """

    widget = forms.Textarea
    too_long: StrOrPromise = gettext_lazy("At most %(most)d characters; these are %(length)d. Shorten the text.")

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the text with the line ends of the database."""
        text = super().to_python(value)
        if not isinstance(text, str):
            return text
        text = text.replace("\r\n", "\n")
        return "".join(one for one in text if unicodedata.bidirectional(one) not in _DIRECTION_MARKS)

    def validate(self, value: Any) -> None:
        """Raise ValidationError, with the length that was counted."""
        super().validate(value)
        if len(value) > self.longest:
            raise ValidationError(self.too_long % {"most": self.longest, "length": len(value)})


def _is_of_the_future(stamp: str) -> bool:
    try:
        _SIGNER.unsign(stamp, max_age=-1)
    except SignatureExpired:
        return False
    return True


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
            self.put("website", "")
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
            self.renew()
            return _("This form was altered on the way. Please send it once more.")
        if _is_of_the_future(self.data["stamp"]):
            self.renew()  # the server's clock was set back: nobody waits until it has caught up
        return _("That was very quick. Please look through everything once more, then send it.")

    def renew(self) -> None:
        """Make it a form that was not sent yet, with everything typed."""
        self.put("stamp", new_stamp())

    def put(self, name: str, value: str) -> None:
        """Replace what was sent in a field; the page that comes back holds the new value."""
        changed = cast("QueryDict", self.data).copy()
        changed[name] = value
        self.data = changed


class PressedForm(GuardedForm):
    """A guarded form that waits, or works, once very many came from one address (see ``foundation.pressure``).

    ``ticket`` and ``proof`` belong to that defence; nobody types them.
    """

    ticket = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    proof = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    bits: ClassVar[int] = pressure.BITS
    is_held_up: bool = False
    """Whether the page shows what to wait for, or lets the browser work."""

    def held_up(self, request: HttpRequest, limit: pressure.Limit) -> str:
        """Count a complete form and return a sentence where it has to wait; empty where it may go through."""
        try:
            token = self.token
        except (BadSignature, KeyError):
            self.renew()
            token = self.token
        ticket, proof = self.cleaned_data["ticket"], self.cleaned_data["proof"]
        if pressure.admits(request, limit, token=token, ticket=ticket, proof=proof):
            return ""
        if not pressure.belongs(ticket, token):
            self.put("ticket", pressure.new_ticket(token))
        self.is_held_up = True
        return _(
            "Very much came from your network within a short time, so this is not sent yet. Everything you wrote is "
            "kept. Please wait a minute, then press once more."
        )

    def sent_before(self, conflict: Conflict) -> str:
        """Return a sentence for a form that was sent, changed and sent again; from now on it is a form of its own."""
        self.renew()
        return _("%(what)s If you mean to send a second one, press send once more.") % {"what": conflict}
