"""What is read from a file with an official text, and the sentence for each file that holds none."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.document_files import MARK, BadText, FileText, read_text

REGULATION = f"""# 江城市公开条例

2007年4月5日 中华人民共和国国务院令第492号公布

2019年4月3日 中华人民共和国国务院令第711号修订\u3000

2019年5月15日 施行

{MARK}

## 第一章 总则

第一条 为了公开，制定本条例。

第二条 本条例自2019年5月15日起施行。
"""


def read(text: str, name: str = "条例.md") -> FileText:
    return read_text(name, text.encode())


def test_title_dates_number_and_text() -> None:
    found = read(REGULATION)
    assert found.title == "江城市公开条例"
    assert found.issued_on == dt.date(2019, 4, 3), "the last revision"
    assert found.effective_on == dt.date(2019, 5, 15)
    assert found.document_number == "中华人民共和国国务院令第711号"
    assert found.summary == "为了公开，制定本条例。"
    assert found.text.startswith("## 第一章 总则")
    assert found.text.endswith("施行。")


@pytest.mark.parametrize(
    ("text", "name", "issued", "effective"),
    [
        (f"# 办法\n2021年7月1日通过\n{MARK}\n正文", "办法.md", "2021-07-01", None),
        (f"# 办法\n{MARK}\n正文", "办法(2021-07-27).md", "2021-07-27", None),
        ("# 办法\n没有标记的正文，2020年1月1日提到一次", "办法(2021-07-27).md", "2021-07-27", None),
        (f"# 办法\n2021年13月40日通过\n2021年2月3日批准\n{MARK}\n正文", "办法.md", "2021-02-03", None),
        (f"\ufeff# 办法\r\n2021年2月3日公布\r\n2021年3月1日起实施\r\n{MARK}\r\n正文\r\n", "办法.md",
         "2021-02-03", "2021-03-01"),
    ],
)  # fmt: skip
def test_dates(text: str, name: str, issued: str, effective: str | None) -> None:
    found = read(text, name)
    assert found.issued_on == dt.date.fromisoformat(issued)
    assert found.effective_on == (dt.date.fromisoformat(effective) if effective else None)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("没有标题的正文".encode(), "第一行不是标题"),
        (b"", "第一行不是标题"),
        (b"#\n\n\xe6\xad\xa3", "第一行不是标题"),
        ("# 办法\n2021年2月3日公布\n".encode() + MARK.encode(), "有标题但没有正文"),
        (f"# 办法\n{MARK}\n正文".encode(), "没有找到发布日期"),
        ("# 办法\n正文".encode("gbk"), "不是UTF-8编码"),
        ("# 办法(2021-01-01)\n正文\0".encode(), "二进制"),
        (f"# {'长' * 301}\n正文".encode(), "标题超过300个字"),
        (b"# a\n" + b"x" * 2_000_001, "大于2 MB"),
        ("# 办法\n".encode() + "字".encode() * 200_001, "正文超过200000个字"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_sentence_for_each_bad_file(data: bytes, sentence: str) -> None:
    with pytest.raises(BadText, match=sentence):
        read_text("办法(2021-07-27).md" if "日期" not in sentence else "办法.md", data)


@given(st.binary(max_size=400) | st.text(max_size=300).map(lambda text: f"# 题\n{text}".encode("utf-8", "ignore")))
def test_whatever_a_file_holds_it_is_read_or_refused(data: bytes) -> None:
    try:
        found = read_text("办法(2021-07-27).md", data)
    except BadText:
        return
    assert found.title
    assert found.text.strip()
