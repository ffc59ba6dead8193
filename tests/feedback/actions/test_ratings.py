"""Good/bad ratings and what a bad one starts."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from feedback.actions import rating_words, ratings
from feedback.actions.ratings import RatingEntry
from feedback.actions.replies import last_sent
from feedback.grades import BAD, Grade, RatingStage
from feedback.models import Rating, RatingStep
from feedback.reference import load_rating_rules
from foundation.audit import Act, AuditEntry
from foundation.calendar_days import load_calendar
from foundation.organization import Window
from foundation.workflow import Conflict, Refused
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, bring_to, load_rules

pytestmark = pytest.mark.django_db
NAMED = RatingEntry(Grade.VERY_DISSATISFIED, ["speed", "manner"], "等太久", "赵小样", "13800001234")


@pytest.fixture
def window(cast: Cast) -> Window:
    """Return a window of the police."""
    load_rules()
    load_rating_rules()
    return Window.objects.create(number="3", name="户籍", department=cast.police)


def rate(window: Window, entry: RatingEntry = NAMED, today: dt.date = MONDAY) -> Rating:
    """Rate a visit."""
    return ratings.rate_visit(window, entry, token=uuid.uuid4(), today=today)[0]


@pytest.mark.parametrize("grade", Grade)
@pytest.mark.parametrize("phone", ["", "13800001234"])
def test_what_a_grade_starts(window: Window, grade: Grade, phone: str) -> None:
    rating = rate(window, RatingEntry(grade, phone=phone))
    if grade not in BAD:
        assert (rating.stage, rating.due_on) == (RatingStage.NONE, None)
    elif phone:
        assert (rating.stage, rating.due_on) == (RatingStage.CONTACTING, dt.date(2026, 3, 3))
    else:
        assert (rating.stage, rating.due_on) == (RatingStage.VERIFYING, dt.date(2026, 3, 9))


def test_one_rating_for_each_visit_and_each_reply(window: Window, cast: Cast) -> None:
    token = uuid.uuid4()
    first, code = ratings.rate_visit(window, NAMED, token=token, today=MONDAY)
    assert ratings.rate_visit(window, NAMED, token=token, today=MONDAY) == (first, code)
    with pytest.raises(Conflict):
        rate(window)
    rate(window, RatingEntry(Grade.SATISFIED))
    rate(window, RatingEntry(Grade.SATISFIED))  # two visitors who leave no number
    rate(window, today=MONDAY + dt.timedelta(1))
    reply = last_sent(bring_to("answered", cast))
    assert reply is not None
    ratings.rate_reply(reply, RatingEntry(Grade.SATISFIED), token=uuid.uuid4(), today=MONDAY)
    with pytest.raises(Conflict):
        ratings.rate_reply(reply, NAMED, token=uuid.uuid4(), today=MONDAY)
    assert Rating.objects.count() == 5


def test_a_draft_and_a_closed_window_are_not_rated(window: Window, cast: Cast) -> None:
    draft = bring_to("approving", cast).replies.get()
    with pytest.raises(Refused):
        ratings.rate_reply(draft, NAMED, token=uuid.uuid4(), today=MONDAY)
    window.is_active = False
    with pytest.raises(Refused):
        rate(window)


def test_a_named_bad_one_is_called_verified_mended_told_and_rated_again(window: Window, cast: Cast) -> None:
    rating = rate(window)
    with pytest.raises(Refused):
        ratings.verify(rating, note="属实", is_complex=False, today=MONDAY, actor=cast.officer)
    rating = ratings.fail_contact(rating, note="无人接听", today=MONDAY, actor=cast.officer)
    rating = ratings.fail_contact(rating, note="再次无人接听", today=MONDAY, actor=cast.officer)
    assert rating.stage == RatingStage.CONTACTING
    rating = ratings.contact(rating, note="已通话", today=MONDAY, actor=cast.officer)
    rating = ratings.verify(rating, note="属实，涉及两个部门", is_complex=True, today=MONDAY, actor=cast.officer)
    assert rating.due_on == dt.date(2026, 3, 23)
    rating = ratings.mend(rating, corrected=True, note="增开窗口", today=MONDAY, actor=cast.officer)
    with pytest.raises(Conflict):
        ratings.rate_again(rating, grade=Grade.SATISFIED, today=MONDAY)
    rating = ratings.tell(rating, note="已增开窗口，致歉", today=MONDAY, actor=cast.officer)
    assert (rating.stage, rating.due_on) == (RatingStage.TOLD, None)
    rating = ratings.rate_again(rating, grade=Grade.SATISFIED, today=MONDAY)
    assert (rating.grade, rating.re_grade) == (Grade.VERY_DISSATISFIED, Grade.SATISFIED)
    with pytest.raises(Conflict):
        ratings.rate_again(rating, grade=Grade.VERY_SATISFIED, today=MONDAY)
    kinds = list(rating.steps.values_list("kind", flat=True))
    assert kinds == ["unreachable", "unreachable", "contacted", "verified", "corrected", "told"]


@pytest.mark.parametrize("verb", ["contact", "fail_contact"])
def test_a_step_needs_words_and_the_right_department(window: Window, cast: Cast, verb: str) -> None:
    rating, act = rate(window), getattr(ratings, verb)
    with pytest.raises(Refused):
        act(rating, note=" ", today=MONDAY, actor=cast.officer)
    for stranger in (cast.other_officer, cast.reviewer, cast.auditor, cast.editor):
        with pytest.raises(PermissionDenied):
            act(rating, note="已通话", today=MONDAY, actor=stranger)
    assert not RatingStep.objects.exists()


def test_an_appeal_is_decided_by_another_person_of_the_center(window: Window, cast: Cast) -> None:
    rating = rate(window)
    with pytest.raises(Refused):
        ratings.appeal(rating, reason="", actor=cast.officer)
    ratings.appeal(rating, reason="当日该窗口停用", actor=cast.officer)
    with pytest.raises(Conflict):
        ratings.appeal(rating, reason="再来一次", actor=cast.officer)
    for stranger in (cast.officer, cast.reviewer, cast.chief_officer):
        with pytest.raises(PermissionDenied):
            ratings.decide_appeal(rating, granted=True, decision="属实", actor=stranger)
    with pytest.raises(Refused):
        ratings.decide_appeal(rating, granted=True, decision="", actor=cast.manager)
    rating = ratings.decide_appeal(rating, granted=True, decision="经查停用", actor=cast.manager)
    assert (rating.stage, rating.due_on) == (RatingStage.NOT_COUNTED, None)
    assert not Rating.objects.counted().exists()
    with pytest.raises(Conflict):
        ratings.decide_appeal(rating, granted=False, decision="反悔", actor=cast.manager)


def test_a_refused_appeal_leaves_everything_running(window: Window, cast: Cast) -> None:
    rating = rate(window)
    ratings.appeal(rating, reason="误评", actor=cast.officer)
    rating = ratings.decide_appeal(rating, granted=False, decision="证据不足", actor=cast.manager)
    assert (rating.stage, rating.due_on) == (RatingStage.CONTACTING, dt.date(2026, 3, 3))
    assert Rating.objects.counted().count() == 1


def test_after_three_calls_that_reached_nobody_it_goes_on_without(window: Window, cast: Cast) -> None:
    rating = rate(window)
    for _call in range(3):
        with pytest.raises(Refused):
            ratings.verify(rating, note="属实", is_complex=False, today=MONDAY, actor=cast.officer)
        ratings.fail_contact(rating, note="无人接听", today=MONDAY, actor=cast.officer)
    rating = ratings.verify(rating, note="属实", is_complex=False, today=MONDAY, actor=cast.officer)
    assert rating.stage == RatingStage.MENDING


def told(rating: Rating, cast: Cast, note: str = "已增开窗口，致歉", **more: bool) -> Rating:
    """Bring a bad rating to its end."""
    if rating.stage == RatingStage.CONTACTING:
        ratings.contact(rating, note="已通话", today=MONDAY, actor=cast.officer)
    ratings.verify(rating, note="属实", is_complex=False, today=MONDAY, actor=cast.officer)
    ratings.mend(rating, corrected=True, note="增开窗口", today=MONDAY, actor=cast.officer)
    return ratings.tell(rating, note=note, today=MONDAY, actor=cast.officer, **more)


def test_an_appeal_that_waits_is_decided_after_the_result_was_told_too(window: Window, cast: Cast) -> None:
    rating = rate(window)
    ratings.appeal(rating, reason="误评", actor=cast.officer)
    told(rating, cast)
    assert list(Rating.objects.appealed()) == [rating]
    rating = ratings.decide_appeal(rating, granted=True, decision="经查停用", actor=cast.manager)
    assert rating.stage == RatingStage.NOT_COUNTED
    assert not Rating.objects.appealed().exists()


@pytest.mark.parametrize(
    ("consents", "withholds", "shown"),
    [
        (True, False, True),
        (True, True, False),
        (False, False, False),
    ],
)
def test_the_public_reads_the_masked_remark_only_with_consent(
    window: Window, cast: Cast, *, consents: bool, withholds: bool, shown: bool
) -> None:
    entry = RatingEntry(
        Grade.DISSATISFIED,
        remark="赵小样的电话13800001234没人接",
        name="赵小样",
        phone="13800001234",
        consents=consents,
    )
    rating = told(rate(window, entry), cast, withholds_remark=withholds)
    assert rating.public_words is None, "a second person reads them first"
    released = rating_words.release_words(rating, edit_version=1, actor=cast.reviewer).public_words
    assert released is not None
    assert "赵小样" not in released.remark
    assert "13800001234" not in released.remark
    assert ("没人接" in released.remark) == shown
    assert released.result == "已增开窗口，致歉"


def test_a_remark_about_a_report_of_wrongdoing_never_becomes_public(window: Window, cast: Cast) -> None:
    reply = last_sent(bring_to("answered", cast, kind="report"))
    assert reply is not None
    entry = RatingEntry(Grade.DISSATISFIED, remark="查得太慢", consents=True)
    rating, _code = ratings.rate_reply(reply, entry, token=uuid.uuid4(), today=MONDAY)
    assert told(rating, cast).words.remark == ""


def test_what_the_public_reads_names_nobody(window: Window, cast: Cast) -> None:
    for note in ("已向赵小样致歉", "已回电13800001234"):
        with pytest.raises(Refused):
            told(rate(window, RatingEntry(Grade.DISSATISFIED, name="赵小样")), cast, note=note)


def test_without_limits_or_calendar_a_rating_is_taken_all_the_same(cast: Cast) -> None:
    desk = Window.objects.create(number="4", name="出入境", department=cast.police)
    rating = rate(desk)
    assert (rating.stage, rating.due_on) == (RatingStage.CONTACTING, None)
    load_rules()
    load_rating_rules()
    assert ratings.recompute_open_ratings(load_calendar()) == 1
    rating.refresh_from_db()
    assert rating.due_on == dt.date(2026, 3, 3)
    assert ratings.recompute_open_ratings(load_calendar()) == 0


def test_each_reading_of_the_rater_is_recorded(window: Window, cast: Cast) -> None:
    rating = rate(window)
    with pytest.raises(Refused):
        ratings.read_rater(rating, actor=cast.officer, occasion="curiosity")
    for stranger in (cast.other_officer, cast.auditor, cast.editor):
        with pytest.raises(PermissionDenied):
            ratings.read_rater(rating, actor=stranger, occasion="contact")
    assert not AuditEntry.objects.filter(act=Act.PERSONAL_READ).exists()
    ratings.read_rater(rating, actor=cast.officer, occasion="contact")
    ratings.read_rater(rating, actor=cast.manager, occasion="appeal")
    assert AuditEntry.objects.filter(act=Act.PERSONAL_READ, target_id=str(rating.pk)).count() == 2


def test_something_is_added_once(window: Window) -> None:
    rating = rate(window, RatingEntry(Grade.SATISFIED))
    ratings.add_supplement(rating, text="后来又等了一小时")
    with pytest.raises(Conflict):
        ratings.add_supplement(rating, text="还有")


def test_nobody_changes_what_was_given(window: Window) -> None:
    rating = rate(window)
    for changes in ({"grade": Grade.SATISFIED}, {"rated_on": MONDAY + dt.timedelta(1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rating.objects.filter(pk=rating.pk).update(**changes)
    with pytest.raises(IntegrityError), transaction.atomic():
        rating.delete()


def test_ratings_are_seen_by_their_department_and_the_center(window: Window, cast: Cast) -> None:
    rate(window)
    for who, seen in (
        (cast.officer, 1),
        (cast.other_officer, 0),
        (cast.manager, 1),
        (cast.auditor, 1),
        (cast.editor, 0),
    ):
        assert Rating.objects.visible_to(who).count() == seen
