"""The formats of the annual report by year: sections with their exact headings, and their tables.

Reports on 2021 and later follow 国办公开办函〔2021〕30号, those on 2019 and 2020 国办公开办函〔2019〕60号 (试行),
earlier ones the statistics sheet of the 2008 regulation (``disclosure.annual.sheet``).  The labels are the words of the
forms: content, not program text, so they are the same in every language of the site.
"""

from __future__ import annotations

import re
from typing import Final

from disclosure.annual.layout import Block, Entry, Kind, Path, TableForm, crossed, listed, one_line, stacked
from disclosure.annual.sheet import SHEET
from disclosure.annual.structure import Format, Part, Section, Sum

# Section three: the request table.

COLUMNS: Final = (
    Entry("natural_person", ("申请人情况", "自然人")),
    Entry("commercial_enterprise", ("申请人情况", "法人或其他组织", "商业企业")),
    Entry("research_institution", ("申请人情况", "法人或其他组织", "科研机构")),
    Entry("public_welfare_org", ("申请人情况", "法人或其他组织", "社会公益组织")),
    Entry("legal_service_org", ("申请人情况", "法人或其他组织", "法律服务机构")),
    Entry("other_org", ("申请人情况", "法人或其他组织", "其他")),
    Entry("total", ("申请人情况", "总计")),
)
CATEGORIES: Final = tuple(column.key for column in COLUMNS[:-1])
"""The categories of applicants, which add up to the column ``total``."""

_DONE: Final = "三、本年度办理结果"
_DENIED: Final = (_DONE, "（三）不予公开")
_UNABLE: Final = (_DONE, "（四）无法提供")
_REFUSED: Final = (_DONE, "（五）不予处理")
_OTHER: Final = (_DONE, "（六）其他处理")

