"""Words that letters are made of: dates, counted points, and the sentence of each outcome.

Letters are Chinese in every language of the site.  Articles are those of the 政府信息公开条例 of 2019 (see
`disclosure.outcomes`); its art. 36 says what each kind of reply has to tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from disclosure.fees import FeeBasis, charged_steps
from disclosure.models.clock import Position
from disclosure.models.register import Channel, DeliveryWay, Medium
from disclosure.outcomes import RULES, Group, Outcome, Withheld

CHANNELS: Final[dict[str, str]] = {
    Channel.IN_PERSON: "当面",
    Channel.REGISTERED_POST: "邮寄（签收）",
    Channel.LETTER: "信函",
    Channel.FAX: "传真",
    Channel.EMAIL: "电子邮件",
    Channel.ONLINE: "网上申请",
    Channel.OTHER: "其他",
}
DELIVERY_WAYS: Final[dict[str, str]] = {
    DeliveryWay.POST: "邮寄",
    DeliveryWay.EMAIL: "电子邮件",
    DeliveryWay.FAX: "传真",
    DeliveryWay.PICK_UP: "当面领取",
    DeliveryWay.ON_SITE: "现场查阅、抄录",
}
MEDIA: Final[dict[str, str]] = {
    Medium.PAPER: "纸质",
    Medium.ELECTRONIC: "电子文档",
    Medium.DISC: "光盘",
    Medium.OTHER: "其他载体",
}
_DIGITS: Final = "零一二三四五六七八九"


def ordinal(number: int) -> str:
    """1 → 一, 12 → 十二, 30 → 三十; up to 99."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones or not tens else "")


def point(number: int) -> str:
    """1 → （一）."""
    return f"（{ordinal(number)}）"


def ended(sentence: str) -> str:
    """Return the sentence with a full stop, unless it ends with a mark already."""
    text = sentence.strip()
    return text if not text or text[-1] in "。；！？.;!?" else f"{text}。"


def sentences(*parts: str) -> str:
    """Join what is not empty into whole sentences."""
    return "".join(ended(part) for part in parts if part.strip())


