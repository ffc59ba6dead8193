"""Environment variables are read as what they should be, or refused in one sentence."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal import env


@pytest.mark.parametrize(("raw", "value"), [("1", True), ("on", True), ("TRUE", True), ("0", False), ("no", False)])
def test_boolean_words(monkeypatch, raw, value):
    monkeypatch.setenv("PORTAL_X", raw)
    assert env.boolean("PORTAL_X") is value


def test_boolean_refuses_a_typing_error(monkeypatch):
    monkeypatch.setenv("PORTAL_X", "ture")
    with pytest.raises(ImproperlyConfigured, match=r"^PORTAL_X must be 1 or 0, not “ture”\.$"):
        env.boolean("PORTAL_X")


def test_empty_means_default(monkeypatch):
    monkeypatch.setenv("PORTAL_X", "  ")
    assert env.text("PORTAL_X", "a") == "a"
    assert env.boolean("PORTAL_X", True) is True
    assert env.integer("PORTAL_X", 7) == 7
    assert env.words("PORTAL_X", ("b",)) == ["b"]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("ten", "PORTAL_X must be a whole number, not “ten”."),
        ("0", "PORTAL_X must be between 1 and 9, not 0."),
        ("10", "PORTAL_X must be between 1 and 9, not 10."),
    ],
)
def test_integer_refuses_nonsense(monkeypatch, raw, sentence):
    monkeypatch.setenv("PORTAL_X", raw)
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.integer("PORTAL_X", 1, minimum=1, maximum=9)
    assert str(refusal.value) == sentence


def test_choice_names_what_is_allowed(monkeypatch):
    monkeypatch.setenv("PORTAL_X", "prod")
    with pytest.raises(ImproperlyConfigured, match="one of production, sample"):
        env.choice("PORTAL_X", "sample", ("production", "sample"))


def test_words_split_on_commas(monkeypatch):
    monkeypatch.setenv("PORTAL_X", "a.example, b.example,,")
    assert env.words("PORTAL_X") == ["a.example", "b.example"]


def test_secret_from_file(monkeypatch, tmp_path: Path):
    file = tmp_path / "key"
    file.write_text("abc\n")
    monkeypatch.setenv("PORTAL_X_FILE", str(file))
    assert env.secret("PORTAL_X") == "abc"


def test_secret_given_twice(monkeypatch):
    monkeypatch.setenv("PORTAL_X", "a")
    monkeypatch.setenv("PORTAL_X_FILE", "b")
    with pytest.raises(ImproperlyConfigured, match="not both"):
        env.secret("PORTAL_X")


@pytest.mark.parametrize(("content", "reason"), [(None, "No such file"), (b"", "is empty"), (b"\xff\xfe", "not UTF-8")])
def test_secret_file_unusable(monkeypatch, tmp_path: Path, content, reason):
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv("PORTAL_X_FILE", str(file))
    with pytest.raises(ImproperlyConfigured, match=reason):
        env.secret("PORTAL_X")