_OUTCOMES: Final = (
    Entry("granted", (_DONE, "（一）予以公开")),
    Entry("partially_granted", (_DONE, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）")),
    Entry("denied_state_secret", (*_DENIED, "1.属于国家秘密")),
    Entry("denied_law_forbidden", (*_DENIED, "2.其他法律行政法规禁止公开")),
    Entry("denied_safety_stability", (*_DENIED, "3.危及“三安全一稳定”")),
    Entry("denied_third_party", (*_DENIED, "4.保护第三方合法权益")),
    Entry("denied_internal_affairs", (*_DENIED, "5.属于三类内部事务信息")),
    Entry("denied_process_info", (*_DENIED, "6.属于四类过程性信息")),
    Entry("denied_enforcement_file", (*_DENIED, "7.属于行政执法案卷")),
    Entry("denied_admin_inquiry", (*_DENIED, "8.属于行政查询事项")),
    Entry("unable_not_held", (*_UNABLE, "1.本机关不掌握相关政府信息")),
    Entry("unable_needs_creation", (*_UNABLE, "2.没有现成信息需要另行制作")),
    Entry("unable_still_unclear", (*_UNABLE, "3.补正后申请内容仍不明确")),
    Entry("not_processed_petition", (*_REFUSED, "1.信访举报投诉类申请")),
    Entry("not_processed_repeat", (*_REFUSED, "2.重复申请")),
    Entry("not_processed_publication", (*_REFUSED, "3.要求提供公开出版物")),
    Entry("not_processed_excessive", (*_REFUSED, "4.无正当理由大量反复申请")),
    Entry("not_processed_reconfirm", (*_REFUSED, "5.要求行政机关确认或重新出具已获取信息")),
)
_OTHER_2021: Final = (
    Entry("other_no_correction", (*_OTHER, "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请")),
    Entry(
        "other_fee_unpaid",
        (*_OTHER, "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    ),
    Entry("other_other", (*_OTHER, "3.其他")),
)
_OTHER_2019: Final = (Entry("other_handling", _OTHER),)


def outcome_keys(code: str) -> tuple[str, ...]:
    """Return the rows of a format that add up to ``total_processed``."""
    return tuple(row.key for row in (*_OUTCOMES, *(_OTHER_2019 if code == "2019" else _OTHER_2021)))


def outcome_row(code: str, row: str) -> str:
    """Return the row in which a format counts an outcome: the form of 2019 has one row for “other handling”."""
    others = {entry.key for entry in _OTHER_2021}
    return _OTHER_2019[0].key if code == "2019" and row in others else row


def outcome_mark(row: str) -> str:
    """denied_state_secret → 三（三）1: where the form of 2021 counts an outcome."""
    path = next(entry.path for entry in (*_OUTCOMES, *_OTHER_2021) if entry.key == row)
    return "".join(re.findall(r"^（[^）]*）|^[^、.（]+", "\n".join(path), re.MULTILINE))


def _requests(outcomes: tuple[Entry, ...]) -> TableForm:
    return crossed(
        "requests",
        "收到和处理政府信息公开申请情况",
        corner="（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
        columns=COLUMNS,
        rows=(
            Entry("new_received", ("一、本年新收政府信息公开申请数量",)),
            Entry("carried_over", ("二、上年结转政府信息公开申请数量",)),
            *outcomes,
            Entry("total_processed", (_DONE, "（七）总计")),
            Entry("carried_forward", ("四、结转下年度继续办理",)),
        ),
    )


# Section four: reviews and suits.

_RESULTS: Final = (
    Entry("upheld", ("结果维持",)),
    Entry("corrected", ("结果纠正",)),
    Entry("other", ("其他结果",)),
    Entry("pending", ("尚未审结",)),
    Entry("total", ("总计",)),
)
REMEDY_RESULTS: Final = tuple(result.key for result in _RESULTS[:-1])
"""The results that add up to the column ``total``."""
REMEDY_KINDS: Final[tuple[tuple[str, Path], ...]] = (
    ("review", ("行政复议",)),
    ("direct_suit", ("行政诉讼", "未经复议直接起诉")),
    ("suit_after_review", ("行政诉讼", "复议后起诉")),
)
_REMEDIES: Final = one_line("remedies", "政府信息公开行政复议、行政诉讼情况", blocks=REMEDY_KINDS, columns=_RESULTS)


# Section two: what was made public unasked.

_DECISIONS: Final = Entry("decisions", ("本年处理决定数量",))
_PROACTIVE_2021: Final = stacked(
    "proactive",
    "主动公开政府信息情况",
    lead="信息内容",
    blocks=(
        Block(
            "第二十条第（一）项",
            (
                Entry("made", ("本年制发件数",)),
                Entry("abolished", ("本年废止件数",)),
                Entry("valid", ("现行有效件数",)),
            ),
            (Entry("regulations", ("规章",)), Entry("normative_documents", ("行政规范性文件",))),
        ),
        Block("第二十条第（五）项", (_DECISIONS,), (Entry("licensing", ("行政许可",)),)),
        Block(
            "第二十条第（六）项",
            (_DECISIONS,),
            (Entry("penalty", ("行政处罚",)), Entry("compulsion", ("行政强制",))),
        ),
        Block(
            "第二十条第（八）项",
            (Entry("amount", ("本年收费金额（单位：万元）",), Kind.AMOUNT, "万元"),),
            (Entry("fees", ("行政事业性收费",)),),
        ),
    ),
)
_ITEMS_2019: Final = (Entry("previous_items", ("上一年项目数量",)), Entry("change", ("本年增/减",), Kind.CHANGE))
_HANDLED_2019: Final = (*_ITEMS_2019, Entry("decisions", ("处理决定数量",)))
_PROACTIVE_2019: Final = stacked(
    "proactive",
    "主动公开政府信息情况",
    lead="信息内容",
    blocks=(
        Block(
            "第二十条第（一）项",
            (
                Entry("made", ("本年新制作数量",)),
                Entry("published", ("本年新公开数量",)),
                Entry("public", ("对外公开总数量",)),
            ),
            (Entry("regulations", ("规章",)), Entry("normative_documents", ("规范性文件",))),
        ),
        Block(
            "第二十条第（五）项",
            _HANDLED_2019,
            (Entry("licensing", ("行政许可",)), Entry("other_services", ("其他对外管理服务事项",))),
        ),
        Block(
            "第二十条第（六）项",
            _HANDLED_2019,
            (Entry("penalty", ("行政处罚",)), Entry("compulsion", ("行政强制",))),
        ),
        Block("第二十条第（八）项", _ITEMS_2019, (Entry("fees", ("行政事业性收费",)),)),
        Block(
            "第二十条第（九）项",
            (Entry("projects", ("采购项目数量",)), Entry("amount", ("采购总金额",), Kind.AMOUNT)),
            (Entry("procurement", ("政府集中采购",)),),
        ),
    ),
)


# What the text of the report needs beyond the tables.

_FURTHER: Final = listed(
    "further",
    "正文引用的其他数据",
    parts=(("", (Entry("processing_fee", ("本年度收取的政府信息公开信息处理费（元）",), Kind.AMOUNT, "元"),)),),
    printed=False,
)


def _sums(outcomes: tuple[str, ...]) -> tuple[Sum, ...]:
    columns = [column.key for column in COLUMNS]
    rows = ("new_received", "carried_over", *outcomes, "total_processed", "carried_forward")
    return (
        *(
            Sum("outcomes", f"requests.total_processed.{c}", tuple(f"requests.{row}.{c}" for row in outcomes))
            for c in columns
        ),
        *(Sum("applicants", f"requests.{row}.total", tuple(f"requests.{row}.{c}" for c in CATEGORIES)) for row in rows),
        *(
            Sum("results", f"remedies.{kind}.total", tuple(f"remedies.{kind}.{r}" for r in REMEDY_RESULTS))
            for kind, _path in REMEDY_KINDS
        ),
    )


_ASPECTS: Final = (
    ("proactive", "（一）主动公开"),
    ("on_request", "（二）依申请公开"),
    ("management", "（三）政府信息管理"),
    ("platform", "（四）政府信息公开平台建设"),
    ("supervision", "（五）监督保障"),
)
"""What section one covers; the format of 2021 demands each of them."""


def _sections(remedies: str, problems: str, *, all_aspects: bool) -> tuple[Section, ...]:
    aspects = (Part(key, heading, required=all_aspects) for key, heading in _ASPECTS)
    return (
        Section("一、总体情况", (Part("overall"), *aspects)),
        Section("二、主动公开政府信息情况", (Part("proactive_note"),), "proactive"),
        Section("三、收到和处理政府信息公开申请情况", (Part("requests_note"),), "requests"),
        Section(f"四、{remedies}", (Part("remedies_note"),), "remedies"),
        Section(f"五、{problems}", (Part("problems", required=True),)),
        Section("六、其他需要报告的事项", (Part("other", required=True),)),
    )


FORMAT_2021: Final = Format(
    code="2021",
    title="%d年政府信息公开工作年度报告",
    sections=_sections("政府信息公开行政复议、行政诉讼情况", "存在的主要问题及改进情况", all_aspects=True),
    tables=(_PROACTIVE_2021, _requests((*_OUTCOMES, *_OTHER_2021)), _REMEDIES, _FURTHER),
    sums=_sums(outcome_keys("2021")),
)
FORMAT_2019: Final = Format(
    code="2019",
    title="%d年政府信息公开工作年度报告",
    sections=_sections(
        "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "政府信息公开工作存在的主要问题及改进情况",
        all_aspects=False,
    ),
    tables=(_PROACTIVE_2019, _requests((*_OUTCOMES, *_OTHER_2019)), _REMEDIES, _FURTHER),
    sums=_sums(outcome_keys("2019")),
)

FORMATS: Final = {form.code: form for form in (FORMAT_2021, FORMAT_2019, SHEET)}


def format_for(year: int) -> Format:
    """Return the format of the report on a year."""
    if year >= 2021:
        return FORMAT_2021
    return FORMAT_2019 if year >= 2019 else SHEET
