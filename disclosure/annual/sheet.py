"""Reports on years before 2019: chapters as the 2008 regulation asks for, with the statistics sheet of that time."""

from __future__ import annotations

from typing import Final

from disclosure.annual.layout import Entry, Kind, listed
from disclosure.annual.structure import Format, Part, Section, Sum

_ANSWERED: Final = "答复数"
_REFUSED: Final = (_ANSWERED, "不同意公开答复数")

_STATISTICS: Final = listed(
    "statistics",
    "政府信息公开情况统计表",
    parts=(
        (
            "一、主动公开情况",
            (
                Entry("published", ("主动公开政府信息数（条）",)),
                Entry("published_normative", ("主动公开政府信息数（条）", "其中：主动公开规范性文件数")),
                Entry("normative_made", ("制发规范性文件总数",)),
                Entry("by_gazette", ("通过不同渠道公开政府信息的情况", "政府公报公开政府信息数")),
                Entry("by_website", ("通过不同渠道公开政府信息的情况", "政府网站公开政府信息数")),
                Entry("by_weibo", ("通过不同渠道公开政府信息的情况", "政务微博公开政府信息数")),
                Entry("by_wechat", ("通过不同渠道公开政府信息的情况", "政务微信公开政府信息数")),
                Entry("by_other", ("通过不同渠道公开政府信息的情况", "其他方式公开政府信息数")),
            ),
        ),
        (
            "二、回应解读情况",
            (
                Entry("responses", ("回应公众关注热点或重大舆情数",)),
                Entry("press_conferences", ("新闻发布会次数",)),
                Entry("press_conferences_by_head", ("新闻发布会次数", "其中：主要负责同志参加次数")),
                Entry("interviews", ("政府网站在线访谈次数",)),
                Entry("interviews_by_head", ("政府网站在线访谈次数", "其中：主要负责同志参加次数")),
                Entry("interpretations", ("政策解读稿件发布数",)),
                Entry("social_media_responses", ("微博微信回应事件数",)),
                Entry("other_responses", ("其他方式回应事件数",)),
            ),
        ),
        (
            "三、依申请公开情况",
            (
                Entry("received", ("收到申请数",)),
                Entry("in_person", ("收到申请数", "当面申请数")),
                Entry("by_fax", ("收到申请数", "传真申请数")),
                Entry("online", ("收到申请数", "网络申请数")),
                Entry("by_letter", ("收到申请数", "信函申请数")),
                Entry("concluded", ("申请办结数",)),
                Entry("on_time", ("申请办结数", "按时办结数")),
                Entry("extended", ("申请办结数", "延期办结数")),
                Entry("answered", (_ANSWERED,)),
                Entry("already_public", (_ANSWERED, "属于已主动公开范围数")),
                Entry("granted", (_ANSWERED, "同意公开答复数")),
                Entry("partially_granted", (_ANSWERED, "同意部分公开答复数")),
                Entry("refused", _REFUSED),
                Entry("refused_state_secret", (*_REFUSED, "涉及国家秘密")),
                Entry("refused_trade_secret", (*_REFUSED, "涉及商业秘密")),
                Entry("refused_privacy", (*_REFUSED, "涉及个人隐私")),
                Entry("refused_safety", (*_REFUSED, "危及国家安全、公共安全、经济安全和社会稳定")),
                Entry("refused_no_information", (*_REFUSED, "不是《条例》所指政府信息")),
                Entry("refused_other", (*_REFUSED, "法律法规规定的其他情形")),
                Entry("other_body", (_ANSWERED, "不属于本行政机关公开数")),
                Entry("not_existing", (_ANSWERED, "申请信息不存在数")),
                Entry("to_correct", (_ANSWERED, "告知作出更改补充数")),
                Entry("other_way", (_ANSWERED, "告知通过其他途径办理数")),
            ),
        ),
        (
            "四、行政复议数量",
            (
                Entry("reviews", ("行政复议数量",)),
                Entry("reviews_upheld", ("行政复议数量", "维持具体行政行为数")),
                Entry("reviews_corrected", ("行政复议数量", "被依法纠错数")),
                Entry("reviews_other", ("行政复议数量", "其他情形数")),
            ),
        ),
        (
            "五、行政诉讼数量",
            (
                Entry("suits", ("行政诉讼数量",)),
                Entry("suits_upheld", ("行政诉讼数量", "维持具体行政行为或者驳回原告诉讼请求数")),
                Entry("suits_corrected", ("行政诉讼数量", "被依法纠错数")),
                Entry("suits_other", ("行政诉讼数量", "其他情形数")),
            ),
        ),
        ("六、举报投诉数量", (Entry("complaints", ("举报投诉数量",)),)),
        (
            "七、依申请公开信息收取的费用",
            (Entry("fees", ("依申请公开信息收取的费用（万元）",), Kind.AMOUNT, "万元"),),
        ),
        (
            "八、机构建设和保障经费情况",
            (
                Entry("offices", ("政府信息公开工作专门机构数",)),
                Entry("reading_points", ("政府信息公开查阅点数",)),
                Entry("staff", ("从事政府信息公开工作人员数",)),
                Entry("full_time", ("从事政府信息公开工作人员数", "专职人员数")),
                Entry("part_time", ("从事政府信息公开工作人员数", "兼职人员数")),
                Entry("budget", ("政府信息公开专项经费（万元）",), Kind.AMOUNT, "万元"),
            ),
        ),
        (
            "九、政府信息公开会议和培训情况",
            (
                Entry("meetings", ("召开政府信息公开工作会议或专题会议数",)),
                Entry("training_courses", ("举办各类培训班数",)),
                Entry("trained_people", ("接受培训人员数",)),
            ),
        ),
    ),
)

