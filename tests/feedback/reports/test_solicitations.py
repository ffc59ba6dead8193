"""Figures of solicitations: each says as many as the list behind it shows."""

import datetime as dt
from html import unescape

import pytest
from django.test import Client

from feedback.actions.solicitations import AnswerEntry, answer_comments
from feedback.models import Solicitation
from feedback.reports.solicitations import solicitation_figures, view_conditions, with_comments
from foundation.clock import local_today
from foundation.staff_pages import desk_entries_for
from tests.back_office import client_of
from tests.cast import Cast
from tests.feedback.factories import TODAY, comment, ended, ended_now, make_solicitation, running, running_now

LIST = "/staff/feedback/consultations/"


def counts(cast: Cast, today: dt.date = TODAY) -> dict[str, int]:
    rows = with_comments(Solicitation.objects.all())
    return {name: rows.filter(condition).count() for name, condition in view_conditions(today).items()}


def test_every_view_counts_its_own(cast: Cast) -> None:
    make_solicitation(cast.police)
    running(cast)
    ended(cast)
    comment(ended(cast, days=30))
    comment(ended(cast, days=31))
    assert counts(cast) == {
        "upcoming": 0, "running": 1, "awaiting": 3, "result": 0, "overdue": 1, "to_answer": 2, "draft": 1
    }  # fmt: skip


def test_answered_comments_wait_no_more(cast: Cast) -> None:
    row = ended(cast)
    one, _two = comment(row), comment(row)
    answer_comments(row.record, [one.pk], answer=AnswerEntry("期限", "adopted", "已改。"), actor=cast.editor)
    found = with_comments(Solicitation.objects.all()).get()
    assert (found.all_comments, found.open_comments) == (2, 1)  # type: ignore[attr-defined]


def test_each_figure_opens_as_many_rows(cast: Cast) -> None:
    comment(running_now(cast))
    comment(ended_now(cast))
    ended_now(cast, days=40)
    make_solicitation(cast.police)
    client = client_of(cast.editor)
    figures = solicitation_figures(Solicitation.objects.all(), local_today())
    assert [figure.number > 0 for figure in figures[1:]] == [True] * 4
    for figure in figures[1:]:
        rows = client.get(figure.url).context["rows"]
        assert len(rows) == figure.number, figure.label


def test_the_year_is_counted_for_all_organs_and_opens_on_the_public_list(cast: Cast) -> None:
    running_now(cast)
    figure = solicitation_figures(Solicitation.objects.none(), local_today())[0]
    assert figure.number == 1
    assert "不少于6次" in figure.label
    assert "容缺受理管理办法" in unescape(Client().get(figure.url).content.decode())


@pytest.mark.parametrize(
    ("who", "labels"),
    [
        ("editor", ["意见征集结果逾期未公布", "有待处理意见的征集"]),
        ("manager", ["意见征集结果逾期未公布"]),
        ("other_editor", ["意见征集结果逾期未公布", "有待处理意见的征集"]),
        ("reviewer", []),
        ("security_admin", []),
        ("system_admin", []),
    ],
)
def test_the_desk_names_what_is_overdue(cast: Cast, who: str, labels: list[str]) -> None:
    comment(ended_now(cast, days=31))
    entries = [entry for entry in desk_entries_for(getattr(cast, who), local_today()) if LIST in entry.url]
    assert [entry.label for entry in entries] == labels
    foreign = who == "other_editor"
    assert all(entry.number == (0 if foreign else 1) for entry in entries)
    assert all(entry.urgent is (not foreign) for entry in entries if "overdue" in entry.url)
