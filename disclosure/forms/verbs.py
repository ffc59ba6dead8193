"""The verbs of the case desk as small forms: what each asks for, and the one action that it calls."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from disclosure.actions import clock, register
from disclosure.deadlines import FactKind
from disclosure.fees import MAX_UNITS, FeeBasis
from disclosure.forms.register import day_field
from disclosure.models.clock import ClockFact, Consultation, ConsultationKind, ExtensionProposal, Position
from disclosure.models.register import Request
from disclosure.states import VERBS, RequestStage
from foundation import access
from foundation.access import Capability
from foundation.organization import Department, Membership
from foundation.people import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _text(label: Any, length: int = 500, *, required: bool = True, rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


class VerbForm(forms.Form):
    """A verb on a request.  ``carry_out`` calls its action."""

    verb: ClassVar[str]
    label: ClassVar[StrOrPromise]
    done: ClassVar[StrOrPromise]
    hint: ClassVar[StrOrPromise] = ""
    danger: ClassVar[bool] = False

    def __init__(self, request: Request, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", "prefix": self.verb, **kwargs})
        self.request, self.today = request, today
        for field in self.fields.values():
            if isinstance(field, forms.DateField) and field.required and field.initial is None:
                field.initial = today
        self.prepare()

    def prepare(self) -> None:
        """Narrow choices to this request."""

    @classmethod
    def is_offered(cls, _request: Request) -> bool:
        """Tell whether the verb makes sense now, beyond the state table."""
        return True

    def carry_out(self, actor: User) -> Any:
        """Call the action."""
        raise NotImplementedError


class ConfirmForm(VerbForm):
    """Receipt confirmed with the applicant."""

    verb, label, done = "confirm_receipt", _("Confirm the receipt"), _("The receipt is confirmed; the clock runs.")
    on = day_field(_("Confirmed with the applicant on"))
    evidence = _text(_("How and with whom it was confirmed"), 300)

    def carry_out(self, actor: User) -> Any:
        """Confirm."""
        data = self.cleaned_data
        return register.confirm_receipt(
            self.request, confirmed_on=data["on"], evidence=data["evidence"], actor=actor, today=self.today
        )


class DismissForm(VerbForm):
    """Not a request."""

    verb, label, done, danger = "dismiss", _("This is no request"), _("Put aside, with the reason."), True
    reason = _text(_("Why it is no request"), 300)

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
    what = _text(_("What has to be corrected"), rows=3)

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


class _DayAndEvidence(VerbForm):
    """A day with its evidence, for verbs that record one fact."""

    on = day_field(_("Day"))
    evidence = _text(_("Evidence"))

    def carry_out(self, actor: User) -> Any:
        """Call the action that is named like the verb."""
        data = self.cleaned_data
        action = getattr(clock, self.verb)
        return action(self.request, on=data["on"], evidence=data["evidence"], actor=actor, today=self.today)


class RecordCorrectionForm(_DayAndEvidence):
    """The corrected request came."""

    verb, label, done = "record_correction", _("The correction came"), _("Recorded; the reply period starts anew.")


class ProposeExtensionForm(VerbForm):
    """Ask the head of the office for more time."""

    verb, label, done = "propose_extension", _("Propose an extension"), _("Proposed; the head of the office decides.")
    hint = _("Once, by at most 20 working days, approved by the head of the disclosure office (art. 33).")
    days = forms.IntegerField(label=_("Working days"), min_value=1, max_value=20, initial=20)
    reason = _text(_("Reason, as the applicant will read it"))

    def carry_out(self, actor: User) -> Any:
        """Propose."""
        data = self.cleaned_data
        return clock.propose_extension(self.request, days=data["days"], reason=data["reason"], actor=actor)


class _DecideExtension(VerbForm):
    """What the head of the office says to an extension."""

    approve: ClassVar[bool]
    on = day_field(_("Day"))
    note = _text(_("Remark"), 300, required=False)

    @classmethod
    def is_offered(cls, request: Request) -> bool:
        """Only while an extension waits."""
        return ExtensionProposal.objects.filter(request=request, decision="open").exists()

    def carry_out(self, actor: User) -> Any:
        """Decide."""
        proposal = ExtensionProposal.objects.filter(request=self.request).latest("proposed_at")
        data = self.cleaned_data
        return clock.decide_extension(proposal, approve=self.approve, on=data["on"], actor=actor, note=data["note"])


class ExtendForm(_DecideExtension):
    """Approve."""

    verb, label, done, approve = "extend", _("Approve the extension"), _("The reply period is extended."), True


class RefuseExtensionForm(_DecideExtension):
    """Refuse."""

    verb, label, done, approve = "refuse_extension", _("Refuse the extension"), _("Refused."), False


class ConsultForm(VerbForm):
    """Ask somebody whose time is not counted."""

    verb, label, done = "consult", _("Ask a third party or another organ"), _("Recorded; these days are not counted.")
    kind = forms.ChoiceField(label=_("Who is asked"), choices=ConsultationKind)
    party = forms.CharField(label=_("Name"), max_length=200)
    department = forms.ModelChoiceField(
        label=_("Department of this site (its staff answer on their own page)"),
        queryset=Department.objects.filter(is_active=True),
        required=False,
    )
    question = _text(_("Question. Never name the applicant"), 3000, rows=4)
    on = day_field(_("Asked on"))

    def carry_out(self, actor: User) -> Any:
        """Consult."""
        data = self.cleaned_data
        department = data.pop("department")
        return clock.consult(
            self.request, **data, department_id=department.pk if department else None, actor=actor, today=self.today
        )


class RecordAnswerForm(VerbForm):
    """What the asked one said."""

    verb, label, done = "record_answer", _("Record the answer of a consultation"), _("Recorded; counting goes on.")
    consultation = forms.ModelChoiceField(label=_("Consultation"), queryset=Consultation.objects.none())
    position = forms.ChoiceField(label=_("Answer"), choices=Position)
    answer = _text(_("Reasons and remarks"), 3000, required=False)
    on = day_field(_("Day"))

    def prepare(self) -> None:
        """Offer what is still open."""
        self.fields["consultation"].queryset = _open_consultations(self.request)  # type: ignore[attr-defined]

    @classmethod
    def is_offered(cls, request: Request) -> bool:
        """Only while a consultation is open."""
        return _open_consultations(request).exists()

    def carry_out(self, actor: User) -> Any:
        """Record."""
        return clock.record_answer(**self.cleaned_data, actor=actor, today=self.today)


def _happened(request: Request, kind: FactKind) -> bool:
    return ClockFact.objects.valid().filter(request=request, kind=kind).exists()


def _open_consultations(request: Request) -> QuerySet[Consultation]:
    return Consultation.objects.filter(request=request, answered_on=None)


class NoticeFeeForm(VerbForm):
    """A fee by item or by page."""

    verb, label, done = "notice_fee", _("Record a fee notice"), _("Recorded; the period waits for the payment.")
    hint = _("By item or by pages, never both; the free quantity costs nothing.")
    basis = forms.ChoiceField(label=_("Counted"), choices=FeeBasis)
    units = forms.IntegerField(label=_("Requests or pages"), min_value=1, max_value=MAX_UNITS)
    before = forms.IntegerField(
        label=_("Requests of this applicant in the month before this one (by item only)"),
        min_value=0,
        max_value=MAX_UNITS,
        initial=0,
    )
    how_to_pay = _text(_("How to pay"))
    on = day_field(_("Notice received by the applicant on"))

    def clean(self) -> dict[str, Any]:
        """Pages stand alone."""
        data = super().clean() or {}
        if data.get("basis") == FeeBasis.PAGES:
            data["before"] = 0
        return data

    def carry_out(self, actor: User) -> Any:
        """Notice."""
        return clock.notice_fee(self.request, **self.cleaned_data, actor=actor, today=self.today)


class RecordPaymentForm(_DayAndEvidence):
    """Paid in full."""

    verb, label, done = "record_payment", _("Record the full payment"), _("Recorded; the period starts anew tomorrow.")


class AskReasonsForm(_DayAndEvidence):
    """Excessive requests."""

    verb, label, done = "ask_reasons", _("Ask for reasons (art. 35)"), _("Recorded.")
    hint = _("Where number or frequency of one applicant's requests clearly exceeds reason.")

    @classmethod
    def is_offered(cls, request: Request) -> bool:
        """Once."""
        return not _happened(request, FactKind.REASONS_ASKED)


class RecordReasonsForm(_DayAndEvidence):
    """Reasons given."""

    verb, label, done = "record_reasons", _("Record the reasons given (art. 35)"), _("Recorded.")

    @classmethod
    def is_offered(cls, request: Request) -> bool:
        """Only after reasons were asked for."""
        return _happened(request, FactKind.REASONS_ASKED) and not _happened(request, FactKind.REASONS_GIVEN)


class TellDelayForm(VerbForm):
    """A later date."""

    verb, label, done = "tell_delay", _("Tell a later date (art. 35)"), _("Recorded; the later date counts.")
    on = day_field(_("Told on"))
    until = day_field(_("Later date"), required=True)
    evidence = _text(_("Reason"))

    @classmethod
    def is_offered(cls, request: Request) -> bool:
        """Only after reasons were given."""
        return _happened(request, FactKind.REASONS_GIVEN) and not _happened(request, FactKind.DELAY_TOLD)

    def carry_out(self, actor: User) -> Any:
        """Tell."""
        return clock.tell_delay(self.request, **self.cleaned_data, actor=actor, today=self.today)


class StrikeOutForm(VerbForm):
    """Mend a wrong fact."""

    verb, label, done, danger = (
        "strike_out",
        _("Strike out a wrong fact"),
        _("Struck out; the clock is computed anew."),
        True,
    )
    fact = forms.ModelChoiceField(label=_("Fact"), queryset=ClockFact.objects.none())
    reason = _text(_("What was wrong"), 300)

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
    evidence = _text(_("Right evidence of receipt"), 300)
    reason = _text(_("What was wrong"), 300)

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
    reason = _text(_("How the applicant said so"), 300)

    def carry_out(self, actor: User) -> Any:
        """Withdraw."""
        data = self.cleaned_data
        return register.withdraw(self.request, on=data["on"], reason=data["reason"], actor=actor)


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
