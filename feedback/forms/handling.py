"""The verbs of handling as small forms: what each asks for, and the one action that it calls."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.actions import extensions, handling, messages, supervisions, writer_questions
from feedback.deadlines import Unit
from feedback.forms.verb_forms import WHY_THIS_DEPARTMENT, MessageVerbForm, department_field, possible_hosts
from feedback.models.handling import Assignment
from feedback.models.limits import Limits
from feedback.models.messages import Message
from feedback.states import MessageKind, Party
from foundation.calendar_days import load_calendar
from foundation.clock import local_now
from foundation.people import User
from foundation.proposals import ProposalDecision
from foundation.public_forms import LongTextField
from foundation.verb_forms import day_field, text_area
from foundation.workdays import YearNotCovered
from foundation.workflow import DomainError

QUESTION_LENGTH = 1000
PRESS_DAYS = 3
"""Working days that the desk proposes for the answer to a supervision."""


def _day_to_press(today: dt.date) -> dt.date | None:
    """Return the day to propose; None without the calendar."""
    try:
        return load_calendar().advance(today, PRESS_DAYS)
    except YearNotCovered:
        return None


class _ToDepartment(MessageVerbForm):
    """A verb that names another department, with the reason that it reads."""

    department = department_field(_("Department"))
    reason = text_area(WHY_THIS_DEPARTMENT, 300)

    def prepare(self) -> None:
        """Offer the departments to whom it may go."""
        self.fields["department"].queryset = possible_hosts(self.record)  # type: ignore[attr-defined]


class RouteForm(_ToDepartment):
    """The center decides who handles the message."""

    verb, label, done, of_center = "route", _("Assign to a department"), _("Assigned to the department."), True
    is_final = forms.BooleanField(label=_("This decides a dispute: the department cannot send it back"), required=False)

    def carry_out(self, actor: User) -> Any:
        """Assign."""
        data = self.cleaned_data
        return handling.route(
            self.record,
            department=data["department"],
            reason=data["reason"],
            is_final=data["is_final"],
            actor=actor,
        )


class ClassifyForm(MessageVerbForm):
    """The center corrects the kind."""

    verb, label, done, of_center = "classify", _("Correct the kind"), _("The kind is corrected."), True
    hint = _("The time for the reply follows the kind, from the same day of receipt.")
    kind = forms.ChoiceField(label=_("Kind"), choices=MessageKind)
    about = department_field(_("Department that it is about"), required=False)

    def prepare(self) -> None:
        """Start from what it is now."""
        self.fields["kind"].initial, self.fields["about"].initial = self.record.kind, self.record.about_id

    def carry_out(self, actor: User) -> Any:
        """Correct."""
        return messages.classify(self.record, **self.cleaned_data, actor=actor)


class AcceptForm(MessageVerbForm):
    """The department takes it up."""

    of_host = True
    verb, label, done = "accept", _("Take it up"), _("Taken up; the writer can read so.")

    def carry_out(self, actor: User) -> Any:
        """Take up."""
        return handling.accept(self.record, today=self.today, actor=actor)


class SendBackForm(MessageVerbForm):
    """The wrong department."""

    of_host = True
    verb, label, done, danger = "send_back", _("Not ours: send it back"), _("Sent back to the center."), True
    hint = _("Within 24 hours of the assignment, with the reason.")
    reason = text_area(_("Why it does not belong to us"), 300)

    @classmethod
    def fits(cls, message: Message, _user: User) -> bool:
        """Only within 24 hours, and not after the center decided a dispute."""
        host = _standing_host(message)
        return host is not None and not host.is_final and local_now() <= host.assigned_at + handling.RETURN_WITHIN

    def carry_out(self, actor: User) -> Any:
        """Send back."""
        return handling.send_back(self.record, reason=self.cleaned_data["reason"], actor=actor)


def _standing_host(message: Message) -> Assignment | None:
    return message.assignments.filter(party=Party.HOST, returned_at=None, ended_at=None).first()


class HandOverForm(_ToDepartment):
    """The host gives the matter to another department."""

    of_host = True
    verb, label, done, danger = "hand_over", _("Hand over to another department"), _("Handed over."), True
    hint = _("The time for the reply runs on.")

    def carry_out(self, actor: User) -> Any:
        """Hand over."""
        data = self.cleaned_data
        return handling.hand_over(self.record, department=data["department"], reason=data["reason"], actor=actor)


class AddAssistantForm(_ToDepartment):
    """The host asks another department for its part."""

    of_host = True
    verb, label, done = "add_assistant", _("Ask a department to assist"), _("The department is asked for its part.")
    hint = _("It reads the masked text and what you write here; you alone reply.")

    def prepare(self) -> None:
        """Say what the reason is for here."""
        super().prepare()
        self.fields["reason"].label = _("What it should write")

    def carry_out(self, actor: User) -> Any:
        """Ask."""
        data = self.cleaned_data
        return handling.add_assistant(self.record, department=data["department"], reason=data["reason"], actor=actor)


class AskWriterForm(MessageVerbForm):
    """Ask the writer back."""

    of_host = True
    verb, label, done = "ask_writer", _("Ask the writer"), _("The question is on the writer's status page.")
    hint = _("The time stands still until the answer, for five working days at most.")
    question = LongTextField(label=_("Question, as the writer will read it"), longest=QUESTION_LENGTH)

    def prepare(self) -> None:
        """Keep the box low."""
        self.fields["question"].widget.attrs["rows"] = 3

    def carry_out(self, actor: User) -> Any:
        """Ask."""
        return writer_questions.ask_writer(
            self.record, question=self.cleaned_data["question"], today=self.today, actor=actor
        )


class NoteAnswerForm(MessageVerbForm):
    """The writer answered by phone or at the counter."""

    verb, label, done = "note_answer", _("Note the writer's answer"), _("Noted; the time runs on from that day.")
    hint = _("For an answer given by phone or at the counter; the writer reads it on the status page.")
    answer = LongTextField(label=_("What was answered"), longest=QUESTION_LENGTH)
    told_by = forms.CharField(label=_("Who told it, and how"), max_length=writer_questions.TELLER_LENGTH)
    told_on = day_field(_("Told on"))

    def prepare(self) -> None:
        """Propose the usual case."""
        self.fields["answer"].widget.attrs["rows"] = 3
        self.fields["told_by"].initial = _("the writer, by phone")

    @classmethod
    def fits(cls, message: Message, _user: User) -> bool:
        """Whenever a question is open."""
        return message.questions.filter(answered_at=None, closed_at=None).exists()

    def carry_out(self, actor: User) -> Any:
        """Note."""
        return writer_questions.note_answer(self.record, **self.cleaned_data, today=self.today, actor=actor)


class StopWaitingForm(MessageVerbForm):
    """The writer did not answer."""

    verb, label, done = "stop_waiting", _("Go on without the answer"), _("The time runs on from the last day.")

    @classmethod
    def fits(cls, message: Message, _user: User) -> bool:
        """Whenever a question is open; before its last day is over, the verb says until when to wait."""
        return message.questions.filter(answered_at=None, closed_at=None).exists()

    def carry_out(self, actor: User) -> Any:
        """Go on."""
        return writer_questions.stop_waiting(self.record, today=self.today, actor=actor)


class ProposeExtensionForm(MessageVerbForm):
    """More time."""

    of_host = True
    verb, label, done = "propose_extension", _("Propose an extension"), _("Proposed; a second person decides.")
    days = forms.IntegerField(label=_("Days"), min_value=1)
    reason = text_area(_("Reason, as the writer will read it"), 300)

    def prepare(self) -> None:
        """Name the longest extension, and in what days it counts."""
        try:
            limit = Limits().of(self.record.kind, self.record.received_on)
        except DomainError:
            return
        unit = Unit(limit.unit).label
        self.fields["days"].label = _("Days (at most %(days)d %(unit)s)") % {"days": limit.extension_days, "unit": unit}
        self.fields["days"].initial = limit.extension_days

    @classmethod
    def fits(cls, message: Message, _user: User) -> bool:
        """Once, and not while one waits."""
        return not extensions.extensions_since_opened(message).exists()

    def carry_out(self, actor: User) -> Any:
        """Propose."""
        data = self.cleaned_data
        return extensions.propose_extension(
            self.record, days=data["days"], reason=data["reason"], today=self.today, actor=actor
        )


class _DecideExtension(MessageVerbForm):
    """What the second person says to an extension."""

    approve: ClassVar[bool]

    @classmethod
    def fits(cls, message: Message, _user: User) -> bool:
        """Only while one waits."""
        return message.extension_proposals.filter(decision=ProposalDecision.OPEN).exists()

    def carry_out(self, actor: User) -> Any:
        """Decide."""
        note = self.cleaned_data.get("note", "")
        return extensions.decide_extension(self.record, approved=self.approve, note=note, today=self.today, actor=actor)


class ExtendForm(_DecideExtension):
    """Approve."""

    verb, label, done, approve = "extend", _("Approve the extension"), _("The time is extended."), True


class RefuseExtensionForm(_DecideExtension):
    """Refuse."""

    verb, label, done, approve, danger = "refuse_extension", _("Refuse the extension"), _("Refused."), False, True
    note = text_area(_("Why not"), 300)


class SuperviseForm(MessageVerbForm):
    """Press for the matter."""

    verb, label, done, of_center = "supervise", _("Press for it"), _("The department is pressed to act."), True
    reason = text_area(_("Why it is pressed (the department reads this)"), 300)
    due_on = day_field(_("The department answers by"))

    def prepare(self) -> None:
        """Propose a day."""
        self.fields["due_on"].initial = _day_to_press(self.today)

    @classmethod
    def fits(cls, message: Message, _user: User) -> bool:
        """Not while one stands."""
        return not message.supervisions.standing().exists()

    def carry_out(self, actor: User) -> Any:
        """Press."""
        data = self.cleaned_data
        return supervisions.supervise(
            self.record, reason=data["reason"], due_on=data["due_on"], today=self.today, actor=actor
        )


class AnswerSupervisionForm(MessageVerbForm):
    """What was done."""

    of_host = True
    verb, label, done = "answer_supervision", _("Say what was done"), _("The center reads what was done.")
    answer = text_area(_("What was done"))

    @classmethod
    def fits(cls, message: Message, _user: User) -> bool:
        """Only while somebody waits for it."""
        return message.supervisions.unanswered().exists()

    def carry_out(self, actor: User) -> Any:
        """Answer."""
        return supervisions.answer_supervision(self.record, answer=self.cleaned_data["answer"], actor=actor)


class _DecideSupervision(MessageVerbForm):
    """What the center says to the answer of the department."""

    of_center = True

    @classmethod
    def fits(cls, message: Message, _user: User) -> bool:
        """Only while an answer waits for it."""
        return message.supervisions.to_confirm().exists()


class ConfirmSupervisionForm(_DecideSupervision):
    """Enough was done."""

    verb, label = "confirm_supervision", _("Confirm what was done")
    done = _("Confirmed; the matter is no longer pressed.")

    def carry_out(self, actor: User) -> Any:
        """Confirm."""
        return supervisions.confirm_supervision(self.record, actor=actor)


class ReturnSupervisionForm(_DecideSupervision):
    """Something is missing."""

    verb, label, danger = "return_supervision", _("Not enough: press again"), True
    done = _("Sent back; the department is pressed again.")
    note = text_area(_("What is missing (the department reads this)"), 300)
    due_on = day_field(_("The department answers by"))

    def prepare(self) -> None:
        """Propose a day."""
        self.fields["due_on"].initial = _day_to_press(self.today)

    def carry_out(self, actor: User) -> Any:
        """Send back."""
        return supervisions.return_supervision(self.record, **self.cleaned_data, today=self.today, actor=actor)