_BECAUSE: Final = "理由：{reasons}"
_SENTENCES: Final[dict[str, tuple[str, ...]]] = {
    Outcome.GRANTED_ALREADY_PUBLIC: (
        "{you}申请公开的信息，本机关已经主动公开",
        "根据{basis}，现告知获取该政府信息的方式、途径：{answer}",
    ),
    Outcome.GRANTED: (
        "{you}申请公开的信息属于可以公开的政府信息",
        "根据{basis}，本机关予以公开：{answer}",
    ),
    Outcome.PARTIAL: (
        "{you}申请公开的信息中含有{withheld}，能够作区分处理",
        "根据{basis}，本机关向{you}提供可以公开的内容：{answer}",
        "其余内容{withheld_basis}不予公开，理由：{reasons}",
    ),
    Outcome.DENIED_STATE_SECRET: (
        "{you}申请公开的信息属于依法确定的国家秘密",
        "根据{basis}，本机关决定不予公开",
        _BECAUSE,
    ),
    Outcome.DENIED_LAW: (
        "{you}申请公开的信息属于法律、行政法规禁止公开的政府信息",
        "根据{basis}，本机关决定不予公开",
        _BECAUSE,
    ),
    Outcome.DENIED_SAFETY: (
        "{you}申请公开的信息公开后可能危及国家安全、公共安全、经济安全、社会稳定",
        "根据{basis}，本机关决定不予公开",
        _BECAUSE,
    ),
    Outcome.DENIED_THIRD_PARTY: (
        "{you}申请公开的信息涉及商业秘密、个人隐私等，公开会对第三方合法权益造成损害",
        "根据{basis}，本机关决定不予公开",
        _BECAUSE,
    ),
    Outcome.DENIED_INTERNAL: (
        "{you}申请公开的信息属于人事管理、后勤管理、内部工作流程等方面的内部事务信息",
        "根据{basis}，本机关决定不予公开",
        _BECAUSE,
    ),
    Outcome.DENIED_PROCESS: (
        "{you}申请公开的信息属于行政机关在履行行政管理职能过程中形成的讨论记录、过程稿、磋商信函、请示报告等过程性信息",
        "根据{basis}，本机关决定不予公开",
        _BECAUSE,
    ),
    Outcome.DENIED_ENFORCEMENT_FILE: (
        "{you}申请公开的信息属于行政执法案卷信息",
        "根据{basis}，本机关决定不予公开",
        _BECAUSE,
    ),
    Outcome.DENIED_ADMIN_INQUIRY: (
        "{you}申请公开的信息，有关法律、行政法规对信息的获取有特别规定",
        "根据{basis}，请依照有关法律、行政法规的规定办理{answer_after}",
        _BECAUSE,
    ),
    Outcome.UNABLE_NOT_HELD: (
        "经检索，本机关没有{you}所申请公开的信息",
        "根据{basis}，告知该政府信息不存在",
        "检索情况和理由：{reasons}",
    ),
    Outcome.UNABLE_OTHER_BODY: (
        "{you}申请公开的信息不属于本机关负责公开",
        "根据{basis}予以告知",
        _BECAUSE,
        "负责公开该政府信息的行政机关及其联系方式：{answer}",
    ),
    Outcome.UNABLE_NEEDS_CREATION: (
        "{you}申请公开的内容，本机关没有现成信息，需要对现有政府信息进行加工、分析",
        "根据{basis}，本机关不予提供",
        _BECAUSE,
    ),
    Outcome.UNABLE_STILL_UNCLEAR: (
        "经补正，{you}的申请内容仍不明确，本机关无法据此提供政府信息",
        "以上依据{basis}处理",
        _BECAUSE,
    ),
    Outcome.NOT_PROCESSED_PETITION: (
        "{you}以政府信息公开申请的形式进行信访、投诉、举报等活动",
        "根据{basis}，本机关不作为政府信息公开申请处理",
        _BECAUSE,
        "{channel}",
    ),
    Outcome.NOT_PROCESSED_REPEAT: (
        "本机关已就{you}申请公开的相同政府信息作出答复",
        "根据{basis}，本机关不予重复处理",
        _BECAUSE,
    ),
    Outcome.NOT_PROCESSED_PUBLICATION: (
        "{you}申请的内容为要求提供政府公报、报刊、书籍等公开出版物",
        "根据{basis}，本机关不予处理{way}",
        _BECAUSE,
    ),
    Outcome.NOT_PROCESSED_EXCESSIVE: (
        "{you}申请公开政府信息的数量、频次明显超过合理范围，所说明的理由不合理",
        "根据{basis}，本机关不予处理",
        _BECAUSE,
    ),
    Outcome.NOT_PROCESSED_RECONFIRM: (
        "{you}要求本机关确认或者重新出具已经获取的信息，本机关不予处理",
        _BECAUSE,
    ),
    Outcome.OTHER_NO_CORRECTION: (
        "{you}无正当理由逾期不补正",
        "根据{basis}，视为放弃申请，本机关不再处理该政府信息公开申请",
        _BECAUSE,
    ),
    Outcome.OTHER_FEE_UNPAID: (
        "{you}逾期未按收费通知要求缴纳费用",
        "根据{basis}，本机关不再处理该政府信息公开申请",
        _BECAUSE,
    ),
    Outcome.OTHER: ("本机关对该项申请作其他处理", _BECAUSE),
}
"""The sentences of a reply by outcome, each left out when what it tells is empty."""

_WITHHELD: Final[dict[str, str]] = {
    Withheld.STATE_SECRET: "属于国家秘密的内容",
    Withheld.LAW: "法律、行政法规禁止公开的内容",
    Withheld.SAFETY: "公开后可能危及国家安全、公共安全、经济安全、社会稳定的内容",
    Withheld.THIRD_PARTY: "公开会对第三方合法权益造成损害的内容",
    Withheld.INTERNAL: "属于内部事务信息的内容",
    Withheld.PROCESS: "属于过程性信息的内容",
    Withheld.ENFORCEMENT_FILE: "属于行政执法案卷信息的内容",
    Withheld.NOT_INFORMATION: "不属于政府信息的内容",
}
"""What is withheld where a part is given (art. 37)."""


