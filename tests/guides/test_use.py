"""Guides are counted as they are read; votes keep the day, the answer and nothing of who gave it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client

from foundation.publishing.actions import retire
from foundation.tallies import write_all
from foundation.workflow import Refused
from guides.models import Guide, GuideDay, GuideVote
from guides.use import count_view, give_vote
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide

TODAY = dt.date(2026, 11, 26)
BROWSER = {"User-Agent": "Mozilla/5.0"}


@pytest.fixture
def guide(cast: Cast) -> Guide:
    """A public guide."""
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    made = make_guide(item, slug="card")
    publish(made, editor=cast.editor, reviewer=cast.reviewer)
    return made


def test_reads_and_finds_add_up_by_day(guide: Guide) -> None:
    count_view("card", is_find=False, today=TODAY)
    count_view("card", is_find=True, today=TODAY)
    count_view("gone", is_find=True, today=TODAY)
    write_all()
    count_view("card", is_find=False, today=TODAY)
    count_view("card", is_find=False, today=TODAY + dt.timedelta(days=1))
    write_all()
    days = GuideDay.objects.filter(guide=guide).order_by("on")
    assert list(days.values_list("views", "finds")) == [(3, 1), (1, 0)]


def test_the_page_is_counted_for_people_only(guide: Guide) -> None:
    search = "http://testserver/search/?q=身份证"
    Client(headers={**BROWSER, "Referer": search}).get("/guides/card/")
    Client(headers=BROWSER).get("/en/guides/card/")
    Client(headers={"User-Agent": "Baiduspider"}).get("/guides/card/")
    Client(headers=BROWSER).head("/guides/card/")
    write_all()
    assert list(GuideDay.objects.values_list("views", "finds")) == [(2, 1)]


def test_a_vote_belongs_to_what_was_read(guide: Guide, cast: Cast) -> None:
    vote = give_vote("card", helped=False, reason="missing", remark=" 少了代办要带什么 ", today=TODAY)
    assert (vote.guide_id, vote.revision_number, vote.remark) == (guide.pk, 1, "少了代办要带什么")
    assert give_vote("card", helped=True, reason="missing", remark="x", today=TODAY).remark == ""
    with pytest.raises(ValidationError):
        give_vote("card", helped=False, reason="rude", today=TODAY)
    with pytest.raises((IntegrityError, ValidationError)):
        give_vote("card", helped=False, today=TODAY)
    retire(guide, reason="停办", actor=cast.reviewer)
    with pytest.raises(Refused):
        give_vote("card", helped=True, today=TODAY)
    assert GuideVote.objects.count() == 2
