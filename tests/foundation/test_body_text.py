"""The plain format of official texts: what is known for what it is, and that nothing in it becomes markup."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.body_text import chinese_number, contents, parse, plain, render
from tests.real_data import real_data

DIGITS = "零一二三四五六七八九"


def spell(number: int) -> str:
    """Write a number below ten thousand as laws do."""
    words, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return words.replace("一十", "十", 1) if words.startswith("一十") else words


@given(st.integers(min_value=1, max_value=9999))
def test_numerals_read_as_they_are_written(number: int) -> None:
    assert chinese_number(spell(number)) == number
    assert chinese_number(str(number)) == number


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("十", 10), ("二十", 20), ("两百", 200), ("一百零三", 103), ("１２", 12), ("", None), ("二〇一九", None),
     ("十十", None), ("零十", None), ("百千", None), ("9十", None), ("之", None)],
)  # fmt: skip
def test_odd_numerals(numeral: str, value: int | None) -> None:
    assert chinese_number(numeral) == value


@pytest.mark.parametrize(
    ("line", "kind", "anchor"),
    [
        ("第二十九条 公民申请", "article", "art-29"),
        ("第二十九条　公民申请", "article", "art-29"),
        ("第二十条之一 增加的条文", "article", "art-20-1"),
        ("第12条", "article", "art-12"),
        ("第三条规定的情形除外", "paragraph", ""),
        ("## 第三章 主动公开", "heading", "chapter-3"),
        ("### 第四章  监督", "heading", "chapter-4"),
        ("第三章 主动公开", "heading", "chapter-3"),
        ("第三章 规定的事项，由窗口办理。", "paragraph", ""),
        ("第二编 分则", "heading", "part-2"),
        ("## 收费标准", "heading", "heading"),
        ("- 一项", "bullet", ""),
        ("-没有空格", "paragraph", ""),
        ("（一）机关职能；", "clause", ""),
        ("1．机关职能", "clause", ""),
        ("1.5万元用于印刷", "paragraph", ""),
        ("二、主要任务", "clause", ""),
        ("| 项目 | 金额 |", "row", ""),
        ("|", "paragraph", ""),
        ("普通段落", "paragraph", ""),
    ],
)
def test_each_line_is_known_for_what_it_is(line: str, kind: str, anchor: str) -> None:
    (block,) = parse(line)
    assert (block.kind, block.anchor) == (kind, anchor)


def test_sections_stand_below_their_chapter_and_anchors_occur_once() -> None:
    blocks = parse(
        "第一节 前\n第一章 总则\n第一节 甲\n第一条 一\n第二章 分则\n第一节 乙\n第一条 又一\n## 说明\n## 说明"
    )
    assert [block.anchor for block in blocks] == [
        "section-1", "chapter-1", "chapter-1-section-1", "art-1", "chapter-2", "chapter-2-section-1", "art-1.2",
        "heading", "heading.2",
    ]  # fmt: skip
    assert [block.level for block in contents(blocks)] == [3, 2, 3, 2, 3, 2, 2]


def test_the_html_of_a_small_text() -> None:
    html = render(parse("第一章 总则\n第一条 为了公开。\n（一）职能；\n- 甲\n- 乙\n\n结尾"))
    assert html == (
        '<h2 id="chapter-1">第一章 总则</h2>\n'
        '<p class="article" id="art-1"><a class="article-number" href="#art-1">第一条</a>\u3000为了公开。</p>\n'
        '<p class="clause">（一）职能；</p>\n'
        "<ul><li>甲</li><li>乙</li></ul>\n"
        "<p>结尾</p>"
    )


def test_a_table_has_named_columns() -> None:
    html = render(parse("| 项目 | 金额 |\n|---|---|\n| 印刷 | <5万> |"))
    assert '<th scope="col">项目</th>' in html
    assert "<tr><td>印刷</td><td>&lt;5万&gt;</td></tr>" in html
    assert "---" not in html


@given(st.text(alphabet=st.characters(exclude_characters="\r"), max_size=300))
def test_no_text_becomes_markup(text: str) -> None:
    html = render(parse(f"{text}<script>&<!--validity-->"))
    assert "<script" not in html
    assert "<!--" not in html
    known = r"</?(h[234]|p|a|ul|li|div|table|thead|tbody|tr|th|td)( (id|class|href|scope|tabindex)=\"[^\"<>]*\")*>"
    assert "<" not in re.sub(known, "", html)


@given(st.lists(st.sampled_from(["第一条 甲", "第一章 乙", "## 丙", "### 第一节 丁", "戊"]), max_size=30))
def test_anchors_never_occur_twice(lines: list[str]) -> None:
    anchors = [block.anchor for block in parse("\n".join(lines)) if block.anchor]
    assert len(anchors) == len(set(anchors))


def test_every_article_of_the_real_laws_is_found() -> None:
    for path in sorted(real_data("laws").glob("*.md")):
        text = path.read_text().partition("<!-- INFO END -->")[2]
        articles = [block for block in parse(text) if block.kind == "article"]
        assert [block.anchor for block in articles] == [f"art-{n}" for n in range(1, len(articles) + 1)], path.name
        assert len(articles) == len(re.findall(r"^第[^条\n]+条\s", text, re.MULTILINE)), path.name


def test_the_words_alone_have_no_marks() -> None:
    text = "# 收费标准\n| 证件 | 费用 |\n|---|---|\n| 身份证 | 20元 |\n第三条 不得多收。\n- 免收工本费"
    assert plain(parse(text)) == "收费标准\n证件，费用\n身份证，20元\n第三条 不得多收。\n免收工本费"
