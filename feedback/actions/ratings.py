"""The verbs of ratings: rate, add, rate again (the public's own); contact, verify, mend, tell, appeal (the staff's)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from feedback.actions import rating_words
from feedback.grades import (
    BAD,
    CALLS_BEFORE_GIVING_UP,
    OPEN_STAGES,
    VERBS,
    Aspect,
    Grade,
    Occasion,
    RatingStage,
    StepKind,
    contact_due,
    mending_due,
)
from feedback.models.ratings import (
    REMARK_LENGTH,
    Rating,
    RatingAppeal,
    RatingStep,
    RatingSupplement,
    rating_limits,
)
from feedback.models.replies import Reply, ReplyStage
from foundation import access, audit, lookup_codes
from foundation.access import Capability
from foundation.calendar_days import load_calendar
from foundation.clock import local_now
from foundation.encryption import blind_index
from foundation.numbering import next_number
from foundation.readings import record_reading
from foundation.workdays import WorkCalendar, YearNotCovered
from foundation.workflow import Conflict, DomainError, Refused, perform

if TYPE_CHECKING:
    from foundation.organization import Window
    from foundation.people import User


@dataclass(frozen=True)
class RatingEntry:
    """What somebody says of a reply or a visit; a phone number makes it a named one.

    ``consents`` lets the remark be published once the result is told, with everything personal masked.
    """

    grade: str
    aspects: Sequence[str] = ()
    remark: str = ""
    name: str = ""
    phone: str = ""
    consents: bool = False


def rate_reply(reply: Reply, entry: RatingEntry, *, token: uuid.UUID, today: dt.date) -> tuple[Rating, str]:
    """Rate a reply, once; the caller has checked number and code of the message.

    The same token sent twice gives the same rating.  Raises Conflict when the reply was rated before, Refused when it
    was not sent yet.
    """
    if reply.stage != ReplyStage.SENT:
        raise Refused(_("There is no reply yet."))
    return _rate(entry, token=token, today=today, reply=reply)


def rate_visit(window: Window, entry: RatingEntry, *, token: uuid.UUID, today: dt.date) -> tuple[Rating, str]:
    """Rate today's visit at a window.

    The same token sent twice gives the same rating.  Raises Conflict when the same phone number has rated this window
    today, Refused for a window that is not in use.
    """
    if not window.is_active:
        raise Refused(_("This window is not in use."))
    return _rate(entry, token=token, today=today, window=window)


def _rate(
    entry: RatingEntry, *, token: uuid.UUID, today: dt.date, reply: Reply | None = None, window: Window | None = None
) -> tuple[Rating, str]:
    code = lookup_codes.code_for(token)
    known = sent_before(entry, token)
    if known is not None:
        return known, code
    try:
        with transaction.atomic():
            return _create(entry, token, today, reply, window), code
    except IntegrityError:
        twin = sent_before(entry, token)
        if twin is None:
            raise Conflict(_("This was rated already; one rating counts for each reply and each visit.")) from None
        return twin, code


def sent_before(entry: RatingEntry, token: uuid.UUID) -> Rating | None:
    """Return the rating that was given with the same form, or None. Raises Conflict when it said something else."""
    known = Rating.objects.filter(token=token).first()
    if known is not None and (known.grade, known.remark) != (entry.grade, entry.remark.strip()[:REMARK_LENGTH]):
        raise Conflict(
            _("This form was sent before, as %(number)s. Open a new form for another rating.")
            % {"number": known.number}
        )
    return known


def _create(entry: RatingEntry, token: uuid.UUID, today: dt.date, reply: Reply | None, window: Window | None) -> Rating:
    number = f"PJ{today.year}-{next_number(f'feedback-rating/{today.year}'):06d}"
    department = window.department if window is not None else reply.department  # type: ignore[union-attr]
    if department is None:
        raise Refused(_("There is no reply yet."))
    rating = Rating.objects.create(
        number=number,
        token=token,
        code_digest=lookup_codes.digest(lookup_codes.code_for(token), number),
        reply=reply,
        window=window,
        department=department,
        grade=Grade(entry.grade),
        aspects=[Aspect(aspect).value for aspect in dict.fromkeys(entry.aspects)],
        remark=entry.remark.strip()[:REMARK_LENGTH],
        name=entry.name,
        phone=entry.phone,
        phone_index=blind_index(entry.phone) if entry.phone else "",
        is_named=bool(entry.phone),
        consents_to_publication=entry.consents and bool(entry.remark.strip()),
        rated_on=today,
        stage=_first_stage(entry),
    )
    rating.save(update_fields=_settle(rating))
    audit.record(audit.Act.RATING_GIVEN, actor=None, target=rating, detail={"grade": entry.grade})
    return rating


def _first_stage(entry: RatingEntry) -> RatingStage:
    """A named bad rating is called back, all of them; an anonymous one is verified at once."""
    if entry.grade not in BAD:
        return RatingStage.NONE
    return RatingStage.CONTACTING if entry.phone else RatingStage.VERIFYING


def _settle(rating: Rating) -> Sequence[str]:
    """Set when the next step is due; nobody types it."""
    rating.due_on = next_due(rating, load_calendar()) if rating.stage in OPEN_STAGES else None
    return ["due_on"]


def next_due(rating: Rating, calendar: WorkCalendar) -> dt.date | None:
    """Return the last day of the next step; None while the calendar or the limits are not entered.

    A rating is taken all the same: what the office has not entered is not the rater's fault.
    """
    try:
        limits = rating_limits(rating.rated_on)
        if rating.stage == RatingStage.CONTACTING:
            return contact_due(rating.rated_on, limits, calendar)
        return mending_due(rating.rated_on, is_complex=rating.is_complex, limits=limits, calendar=calendar)
    except (YearNotCovered, DomainError):
        return None


def recompute_open_ratings(calendar: WorkCalendar) -> int:
    """Compute anew when the next steps of all open ratings are due; return how many moved."""
    with transaction.atomic():
        moved = []
        for rating in Rating.objects.open().select_for_update(of=("self",)).order_by("pk"):
            due_on = next_due(rating, calendar)
            if due_on != rating.due_on:
                rating.due_on = due_on
                moved.append(rating)
        Rating.objects.bulk_update(moved, ["due_on"], batch_size=1000)
    return len(moved)


def add_supplement(rating: Rating, *, text: str) -> Rating:
    """The rater adds something later, once; the caller has checked number and code. Raises Refused, Conflict."""

    def change(locked: Rating) -> Iterable[str]:
        if not text.strip():
            raise Refused(_("Write what you want to add."))
        if RatingSupplement.objects.filter(rating=locked).exists():
            raise Conflict(_("You have added something already."))
        RatingSupplement.objects.create(rating=locked, text=text.strip()[:REMARK_LENGTH])
        return []

    return perform(rating, VERBS["supplement"], actor=None, change=change, detail={"by": "rater"})


def rate_again(rating: Rating, *, grade: str, today: dt.date) -> Rating:
    """The rater says what they think now that the result was told, once. Raises Conflict."""

    def change(locked: Rating) -> Iterable[str]:
        if locked.re_grade:
            raise Conflict(_("You have rated again already."))
        locked.re_grade, locked.re_rated_on = Grade(grade), today
        return ["re_grade", "re_rated_on"]

    return perform(rating, VERBS["re_rate"], actor=None, change=change, detail={"grade": grade, "by": "rater"})


def _step(
    verb: str,
    rating: Rating,
    kind: StepKind,
    *,
    note: str,
    today: dt.date,
    actor: User,
    more: Callable[[Rating], Iterable[str]] = lambda _locked: (),
) -> Rating:
    """Record a step; ``more`` may refuse it, or set further columns, whose names it returns."""

    def change(locked: Rating) -> Iterable[str]:
        if not note.strip():
            raise Refused(_("Write down what was found or done."))
        columns = more(locked)
        RatingStep.objects.create(rating=locked, kind=kind, on=today, note=note.strip(), recorded_by=actor)
        target = VERBS[verb].target
        locked.stage = target if target is not None else locked.stage
        return ["stage", *columns, *_settle(locked)]

    return perform(rating, VERBS[verb], actor=actor, change=change)


def contact(rating: Rating, *, note: str, today: dt.date, actor: User) -> Rating:
    """Record that the rater was called back. Raises Refused without a note."""
    return _step("contact", rating, StepKind.CONTACTED, note=note, today=today, actor=actor)


def fail_contact(rating: Rating, *, note: str, today: dt.date, actor: User) -> Rating:
    """Record a call that reached nobody; the rating stays to be called back."""
    return _step("fail_contact", rating, StepKind.UNREACHABLE, note=note, today=today, actor=actor)


def verify(rating: Rating, *, note: str, is_complex: bool, today: dt.date, actor: User) -> Rating:
    """Record what was found; a complex matter has the longer limit.

    Raises Refused while a named rater was neither reached nor called often enough.
    """

    def more(locked: Rating) -> Iterable[str]:
        if locked.stage == RatingStage.CONTACTING and failed_calls(locked) < CALLS_BEFORE_GIVING_UP:
            raise Refused(
                _("Call the rater back first; only after %(n)d calls that reached nobody it goes on without.")
                % {"n": CALLS_BEFORE_GIVING_UP}
            )
        locked.is_complex = is_complex
        return ["is_complex"]

    return _step("verify", rating, StepKind.VERIFIED, note=note, today=today, actor=actor, more=more)


def failed_calls(rating: Rating) -> int:
    """Return how many calls reached nobody."""
    return rating.steps.filter(kind=StepKind.UNREACHABLE).count()


def mend(rating: Rating, *, corrected: bool, note: str, today: dt.date, actor: User) -> Rating:
    """Record that it was corrected, or explained where there was nothing to correct."""
    kind = StepKind.CORRECTED if corrected else StepKind.EXPLAINED
    return _step("mend", rating, kind, note=note, today=today, actor=actor)


def tell(rating: Rating, *, note: str, withholds_remark: bool = False, today: dt.date, actor: User) -> Rating:
    """Record that the result was told: the rater reads the note at once, the public once a second person releases it.

    With it goes the masked remark where the rater agreed, unless staff see that masking does not suffice
    (``withholds_remark``).  Raises Refused where something personal is found in the note.
    """

    def more(locked: Rating) -> Iterable[str]:
        rating_words.submit(locked, result=note, withholds_remark=withholds_remark, actor=actor)
        return []

    return _step("tell", rating, StepKind.TOLD, note=note, today=today, actor=actor, more=more)


def appeal(rating: Rating, *, reason: str, actor: User) -> Rating:
    """Say that the rating is a mistake or malicious; another person decides. Raises Refused, Conflict."""

    def change(locked: Rating) -> Iterable[str]:
        if not reason.strip():
            raise Refused(_("Give the reason."))
        if locked.appeals.exists():
            raise Conflict(_("An appeal was made already."))
        RatingAppeal.objects.create(rating=locked, reason=reason.strip()[:500], made_by=actor)
        return []

    return perform(rating, VERBS["appeal"], actor=actor, change=change)


def decide_appeal(rating: Rating, *, granted: bool, decision: str, actor: User) -> Rating:
    """The center decides on the appeal: a granted one takes the rating out of the figures. Raises Refused, Conflict.

    Whoever made the appeal cannot decide it.
    """
    access.require_everywhere(actor, Capability.APPROVE_MESSAGES)

    def change(locked: Rating) -> Iterable[str]:
        open_one = locked.appeals.select_for_update().filter(is_granted=None).first()
        if open_one is None:
            raise Conflict(_("No appeal waits for a decision."))
        if open_one.made_by_id == actor.pk:
            raise Refused(_("Who made the appeal cannot decide it."))
        if not decision.strip():
            raise Refused(_("Give the reasons of the decision."))
        open_one.is_granted, open_one.decided_by, open_one.decided_at = granted, actor, local_now()
        open_one.decision = decision.strip()[:500]
        open_one.save(update_fields=["is_granted", "decided_by", "decided_at", "decision"])
        if not granted:
            return []
        locked.stage = RatingStage.NOT_COUNTED
        return ["stage", *_settle(locked)]

    return perform(rating, VERBS["grant_appeal" if granted else "refuse_appeal"], actor=actor, change=change)


def read_rater(rating: Rating, *, actor: User, occasion: str) -> Rating:
    """Return the rating with what the rater left, and record the reading. Raises PermissionDenied, Refused.

    Who handles the rating may read it, and who decides on appeals.
    """
    allowed = (Capability.HANDLE_MESSAGES, Capability.APPROVE_MESSAGES)
    if not any(access.may(actor, capability, rating.department_id) for capability in allowed):
        access.require(actor, Capability.HANDLE_MESSAGES, rating.department_id)
    record_reading(rating, occasion, among=Occasion, actor=actor)
    return rating
