"""The report's paper: text and statutory tables, complete, on as few pages as they need, nothing over the edge."""

import pytest

from foundation.typesetting import TypesettingFailed, typeset
from tests.printed import A4, page_text, read, runs, tags, text

APPLICANTS = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
HANDLED = [
    ("（一）予以公开", []),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", []),
    (
        "（三）不予公开",
        [
            "1.属于国家秘密",
            "2.其他法律行政法规禁止公开",
            "3.危及“三安全一稳定”",
            "4.保护第三方合法权益",
            "5.属于三类内部事务信息",
            "6.属于四类过程性信息",
            "7.属于行政执法案卷",
            "8.属于行政查询事项",
        ],
    ),
    ("（四）无法提供", ["1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确"]),
    (
        "（五）不予处理",
        [
            "1.信访举报投诉类申请",
            "2.重复申请",
            "3.要求提供公开出版物",
            "4.无正当理由大量反复申请",
            "5.要求行政机关确认或重新出具已获取信息",
        ],
    ),
    (
        "（六）其他处理",
        [
            "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            "3.其他",
        ],
    ),
    ("（七）总计", []),
]
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def requests_table(**changes):
    """The 25 rows and 7 columns on requests; every figure has five digits of its own."""
    figures = iter(range(10001, 10176))

    def seven():
        return [next(figures) for _ in range(7)]

    rows = [
        [{"text": "一、本年新收政府信息公开申请数量", "colspan": 3}, *seven()],
        [{"text": "二、上年结转政府信息公开申请数量", "colspan": 3}, *seven()],
    ]
    start = [{"text": "三、本年度办理结果", "rowspan": 22}]
    for group, parts in HANDLED:
        if not parts:
            rows.append([*start, {"text": group, "colspan": 2}, *seven()])
            start = []
        for place, part in enumerate(parts):
            head = [] if place else [{"text": group, "rowspan": len(parts)}]
            rows.append([*head, part, *seven()])
    rows.append([{"text": "四、结转下年度继续办理", "colspan": 3}, *seven()])
    corner = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    header = [
        [{"text": corner, "colspan": 3, "rowspan": 3}, {"text": "申请人情况", "colspan": 7}],
        [{"text": "自然人", "rowspan": 2}, {"text": "法人或其他组织", "colspan": 5}, {"text": "总计", "rowspan": 2}],
        APPLICANTS,
    ]
    widths = [1.3, 2, 6, *[2] * 7]
    return {"kind": "table", "header": header, "rows": rows, "widths": widths, **changes}


def remedies_table(**changes):
    """The line of fifteen numbers on reviews and lawsuits."""
    blocks = [{"text": "未经复议直接起诉", "colspan": 5}, {"text": "复议后起诉", "colspan": 5}]
    header = [
        [{"text": "行政复议", "colspan": 5}, {"text": "行政诉讼", "colspan": 10}],
        [*({"text": result, "rowspan": 2} for result in RESULTS), *blocks],
        RESULTS * 2,
    ]
    return {"kind": "table", "header": header, "rows": [list(range(9001, 9016))], **changes}


def report(*blocks, **changes):
    data = {"title": "江城市政务服务中心2026年\n政府信息公开工作年度报告", "blocks": blocks, **changes}
    return read(typeset("disclosure/report.typ", data))


def heading(words, level=1):
    return {"kind": "heading", "text": words, "level": level}


def paragraph(words):
    return {"kind": "paragraph", "text": words}


def note(words):
    return {"kind": "note", "text": words}


def sideways(document):
    return [page.mediabox.width > page.mediabox.height for page in document.pages]


def stays_inside(document):
    for page in document.pages:
        margin = 20 if page.mediabox.width > A4[0] + 1 else 26
        for run in runs(page):
            assert run.left >= margin * 72 / 25.4 - 0.1, run
            assert run.right <= float(page.mediabox.width) - margin * 72 / 25.4 + run.size / 2, run


def test_a_report_says_what_it_was_told_in_order():
    document = report(
        heading("一、总体情况"),
        heading("（一）主动公开", 2),
        paragraph("第一段\n第二段"),
        {"kind": "table", "caption": "表", "header": [["甲", "乙"]], "rows": [["行", 3]]},
        note("注：无"),
        head=[["索引号", "MB0000000/2027-00012"], ["发文日期", "2027-01-20"], ["文号", "江政务办〔2027〕3号"]],
        closing={"organ": "江城市政务服务中心", "date": "2027年1月20日"},
    )
    assert text(document) == (
        "江城市政务服务中心2026年政府信息公开工作年度报告索引号MB0000000/2027-00012发文日期2027-01-20"
        "文号江政务办〔2027〕3号一、总体情况（一）主动公开第一段第二段表甲乙行3注：无江城市政务服务中心2027年1月20日"
    )
    assert document.metadata.title == "江城市政务服务中心2026年政府信息公开工作年度报告"
    assert document.metadata.author == "江城市政务服务中心"


