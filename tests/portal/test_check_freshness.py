"""manage.py check_freshness: says what an inspection would say, and fails where the site would."""

import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide


@pytest.fixture
def _services(cast: Cast) -> None:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    publish(make_guide(item), editor=cast.editor, reviewer=cast.reviewer)


@pytest.mark.usefixtures("_services")
def test_a_good_site() -> None:
    said = StringIO()
    call_command("check_freshness", stdout=said)
    text = said.getvalue()
    assert "FAIL" not in text
    assert "ok services: 已公开的办事指南 1" in text
    assert "空白 flows" in text


def test_a_bad_site_fails_and_says_why(db: None) -> None:
    said = StringIO()
    with pytest.raises(CommandError, match="home, empty_columns, services"):
        call_command("check_freshness", stdout=said)
    assert "FAIL home" in said.getvalue()


@pytest.mark.usefixtures("_services")
@pytest.mark.parametrize(("days", "fails"), [(14, False), (15, True)])
def test_time_passes(monkeypatch: pytest.MonkeyPatch, days: int, fails: bool) -> None:
    from portal.management.commands import check_freshness

    later: Any = check_freshness.local_today() + dt.timedelta(days)
    monkeypatch.setattr(check_freshness, "local_today", lambda: later)
    if fails:
        with pytest.raises(CommandError, match="home"):
            call_command("check_freshness", stdout=StringIO())
    else:
        call_command("check_freshness", stdout=StringIO())
