"""/disclosure/reports/: list, report and files of what was signed."""

import io
import json
from pathlib import Path

import docx
import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import Settings

from disclosure.actions import annual
from disclosure.models import AnnualReport
from tests.cast import Cast
from tests.disclosure.annual import rows
from tests.disclosure.annual.rows import TODAY
from tests.printed import read
from tests.printed import text as printed_text

pytestmark = pytest.mark.django_db
OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "json": "application/json",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "pdf": "application/pdf",
}


@pytest.fixture(autouse=True)
def _own_shelf(settings: Settings, tmp_path: Path) -> None:
    settings.PAPERS_DIR = tmp_path


@pytest.fixture
def report(cast: Cast) -> AnnualReport:
    """The signed report on 2025."""
    rows.add_register()
    return rows.signed(cast)


def amended(cast: Cast, report: AnnualReport) -> AnnualReport:
    again = annual.amend_report(report, reason="更正表三", actor=cast.officer)
    annual.submit_report(again, actor=cast.officer)
    rows.sign(again, actor=cast.manager, today=TODAY)
    return again


def test_the_list_shows_signed_years_only(client: Client, cast: Cast, report: AnnualReport) -> None:
    rows.start(cast, 2024)
    page = client.get("/disclosure/reports/").content.decode()
    assert "/disclosure/reports/2025/" in page
    assert "2024年" not in page


def test_an_empty_list_says_so(client: Client) -> None:
    assert client.get("/disclosure/reports/").status_code == 200


def test_the_page_has_sections_tables_and_files(client: Client, report: AnnualReport) -> None:
    page = client.get("/disclosure/reports/2025/").content.decode().replace("<wbr>", "")
    for section in report.frozen.sections:
        assert section.heading in page
    assert page.count("data-cell=") == sum(len(list(t.cells)) for t in report.frozen.tables if t.printed)
    assert 'data-cell="requests.new_received.total">3</td>' in page
    assert report.checksum in page
    for kind in TYPES:
        assert f'href="report.{kind}"' in page


def test_the_english_page_marks_its_chinese(client: Client, report: AnnualReport) -> None:
    page = client.get("/en/disclosure/reports/2025/").content.decode()
    assert 'lang="zh-Hans">2025年政府信息公开工作年度报告</h1>' in page.replace("<wbr>", "")


@pytest.mark.parametrize("address", ["2024/", "2026/", "2025/versions/2/", "2025/report.txt", "1/", "99999999999/"])
def test_what_is_not_there_is_not_found(client: Client, report: AnnualReport, address: str) -> None:
    assert client.get(f"/disclosure/reports/{address}").status_code == 404


def test_drafts_are_nobodys_business(client: Client, cast: Cast) -> None:
    rows.start(cast)
    client.force_login(cast.officer)
    for address in ("", *(f"report.{kind}" for kind in TYPES)):
        assert client.get(f"/disclosure/reports/2025/{address}").status_code == 404


def test_a_draft_of_a_new_version_hides_nothing(client: Client, cast: Cast, report: AnnualReport) -> None:
    annual.amend_report(report, reason="更正", actor=cast.officer)
    assert client.get("/disclosure/reports/2025/").status_code == 200


def test_an_amended_report_names_its_versions(client: Client, cast: Cast, report: AnnualReport) -> None:
    amended(cast, report)
    page = client.get("/disclosure/reports/2025/").content.decode()
    assert "更正表三" in page
    assert "/disclosure/reports/2025/versions/1/" in page
    old = client.get("/disclosure/reports/2025/versions/1/").content.decode()
    assert report.checksum in old
    assert 'href="report.pdf"' not in old  # the files are those of the newest version
    assert "noindex" in old
    assert client.get("/disclosure/reports/2025/report.json").json()["version"] == 2


@pytest.mark.parametrize("kind", TYPES)
def test_a_file_has_its_type_and_a_mark(client: Client, report: AnnualReport, kind: str) -> None:
    response = client.get(f"/disclosure/reports/2025/report.{kind}")
    assert response["Content-Type"] == TYPES[kind]
    assert response["Content-Disposition"] == f'inline; filename="report-2025.{kind}"'
    assert "public" in response["Cache-Control"]
    again = client.get(f"/disclosure/reports/2025/report.{kind}", headers={"If-None-Match": f"W/{response['ETag']}"})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", response["ETag"])
    assert client.get(f"/disclosure/reports/2025/report.{kind}", headers={"If-None-Match": '"x"'}).status_code == 200


def test_the_mark_changes_with_the_version(client: Client, cast: Cast, report: AnnualReport) -> None:
    before = client.get("/disclosure/reports/2025/report.pdf")["ETag"]
    amended(cast, report)
    assert client.get("/disclosure/reports/2025/report.pdf")["ETag"] != before


def test_all_files_tell_the_same_figures(client: Client, report: AnnualReport) -> None:
    figures = report.frozen.values
    data = json.loads(client.get("/disclosure/reports/2025/report.json").content)
    book = load_workbook(io.BytesIO(client.get("/disclosure/reports/2025/report.xlsx").content))
    word = docx.Document(io.BytesIO(client.get("/disclosure/reports/2025/report.docx").content))
    paper = printed_text(read(client.get("/disclosure/reports/2025/report.pdf").content))
    assert data["requests"]["new_received"]["total"] == figures["requests.new_received.total"] == 3
    licensing = str(figures["proactive.licensing.decisions"])
    assert licensing == str(data["proactive"]["licensing"]["decisions"])
    assert int(licensing) in [cell.value for row in book["主动公开政府信息情况"].iter_rows() for cell in row]
    assert licensing in [cell.text for row in word.tables[0].rows for cell in row.cells]
    assert licensing in paper


def test_reports_are_in_the_sitemap(client: Client, report: AnnualReport) -> None:
    assert "/disclosure/reports/2025/" in client.get("/sitemap.xml").content.decode()
