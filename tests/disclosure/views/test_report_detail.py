"""/staff/disclosure/reports/: the desk of the annual report, from its beginning to its signature."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils.translation import override

from disclosure.actions import annual
from disclosure.models import AnnualReport, ManualFigure
from disclosure.models.annual import ReportStage
from disclosure.report_desk import desk
from tests.cast import Cast
from tests.disclosure.annual import rows
from tests.disclosure.factories import make_body, make_column

pytestmark = pytest.mark.django_db
BASE = "/staff/disclosure/reports/"


@pytest.fixture(autouse=True)
def day(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 20 January 2026."""
    for module in ("disclosure.views.annual_staff.local_today", "portal.admin_site.local_today"):
        monkeypatch.setattr(module, lambda: rows.TODAY)


@pytest.fixture
def officer(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.officer)
    return client


@pytest.fixture
def manager(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.manager)
    return client


def said(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_from_the_beginning_to_the_signature(officer: Client, manager: Client, cast: Cast, client: Client) -> None:
    rows.add_register()
    body = make_body(cast.police)
    assert officer.get(BASE).context["form"].initial["year"] == 2025
    assert officer.post(f"{BASE}start/", {"year": 2025, "body": body.pk}).url == f"{BASE}2025/"
    figures = {**{address: str(value) for address, value in rows.SECTION_TWO.items()}, "note_proactive": "审批系统"}
    assert officer.post(f"{BASE}2025/figures/", figures).url == f"{BASE}2025/"
    text = officer.get(f"{BASE}2025/text/").context["form"]
    posted = {f"text_{key}": value for key, value in text.texts.items()}
    version = AnnualReport.objects.get().edit_version
    posted |= {
        "text_problems": "共{{ new_received.total }}件。",
        "edit_version": version,
        "save": "",
        "category": "年报",
    }
    assert officer.post(f"{BASE}2025/text/", posted).status_code == 302
    assert officer.post(f"{BASE}2025/do/submit/").status_code == 302
    make_column("annual-reports", kind="yearly")
    read = manager.get(f"{BASE}2025/").context["expected"]
    assert manager.post(f"{BASE}2025/do/sign/", {"expected": read}).status_code == 302
    report = AnnualReport.objects.get()
    assert (report.stage, report.issued_on, report.category) == (ReportStage.SIGNED, rows.TODAY, "年报")
    assert "共3件。" in client.get("/disclosure/reports/2025/").content.decode()


def test_a_year_with_a_report_cannot_begin_again(officer: Client, cast: Cast) -> None:
    rows.start(cast)
    response = officer.post(f"{BASE}start/", {"year": 2025, "body": make_body(cast.police).pk})
    assert response.url == BASE
    assert "2025" in said(response)
    assert officer.get(BASE).context["form"].initial["year"] == 2026


@pytest.mark.parametrize("data", [{}, {"year": "x"}, {"year": 1999, "body": 1}])
def test_a_bad_beginning_is_told(officer: Client, data: dict[str, Any]) -> None:
    response = officer.post(f"{BASE}start/", data)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not AnnualReport.objects.exists()


def test_the_page_shows_live_figures_with_links(officer: Client, cast: Cast) -> None:
    rows.add_register()
    rows.complete(cast)
    page = officer.get(f"{BASE}2025/").content.decode()
    assert '<a href="cells/requests.new_received.total/">3</a>' in page
    assert '<a href="cells/proactive.licensing.decisions/">' not in page
    assert "审批系统" in page
    rows.make_request(dt.date(2025, 6, 6))
    assert '<a href="cells/requests.new_received.total/">4</a>' in officer.get(f"{BASE}2025/").content.decode()


def test_what_is_wrong_is_listed_and_marked(officer: Client, cast: Cast) -> None:
    report = rows.start(cast, 2023)
    figures = dict.fromkeys(report.format.cells, 0) | {"requests.new_received.natural_person": 5}
    annual.enter_figures(report, figures=figures, note="", actor=cast.officer)
    response = officer.get(f"{BASE}2023/")
    assert [finding.code for finding in response.context["blocking"]] == ["balance", "applicants"]
    page = response.content.decode()
    assert response.context["blocking"][0].sentence in page
    assert 'class="figure wrong" data-cell="requests.new_received.natural_person"' in page


def test_problems_of_the_text_lead_to_their_part(officer: Client, cast: Cast) -> None:
    report = rows.start(cast)
    annual.save_report(report, values={}, texts={"problems": "{{ nothing }}"}, edit_version=1, actor=cast.officer)
    page = officer.get(f"{BASE}2025/").content.decode()
    assert f'href="{BASE}2025/text/#part-problems"' in page


@pytest.mark.parametrize("stage", ["drafting", "in_review", "signed"])
def test_everybody_is_offered_what_they_may_do(stage: str, officer: Client, manager: Client, cast: Cast) -> None:
    rows.add_register()
    {"drafting": rows.complete, "in_review": rows.submitted, "signed": rows.signed}[stage](cast)
    offered = [
        [offer["verb"] for offer in client.get(f"{BASE}2025/").context["offers"]] for client in (officer, manager)
    ]
    expected: dict[str, list[list[str]]] = {
        "drafting": [["submit"], []], "in_review": [[], ["sign", "return"]], "signed": [["amend"], []],
    }  # fmt: skip
    assert offered == expected[stage]


def test_a_refused_signature_says_why(officer: Client, manager: Client, cast: Cast) -> None:
    report = rows.start(cast)
    annual.submit_report(report, actor=cast.officer)
    read = manager.get(f"{BASE}2025/").context["expected"]
    with override("zh-hans"):
        response = manager.post(f"{BASE}2025/do/sign/", {"expected": read})
        assert "行政许可·本年处理决定数量" in said(response)
    assert AnnualReport.objects.get().stage == ReportStage.IN_REVIEW


def test_only_what_was_read_is_signed(manager: Client, cast: Cast) -> None:
    make_column("annual-reports", kind="yearly")
    rows.add_register()
    rows.submitted(cast)
    page = manager.get(f"{BASE}2025/")
    read = page.context["expected"]
    assert f'name="expected" value="{read}"' in page.text
    rows.make_request(dt.date(2025, 7, 7))
    with override("zh-hans"):
        for sent in ({"expected": read}, {"expected": ""}, {}):
            assert "与您阅看时已不一致" in said(manager.post(f"{BASE}2025/do/sign/", sent))
            assert AnnualReport.objects.get().stage == ReportStage.IN_REVIEW
    again = manager.get(f"{BASE}2025/").context["expected"]
    manager.post(f"{BASE}2025/do/sign/", {"expected": again})
    signed = AnnualReport.objects.get()
    assert signed.stage == ReportStage.SIGNED
    assert signed.frozen.values["requests.new_received.total"] == 4


def test_a_returned_report_shows_the_comment(officer: Client, manager: Client, cast: Cast) -> None:
    annual.submit_report(rows.start(cast), actor=cast.officer)
    manager.post(f"{BASE}2025/do/return/", {"comment": "第五部分太短"})
    assert "第五部分太短" in officer.get(f"{BASE}2025/").content.decode()


def test_an_amendment_begins_a_new_version(officer: Client, cast: Cast) -> None:
    rows.add_register()
    rows.signed(cast)
    assert officer.post(f"{BASE}2025/do/amend/", {"comment": ""}).status_code == 302
    assert AnnualReport.objects.count() == 1
    officer.post(f"{BASE}2025/do/amend/", {"comment": "更正表三"})
    assert officer.get(f"{BASE}2025/").context["report"].version == 2


def test_what_moved_since_the_signature_is_shown(officer: Client, cast: Cast) -> None:
    rows.add_register()
    rows.signed(cast)
    assert officer.get(f"{BASE}2025/").context["moved"] == []
    rows.make_request(dt.date(2025, 6, 6), category="other_org")
    moved = {label: (then, now) for label, then, now in officer.get(f"{BASE}2025/").context["moved"]}
    assert moved["一、本年新收政府信息公开申请数量·总计"] == (3, 4)
    assert len(moved) == 4


def test_an_unknown_verb_or_year_is_not_found(officer: Client, cast: Cast) -> None:
    rows.start(cast)
    assert officer.post(f"{BASE}2025/do/destroy/").status_code == 404
    assert officer.post(f"{BASE}2024/do/submit/").status_code == 404
    assert officer.get(f"{BASE}2024/").status_code == 404


# Text


def posted(report: AnnualReport, **changes: Any) -> dict[str, Any]:
    texts = {f"text_{key}": text for key, text in report.texts.items()}
    return {**texts, "edit_version": report.edit_version, "save": "", **changes}


def test_a_preview_saves_nothing_and_binds_what_was_typed(officer: Client, cast: Cast) -> None:
    rows.add_register()
    report = rows.start(cast)
    data = posted(report, text_problems="新收{{ new_received.total }}件，{{ nothing }}。")
    del data["save"]
    response = officer.post(f"{BASE}2025/text/", {**data, "preview": ""})
    part = next(row for row in response.context["parts"] if row["part"].key == "problems")
    assert part["bound"].text == "新收3件，{{ nothing }}。"
    assert len(part["bound"].problems) == 1
    assert "新收3件，{{ nothing }}。" in response.content.decode()
    assert AnnualReport.objects.get().texts == report.texts


def test_text_is_shown_as_text(officer: Client, cast: Cast) -> None:
    report = rows.start(cast)
    officer.post(f"{BASE}2025/text/", posted(report, text_problems="<script>alert(1)</script>"))
    page = officer.get(f"{BASE}2025/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_stale_save_keeps_what_was_typed(officer: Client, cast: Cast) -> None:
    report = rows.start(cast)
    annual.save_report(report, values={}, texts={"problems": "同事写的"}, edit_version=1, actor=cast.officer)
    response = officer.post(f"{BASE}2025/text/", posted(report, text_problems="我写的"))
    assert response.status_code == 200
    assert "我写的" in response.content.decode()
    assert AnnualReport.objects.get().texts["problems"] == "同事写的"


def test_too_long_a_text_is_told(officer: Client, cast: Cast) -> None:
    report = rows.start(cast)
    response = officer.post(f"{BASE}2025/text/", posted(report, text_problems="长" * 20_001))
    assert "text_problems" in response.context["form"].errors
    assert AnnualReport.objects.get().texts == report.texts


def test_all_names_of_figures_are_listed(officer: Client, cast: Cast) -> None:
    report = rows.start(cast)
    page = officer.get(f"{BASE}2025/text/").content.decode()
    for address in report.format.cells:
        assert f"<code>{{{{ {address} }}}}</code>" in page


@pytest.mark.parametrize("page", ["text", "figures"])
def test_only_a_draft_is_edited(officer: Client, cast: Cast, page: str) -> None:
    annual.submit_report(rows.start(cast), actor=cast.officer)
    assert officer.get(f"{BASE}2025/{page}/").url == f"{BASE}2025/"


def test_a_save_that_comes_too_late_changes_nothing(officer: Client, cast: Cast) -> None:
    report = rows.start(cast)
    annual.submit_report(report, actor=cast.officer)
    response = officer.post(f"{BASE}2025/text/", posted(report, text_problems="迟到的"))
    assert response.status_code == 200
    assert "迟到的" in response.content.decode()
    assert AnnualReport.objects.get().texts == report.texts


# Figures by hand


def test_only_uncounted_cells_have_fields(officer: Client, cast: Cast) -> None:
    rows.add_register()
    rows.start(cast)
    form = officer.get(f"{BASE}2025/figures/").context["form"]
    assert set(form.fields) == {*rows.SECTION_TWO, "note_proactive"}


def test_an_old_year_has_a_field_for_every_cell(officer: Client, cast: Cast) -> None:
    report = rows.start(cast, 2018)
    fields = set(officer.get(f"{BASE}2018/figures/").context["form"].fields)
    assert fields == {*report.format.cells, "note_statistics", "note_further"}


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("statistics.staff", "-1"),
        ("statistics.staff", "1.5"),
        ("statistics.staff", "x"),
        ("statistics.staff", "9" * 30),
        ("statistics.budget", "0.0000001"),
        ("statistics.budget", "NaN"),
    ],
)
def test_a_bad_figure_is_told_at_its_cell(officer: Client, cast: Cast, address: str, typed: str) -> None:
    rows.start(cast, 2018)
    response = officer.post(f"{BASE}2018/figures/", {address: typed, "statistics.reading_points": "1"})
    assert response.status_code == 200
    assert address in response.context["form"].errors
    assert f'value="{typed}"' in response.content.decode()
    assert not ManualFigure.objects.exists()


