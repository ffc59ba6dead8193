"""The search: bounded in number and time; leaks as words and as plain values."""

import json

import pytest

from foundation.leaks import leak as leaks
from foundation.leaks.leak import ADVICE, EnoughError, Leak, LeakKind, Place, Search, Severity
from foundation.privacy import Kind
from tests.foundation.leaks.made_files import ID, MASKED


def test_many_of_a_kind_are_counted() -> None:
    search = Search()
    for number in range(50):
        search.add(LeakKind.COMMENT, Place.PARAGRAPH, number)
    search.read(ID)
    found = search.leaks()
    assert len(found) == leaks.MAX_EACH + 1
    assert [leak.more for leak in found if leak.more] == [30]
    assert next(leak.detail for leak in found if leak.more) == "19"


def test_grave_things_come_first() -> None:
    search = Search()
    search.add(LeakKind.PROPERTY)
    search.add(LeakKind.COMMENT)
    assert [leak.severity for leak in search.leaks()] == [Severity.STOP, Severity.NOTICE]


@pytest.mark.parametrize(
    ("personal", "severity"),
    [(Kind.ID_NUMBER, Severity.STOP), (Kind.MOBILE, Severity.STOP), (Kind.LANDLINE, Severity.NOTICE)],
)
def test_the_number_of_an_office_is_no_secret(personal: Kind, severity: Severity) -> None:
    assert Leak(LeakKind.PERSONAL, personal=personal).severity == severity


def test_excerpts_are_short_and_masked() -> None:
    search = Search()
    search.add(LeakKind.COMMENT, excerpt=f"{ID} {'很长' * 100}")
    search.read(f"{'前文' * 30}{ID}{'后文' * 30}")
    comment, number = search.leaks()
    assert comment.excerpt.startswith(MASKED)
    assert len(comment.excerpt) == 61
    assert number.excerpt == f"{'前文' * 4}{MASKED}{'后文' * 4}"


def test_a_search_without_end_stops() -> None:
    with pytest.raises(EnoughError):
        Search(seconds=-1).read("text")


def test_a_text_without_end_is_read_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaks, "MAX_TEXT", 30)
    search = Search()
    with pytest.raises(EnoughError):
        search.read(ID + " " * 20 + "13812345678")
    assert [leak.personal for leak in search.leaks()] == [Kind.ID_NUMBER]


def test_an_author_is_a_person() -> None:
    search = Search()
    for name in ("张三", "江城市档案馆", " "):
        search.add_author(name, Place.PROPERTY, "creator")
    assert [leak.excerpt for leak in search.leaks()] == ["张*"]


def test_every_kind_has_its_words(settings) -> None:
    assert set(ADVICE) == set(LeakKind)
    for kind in LeakKind:
        leak = Leak(kind, Place.SHEET, "表1")
        assert leak.label
        assert leak.advice != leak.label
        assert leak.where == "工作表“表1”"
    assert Leak(LeakKind.PERSONAL, personal=Kind.MOBILE).label == "手机号码"
    assert Leak(LeakKind.COMMENT).where == "文件"


def test_there_and_back() -> None:
    for leak in (Leak(LeakKind.COMMENT), Leak(LeakKind.PERSONAL, Place.PAGE, "3", "1**", Kind.MOBILE, 7)):
        assert Leak.from_json(json.loads(json.dumps(leak.as_json()))) == leak