def address_of(*, is_person: bool) -> str:
    """Return how a letter addresses its reader: a person as 您, an organization as 你单位."""
    return "您" if is_person else "你单位"


def result(outcome: str, you: str, *, reasons: str = "", answer: str = "", withheld_as: Sequence[str] = ()) -> str:
    """Return the reply to one requested item: what was found, the legal basis, what follows, and why.

    ``you`` is how the reader is addressed.
    """
    reasons, answer = reasons.strip(), answer.strip()
    articles = dict.fromkeys(RULES[ground].articles for ground in withheld_as if ground in RULES)
    values = {
        "you": you,
        "basis": RULES[outcome].basis,
        "reasons": reasons,
        "answer": answer,
        "answer_after": f"：{answer}" if answer else "",
        "channel": f"可以通过以下渠道提出：{answer}" if answer else "",
        "way": f"，获取的途径为：{answer}" if answer else "",
        "withheld": "以及".join(_WITHHELD[ground] for ground in withheld_as) or "不应当公开的内容",
        "withheld_basis": f"依据该条例{'、'.join(articles)}" if articles else "",
    }
    return sentences(*(sentence.format(**values) for sentence in _SENTENCES[outcome]))


_NOTICES: Final = frozenset({Group.UNABLE, Group.NOT_PROCESSED, Group.OTHER})


def paper_name(outcomes: Iterable[str]) -> str:
    """Return 告知书 for a reply that gives and denies nothing, 答复书 for all others."""
    return "告知书" if {RULES[outcome].group for outcome in outcomes} <= _NOTICES else "答复书"


def fee_calculation(basis: str, units: int, before: int) -> str:
    """Return how a fee was counted, tier by tier (政府信息公开信息处理费管理办法); each tier is a paragraph."""
    by_item = basis == FeeBasis.ITEMS
    unit = "件" if by_item else "页"
    head = "按量计收：本次申请公开的政府信息共" + f"{units}页。"
    if by_item:
        head = f"按件计收：同一申请人在本自然月内此前已提出{before}件申请，本次计{units}件，按累计件数分档计收。"
    told = [head]
    for step in charged_steps(basis, units, before):
        span = f"第{step.first}{unit}" if step.units == 1 else f"第{step.first}至{step.last}{unit}"
        price = f"{step.units}{unit}×{step.rate}元＝{step.amount}元" if step.rate else "不收费"
        told.append(f"{span}：{price}；")
    return "\n".join([*told[:-1], told[-1].replace("；", "。")])


_THIRD_PARTY_SAYS: Final[dict[str, str]] = {
    Position.AGREES: "第三方同意公开",
    Position.OBJECTS: "第三方不同意公开",
    Position.SILENT: "第三方逾期未提出意见",
}
_ORGAN_SAYS: Final[dict[str, str]] = {
    Position.AGREES: "被征求意见机关同意公开",
    Position.OBJECTS: "被征求意见机关不同意公开",
    Position.SILENT: "被征求意见机关逾期未提出意见，视为同意公开",
}


def consulted(third_parties: Iterable[str], organs: Iterable[str]) -> str:
    """Return the sentences on who was asked and what they said, without naming them; empty where nobody was."""
    told = []
    said = [_THIRD_PARTY_SAYS[position] for position in dict.fromkeys(third_parties) if position in _THIRD_PARTY_SAYS]
    if said:
        told.append(f"本机关依据《中华人民共和国政府信息公开条例》第三十二条书面征求了第三方意见，{'；'.join(said)}。")
    said = [_ORGAN_SAYS[position] for position in dict.fromkeys(organs) if position in _ORGAN_SAYS]
    if said:
        told.append(
            f"本机关依据《中华人民共和国政府信息公开条例》第三十四条征求了相关行政机关意见，{'；'.join(said)}。"
        )
    return "".join(told)
