"""Two hundred planted personal data go in through the form, and none comes out of a public door.

What looks like personal data and is none (codes, index numbers, dates, amounts, phones of offices) stays readable.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from feedback.actions import handling, replies
from feedback.actions.answers import masked_texts, publish_answer, save_public_text, submit_public_text
from feedback.actions.ratings import RatingEntry
from feedback.masking import Masker
from feedback.models import Message, PublishedAnswer
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, load_rules
from tests.feedback.raters import give, make_window, tell_and_release
from tests.feedback.writers import NEW, filled

pytestmark = pytest.mark.django_db
_PLANTED = re.compile("⟦(.*?)⟧", re.DOTALL)
_KEPT = re.compile("⟪(.*?)⟫", re.DOTALL)
_MARKS = str.maketrans("", "", "⟦⟧⟪⟫")
_GAPS = re.compile(r"[\s\u200b\u2060\ufeff·.,–—‑−-]+")
with (Path(__file__).parent / "planted.toml").open("rb") as corpus:
    ROWS: list[dict[str, Any]] = tomllib.load(corpus)["messages"]


def all_of(row: dict[str, Any]) -> list[str]:
    """Return every text of a message, names of its files included."""
    return [row["subject"], row["text"], *row.get("files", ())]


def found(mark: re.Pattern[str], row: dict[str, Any]) -> Iterator[str]:
    """Yield what stands between marks."""
    for text in all_of(row):
        yield from mark.findall(text)


def compact(text: str) -> str:
    """Return a text in half-width characters without gaps: a number is the same however it is spaced."""
    return _GAPS.sub("", unicodedata.normalize("NFKC", text)).lower()


def test_the_corpus_is_large_and_has_all_shapes() -> None:
    planted = [one for row in ROWS for one in found(_PLANTED, row)]
    assert len(set(planted)) >= 200
    assert sum(1 for row in ROWS for _one in found(_KEPT, row)) >= 40
    for shape in (r"\d{17}[xX]$", r"[０-９]{11}", r"^\d{3} \d{4} \d{4}$", r"[Ｘ]$", r"@", "^鄂", "号$|室$", r"\n"):
        assert any(re.search(shape, one) for one in planted), shape
    assert sum(len(_PLANTED.findall(row["text"])) >= 3 for row in ROWS) >= 30


@pytest.mark.parametrize("row", ROWS, ids=[f"{n}" for n in range(len(ROWS))])
def test_the_detector_finds_each_and_nothing_else(row: dict[str, Any], cast: Cast) -> None:
    masker = Masker()
    for text in (row["subject"], row["text"]):
        masked = masker.mask(text.translate(_MARKS))
        assert not masker.leaks([masked])
        for secret in _PLANTED.findall(text):
            assert compact(secret) not in compact(masked)
        for kept in _KEPT.findall(text):
            assert kept in masked


@pytest.fixture
def published(cast: Cast, client: Client, settings: Any, tmp_path: Path) -> list[Message]:
    """Send the whole corpus through the public form, answer each with its own words, publish all."""
    load_rules()
    settings.PRIVATE_FILES_ROOT, settings.PORTAL_TODAY = tmp_path, MONDAY
    return [publish(send(client, row), cast) for row in ROWS]


def send(client: Client, row: dict[str, Any]) -> Message:
    names = [name.translate(_MARKS) for name in row.get("files", ())]
    files = [SimpleUploadedFile(name, b"%PDF-1.7\n%%EOF\n" + name.encode()) for name in names]
    plain = {"subject": row["subject"].translate(_MARKS), "text": row["text"].translate(_MARKS)}
    # Each message comes from another address: 75 within a minute are more than one address may send.
    typed = filled(kind=row["kind"], name="", phone="", attachments=files, **plain)
    response = client.post(NEW, typed, REMOTE_ADDR=f"192.0.2.{ROWS.index(row)}")
    assert response.status_code == 302, unescape(response.content.decode())
    return Message.objects.latest("id")


def publish(message: Message, cast: Cast) -> Message:
    message = handling.route(message, department=cast.police, reason="属其职责", actor=cast.chief_officer)
    message = handling.accept(message, today=MONDAY, actor=cast.officer)
    message = replies.save_reply(message, text=f"您说：{message.text}", ending="explained", actor=cast.officer)
    message = replies.submit_reply(message, edit_version=1, actor=cast.officer)
    message = replies.send_reply(message, edit_version=1, today=MONDAY, actor=cast.reviewer)
    save_public_text(message, **masked_texts(message), actor=cast.officer)
    submit_public_text(message, edit_version=1, actor=cast.officer)
    return publish_answer(message, edit_version=1, actor=cast.reviewer)


def doors(numbers: list[str]) -> Iterator[str]:
    """Yield every public address that shows something of messages."""
    for prefix in ("", "/en"):
        yield from (f"{prefix}/", f"{prefix}/feedback/", f"{prefix}/feedback/scoreboard/")
        yield from (f"{prefix}/feedback/answers/?page={page}" for page in range(1, 6))
        yield from (f"{prefix}/feedback/answers/{number}/" for number in numbers)
        yield from (f"{prefix}/feedback/answers/feed/", f"{prefix}/feedback/answers.csv")
        yield from (f"{prefix}/feedback/suggestions/#{word}" for word in ("身份证补领", "号码", "手机", "地址"))
    yield from ("/feedback/answers/?q=手机", "/search/?q=手机", "/sitemap.xml", "/sitemap/")


@pytest.mark.slow
def test_nothing_planted_comes_out(published: list[Message], client: Client) -> None:
    no_public_door_shows_it(published, client)
    no_search_finds_it(client)
    no_list_of_the_office_shows_it(published)


def no_public_door_shows_it(published: list[Message], client: Client) -> None:
    secrets = {one for row in ROWS for one in found(_PLANTED, row)}
    packed = {compact(one) for one in secrets}
    numbers = [message.number for message in published]
    shown = ""
    for address in doors(numbers):
        page, _mark, word = address.partition("#")  # what is typed is sent, never part of an address
        response = client.post(page, {"q": word}) if word else client.get(page)
        assert response.status_code == 200, address
        parts = response.streaming_content if response.streaming else [response.content]
        text = unescape(b"".join(parts).decode())
        assert [one for one in secrets if one in text] == [], address
        dense = compact(text)
        assert [one for one in packed if one in dense] == [], address
        shown += text
    for row in ROWS:
        for kept in found(_KEPT, row):
            assert kept in shown, "over-masked"
    assert all(number in shown for number in numbers)


def no_search_finds_it(client: Client) -> None:
    assert PublishedAnswer.objects.count() == len(ROWS)
    for row in ROWS[::5]:
        for secret in found(_PLANTED, row):
            text = client.get("/feedback/answers/", {"q": compact(secret)}).content.decode()
            assert 'class="card"' not in text, secret


def no_list_of_the_office_shows_it(published: list[Message]) -> None:
    for message, row in zip(published, ROWS, strict=True):
        for secret in _PLANTED.findall(row["subject"]):
            assert compact(secret) not in compact(message.subject_mask)


@pytest.mark.slow
def test_nothing_planted_in_remarks_comes_out_of_the_public_list_of_ratings(
    cast: Cast, client: Client, settings: Any
) -> None:
    settings.PORTAL_TODAY = MONDAY
    window = make_window(cast)
    for row in ROWS:
        entry = RatingEntry("dissatisfied", remark=row["text"].translate(_MARKS), consents=True)
        tell_and_release(give(window, entry)[0], cast)
    pages = [client.get(f"/feedback/ratings/list/?page={page}").content.decode() for page in (1, 2, 3)]
    shown = unescape("".join(pages))
    dense = compact(shown)
    for row in ROWS:
        assert [one for one in _PLANTED.findall(row["text"]) if compact(one) in dense] == []
        assert [one for one in _KEPT.findall(row["text"]) if one not in shown] == [], "over-masked"
