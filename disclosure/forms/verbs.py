"""The verbs of the case desk as small forms: what each asks for, and the one action that it calls."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.actions import clock, register
from disclosure.forms.asking import (
    AskReasonsForm,
    AssessFeeForm,
    ConsultForm,
    NoticeFeeForm,
    RecordAnswerForm,
    RecordPaymentForm,
    RecordReasonsForm,
    TellDelayForm,
)
from disclosure.forms.verb_forms import DayAndEvidence, VerbForm
from disclosure.models.clock import ClockFact, ExtensionProposal
from disclosure.models.register import Request
from disclosure.states import VERBS, RequestStage
from foundation import access
from foundation.access import Capability
from foundation.organization import Membership
from foundation.people import User
from foundation.verb_forms import day_field, text_area
from foundation.workflow import Conflict


class ConfirmForm(VerbForm):
    """Receipt confirmed with the applicant."""

    verb, label, done = "confirm_receipt", _("Confirm the receipt"), _("The receipt is confirmed; the clock runs.")
    on = day_field(_("Confirmed with the applicant on"))
    evidence = text_area(_("How and with whom it was confirmed"), 300)

    def carry_out(self, actor: User) -> Any:
        """Confirm."""
        data = self.cleaned_data
        return register.confirm_receipt(
            self.request, confirmed_on=data["on"], evidence=data["evidence"], actor=actor, today=self.today
        )


class DismissForm(VerbForm):
    """Not a request."""

    verb, label, done, danger = "dismiss", _("This is no request"), _("Put aside, with the reason."), True
    hint = _("The applicant reads the reason on the status page; name nobody in it, and say what can be done instead.")
    reason = text_area(_("Why it is no request"), 300)

    def carry_out(self, actor: User) -> Any:
        """Dismiss."""
        return register.dismiss(self.request, reason=self.cleaned_data["reason"], actor=actor)


class AssignForm(VerbForm):
    """Give to an officer."""

    verb, label, done = "assign", _("Assign"), _("Assigned.")
    handler = forms.ModelChoiceField(label=_("Officer"), queryset=User.objects.none())

    def prepare(self) -> None:
        """Offer those who may handle requests."""
        roles = [role for role, held in access.ROLE_CAPABILITIES.items() if Capability.HANDLE_REQUESTS in held]
        holders = Membership.objects.filter(role__in=roles).values("user")
        self.fields["handler"].queryset = User.objects.filter(pk__in=holders, is_active=True)  # type: ignore[attr-defined]

    def carry_out(self, actor: User) -> Any:
        """Assign."""
        return register.assign(self.request, handler=self.cleaned_data["handler"], actor=actor)


class AskCorrectionForm(VerbForm):
    """One request for correction."""

    verb, label, done = "ask_correction", _("Ask for a correction"), _("Recorded; the period waits for the correction.")
    hint = _("Once, within 7 working days of the receipt, naming what to correct and a reasonable period (art. 30).")
    on = day_field(_("Notice given on"))
    until = day_field(_("Correction until"), required=False)
    what = text_area(_("What has to be corrected"), rows=3)

    def clean(self) -> dict[str, Any]:
        """A period must be named."""
        data = super().clean() or {}
        if not data.get("until"):
            self.add_error("until", _("Name the last day for the correction."))
        return data

    def carry_out(self, actor: User) -> Any:
        """Ask."""
        data = self.cleaned_data
        return clock.ask_correction(
            self.request, on=data["on"], until=data["until"], what=data["what"], actor=actor, today=self.today
        )


class RecordCorrectionForm(DayAndEvidence):
    """The corrected request came."""

    verb, label, done = "record_correction", _("The correction came"), _("Recorded; the reply period starts anew.")


class ProposeExtensionForm(VerbForm):
    """Ask the head of the office for more time."""

    verb, label, done = "propose_extension", _("Propose an extension"), _("Proposed; the head of the office decides.")
    hint = _("Once, by at most 20 working days, approved by the head of the disclosure office (art. 33).")
    days = forms.IntegerField(label=_("Working days"), min_value=1, max_value=20, initial=20)
    reason = text_area(_("Reason, as the applicant will read it"))

    def carry_out(self, actor: User) -> Any:
        """Propose."""
        data = self.cleaned_data
        return clock.propose_extension(self.request, days=data["days"], reason=data["reason"], actor=actor)


class _DecideExtension(VerbForm):
    """What the head of the office says to an extension."""

    approve: ClassVar[bool]
    note = text_area(_("Remark"), 300, required=False)

    @classmethod
    def is_offered(cls, request: Request) -> bool:
        """Only while an extension waits."""
        return ExtensionProposal.objects.filter(request=request, decision="open").exists()

    def carry_out(self, actor: User) -> Any:
        """Decide."""
        proposal = ExtensionProposal.objects.filter(request=self.request, decision="open").first()
        if proposal is None:
            raise Conflict(_("Somebody has decided on this extension already."))
        note = self.cleaned_data["note"]
        return clock.decide_extension(proposal, approve=self.approve, on=self.today, actor=actor, note=note)


class ExtendForm(_DecideExtension):
    """Approve."""

    verb, label, done, approve = "extend", _("Approve the extension"), _("The reply period is extended."), True


class RefuseExtensionForm(_DecideExtension):
    """Refuse."""

    verb, label, done, approve = "refuse_extension", _("Refuse the extension"), _("Refused."), False


class StrikeOutForm(VerbForm):
    """Mend a wrong fact."""

    verb, label, done, danger = (
        "strike_out",
        _("Strike out a wrong fact"),
        _("Struck out; the clock is computed anew."),
        True,
    )
    fact = forms.ModelChoiceField(label=_("Fact"), queryset=ClockFact.objects.none())
    reason = text_area(_("What was wrong"), 300)

    def prepare(self) -> None:
        """Offer the facts that count, but not receipt and conclusion."""
        facts = ClockFact.objects.valid().filter(request=self.request).exclude(kind__in=["received", "concluded"])
        self.fields["fact"].queryset = facts  # type: ignore[attr-defined]

    @classmethod
    def is_offered(cls, request: Request) -> bool:
        """Only where something can be struck out."""
        return ClockFact.objects.valid().filter(request=request).exclude(kind__in=["received", "concluded"]).exists()

    def carry_out(self, actor: User) -> Any:
        """Strike out."""
        return clock.strike_out(self.cleaned_data["fact"], reason=self.cleaned_data["reason"], actor=actor)


class CorrectReceiptForm(VerbForm):
    """Mend a wrong day of receipt."""

    verb, label, done, danger = (
        "correct_receipt",
        _("Correct the day of receipt"),
        _("Corrected; both days stay."),
        True,
    )
    on = day_field(_("Right legal day of receipt"))
    evidence = text_area(_("Right evidence of receipt"), 300)
    reason = text_area(_("What was wrong"), 300)

    def carry_out(self, actor: User) -> Any:
        """Correct."""
        data = self.cleaned_data
        return clock.correct_receipt(
            self.request,
            received_on=data["on"],
            evidence=data["evidence"],
            reason=data["reason"],
            actor=actor,
            today=self.today,
        )


class WithdrawForm(VerbForm):
    """The applicant withdraws."""

    verb, label, done, danger = "withdraw", _("The applicant withdraws"), _("Recorded; the request is concluded."), True
    on = day_field(_("Day"))
    reason = text_area(_("How the applicant said so"), 300)

    def carry_out(self, actor: User) -> Any:
        """Withdraw."""
        data = self.cleaned_data
        return register.withdraw(self.request, on=data["on"], reason=data["reason"], actor=actor, today=self.today)


FORMS: dict[str, type[VerbForm]] = {
    form.verb: form
    for form in (
        ConfirmForm,
        DismissForm,
        AskCorrectionForm,
        RecordCorrectionForm,
        ProposeExtensionForm,
        ExtendForm,
        RefuseExtensionForm,
        ConsultForm,
        RecordAnswerForm,
        AssessFeeForm,
        NoticeFeeForm,
        RecordPaymentForm,
        AskReasonsForm,
        RecordReasonsForm,
        TellDelayForm,
        AssignForm,
        StrikeOutForm,
        CorrectReceiptForm,
        WithdrawForm,
    )
}
"""The verbs that the desk offers as small forms, in their order on the page."""


@dataclass(frozen=True)
class Offer:
    """A verb that somebody may carry out now."""

    verb: str
    form: VerbForm


def offers(request: Request, user: User, today: dt.date) -> list[Offer]:
    """Return the verbs that the state table and the person's role allow now."""
    found = []
    for verb, form in FORMS.items():
        transition = VERBS["withdraw_unconfirmed" if _is_early(verb, request) else verb]
        if request.stage in transition.sources and access.may(user, transition.capability) and form.is_offered(request):
            found.append(Offer(verb, form(request, today=today)))
    return found


def _is_early(verb: str, request: Request) -> bool:
    return verb == "withdraw" and request.stage == RequestStage.SUBMITTED
