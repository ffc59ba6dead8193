"""Taking over a register on the web: columns and template, preview row by row, all or nothing."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from disclosure.imports.columns import COLUMNS
from disclosure.models import Request
from foundation.tables import pending
from foundation.tables.sources import Source
from tests.cast import Cast
from tests.disclosure.register_cases import TODAY, load_calendars
from tests.disclosure.test_import_requests import GOOD, OPEN, table

pytestmark = pytest.mark.django_db
PAGE = "/staff/disclosure/import/"


@pytest.fixture(autouse=True)
def today(settings, tmp_path: Path):
    settings.PORTAL_TODAY = TODAY
    settings.PRIVATE_FILES_ROOT = tmp_path
    load_calendars()


@pytest.fixture
def officer(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.officer)
    return client


def upload(client: Client, source: Source) -> str:
    """Send a file and return the address of its preview."""
    sent = client.post(PAGE, {"file": SimpleUploadedFile(source.name, source.data)})
    assert sent.status_code == 302
    return sent.url


def test_the_page_names_every_column(officer: Client):
    text = officer.get(PAGE).content.decode()
    for column in COLUMNS:
        assert f">{column.name}</code>" in text
        assert str(column.label) in text


def test_the_template_has_the_headings_and_is_taken_in_when_filled(officer: Client):
    book = load_workbook(io.BytesIO(officer.get(f"{PAGE}template.xlsx").content))
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    assert headings == [str(column.label) for column in COLUMNS]
    names = {column.name: str(column.label) for column in COLUMNS}
    filled = {names[name]: value for name, value in OPEN.items()}
    sheet.append([filled.get(heading) for heading in headings])
    stream = io.BytesIO()
    book.save(stream)
    officer.post(upload(officer, Source("register.xlsx", stream.getvalue())))
    assert Request.objects.get().external_number == "2026-007"


def test_an_empty_template_is_refused_with_a_sentence(officer: Client):
    source = Source("register.xlsx", officer.get(f"{PAGE}template.xlsx").content)
    shown = officer.get(upload(officer, source), follow=True)
    assert [str(message) for message in shown.context["messages"]] == ["register.xlsx: 文件中没有数据行。"]


def test_the_preview_writes_nothing_and_the_confirmation_everything(officer: Client):
    preview = upload(officer, table(GOOD, {**GOOD, "登记号": "2025-002"}))
    page = officer.get(preview)
    assert page.status_code == 200
    assert "窗口办件量统计" in page.content.decode()
    assert "钱小样" not in page.content.decode()
    assert not Request.objects.exists()
    assert officer.post(preview).url == reverse("disclosure_staff:request_list")
    assert Request.objects.count() == 2
    assert officer.get(preview).status_code == 404


def test_one_wrong_row_stops_the_whole_file(officer: Client):
    wrong = {**OPEN, "external_number": "2026-008", "channel": "carrier pigeon"}
    preview = upload(officer, table(OPEN, wrong))
    page = officer.get(preview)
    rows = page.context["rows"]
    assert [shown.outcome for shown in rows] == ["refused", "created"]
    assert "carrier pigeon" in page.content.decode()
    assert 'class="button default"' not in page.content.decode()
    assert officer.post(preview).status_code == 409
    assert not Request.objects.exists()


def test_the_same_file_again_changes_nothing(officer: Client):
    officer.post(upload(officer, table(OPEN)))
    page = officer.get(upload(officer, table(OPEN)))
    assert [shown.outcome for shown in page.context["rows"]] == ["unchanged"]
    assert 'class="button default"' not in page.content.decode()
    assert Request.objects.count() == 1


def test_unknown_columns_are_named(officer: Client):
    page = officer.get(upload(officer, table({**OPEN, "心情": "好"})))
    assert "不认识列“心情”" in page.content.decode()


@pytest.mark.parametrize("data", [b"PK\x03\x04 no workbook", b"\xff\xfe\x00", b"<html></html>"])
def test_what_is_no_table_is_refused_with_a_sentence(officer: Client, data: bytes):
    shown = officer.get(upload(officer, Source("register.xlsx", data)), follow=True)
    assert shown.redirect_chain[-1][0] == PAGE
    assert len(list(shown.context["messages"])) == 1


def test_without_a_file_the_form_comes_back(officer: Client):
    assert officer.post(PAGE).status_code == 422


def test_a_file_that_is_not_wanted_is_forgotten(officer: Client):
    preview = upload(officer, table(OPEN))
    assert officer.post(preview, {"discard": "1"}).url == PAGE
    assert officer.get(preview).status_code == 404
    assert not Request.objects.exists()


def test_uploads_of_others_and_of_other_imports_are_not_found(officer: Client, cast: Cast):
    theirs = pending.keep(table(OPEN), "disclosure-register", actor=cast.editor)
    guides = pending.keep(table(OPEN), "native", actor=cast.officer)
    for kept in (theirs, guides):
        assert officer.get(f"{PAGE}{kept.token}/").status_code == 404


def test_only_officers_take_a_register_over(cast: Cast):
    for role in ("manager", "auditor", "editor"):
        client = Client()
        client.force_login(getattr(cast, role))
        assert client.post(PAGE).status_code == 403
