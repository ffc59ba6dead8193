"""What people say of windows and replies, for tests."""

import uuid
from typing import Any

from django.test import Client

from feedback.actions import rating_words, ratings
from feedback.actions.ratings import RatingEntry
from feedback.grades import Grade, RatingStage
from feedback.models import Rating
from feedback.reference import load_rating_rules
from foundation.organization import Window
from tests.cast import Cast
from tests.disclosure.applicants import old_stamp
from tests.feedback.message_cases import MONDAY, load_rules

INDEX = "/feedback/ratings/"
WINDOW = f"{INDEX}windows/3/"
RECEIPT = f"{INDEX}receipt/"
STATUS = f"{INDEX}status/"
STAFF = "/staff/feedback/ratings/"
NAMED = RatingEntry(
    Grade.VERY_DISSATISFIED,
    ["speed", "manner"],
    "赵小样等太久，电话13900000000",
    "赵小样",
    "13900000000",
    consents=True,
)


def make_window(cast: Cast) -> Window:
    """Return window 3 of the police, with all rules that ratings need."""
    load_rules()
    load_rating_rules()
    return Window.objects.create(number="3", name="户籍", department=cast.police)


def give(window: Window, entry: RatingEntry = NAMED, *, today: Any = MONDAY) -> tuple[Rating, str]:
    """Rate a visit; return the rating and its code."""
    return ratings.rate_visit(window, entry, token=uuid.uuid4(), today=today)


def bring_to(rating: Rating, stage: str, cast: Cast, *, note: str = "已增开窗口。") -> Rating:
    """Bring a bad rating to a stage by the real verbs."""
    given = {"today": MONDAY, "actor": cast.officer}
    if stage == RatingStage.NOT_COUNTED:
        ratings.appeal(rating, reason="误评", actor=cast.officer)
        return ratings.decide_appeal(rating, granted=True, decision="经查误评", actor=cast.manager)
    verbs = {
        RatingStage.VERIFYING: lambda: ratings.contact(rating, note="已通话", **given),
        RatingStage.MENDING: lambda: ratings.verify(rating, note="属实", is_complex=False, **given),
        RatingStage.TELLING: lambda: ratings.mend(rating, corrected=True, note="增开窗口", **given),
        RatingStage.TOLD: lambda: ratings.tell(rating, note=note, **given),
    }
    order = [RatingStage.CONTACTING, *verbs]
    for step in order[order.index(RatingStage(rating.stage)) + 1 : order.index(RatingStage(stage)) + 1]:
        rating = verbs[step]()
    return rating


def tell_and_release(rating: Rating, cast: Cast, *, note: str = "已增开窗口。") -> Rating:
    """Bring a bad rating to its end; a second person lets the public read the words."""
    bring_to(rating, RatingStage.TOLD, cast, note=note)
    return rating_words.release_words(rating, edit_version=1, actor=cast.reviewer)


def filled(**changes: Any) -> dict[str, Any]:
    """Return a rating as a person would send it; None leaves a field out."""
    typed = {"grade": "dissatisfied", "aspects": ["speed"], "remark": "等太久", "stamp": old_stamp(), **changes}
    return {name: value for name, value in typed.items() if value is not None}


def look_up(client: Client, rating: Rating, code: str) -> None:
    """Show number and code; the client may then see the rating."""
    assert client.post(STATUS, {"number": rating.number, "code": code}).status_code == 302
