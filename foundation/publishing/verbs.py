"""The verbs of publishing as the back office offers them: label, form, and who may do them now.

Each verb calls the one function of ``foundation.publishing.actions`` that does it; what is decided here is
only which buttons a person sees.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import access
from foundation.clock import local_now
from foundation.publishing import actions, states

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from foundation.people import User
    from foundation.publishing.models import Publishable, Revision
    from foundation.workflow import Transition


class VerbForm(forms.Form):
    """What a verb asks for; ``revision`` names exactly the candidate that the person looked at."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


def _text(label: StrOrPromise, length: int, *, required: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        required=required,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 2, "class": "verb-text"}),
    )


class SubmitForm(VerbForm):
    """A note for the reviewer and the public log."""

    note = _text(gettext_lazy("What changed"), 300, required=False)


class CommentForm(VerbForm):
    """The comment that goes back to the editor."""

    comment = _text(gettext_lazy("Comment for the editor"), 500, required=True)


_REASON: Final = gettext_lazy("Reason (needed if contents are missing or the leak check found something)")


class ReleaseForm(VerbForm):
    """A reason, needed where contents are missing or something was found that should not go out."""

    reason = _text(
        gettext_lazy("Reason (needed if contents are missing or the leak check found something)"), 500, required=False
    )


class ScheduleForm(VerbForm):
    """The moment of release, and a reason as for a release at once."""

    at = forms.DateTimeField(
        label=gettext_lazy("Public from"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = _text(
        gettext_lazy("Reason (needed if contents are missing or the leak check found something)"), 500, required=False
    )

    def clean_at(self) -> dt.datetime:
        """Refuse the past at the field."""
        at: dt.datetime = self.cleaned_data["at"]
        if at <= local_now():
            raise ValidationError(_("The moment of release must lie in the future."))
        return at


class RetireForm(VerbForm):
    """The reason of a withdrawal; the public log shows it."""

    reason = _text(gettext_lazy("Reason of the withdrawal"), 500, required=True)


Run = Callable[["Publishable", Any, "User", dict[str, Any]], None]


@dataclass(frozen=True)
class Verb:
    """One button."""

    name: str
    label: StrOrPromise
    done: StrOrPromise
    """The sentence that says it worked; ``%s`` is the record."""
    transition: Transition
    form: type[VerbForm]
    run: Run = field(repr=False)
    needs_candidate: bool = True
    needs_second_person: bool = False
    is_grave: bool = False
    """Whether the button stands apart from the others."""


def _submit(record: Publishable, _candidate: Any, actor: User, data: dict[str, Any]) -> None:
    actions.submit(record, actor=actor, note=data["note"])


def _recall(_record: Publishable, candidate: Revision, actor: User, _data: dict[str, Any]) -> None:
    actions.recall(candidate, actor=actor)


def _return(_record: Publishable, candidate: Revision, actor: User, data: dict[str, Any]) -> None:
    actions.return_to_editor(candidate, actor=actor, comment=data["comment"])


def _release(_record: Publishable, candidate: Revision, actor: User, data: dict[str, Any]) -> None:
    actions.release(candidate, actor=actor, reason=data["reason"])


def _schedule(_record: Publishable, candidate: Revision, actor: User, data: dict[str, Any]) -> None:
    actions.schedule(candidate, actor=actor, at=data["at"], reason=data["reason"])


def _unschedule(_record: Publishable, candidate: Revision, actor: User, _data: dict[str, Any]) -> None:
    actions.unschedule(candidate, actor=actor)


def _retire(record: Publishable, _candidate: Any, actor: User, data: dict[str, Any]) -> None:
    actions.retire(record, actor=actor, reason=data["reason"])


VERBS: Final[dict[str, Verb]] = {
    verb.name: verb
    for verb in (
        Verb(
            "submit",
            gettext_lazy("Submit for review"),
            gettext_lazy("“%s” waits for review now."),
            states.SUBMIT,
            SubmitForm,
            _submit,
            needs_candidate=False,
        ),
        Verb(
            "recall",
            gettext_lazy("Take the submission back"),
            gettext_lazy("“%s” can be edited again."),
            states.RECALL,
            VerbForm,
            _recall,
        ),
        Verb(
            "release",
            gettext_lazy("Publish now"),
            gettext_lazy("“%s” is public now."),
            states.RELEASE,
            ReleaseForm,
            _release,
            needs_second_person=True,
        ),
        Verb(
            "schedule",
            gettext_lazy("Publish later"),
            gettext_lazy("The release of “%s” is scheduled."),
            states.SCHEDULE,
            ScheduleForm,
            _schedule,
            needs_second_person=True,
        ),
        Verb(
            "return",
            gettext_lazy("Return with a comment"),
            gettext_lazy("“%s” went back to the editor."),
            states.RETURN,
            CommentForm,
            _return,
        ),
        Verb(
            "unschedule",
            gettext_lazy("Cancel the scheduled release"),
            gettext_lazy("The scheduled release of “%s” is cancelled."),
            states.UNSCHEDULE,
            VerbForm,
            _unschedule,
        ),
        Verb(
            "retire",
            gettext_lazy("Withdraw from the public site"),
            gettext_lazy("“%s” is no longer public."),
            states.RETIRE,
            RetireForm,
            _retire,
            needs_candidate=False,
            is_grave=True,
        ),
    )
}


def holds_capability(verb: Verb, user: User, record: Publishable) -> bool:
    """Tell whether the role of the account allows the verb in the record's department, at whatever stage."""
    return access.may(user, verb.transition.capability, record.department_id)


def had_a_hand(user: User, candidate: Revision) -> bool:
    """Tell whether the person submitted the candidate or edited its text last; a second person decides then."""
    return user.pk in {candidate.submitted_by_id, candidate.edited_by_id}


def verbs_for(user: User, record: Publishable, *, live: Any, pending: Any) -> list[Verb]:
    """Return the verbs that this person may do with the record now."""

    def fits(verb: Verb) -> bool:
        if not holds_capability(verb, user, record) or record.stage not in verb.transition.sources:
            return False
        if verb.needs_candidate and pending is None:
            return False
        if verb.needs_second_person and had_a_hand(user, pending):
            return False
        return verb.name != "retire" or live is not None

    return [verb for verb in VERBS.values() if fits(verb)]
