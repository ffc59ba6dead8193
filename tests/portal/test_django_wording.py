"""The sentences of Django that our catalog words anew are still Django's, and ours are the ones that are read."""

from pathlib import Path

import django
import polib
import pytest
from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms import IntegerField
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext, override

from portal.translations import SCRIPT_WORDING, Message, collect
from tests.back_office import client_of
from tests.cast import Cast

DJANGO = Path(django.__file__).parent


def known_to_django(domain: str) -> set[Message]:
    """Return every string that Django has for translation."""
    files = DJANGO.glob(f"**/locale/en/LC_MESSAGES/{domain}.po")
    entries = [entry for file in files for entry in polib.pofile(str(file))]
    return {Message(entry.msgid, entry.msgid_plural, entry.msgctxt or "") for entry in entries}


@pytest.mark.parametrize(("module", "domain"), [("portal/django_wording.py", "django"), (SCRIPT_WORDING, "djangojs")])
def test_every_sentence_is_still_one_of_django(module: str, domain: str) -> None:
    named = collect(settings.BASE_DIR, [settings.BASE_DIR / module])
    assert not named.problems
    assert named.messages
    assert set(named.messages) - known_to_django(domain) == set()


def test_our_words_come_first() -> None:
    with override("zh-hans"):
        assert gettext("Log out") == "退出登录"
        assert Truncator("江城市政务服务中心").chars(6) == "江城市政……"
        with pytest.raises(ValidationError) as too_long:
            MaxLengthValidator(2)("三个字")
        with pytest.raises(ValidationError) as too_short:
            MinimumLengthValidator(8).validate("1")
        with pytest.raises(ValidationError) as missing:
            IntegerField().clean("")
    assert too_long.value.messages == ["最多填写2字，现有3字。"]
    assert too_short.value.messages == ["密码太短，至少要8个字符。"]
    assert missing.value.messages == ["此项必填。"]


def test_scripts_read_our_words(cast: Cast) -> None:
    answer = client_of(cast.editor).get(reverse("admin:jsi18n"))
    assert "已勾选".encode("unicode_escape").decode() in answer.content.decode()
