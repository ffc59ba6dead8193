"""The command that enters a calendar from a file: the same text and the same verb as the back office."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from foundation.calendar_days import CalendarYear

pytestmark = pytest.mark.django_db

SPRING = "2027-02-06~2027-02-12 休 春节\n2027-02-14 班\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "2027.txt"
    path.write_text(SPRING, encoding="utf-8")
    return path


def test_a_file_is_entered_and_the_figures_told(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_calendar", str(file), source="2027年放假通知")
    calendar = CalendarYear.objects.get()
    assert (calendar.year, calendar.source, len(calendar.named_days())) == (2027, "2027年放假通知", 8)
    told = capsys.readouterr()
    assert told.out == "2027: 8 days named, 257 working days\n"  # 261 weekdays, five of them off, one Sunday worked
    assert "13" in told.err  # a part of the year is a doubt, not an error


def test_a_second_import_replaces_the_first(file: Path) -> None:
    call_command("import_calendar", str(file))
    file.write_bytes("\ufeff2027-05-01~2027-05-03 休 劳动节\r\n".encode())  # as a Windows editor saves it
    call_command("import_calendar", str(file))
    calendar = CalendarYear.objects.get()
    assert [day.name for day in calendar.named_days()] == ["劳动节"] * 3
    assert calendar.source == "2027.txt"


def test_every_wrong_line_is_told_and_nothing_is_entered(file: Path) -> None:
    file.write_text("2027-02-06 休\n2027-02-30 休\n2028-01-01 休\n", encoding="utf-8")
    with pytest.raises(CommandError) as caught:
        call_command("import_calendar", str(file))
    assert [line[:3] for line in str(caught.value).splitlines()] == ["第2行", "第3行"]
    assert not CalendarYear.objects.exists()


def test_another_year_than_the_named_one_is_refused(file: Path) -> None:
    with pytest.raises(CommandError, match="2027-02-06"):
        call_command("import_calendar", str(file), year=2028)


def test_an_implausible_year_is_refused(file: Path) -> None:
    file.write_text("1027-02-06 休\n", encoding="utf-8")
    with pytest.raises(CommandError, match="2100"):
        call_command("import_calendar", str(file))


@pytest.mark.parametrize("content", [None, "2027-02-06 休 春节".encode("gb18030")])
def test_a_file_that_cannot_be_read(file: Path, content: bytes | None) -> None:
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    with pytest.raises(CommandError, match=r"2027\.txt"):
        call_command("import_calendar", str(file))
