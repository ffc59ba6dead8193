"""The verbs of the desk of a rating as small forms: what each asks for, and the one action that it calls."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.actions import rating_words, ratings
from feedback.grades import CALLS_BEFORE_GIVING_UP, VERBS, Occasion, RatingStage, StepKind
from feedback.models.published import PublicTextStage
from feedback.models.ratings import REMARK_LENGTH, RESULT_LENGTH, Rating
from foundation import access
from foundation.people import User
from foundation.verb_forms import RecordVerbForm, text_area


class RatingVerbForm(RecordVerbForm[Rating]):
    """A verb on a rating."""

    of_center: ClassVar[bool] = False
    """Whether only somebody of the whole center may do it."""

    @classmethod
    def may_try(cls, rating: Rating, user: User) -> bool:
        """Tell whether the role allows the verb on this rating, in whatever stage it is."""
        scope = access.scope_of(user, VERBS[cls.verb].capability)
        return scope.everywhere or (not cls.of_center and rating.department_id in scope.department_ids)

    @classmethod
    def fits(cls, _rating: Rating) -> bool:
        """Tell whether the verb makes sense now, beyond stage and role."""
        return True


class _Noted(RatingVerbForm):
    """A verb that needs words and nothing else; it calls the action of its name."""

    note = text_area(_("What was said or done"), REMARK_LENGTH)

    def carry_out(self, actor: User) -> Any:
        """Call the action."""
        action = getattr(ratings, self.verb)
        return action(self.record, note=self.cleaned_data["note"], today=self.today, actor=actor)


class ContactForm(_Noted):
    """The rater was called back."""

    verb, label, done = "contact", _("Called back"), _("Recorded; now find out what happened.")


class FailContactForm(_Noted):
    """Nobody was reached."""

    verb, label, done = "fail_contact", _("Nobody reached"), _("Recorded; the rating stays to be called back.")
    hint = _("After three calls that reached nobody it can go on without.")
    note = text_area(_("When and how it was tried"), REMARK_LENGTH)


class VerifyForm(RatingVerbForm):
    """What was found."""

    verb, label, done = "verify", _("Verified"), _("Recorded; now correct or explain.")
    note = text_area(_("What was found"), REMARK_LENGTH)
    is_complex = forms.BooleanField(label=_("Complex: the longer limit holds"), required=False)

    @classmethod
    def fits(cls, rating: Rating) -> bool:
        """A named rater is called first, as often as needed."""
        return rating.stage != RatingStage.CONTACTING or (ratings.failed_calls(rating) >= CALLS_BEFORE_GIVING_UP)

    def carry_out(self, actor: User) -> Any:
        """Verify."""
        data = self.cleaned_data
        return ratings.verify(
            self.record, note=data["note"], is_complex=data["is_complex"], today=self.today, actor=actor
        )


class MendForm(RatingVerbForm):
    """Corrected, or explained."""

    verb, label, done = "mend", _("Corrected or explained"), _("Recorded; now tell the result.")
    corrected = forms.ChoiceField(
        label=_("What was it?"),
        choices=[("yes", StepKind.CORRECTED.label), ("no", _("nothing to correct: explained"))],
        widget=forms.RadioSelect,
    )
    note = text_area(_("What was corrected, or how it was explained"), REMARK_LENGTH)

    def carry_out(self, actor: User) -> Any:
        """Mend."""
        data = self.cleaned_data
        return ratings.mend(
            self.record, corrected=data["corrected"] == "yes", note=data["note"], today=self.today, actor=actor
        )


class TellForm(RatingVerbForm):
    """The result is told."""

    verb, label, done = (
        "tell",
        _("Tell the result"),
        _("The rater reads it with number and code; the public reads it once a second person has released it."),
    )
    hint = _("The rater and the public read this text: name nobody in it.")
    note = text_area(_("Result"), RESULT_LENGTH, rows=4)
    withholds_remark = forms.BooleanField(
        label=_("Do not publish the remark: masking does not suffice"), required=False
    )

    def prepare(self) -> None:
        """Ask about the remark only where it would become public."""
        _ask_about_remark(self)

    def carry_out(self, actor: User) -> Any:
        """Tell."""
        data = self.cleaned_data
        return ratings.tell(
            self.record,
            note=data["note"],
            withholds_remark=data.get("withholds_remark", False),
            today=self.today,
            actor=actor,
        )


def _ask_about_remark(form: RatingVerbForm) -> None:
    """Ask whether the remark is held back only where it would become public."""
    if not rating_words.public_remark(form.record):
        del form.fields["withholds_remark"]


class SubmitWordsForm(RatingVerbForm):
    """What was done is worded anew for the public."""

    verb, label, done = "submit_words", _("Word it anew for the public"), _("It is before the second person.")
    result = text_area(_("What was done, as the public reads it"), RESULT_LENGTH, rows=4)
    withholds_remark = forms.BooleanField(
        label=_("Do not publish the remark: masking does not suffice"), required=False
    )

    def prepare(self) -> None:
        """Start from the words that were returned."""
        words = getattr(self.record, "words", None)
        self.fields["result"].initial = words.result if words is not None else ""
        _ask_about_remark(self)

    @classmethod
    def fits(cls, rating: Rating) -> bool:
        """After a return, or after it was taken off."""
        return _words_stand(rating, PublicTextStage.DRAFT)

    def carry_out(self, actor: User) -> Any:
        """Submit."""
        return rating_words.submit_words(self.record, **self.cleaned_data, actor=actor)


class ReleaseWordsForm(RatingVerbForm):
    """The second person lets the public read the words."""

    verb, label, done = "release_words", _("Publish these words"), _("The words are public.")
    hint = _("Read them above: is nobody named, is nobody recognised?")
    edit_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def prepare(self) -> None:
        """Name the words that are seen."""
        words = getattr(self.record, "words", None)
        self.fields["edit_version"].initial = words.edit_version if words is not None else None

    @classmethod
    def fits(cls, rating: Rating) -> bool:
        """While they wait for the second person."""
        return _words_stand(rating, PublicTextStage.SUBMITTED)

    def carry_out(self, actor: User) -> Any:
        """Release."""
        return rating_words.release_words(self.record, **self.cleaned_data, actor=actor)


class ReturnWordsForm(RatingVerbForm):
    """The second person wants something changed."""

    verb, label, done = "return_words", _("Return the words"), _("Returned, with your note.")
    note = text_area(_("What to change"))

    @classmethod
    def fits(cls, rating: Rating) -> bool:
        """While they wait for the second person."""
        return _words_stand(rating, PublicTextStage.SUBMITTED)

    def carry_out(self, actor: User) -> Any:
        """Return."""
        return rating_words.return_words(self.record, **self.cleaned_data, actor=actor)


class TakeOffWordsForm(RatingVerbForm):
    """Public words go off the site."""

    verb, label, done, danger = "take_off_words", _("Take the words off the site"), _("The words are off."), True
    reason = text_area(_("Reason"))

    @classmethod
    def fits(cls, rating: Rating) -> bool:
        """While they are public."""
        return _words_stand(rating, PublicTextStage.RELEASED)

    def carry_out(self, actor: User) -> Any:
        """Take off."""
        return rating_words.take_off_words(self.record, **self.cleaned_data, actor=actor)


def _words_stand(rating: Rating, stage: PublicTextStage) -> bool:
    words = getattr(rating, "words", None)
    return words is not None and words.stage == stage


class AppealForm(RatingVerbForm):
    """The rating is a mistake or malicious."""

    verb, label, done, danger = "appeal", _("Appeal"), _("The center decides; the steps go on meanwhile."), True
    hint = _("Only where the rating is a mistake or malicious. Another person decides; name nobody.")
    reason = text_area(_("Why it should not count"))

    @classmethod
    def fits(cls, rating: Rating) -> bool:
        """Once."""
        return not rating.appeals.exists()

    def carry_out(self, actor: User) -> Any:
        """Appeal."""
        return ratings.appeal(self.record, reason=self.cleaned_data["reason"], actor=actor)


class _DecideAppeal(RatingVerbForm):
    """What the center says to an appeal."""

    of_center = True
    granted: ClassVar[bool]
    decision = text_area(_("Reasons, as the rater may read them"))

    @classmethod
    def fits(cls, rating: Rating) -> bool:
        """Only while an appeal waits."""
        return rating.appeals.filter(is_granted=None).exists()

    def carry_out(self, actor: User) -> Any:
        """Decide."""
        return ratings.decide_appeal(
            self.record, granted=self.granted, decision=self.cleaned_data["decision"], actor=actor
        )


class GrantForm(_DecideAppeal):
    """Granted."""

    verb, label, done, granted = "grant_appeal", _("Grant the appeal"), _("The rating does not count."), True


class RefuseForm(_DecideAppeal):
    """Refused."""

    verb, label, done, granted = "refuse_appeal", _("Refuse the appeal"), _("The rating counts as before."), False


class ReadForm(forms.Form):
    """For what rater and remark are read."""

    occasion = forms.ChoiceField(label=_("What for"), choices=Occasion)


FORMS: Final[dict[str, type[RatingVerbForm]]] = {
    form.verb: form
    for form in (
        GrantForm,
        RefuseForm,
        ReleaseWordsForm,
        ReturnWordsForm,
        ContactForm,
        FailContactForm,
        VerifyForm,
        MendForm,
        TellForm,
        SubmitWordsForm,
        TakeOffWordsForm,
        AppealForm,
    )
}
"""The verbs in their order on the page: what others wait for comes first."""


def offers(rating: Rating, user: User, today: dt.date) -> list[RatingVerbForm]:
    """Return the verbs that stage, role and the matter itself allow now, as empty forms."""
    return [
        form(rating, today=today)
        for verb, form in FORMS.items()
        if rating.stage in VERBS[verb].sources and form.may_try(rating, user) and form.fits(rating)
    ]
