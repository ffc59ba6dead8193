"""Long headings break between words."""

import pytest

from foundation.phrases import phrases
from foundation.templatetags import page


@pytest.mark.parametrize(
    ("heading", "whole"),
    [
        ("三、收到和处理政府信息公开申请情况", ("处理", "政府", "信息")),
        ("2025年政府信息公开工作年度报告", ("2025年",)),
        ("江城市政务服务帮办代办工作办法（征求意见稿）", ("江城市", "（征求", "稿）")),
        ("关于“大厅取号要收费”不实信息的澄清", ("“大厅", "收费”", "不实", "信息的")),
    ],
)
def test_words_numbers_and_brackets_stay_whole(heading: str, whole: tuple[str, ...]) -> None:
    pieces = phrases(heading)
    assert "".join(pieces) == heading
    assert len(pieces) > 2
    for words in whole:
        assert any(words in piece for piece in pieces), pieces


@pytest.mark.parametrize("heading", ["居民身份证丢失补领", "Replacement of a lost identity card", ""])
def test_what_fits_on_a_line_or_is_not_chinese_is_left_alone(heading: str) -> None:
    assert phrases(heading) == (heading,)


def test_the_filter_escapes() -> None:
    made = page.phrases("关于<b>收费</b>标准调整和公示情况的公告")
    assert "<b>" not in made
    assert "&lt;" in made
    assert "<wbr>" in made