def test_each_table_keeps_its_own_note_and_unchanged_cells_theirs(officer: Client, cast: Cast) -> None:
    rows.start(cast, 2018)
    first = {"statistics.staff": "3", "further.hotline": "2174", "note_statistics": "年报", "note_further": "热线台账"}
    officer.post(f"{BASE}2018/figures/", first)
    officer.post(f"{BASE}2018/figures/", {**first, "statistics.full_time": "1", "note_statistics": "补录"})
    notes = {row.address: row.note for row in ManualFigure.objects.all()}
    assert notes == {"statistics.staff": "年报", "further.hotline": "热线台账", "statistics.full_time": "补录"}
    officer.post(f"{BASE}2018/figures/", {"further.hotline": "2174"})
    assert [row.address for row in ManualFigure.objects.all()] == ["further.hotline"]


# Cells


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("requests.new_received.total", 3),
        ("requests.denied_internal_affairs.commercial_enterprise", 1),
        ("requests.carried_over.total", 0),
        ("remedies.review.pending", 1),
        ("proactive.normative_documents.valid", 0),
        ("further.processing_fee", 0),
    ],
)
def test_a_cell_opens_its_rows(officer: Client, cast: Cast, address: str, number: int) -> None:
    rows.add_register()
    rows.make_remedy(rows.make_request(dt.date(2024, 1, 2), dt.date(2024, 2, 2), "granted"), dt.date(2025, 1, 2))
    rows.start(cast)
    response = officer.get(f"{BASE}2025/cells/{address}/")
    assert response.context["page"].paginator.count == number
    assert response.content.decode().count('<th scope="row">') == number


