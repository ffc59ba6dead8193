"""The ratings and the hotline log of the sample, walked through their stages by the real verbs."""

from __future__ import annotations

import datetime as dt
import tomllib
import uuid
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from feedback.actions import calls, rating_words, ratings
from feedback.actions.calls import CallEntry
from feedback.actions.ratings import RatingEntry
from feedback.models import Call, Rating, Reply
from feedback.models.replies import ReplyStage
from feedback.reference import load_rating_rules
from foundation.organization import Window
from foundation.people import User

_FILE: Final = Path(__file__).parent / "feedback_ratings.toml"
_NAMESPACE: Final = uuid.UUID("5d0c1b8a-6f1f-4a44-9f7e-2c7be1c02026")
_FOUND: Final = "经调阅录像和叫号记录，情况属实。"
_GRADES: Final = ("satisfied", "very_satisfied", "basically_satisfied")
_PHONE: Final = "13900000000"


def load_ratings(*, officer: User, manager: User, today: dt.date) -> int:
    """Give and handle every rating of the file; return how many."""
    load_rating_rules()
    content = _content()
    windows = {window.number: window for window in Window.objects.select_related("department")}
    rows = sorted([*_good(content["good"], list(windows)), *content["bad"]], key=lambda row: -row["days_ago"])
    for place, row in enumerate(rows):
        day = today - dt.timedelta(row["days_ago"])
        entry = RatingEntry(
            row["grade"],
            row["aspects"],
            row.get("remark", ""),
            phone=_PHONE if row.get("named") else "",
            consents=row.get("consents", False),
        )
        token = uuid.uuid5(_NAMESPACE, f"rating {place}")
        rating, _code = ratings.rate_visit(windows[row["window"]], entry, token=token, today=day)
        _handle(rating, row, day, officer=officer, manager=manager)
    return len(rows) + _rate_replies()


def _rate_replies() -> int:
    """Rate every third reply to the messages of the sample."""
    replies = Reply.objects.filter(stage=ReplyStage.SENT).select_related("message__department").order_by("pk")[::3]
    for place, reply in enumerate(replies):
        entry = RatingEntry(_GRADES[place % len(_GRADES)], ["speed"])
        day = reply.message.answered_on or reply.message.received_on
        ratings.rate_reply(reply, entry, token=uuid.uuid5(_NAMESPACE, f"reply {place}"), today=day)
    return len(replies)


def _content() -> dict[str, Any]:
    with _FILE.open("rb") as file:
        return tomllib.load(file)


def _good(kinds: list[dict[str, Any]], windows: list[str]) -> Iterator[dict[str, Any]]:
    """Spread the good ratings over the windows and the year."""
    for first, kind in enumerate(kinds):
        for number in range(kind["count"]):
            window = windows[(first * 5 + number * 3) % len(windows)]
            yield {
                "window": window,
                "days_ago": 1 + first + number * kind["every_days"],
                "grade": kind["grade"],
                "aspects": kind["aspects"],
            }


def _handle(rating: Rating, row: Mapping[str, Any], day: dt.date, *, officer: User, manager: User) -> None:
    steps: Mapping[str, Callable[..., Rating]] = {
        "contact": partial(ratings.contact, note="已致电了解情况并致歉。"),
        "miss": partial(ratings.fail_contact, note="拨打两次，无人接听。"),
        "verify": partial(ratings.verify, note=_FOUND, is_complex=False),
        "verify_complex": partial(ratings.verify, note=_FOUND, is_complex=True),
        "correct": partial(ratings.mend, note=row.get("result", ""), corrected=True),
        "explain": partial(ratings.mend, note=row.get("result", ""), corrected=False),
        "tell": partial(ratings.tell, note=row.get("result", "")),
    }
    for step in row.get("steps", ()):
        steps[step](rating, today=day, actor=officer)
    if "tell" in row.get("steps", ()) and not row.get("waits"):
        rating_words.release_words(rating, edit_version=1, actor=manager)
    if "appeal" in row:
        ratings.appeal(rating, reason=row["appeal"], actor=officer)
    if "decision" in row:
        ratings.decide_appeal(rating, granted=True, decision=row["decision"], actor=manager)
    if "again" in row:
        ratings.rate_again(rating, grade=row["again"], today=day)


def load_calls(*, officer: User, today: dt.date) -> int:
    """Log some enquiries and call-backs, and what the telephone system counted; return how many calls.

    One day does not add up, and one call-back is still to be made.
    """
    content, log = _content()["calls"], _Log(officer, today)
    for ago in range(content["days"], 0, -1):
        day = today - dt.timedelta(ago)
        if ago % 2:
            log.add(day, "hotline", content["hotline"], "answered")
        if ago % 3 == 0:
            log.add(day, "hall", content["hall"], "answered")
        if ago % 9 == 0:
            asked = log.add(day, "hotline", content["call_back"], "to_call_back", phone=_PHONE)
            if ago > 9:  # the last one is still to be called back
                log.call_back(asked, day)
    connected = Call.objects.counted().filter(place="hotline").order_by().values_list("taken_on", flat=True)
    days = sorted(connected)
    for day in sorted(set(days)):
        count = days.count(day) + (day == days[0])
        calls.enter_switchboard(day, connected=count, source="话务系统日报", today=today, actor=officer)
    return log.number


class _Log:
    """The log as it fills; the subjects come round in turn."""

    def __init__(self, officer: User, today: dt.date) -> None:
        self.officer, self.today, self.number = officer, today, 0

    def add(self, day: dt.date, place: str, subjects: list[str], result: str, *, phone: str = "") -> Call:
        """Log an enquiry."""
        subject = subjects[self.number % len(subjects)]
        return self._log(CallEntry(place=place, subject=subject, result=result, taken_on=day, phone=phone))

    def call_back(self, asked: Call, day: dt.date) -> Call:
        """Log the call-back."""
        return self._log(
            CallEntry(
                place="hotline",
                kind="callback",
                subject=asked.subject,
                result="reached",
                note="已电话告知办理进度，来电人表示清楚。",
                taken_on=day,
                follows=asked,
            )
        )

    def _log(self, entry: CallEntry) -> Call:
        self.number += 1
        token = uuid.uuid5(_NAMESPACE, f"call {self.number}")
        return calls.log_call(entry, token=token, today=self.today, actor=self.officer)