_FURTHER: Final = listed(
    "further",
    "正文引用的其他数据",
    parts=(
        (
            "",
            (
                Entry("guides", ("依申请公开办事指南信息数",)),
                Entry("brochures", ("印刷和发放宣传册数",)),
                Entry("consultations", ("现场咨询答复人次",)),
                Entry("hotline", ("热线电话接通数",)),
                Entry("hotline_consultations", ("热线电话接通数", "受理电话咨询数")),
                Entry("hotline_callbacks", ("热线电话接通数", "电话回访数")),
                Entry("cases", ("办理审批事项件数",)),
                Entry("problems_solved", ("解决审批办证难题件数",)),
                Entry("platform_cases", ("审批平台上线以来办理件数",)),
                Entry("daily_patrols", ("每日大厅巡查次数",)),
                Entry("exposed", ("曝光的违规个人或事例数",)),
            ),
        ),
    ),
    printed=False,
)


def _sum(total: str, *parts: str, table: str = "statistics") -> Sum:
    return Sum("parts", f"{table}.{total}", tuple(f"{table}.{part}" for part in parts))


SHEET: Final = Format(
    code="sheet",
    title="%d年政府信息公开工作年度报告",
    sections=(
        Section(
            "一、基本情况",
            (
                Part("overall"),
                Part("proactive", "（一）主动公开信息的情况"),
                Part("on_request", "（二）依申请公开信息办理情况"),
                Part("remedies", "（三）因政府信息公开申请行政复议、诉讼和申诉的情况"),
                Part("practice", "（四）政府信息公开工作的主要做法"),
            ),
        ),
        Section("二、存在的问题", (Part("problems"),)),
        Section("三、下一步工作措施", (Part("measures"),)),
        Section("附：政府信息公开情况统计表", (), "statistics"),
    ),
    tables=(_STATISTICS, _FURTHER),
    sums=(
        _sum("received", "in_person", "by_fax", "online", "by_letter"),
        _sum("concluded", "on_time", "extended"),
        _sum(
            "answered",
            "already_public",
            "granted",
            "partially_granted",
            "refused",
            "other_body",
            "not_existing",
            "to_correct",
            "other_way",
        ),
        _sum(
            "refused",
            "refused_state_secret",
            "refused_trade_secret",
            "refused_privacy",
            "refused_safety",
            "refused_no_information",
            "refused_other",
        ),
        _sum("reviews", "reviews_upheld", "reviews_corrected", "reviews_other"),
        _sum("suits", "suits_upheld", "suits_corrected", "suits_other"),
        _sum("staff", "full_time", "part_time"),
        _sum("hotline", "hotline_consultations", "hotline_callbacks", table="further"),
    ),
    may_be_blank=True,
)