@pytest.mark.parametrize("address", ["proactive.licensing.decisions", "nonsense", "requests.granted.total.x"])
def test_a_cell_without_rows_is_not_found(officer: Client, cast: Cast, address: str) -> None:
    rows.start(cast)
    assert officer.get(f"{BASE}2025/cells/{address}/").status_code == 404


# The work desk


def test_the_desk_reminds_until_last_years_report_is_public(officer: Client, cast: Cast) -> None:
    rows.add_register()
    with override("zh-hans"):
        assert [entry.label for entry in desk(cast.officer, rows.TODAY)] == ["2025年度报告，2026-01-31前公布"]
        rows.submitted(cast)
        assert [(entry.label, entry.number, entry.urgent) for entry in desk(cast.manager, rows.TODAY)] == [
            ("待签发的年度报告", 1, True)
        ]
        rows.sign(AnnualReport.objects.get(), actor=cast.manager, today=rows.TODAY)
        assert list(desk(cast.officer, rows.TODAY)) == []
        assert [entry.number for entry in desk(cast.manager, rows.TODAY)] == [0]
        assert list(desk(cast.editor, rows.TODAY)) == []


def test_the_side_bar_leads_to_the_reports(officer: Client) -> None:
    assert f'href="{BASE}"' in officer.get("/admin/").content.decode()