@pytest.mark.parametrize("landscape", [False, True])
def test_the_table_of_requests_is_complete_on_one_page(landscape):
    document = report(
        paragraph("本报告所列数据的统计期限自1月1日起至12月31日止。" * 8),
        heading("三、收到和处理政府信息公开申请情况"),
        requests_table(landscape=landscape),
        note("注：逐件汇总。"),
        heading("四、政府信息公开行政复议、行政诉讼情况"),
    )
    page = page_text(document.pages[1])
    assert page.startswith("三、收到和处理")
    assert "注：逐件汇总。" in page
    assert all(str(figure) in page for figure in range(10001, 10176))
    assert all(group in page and all(part in page for part in parts) for group, parts in HANDLED)
    assert all(column in page for column in APPLICANTS)
    assert sideways(document) == ([False, True, False] if landscape else [False, False])
    stays_inside(document)


@pytest.mark.parametrize("landscape", [False, True])
def test_the_fifteen_numbers_on_remedies_keep_their_columns(landscape):
    document = report(heading("四、行政复议、行政诉讼情况"), remedies_table(landscape=landscape))
    page = page_text(document.pages[-1])
    assert "".join(str(figure) for figure in range(9001, 9016)) in page
    assert page.count("结果维持") == 3
    assert page.count("尚未审结") == 3
    stays_inside(document)


def test_letters_of_wide_tables_are_still_large_enough_to_read():
    sizes = {run.size for page in report(heading("三、情况"), requests_table()).pages for run in runs(page)}
    assert min(sizes) >= 9


def test_rows_and_headers_are_tagged_as_such():
    found = tags(report(heading("三、情况"), requests_table()))
    assert found[:4] == ["/Document", "/H1", "/H2", "/Table"]
    assert found.count("/TH") == 2 + 3 + 5
    assert found.count("/TR") == 3 + 25
    assert (
        found.count("/TD") == 25 * 7 + 3 + 1 + 7 + 19
    )  # figures; labels of whole rows, of the result, of groups, of parts


def test_a_long_table_repeats_its_header_on_every_page():
    rows = [[f"第{number}行", number] for number in range(150)]
    document = report({"kind": "table", "header": [["名称", "数量"]], "rows": rows})
    assert len(document.pages) > 3
    assert all("名称数量" in page_text(page) for page in document.pages)
    found = text(document).replace("名称数量", "")
    assert "".join(f"第{number}行{number}" for number in range(150)) in found
    stays_inside(document)


def test_a_cell_longer_than_a_page_goes_on_over_it():
    words = "查阅档案资料需要时间。" * 400
    document = report({"kind": "table", "rows": [["名称", words]]})
    assert len(document.pages) > 1
    assert words in text(document)
    for page in document.pages:  # below the text stands one line, the page number
        assert len({run.baseline for run in runs(page) if run.baseline < 35 * 72 / 25.4}) == 1


def test_codes_and_addresses_break_inside_narrow_cells():
    code = "114200000110433137200016415400102"
    document = report({"kind": "table", "rows": [[code, *[1] * 9]]})
    assert code in text(document)
    [first, *_rest] = [run for run in runs(document.pages[0]) if run.size == 9]
    assert all(run.right <= first.left + A4[0] / 12 for run in runs(document.pages[0]) if run.left == first.left)


def test_headings_and_notes_go_along_to_the_sideways_page():
    table = {"kind": "table", "rows": [["甲", 1]], "landscape": True}
    document = report(
        paragraph("前文"),
        heading("一、"),
        heading("（一）", 2),
        table,
        note("注一"),
        table,
        paragraph("后文"),
        note("注二"),
    )
    assert [page_text(page) for page in document.pages][1:] == ["一、（一）甲1注一甲1", "后文注二"]
    assert sideways(document) == [False, True, False]


def test_text_in_cells_is_printed_as_it_is():
    hostile = '#panic("x")$x$*b*#read("/etc/passwd")'
    document = report(
        heading(hostile),
        {"kind": "table", "header": [[hostile]], "rows": [[hostile]], "caption": hostile},
        note(hostile),
    )
    assert text(document).count(hostile) == 5


def test_an_unknown_kind_of_block_is_refused():
    with pytest.raises(TypesettingFailed, match="picture"):
        report({"kind": "picture"})


def test_the_same_report_gives_the_same_bytes():
    data = {"title": "报告", "blocks": [requests_table(landscape=True)]}
    assert typeset("disclosure/report.typ", data) == typeset("disclosure/report.typ", data)
