"""The verbs of the words about a rating: two persons make them public, the rater takes the own ones back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils.translation import gettext as _

from feedback.grades import VERBS
from feedback.masking import Masker
from feedback.models.published import PublicTextStage
from feedback.models.ratings import RESULT_LENGTH, Rating, RatingWords
from feedback.states import MessageKind
from foundation.clock import local_now
from foundation.privacy import Kind
from foundation.workflow import Conflict, Refused, perform

if TYPE_CHECKING:
    from foundation.people import User


def masker_of(rating: Rating) -> Masker:
    """Return the masker that also knows name and number of the rater."""
    return Masker([(Kind.NAME, rating.name), (Kind.MOBILE, rating.phone)])


def masked_remark(rating: Rating) -> str:
    """Return the remark as lists and desks show it."""
    return masker_of(rating).mask(rating.remark)


def public_remark(rating: Rating) -> str:
    """Return the remark as it may become public: masked; nothing without consent, or about a report of wrongdoing."""
    is_report = rating.reply is not None and rating.reply.message.kind == MessageKind.REPORT
    return "" if is_report or not rating.consents_to_publication else masked_remark(rating)


def submit(locked: Rating, *, result: str, withholds_remark: bool, actor: User) -> None:
    """Put the words of a locked rating before the second person; the verb that calls this records it.

    Raises Refused where something personal is found in the result, Conflict while words are public or submitted.
    """
    if masker_of(locked).findings(result):
        raise Refused(_("The public reads this, too: leave out names, numbers and addresses."))
    words = RatingWords.objects.select_for_update().filter(rating=locked).first() or RatingWords(rating=locked)
    if words.pk is not None and words.stage != PublicTextStage.DRAFT:
        raise Conflict(_("The words are public, or before the second person, already."))
    words.edit_version += 1 if words.pk is not None else 0
    words.result = result.strip()[:RESULT_LENGTH]
    words.remark = "" if withholds_remark else public_remark(locked)
    words.stage, words.submitted_by, words.return_note = PublicTextStage.SUBMITTED, actor, ""
    words.save()


def submit_words(rating: Rating, *, result: str, withholds_remark: bool = False, actor: User) -> Rating:
    """Word anew for the public what was done, after a return or after it was taken off. Raises Refused, Conflict."""

    def change(locked: Rating) -> Iterable[str]:
        if not result.strip():
            raise Refused(_("Write down what was found or done."))
        submit(locked, result=result, withholds_remark=withholds_remark, actor=actor)
        return []

    return perform(rating, VERBS["submit_words"], actor=actor, change=change)


def _submitted(locked: Rating, edit_version: int | None = None) -> RatingWords:
    words = RatingWords.objects.select_for_update().filter(rating=locked, stage=PublicTextStage.SUBMITTED).first()
    if words is None or edit_version not in (None, words.edit_version):
        raise Conflict(_("The public text is in another state by now."))
    return words


def release_words(rating: Rating, *, edit_version: int, actor: User) -> Rating:
    """The second person releases exactly the words that were seen. Raises Refused for who submitted them, Conflict."""

    def change(locked: Rating) -> Iterable[str]:
        words = _submitted(locked, edit_version)
        if words.submitted_by_id == actor.pk:
            raise Refused(_("Who wrote the public text cannot release it; a second person reads it first."))
        words.stage, words.released_by, words.released_at = PublicTextStage.RELEASED, actor, local_now()
        words.save(update_fields=["stage", "released_by", "released_at"])
        return []

    return perform(rating, VERBS["release_words"], actor=actor, change=change)


def return_words(rating: Rating, *, note: str, actor: User) -> Rating:
    """The second person returns the words with a note. Raises Refused without one, Conflict."""

    def change(locked: Rating) -> Iterable[str]:
        if not note.strip():
            raise Refused(_("Say what to change."))
        words = _submitted(locked)
        words.stage, words.return_note = PublicTextStage.DRAFT, note.strip()[:500]
        words.save(update_fields=["stage", "return_note"])
        return []

    return perform(rating, VERBS["return_words"], actor=actor, change=change)


def take_off_words(rating: Rating, *, reason: str, actor: User) -> Rating:
    """Take the words off the site, with a reason for the record. Raises Refused, Conflict."""

    def change(locked: Rating) -> Iterable[str]:
        if not reason.strip():
            raise Refused(_("Give the reason."))
        released = RatingWords.objects.filter(rating=locked, stage=PublicTextStage.RELEASED)
        if not released.update(
            stage=PublicTextStage.DRAFT, released_by=None, released_at=None, return_note=reason.strip()[:500]
        ):
            raise Conflict(_("The words are not public."))
        return []

    return perform(rating, VERBS["take_off_words"], actor=actor, change=change)


def withdraw_consent(rating: Rating, *, today: dt.date) -> Rating:
    """The rater takes the consent back: the remark goes off the site at once; what was done stays.

    The caller has checked number and code (个人信息保护法 art. 15).  Raises Conflict where there is no consent.
    """

    def change(locked: Rating) -> Iterable[str]:
        if not locked.consents_to_publication:
            raise Conflict(_("There is no consent to take back."))
        locked.consents_to_publication, locked.consent_withdrawn_on = False, today
        words = RatingWords.objects.filter(rating=locked).exclude(remark="")
        words.update(remark="", edit_version=F("edit_version") + 1)
        return ["consents_to_publication", "consent_withdrawn_on"]

    return perform(rating, VERBS["withdraw_consent"], actor=None, change=change, detail={"by": "rater"})
