"""Taking over a register: as a whole, once, and with a sentence for everything that is wrong."""

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from disclosure.actions.imports import import_requests
from disclosure.imports.columns import COLUMNS, LAYOUT
from disclosure.models import Applicant, ClockFact, FeeNotice, Request, Submission
from foundation.audit import AuditEntry
from foundation.tables.problems import BadFile
from foundation.tables.sources import Source
from tests.cast import Cast
from tests.disclosure.register_cases import TODAY, load_calendars

pytestmark = pytest.mark.django_db
GOOD = {
    "登记号": "2025-001", "渠道": "ordinary letter", "收到日期": "2025-03-03", "receipt confirmed": "2025年3月4日",
    "申请人类别": "natural_person", "申请人": "钱小样", "标题": "窗口办件量统计", "答复结果": "granted",
    "答复日期": "2025-03-20",
}  # fmt: skip
OPEN = {
    "external_number": "2026-007", "channel": "in_person", "arrived_on": "2026-03-02", "category": "other_org",
    "name": "样例花园业主委员会", "phone": "13900000106", "subject": "加装电梯审查意见",
}  # fmt: skip


def table(*rows: dict[str, object]) -> Source:
    names = list(dict.fromkeys(name for row in rows for name in row))
    stream = io.StringIO()
    writer = csv.DictWriter(stream, names)
    writer.writeheader()
    writer.writerows(rows)
    return Source("register.csv", stream.getvalue().encode("utf-8-sig"))


def workbook(*rows: dict[str, object]) -> Source:
    book, stream = Workbook(), io.BytesIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    book.active.append(names)
    for row in rows:
        book.active.append([row.get(name) for name in names])
    book.save(stream)
    return Source("register.xlsx", stream.getvalue())


@pytest.fixture
def take(cast: Cast):
    load_calendars()

    def run(source: Source, **options):
        return import_requests(source, actor=cast.officer, today=TODAY, **options)

    return run


def test_a_concluded_row_with_chinese_headings(take):
    assert str(take(table(GOOD))) == "rows 1, created 1, unchanged 0, refused 0"
    request = Request.objects.get()
    assert (request.external_number, request.number, request.stage) == ("2025-001", "SQ2025-00001", "concluded")
    assert (request.received_on, request.concluded_on) == (dt.date(2025, 3, 4), dt.date(2025, 3, 20))
    assert (request.outcome_row, request.due_on) == ("granted", dt.date(2025, 4, 1))
    assert request.applicant.name == "钱小样"
    assert request.applicant_mask == "钱**"
    assert [fact.kind for fact in request.facts.all()] == ["received", "concluded"]
    assert AuditEntry.objects.get(act="request.logged").detail["imported"] == "2025-001"


@pytest.mark.parametrize(
    ("more", "stage", "due_on"),
    [
        ({}, "handling", dt.date(2026, 3, 30)),
        ({"correction_asked_on": "2026-03-05", "correction_until": "2026-03-25"}, "correcting", None),
        ({"extended_on": "2026-03-10", "extension_days": 5}, "handling", dt.date(2026, 4, 6)),
        ({"fee_noticed_on": "2026-03-10", "fee_basis": "pages", "fee_units": 120}, "fee", None),
        ({"channel": "online"}, "submitted", None),
    ],
)
def test_an_open_row_stands_where_its_facts_say(take, more, stage, due_on):
    assert take(workbook({**OPEN, **more})).refused == []
    request = Request.objects.get()
    assert (request.stage, request.due_on) == (stage, due_on)
    assert FeeNotice.objects.filter(amount=1100).count() == ("fee_units" in more)


