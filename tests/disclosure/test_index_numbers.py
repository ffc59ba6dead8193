"""Index numbers: their forms, the next one, numbers from elsewhere, and that none is ever given twice."""

import datetime as dt
import re
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from disclosure.actions.drafts import discard_draft
from disclosure.actions.index_numbers import adopt_index_number, issue_index_number, leave_unused
from disclosure.index_numbers import format_index, parse_index
from disclosure.models import IndexNumber, Publication
from foundation.publishing.actions import submit
from foundation.workflow import Conflict, Refused
from tests.cast import Cast, make_department
from tests.disclosure.factories import PREFIX, make_body, make_publication

DAY = dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("000014349/2019-01298", ("000014349", 2019, None, 1298)),
        ("014416330/2018-04736", ("014416330", 2018, None, 4736)),
        ("11441700007280420Y/2021-00050", ("11441700007280420Y", 2021, None, 50)),
        ("11341702486344515H/202110-00013", ("11341702486344515H", 2021, 10, 13)),
        ("11330800MB0R57773W/2021-130444", ("11330800MB0R57773W", 2021, None, 130444)),
        ("035210000/2025-00016", ("035210000", 2025, None, 16)),
    ],
)
def test_real_numbers_are_understood(text: str, parts: tuple[str, int, int | None, int]) -> None:
    found = parse_index(text)
    assert (found.prefix, found.year, found.month, found.serial) == parts


@pytest.mark.parametrize(
    "text",
    ["", "000014349-2019-01298", "00001434/2019-01298", "000014349/2019-1298", "000014349/19-01298",
     "000014349/201913-00001", "00001434a/2019-01298", "000014349/2019-01298 ", "000014349/2019-01298\n",
     "０00014349/2019-01298", "000014349/2019-1234567"],
)  # fmt: skip
def test_other_forms_are_not(text: str) -> None:
    with pytest.raises(ValueError, match=rf"\A{re.escape(text)}\Z"):
        parse_index(text)


@given(
    on=st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2100, 1, 1)),
    serial=st.integers(min_value=1, max_value=999_999),
    digits=st.sampled_from([5, 6]),
    with_month=st.booleans(),
)
def test_what_is_written_is_read_again(on: dt.date, serial: int, digits: int, with_month: bool) -> None:
    parts = parse_index(format_index(PREFIX, on, serial, digits=digits, with_month=with_month))
    assert parts.prefix == PREFIX
    assert (parts.year, parts.month, parts.serial) == (on.year, on.month if with_month else None, serial)


def test_each_body_and_year_count_from_one(cast: Cast) -> None:
    center, market = make_body(cast.police), make_body(cast.market, "11429900010042451X", serial_digits=6)
    monthly = make_body(cast.police, "123456789", name="月号", month_in_number=True)
    later = dt.date(2027, 1, 4)
    texts = [issue_index_number(body, on=day).text for body, day in (
        (center, DAY), (center, DAY), (center, later), (market, DAY), (monthly, DAY), (monthly, dt.date(2026, 4, 1)),
    )]  # fmt: skip
    assert texts == [
        "114299000/2026-00001", "114299000/2026-00002", "114299000/2027-00001", "11429900010042451X/2026-000001",
        "123456789/202603-00001", "123456789/202604-00002",
    ]  # fmt: skip


def test_the_counter_moves_past_numbers_from_elsewhere(cast: Cast) -> None:
    body = make_body(cast.police)
    adopted = adopt_index_number(body, "000014349/2026-00041")
    assert adopted.is_imported
    assert issue_index_number(body, on=DAY).text == "114299000/2026-00042"
    adopt_index_number(body, "114299000/2026-00007")
    assert issue_index_number(body, on=DAY).text == "114299000/2026-00043"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("keine Nummer", Refused),
        ("114299001/2026-00001", Refused),  # the prefix of another body
        ("114299000/2026-00041", Conflict),  # the number itself is taken
        ("000014349/2026-00041", Conflict),  # its serial is taken
    ],
)
def test_numbers_that_cannot_be_taken_over(text: str, error: type[Exception], cast: Cast) -> None:
    body = make_body(cast.police)
    make_body(cast.market, "114299001")
    adopt_index_number(body, "114299000/2026-00041")
    with pytest.raises(error):
        adopt_index_number(body, text)
    assert issue_index_number(body, on=DAY).serial == 42


def test_a_deleted_draft_leaves_its_number_with_the_reason(cast: Cast) -> None:
    draft = make_publication(cast.police)
    discard_draft(draft, actor=cast.editor, reason="与另一篇重复")
    number = IndexNumber.objects.get()
    assert (number.unused_reason, number.unused_since is not None) == ("与另一篇重复", True)
    assert make_publication(cast.police).index_number.serial == number.serial + 1


def test_a_deletion_needs_a_reason_and_the_right(cast: Cast) -> None:
    draft = make_publication(cast.police)
    with pytest.raises(Refused):
        discard_draft(draft, actor=cast.editor, reason="  ")
    with pytest.raises(PermissionDenied):
        discard_draft(draft, actor=cast.other_editor, reason="我不管")
    submit(draft, actor=cast.editor)
    with pytest.raises(Conflict):
        discard_draft(draft, actor=cast.editor, reason="晚了")
    assert Publication.objects.count() == 1


def test_the_database_keeps_numbers_as_they_are(cast: Cast) -> None:
    number = make_publication(cast.police).index_number
    for change in ({"text": "114299000/2026-99999"}, {"serial": 5}, {"year": 2020}):
        with pytest.raises(IntegrityError), transaction.atomic():
            IndexNumber.objects.filter(pk=number.pk).update(**change)
    spare = issue_index_number(number.body, on=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        spare.delete()
    leave_unused(spare, reason="测试")


def test_the_address_of_a_submitted_text_stays(cast: Cast) -> None:
    draft = make_publication(cast.police)
    spare = issue_index_number(draft.body, on=DAY)
    submit(draft, actor=cast.editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=draft.pk).update(index_number=spare)


@pytest.mark.django_db(transaction=True)
def test_eight_editors_at_once_get_eight_numbers() -> None:
    body = make_body(make_department("gaj", "江城市公安局"))
    made: list[str] = []

    def write() -> None:
        try:
            for _turn in range(5):
                with transaction.atomic():
                    made.append(issue_index_number(body, on=DAY).text)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(made) == [f"114299000/2026-{n:05d}" for n in range(1, 41)]
