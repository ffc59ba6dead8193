"""The verbs of the case desk that ask something of others: consultations, fees, reasons (arts. 32–35, 42)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from disclosure.actions import clock, consultations
from disclosure.deadlines import FactKind
from disclosure.fees import MAX_UNITS, FeeBasis
from disclosure.forms.verb_forms import DayAndEvidence, VerbForm
from disclosure.models.clock import ClockFact, Consultation, ConsultationKind, Position
from disclosure.models.letters import FeeNotice
from disclosure.models.register import Request
from disclosure.regulations import REGULATION_2019
from disclosure.similar import earlier_in_the_month
from foundation.organization import Department
from foundation.people import User
from foundation.verb_forms import day_field, text_area


def _happened(request: Request, kind: FactKind) -> bool:
    return ClockFact.objects.valid().filter(request=request, kind=kind).exists()


class ConsultForm(VerbForm):
    """Ask somebody before the decision."""

    verb, label, done = "consult", _("Ask a third party, an organ or a department"), _("Recorded.")
    hint = _(
        "The days until a third party or another organ answers are not counted; help from a department of this site is."
    )
    kind = forms.ChoiceField(label=_("Who is asked"), choices=ConsultationKind)
    department = forms.ModelChoiceField(
        label=_("Department of this site (its staff answer on their own page)"),
        queryset=Department.objects.filter(is_active=True),
        required=False,
    )
    party = forms.CharField(label=_("Name, if it is no department of this site"), max_length=200, required=False)
    question = text_area(_("Question. Never name the applicant"), 3000, rows=4)
    on = day_field(_("Asked on"))
    days = forms.IntegerField(
        label=_("Working days to answer"),
        min_value=1,
        max_value=REGULATION_2019.consultation_days,
        initial=REGULATION_2019.consultation_days,
        help_text=_("Third parties and other organs always have 15 (arts. 32, 34); a department may get fewer."),
    )

    def clean(self) -> dict[str, Any]:
        """Name who is asked; help within the house comes from a department of this site."""
        data = super().clean() or {}
        department = data.get("department")
        if data.get("kind") == ConsultationKind.INTERNAL and department is None and "department" not in self.errors:
            self.add_error("department", _("Choose the department that is asked."))
        elif not data.get("party") and department is None and "department" not in self.errors:
            self.add_error("party", _("Name who is asked."))
        data["party"] = data.get("party") or (department.name if department else "")
        most = REGULATION_2019.consultation_days
        if data.get("kind") != ConsultationKind.INTERNAL and data.get("days") not in (None, most):
            sentence = _("Third parties and other organs have %(most)d working days to answer (arts. 32, 34).")
            self.add_error("days", sentence % {"most": most})
        return data

    def carry_out(self, actor: User) -> Any:
        """Consult."""
        data = self.cleaned_data
        department = data.pop("department")
        return consultations.consult(
            self.request, **data, department_id=department.pk if department else None, actor=actor, today=self.today
        )


class RecordAnswerForm(VerbForm):
    """What the asked one said."""

    verb, label, done = "record_answer", _("Record the answer of a consultation"), _("The answer is recorded.")
    consultation = forms.ModelChoiceField(label=_("Consultation"), queryset=Consultation.objects.none())
    position = forms.ChoiceField(label=_("Answer"), choices=Position)
    answer = text_area(_("Reasons and remarks"), 3000, required=False)
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
        return consultations.record_answer(**self.cleaned_data, actor=actor, today=self.today)


def _open_consultations(request: Request) -> QuerySet[Consultation]:
    return Consultation.objects.open().filter(request=request)


class AssessFeeForm(VerbForm):
    """A fee by item or by page."""

    verb, label, done = "assess_fee", _("Count the fee"), _("Counted; issue the fee notice now.")
    hint = _("By item or by pages, never both; the free quantity costs nothing.")
    basis = forms.ChoiceField(label=_("Counted"), choices=FeeBasis)
    units = forms.IntegerField(label=_("Requests or pages"), min_value=1, max_value=MAX_UNITS)
    before = forms.IntegerField(
        label=_("Requests of this applicant in the month before this one (by item only)"),
        min_value=0,
        max_value=MAX_UNITS,
        initial=0,
    )
    how_to_pay = text_area(_("How to pay"))

    def prepare(self) -> None:
        """Propose how many requests of the month the register knows of whoever showed the same identity paper."""
        known = earlier_in_the_month(self.request).count()
        self.fields["before"].initial = known
        if known:
            sentence = _("The register knows %(n)d under the same identity paper.")
            self.fields["before"].help_text = sentence % {"n": known}

    def clean(self) -> dict[str, Any]:
        """Pages stand alone."""
        data = super().clean() or {}
        if data.get("basis") == FeeBasis.PAGES:
            data["before"] = 0
        return data

    def carry_out(self, actor: User) -> Any:
        """Count."""
        return clock.assess_fee(self.request, **self.cleaned_data, actor=actor)


class NoticeFeeForm(DayAndEvidence):
    """The applicant got the fee notice."""

    verb, label, done = (
        "notice_fee",
        _("The applicant got the fee notice"),
        _("Recorded; the period waits for the payment."),
    )

    @classmethod
    def is_offered(cls, request: Request) -> bool:
        """Only once the fee was counted."""
        return FeeNotice.objects.filter(request=request).exists()


class RecordPaymentForm(DayAndEvidence):
    """Paid in full."""

    verb, label, done = "record_payment", _("Record the full payment"), _("Recorded; the period starts anew tomorrow.")


class AskReasonsForm(DayAndEvidence):
    """Excessive requests."""

    verb, label, done = "ask_reasons", _("Ask for reasons (art. 35)"), _("Recorded.")
    hint = _("Where number or frequency of one applicant's requests clearly exceeds reason.")

    @classmethod
    def is_offered(cls, request: Request) -> bool:
        """Once."""
        return not _happened(request, FactKind.REASONS_ASKED)


class RecordReasonsForm(DayAndEvidence):
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
    evidence = text_area(_("Reason"))

    @classmethod
    def is_offered(cls, request: Request) -> bool:
        """Only after reasons were given."""
        return _happened(request, FactKind.REASONS_GIVEN) and not _happened(request, FactKind.DELAY_TOLD)

    def carry_out(self, actor: User) -> Any:
        """Tell."""
        return clock.tell_delay(self.request, **self.cleaned_data, actor=actor, today=self.today)
