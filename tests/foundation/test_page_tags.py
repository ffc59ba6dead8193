"""Template tools never let content become markup."""

import json
import re

import pytest
from django.utils.translation import override

from foundation.templatetags.page import content_lang, file_type, json_ld, phone_links


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0729-5550501", ["07295550501"]),
        ("窗口0729-5550501，热线12345", ["07295550501", "12345"]),
        ("13800000000", ["13800000000"]),
        ("法苑路18号（2024年）", []),
        ("429900123456789012", []),
        ("", []),
    ],
)
def test_phones_become_links(text, numbers):
    assert re.findall(r'href="tel:(\d+)"', phone_links(text)) == numbers


def test_text_around_phones_is_escaped():
    assert "<b>" not in phone_links("<b>0729-5550501</b>")


def test_a_data_block_cannot_be_left():
    block = json_ld({"name": "</script><script>alert(1)</script>&\u2028"})
    assert block.count("<") == 2
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert json.loads(inside) == {"name": "</script><script>alert(1)</script>&\u2028"}


def test_content_is_marked_as_chinese_only_on_other_pages():
    with override("zh-hans"):
        assert content_lang() == ""
    with override("en"):
        assert content_lang() == ' lang="zh-Hans"'


def test_file_type():
    assert (file_type("申请表.docx"), file_type("README")) == ("DOCX", "")