def test_twice_changes_nothing_and_a_changed_row_is_told(take):
    take(table(GOOD, {**GOOD, "登记号": "2025-002"}))
    assert str(take(table(GOOD, {**GOOD, "登记号": "2025-002"}))) == "rows 2, created 0, unchanged 2, refused 0"
    changed = take(table({**GOOD, "标题": "另一件事"}))
    assert str(changed) == "rows 1, created 0, unchanged 0, refused 1"
    assert Request.objects.count() == 2
    assert Request.objects.earliest("id").subject == "窗口办件量统计"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"channel": "pigeon"}, "渠道：不在代码表中"),
        ({"arrived_on": "2026-03-21"}, "2026-03-21尚未到来"),
        ({"arrived_on": "1999-01-01"}, "2008-05-01"),
        ({"arrived_on": "soon"}, "2026-01-31"),
        ({"subject": "长" * 10_000}, "最多200字，现有10000字"),
        ({"subject": "请打13912345678"}, "个人信息"),
        ({"subject": ""}, "不能为空"),
        ({"phone": ""}, "至少"),
        ({"outcome": "granted"}, "同时填写"),
        ({"outcome": "granted", "concluded_on": "2026-03-19", "channel": "fax"}, "已办结"),
        ({"outcome": "granted", "concluded_on": "2026-03-01"}, "晚于办结日期"),
        ({"concluded_on": "2027-01-01", "outcome": "granted"}, "2027-01-01"),
        ({"corrected_on": "2026-03-10"}, "不能早于"),
        ({"extended_on": "2026-03-10", "extension_days": 21}, "1到20"),
        ({"extended_on": "2026-03-10"}, "同时填写"),
        ({"correction_until": "2026-03-10"}, "须填写此日期"),
        ({"fee_noticed_on": "2026-03-10", "fee_basis": "pages", "fee_units": 30}, "免费"),
        ({"confirmed_on": "2026-03-01", "channel": "online"}, "早于"),
        ({"channel": "online", "extended_on": "2026-03-10", "extension_days": 3}, "确认收到"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(take, change, says):
    result = take(table(OPEN, {**OPEN, "external_number": "2026-008", **change}))
    assert str(result) == "rows 2, created 0, unchanged 0, refused 2"
    (row,) = result.refused
    assert row.number == 3
    assert says in row.problems[0]
    assert not Request.objects.exists()
    assert not Submission.objects.exists()
    skipped = take(table(OPEN, {**OPEN, "external_number": "2026-008", **change}), skip_invalid=True)
    assert str(skipped) == "rows 2, created 1, unchanged 0, refused 1"


@pytest.mark.parametrize(
    "value",
    [dt.date(2026, 1, 1), "=1+1", True, "many"],
)
def test_a_workbook_holds_numbers_where_numbers_belong(take, value):
    result = take(workbook({**OPEN, "extended_on": "2026-03-10", "extension_days": value}))
    assert len(result.refused) == 1


def test_a_number_twice_in_the_file(take):
    assert len(take(table(OPEN, OPEN)).refused) == 1


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 150_000_000)
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lambda: "登记号,渠道\n1,信函\n".encode("gbk"), id="wrong encoding"),
        pytest.param(lambda: b"2026-007,in_person\n", id="no header"),
        pytest.param(lambda: b"external_number\n1\n", id="columns missing"),
        pytest.param(lambda: b"", id="empty"),
        pytest.param(bomb, id="zip bomb"),
        pytest.param(lambda: b"PK\x03\x04 no archive", id="damaged"),
    ],
)
def test_a_file_that_cannot_be_taken_in(take, data):
    with pytest.raises(BadFile):
        take(Source("register.xlsx" if data is bomb else "register.csv", data()))
    assert not Request.objects.exists()


def test_dry_run_writes_nothing(take):
    assert str(take(table(OPEN), dry_run=True)) == "rows 1, created 1, unchanged 0, refused 0"
    assert not Request.objects.exists()


def test_only_officers(cast: Cast):
    with pytest.raises(PermissionDenied):
        import_requests(table(OPEN), actor=cast.manager, today=TODAY)


def test_many_rows_cost_few_queries(take, django_assert_max_num_queries):
    rows = [{**GOOD, "登记号": f"2025-{number:05d}"} for number in range(300)]
    with django_assert_max_num_queries(25):
        take(table(*rows))
    assert ClockFact.objects.count() == 600
    assert Applicant.objects.count() == 300


def test_the_command(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    load_calendars()
    file = tmp_path / "register.csv"
    file.write_bytes(table(GOOD).data)
    call_command("import_requests", str(file), officer=cast.officer.username)
    call_command("import_requests", str(file))
    assert capsys.readouterr().out.splitlines() == [
        "rows 1, created 1, unchanged 0, refused 0",
        "rows 1, created 0, unchanged 1, refused 0",
    ]
    file.write_bytes(table({**GOOD, "渠道": "鸽子"}).data)
    with pytest.raises(SystemExit):
        call_command("import_requests", str(file))
    assert capsys.readouterr().out.splitlines()[-1] == "rows 1, created 0, unchanged 0, refused 1"
    with pytest.raises(CommandError, match="nemo"):
        call_command("import_requests", str(file), officer="nemo")
    with pytest.raises(CommandError):
        call_command("import_requests")


def test_the_columns_are_printed_and_understood(capsys: pytest.CaptureFixture[str]):
    call_command("import_requests", columns=True)
    printed = capsys.readouterr().out
    for column in COLUMNS:
        assert column.name in printed
        assert LAYOUT.headings()[str(column.label).lower()] == column.name
