"""The yearly figures of publicity work, and that each opens exactly what it counts."""

import datetime as dt
import re

import pytest

from disclosure.models import BrochureHandout, Outlet
from disclosure.reports.outreach import copies_handed_out, outreach_figures
from tests.approvals.factories import publish
from tests.back_office import client_of
from tests.cast import Cast
from tests.disclosure.factories import make_column, make_publication


@pytest.fixture
def _year_2026(cast: Cast) -> None:
    """Texts, posts and brochures of 2025 and 2026."""
    kinds = [("news", 2026, {}), ("interpretation", 2026, {}), ("news", 2025, {}),
             ("other", 2026, {"disclosure_mode": "on_request", "text": ""})]  # fmt: skip
    for kind, year, values in kinds:
        day = dt.date(year, 12, 31)
        text = make_publication(cast.police, kind=kind, issued_on=day, written_on=day, column=make_column(), **values)
        publish(text, editor=cast.editor, reviewer=cast.reviewer)
    for channel, day in (("weibo", dt.date(2026, 1, 1)), ("weibo", dt.date(2026, 12, 31)),
                         ("weibo", dt.date(2027, 1, 1)), ("press_conference", dt.date(2026, 5, 1))):  # fmt: skip
        Outlet.objects.create(department=cast.police, channel=channel, on=day, title="一次发布")
    for copies, year in ((300, 2026), (200, 2026), (50, 2025)):
        BrochureHandout.objects.create(department=cast.police, title="明白卡", copies=copies, on=dt.date(year, 6, 1))


@pytest.mark.usefixtures("_year_2026")
def test_each_figure_counts_its_year() -> None:
    values = {figure.code: figure.value for figure in outreach_figures(2026)}
    assert values == {
        "texts": 2, "interpretations": 1, "gazette": 0, "weibo": 2, "wechat": 0, "press": 0, "press_conference": 1,
        "interview": 0, "event": 0, "other": 0, "brochures": 500,
    }  # fmt: skip
    assert copies_handed_out(2024) == 0


@pytest.mark.usefixtures("_year_2026")
def test_each_figure_opens_what_it_counts(cast: Cast) -> None:
    editor = client_of(cast.editor)
    for figure in outreach_figures(2026):
        page = editor.get(figure.url)
        assert page.status_code == 200, figure.url
        if figure.url.startswith("/disclosure/"):
            total = int(re.findall(r"<strong>(\d+)</strong>", page.content.decode())[0])
        else:
            rows = page.context["cl"].result_list
            total = sum(row.copies for row in rows) if figure.code == "brochures" else len(rows)
        assert total == figure.value, figure.code


@pytest.mark.usefixtures("_year_2026")
def test_the_page_of_a_year(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("disclosure.views.supervision.local_today", lambda: dt.date(2026, 12, 31))
    auditor = client_of(cast.auditor)
    assert ">500</a>" in auditor.get("/staff/disclosure/outreach/").content.decode()
    assert ">50</a>" in auditor.get("/staff/disclosure/outreach/?year=2025").content.decode()
    assert ">500</a>" in auditor.get("/staff/disclosure/outreach/?year=²99999").content.decode(), "nonsense: this year"
