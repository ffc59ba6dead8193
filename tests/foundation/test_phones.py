"""Phone numbers as offices write them: what is taken, what is refused, what a phone dials."""

import itertools
import json
import string

import pytest
from django.apps import apps
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from foundation.phones import find_numbers, holds_phones, odd_numbers, phone_fault
from tests.real_data import real_data

RIGHT = [
    "0729-5550501",
    "07295550501",
    "0729 5550501",
    "（0729）5550501",
    "(0729) 555 0501",
    "010-55505010",
    "０２０－８３１３３６４２",
    "020—83133642",
    "020-8923 2806",
    "+86-20-83133642",
    "(8620)2236 0123",
    "0086 20 87512631",
    "0729-5550501转8",
    "0729-5550501-825",
    "0729-5550501 转 8012",
    "0729-5550501分机12",
    "13800000000",
    "138 0000 0000",
    "+86 138-0000-0000",
    "400-123-4567",
    "400-1234-567",
    "4001234567",
    "8008201234",
    "12345",
    "12333-9-3",
    "020-12345",
    "0662-12366-2-4",
    "95598",
    "96110",
    "955881",
    "110",
    "0729-5550501、0729-5550502",
    "0729-5550501；12345",
    "0729-5550501 0729-5550502",
    "0729-5550501/0729-5550502，13800000000",
    "0729-5550501、5550502",
    "户籍窗口：0729-5550501；出入境：0729-5550502",
    "3号窗口0729-5550501（工作日9:00—17:00，2026年春节除外）",
    "0729-5550501，受理时间：上午08：30-12:00",
]
ODD = {
    "5550501": ["5550501"],
    "5550501、0729-5550502": ["5550501"],
    "020-8313603": ["020-8313603"],
    "020-327605405": ["020-327605405"],
    "0729-555050": ["0729-555050"],
    "0729-555050123": ["0729-555050123"],
    "1380000000": ["1380000000"],
    "138000000001": ["138000000001"],
    "12800000000": ["12800000000"],
    "123456": ["123456"],
    "020-123456": ["020-123456"],
    "0000swjw": ["0000"],
    "400-123-456": ["400-123-456"],
    "0729-5550501、99999": ["99999"],
    "429900123456789012": ["429900123456789012"],
    "邮编 430000，电话 0729-5550501": ["430000"],
    "1263532475@qq.com": ["1263532475"],
}
NO_NUMBER = ["无", "见官网", "119号", "A12345", "法苑路18号", "-", "123"]


@pytest.mark.parametrize("text", [*RIGHT, "", "  "])
def test_real_forms_are_taken(text: str) -> None:
    assert (odd_numbers(text), phone_fault(text)) == ([], "")


@pytest.mark.parametrize(("text", "odd"), ODD.items())
def test_what_is_no_number_is_named_as_it_was_written(text: str, odd: list[str]) -> None:
    assert odd_numbers(text) == odd
    assert "、".join(odd) in phone_fault(text)


@pytest.mark.parametrize("text", NO_NUMBER)
def test_words_alone_are_no_number(text: str) -> None:
    assert phone_fault(text)


@pytest.mark.parametrize(
    ("text", "dialled"),
    [
        ("窗口（0729）5550501转8，热线12345", ["07295550501", "12345"]),
        ("+86 20 8313 3642", ["+862083133642"]),
        ("0086-0729-5550501", ["+867295550501"]),
        ("138-0000-0000或400 123 4567", ["13800000000", "4001234567"]),
        ("020-12345-1", ["02012345"]),
        ("法苑路110号，5550501元，95588人，430000", []),
    ],
)
def test_a_phone_dials_what_is_beyond_doubt(text: str, dialled: list[str]) -> None:
    found = list(find_numbers(text))
    assert [number.dial for number in found] == dialled
    assert all(text[number.start].isdigit() or text[number.start] in "(（+" for number in found)


def digits(count: int, first: str = string.digits) -> st.SearchStrategy[str]:
    """Return texts of so many digits, the first of them out of a choice."""
    return st.builds(
        str.__add__, st.sampled_from(first), st.text(string.digits, min_size=count - 1, max_size=count - 1)
    )


big_city = st.builds("{}-{}".format, st.sampled_from(["010", "020", "027"]), digits(8, "23456789"))
other_city = st.builds("0{}-{}".format, digits(3, "3456789"), digits(7, "23456789") | digits(8, "23456789"))
mobile = st.builds("1{}".format, digits(10, "3456789"))
toll = st.builds("{}00-{}-{}".format, st.sampled_from("48"), digits(3), digits(4))
hotline = st.builds("{}{}".format, st.sampled_from(["12", "95", "96"]), digits(3))
number = big_city | other_city | mobile | toll | hotline
separator = st.sampled_from(["、", "；", ";", "，", ",", " ", "/", "\n", "或", "；举报："])


@given(st.lists(st.tuples(number, separator), min_size=1, max_size=5))
def test_any_row_of_numbers_is_taken(parts: list[tuple[str, str]]) -> None:
    text = "".join(one + between for one, between in parts)
    assert phone_fault(text) == ""


@given(big_city | mobile, st.integers(0, 11))
def test_a_lost_or_doubled_digit_is_found(text: str, place: int) -> None:
    place = min(place, len(text) - 1)
    if text[place] == "-":
        return
    for slipped in (text[:place] + text[place + 1 :], text[:place] + text[place] + text[place:]):
        assert place == 0 or odd_numbers(slipped) == [slipped]


@given(st.text() | st.text("0123456789-+() 转、：a"))
def test_any_text_is_judged(text: str) -> None:
    found = list(find_numbers(text))
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))
    assert all(odd in text for odd in odd_numbers(text))
    phone_fault(text)


def test_the_columns_of_phones() -> None:
    columns = {
        f"{model._meta.label}.{field.name}"
        for label in ("foundation", "approvals", "guides")
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField) and "phone" in field.name
    }
    assert columns == {
        "foundation.Department.phone",
        "approvals.Item.consult_phone",
        "approvals.Item.complaint_phone",
        "approvals.Flow.contact_phone",
        "guides.Journey.contact_phone",
        "guides.Place.phone",
    }
    assert all(holds_phones(name.rpartition(".")[2]) for name in columns)
    assert not holds_phones("megaphone")


def test_real_numbers() -> None:
    """27 of 4,328 real entries are odd: digits lost or added, area codes left out, postal codes, account names."""
    rows = json.loads(real_data("items/guangdong_items.json").read_text())
    entries = [row[name] for row in rows for name in ("consult_phone", "complaint_phone") if row[name]]
    assert (len(entries), sum(bool(phone_fault(entry)) for entry in entries)) == (4328, 27)
