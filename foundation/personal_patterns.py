r"""What personal data looks like in text: one finder for each kind, over text of half-width characters.

A finder yields ``(start, end)``; `foundation.privacy` puts the answers in order.  Checksums, dates, issuers and
the words before a number keep item codes, document numbers, index numbers, dates and amounts out.  All patterns
are ASCII ones (``\d`` is 0–9) and walk the text once: none can be driven into endless backtracking.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from foundation.credit_codes import is_credit_code
from foundation.surnames import COMPOUND, SINGLE

Spans = Iterator[tuple[int, int]]

# Identity numbers

_PROVINCE: Final = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
"""The first two digits: provinces, and the residence permits of people from Hong Kong, Macao and Taiwan."""
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_GAP: Final = r"(?:[ \t-]{0,2}|\r?\n)"
_ID_18: Final = re.compile(rf"(?<![\d*])(?<!\d\.)(?=(\d(?:{_GAP}\d){{16}}{_GAP}[\dXx])(?![\d*]))", re.ASCII)
_ID_15: Final = re.compile(r"(?<![\w*])(?<!\d\.)\d{15}(?![\w*])", re.ASCII)


def id_check_character(first_seventeen: str) -> str:
    """Return the last character of an identity number (ISO 7064, mod 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def is_id_number(number: str) -> bool:
    """Tell whether this is a well-formed identity number: region, birth date and, of 18 digits, the check character."""
    number = number.upper()
    if re.fullmatch(r"\d{15}", number, re.ASCII):
        return bool(_PROVINCE.match(number)) and _is_date(f"19{number[6:12]}")
    if not re.fullmatch(r"\d{17}[\dX]", number, re.ASCII) or not _is_date(number[6:14]):
        return False
    # Permanent residents from abroad have a 9 in front, but so have most credit codes.
    is_known = not is_credit_code(number) if number[0] == "9" else bool(_PROVINCE.match(number))
    return is_known and id_check_character(number[:17]) == number[17]


def _is_date(digits: str) -> bool:
    try:
        return 1900 <= dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year < 2100
    except ValueError:
        return False


def id_numbers(text: str) -> Spans:
    """Identity numbers of 18 characters, also with gaps or broken over two lines, and old ones of 15."""
    for match in _ID_18.finditer(text):
        if is_id_number(re.sub(r"[^\dXx]", "", match[1])):
            yield match.span(1)
    for match in _ID_15.finditer(text):
        if is_id_number(match[0]):
            yield match.span()


# Bank cards

_CARDS: Final = tuple(
    re.compile(rf"(?<![\w.*])(?=({shape})(?![\w*]))", re.ASCII)
    for shape in (
        r"\d{12,19}",
        r"\d{4}([ -])\d{4}\2\d{4}\2\d{4}\2\d{3}",
        r"\d{4}([ -])\d{4}\2\d{4}\2\d{4}",
        r"\d{6}[ -]\d{10,13}",
        r"\d(?: \d){15,18}",
    )
)
_ISSUER: Final = re.compile(
    r"(?:62\d{14,17}|(?:60|64|65|9558)\d{12,15}|9558\d{15}|4\d{15}|4\d{18}|5[1-5]\d{14}|2[2-7]\d{14}|35\d{14})",
    re.ASCII,
)
"""First digits and lengths of cards that are taken as such without a word that says so."""
_BANK_WORD: Final = re.compile(r"(?:卡号|账号|帐号|账户|帐户|银行卡|card|account)[^\d\n]{0,12}$", re.IGNORECASE)


def passes_luhn(digits: str) -> bool:
    """Tell whether the last digit of a card number fits the others (ISO/IEC 7812-1)."""
    doubled = (int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(digits)))
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def bank_cards(text: str) -> Spans:
    """Card numbers: 12 to 19 digits that pass the Luhn check, from a known issuer or announced by a word."""
    for shape in _CARDS:
        for match in shape.finditer(text):
            start, end = match.span(1)
            digits = re.sub(r"\D", "", match[1])
            announced = bool(_BANK_WORD.search(text[max(0, start - 24) : start]))
            is_card = (announced or _ISSUER.fullmatch(digits)) and passes_luhn(digits)
            if is_card and not _is_amount(text, start, end) and not _is_table_row(match[1]):
                yield start, end


def _is_table_row(number: str) -> bool:
    """Tell a row of one-digit figures, nearly all of them zero, from a number written digit by digit."""
    return number[1] in " -" and len(set(number)) < 6


_MONEY_BEFORE: Final = re.compile(r"(?:[¥$]|人民币|金额)[: ]?$")
_MONEY_AFTER: Final = re.compile(r" ?(?:[元万亿%]|\.\d|美元|平方米)", re.ASCII)


def _is_amount(text: str, start: int, end: int) -> bool:
    return bool(_MONEY_BEFORE.search(text[max(0, start - 5) : start]) or _MONEY_AFTER.match(text, end))


# Telephone numbers

_MOBILE: Final = re.compile(
    r"""(?<![\w.*])
    (?: \(?(?:\+|00)86\)?[ -]? | 86[ -]? )?
    (?: 1[3-9]\d [ .·-]?\d{4}[ .·-]?\d{4}
      | 1[3-9]\d ([ .-])\d{3}\1\d{5}
      | 1[3-9]\d\d ([ .-])\d{3}\2\d{4}
    ) (?![\w*])""",
    re.ASCII | re.VERBOSE,
)
_MOBILE_SPACED: Final = re.compile(r"(?<![\w.*])(?<![\d*][ -])1([ -])[3-9](?:\1\d){9}(?![\w*]|[ -]\d)", re.ASCII)
_LANDLINE: Final = re.compile(
    r"""(?<![\w.*])(?<![\d*]-)
    (?: \(?(?:\+|00)86\)?[ -]? )?
    (?: 0(?:10|2\d|[3-9]\d\d) [ -]? | \(0(?:10|2\d|[3-9]\d\d)\) [ -]? | (?<=86[ -])(?:10|2\d|[3-9]\d\d)[ -] )
    [2-8]\d{2,3}[ -]?\d{4} (?:/[2-8]\d{6,7})* (?:(?:-|转|ext\.?[ ]?)\d{1,5})? (?![\w*]|/(?:19|20)\d\d)""",
    re.ASCII | re.VERBOSE,
)
_LANDLINE_LOCAL: Final = re.compile(
    r"(?:电话|座机|传真|tel|fax)[号码及]{0,2}[.:： (]{0,3}([2-8]\d{2,3}[ -]?\d{4}(?:/[2-8]\d{6,7})*)(?![\w*])",
    re.ASCII | re.IGNORECASE,
)


def mobiles(text: str) -> Spans:
    """Mobile numbers of mainland China, whole or in groups, with or without +86."""
    for match in _MOBILE.finditer(text):
        if not _is_amount(text, *match.span()):
            yield match.span()
    for match in _MOBILE_SPACED.finditer(text):
        if not _is_table_row(match[0]):
            yield match.span()


def landlines(text: str) -> Spans:
    """Telephone numbers with their area code, or without one after a word like “电话”."""
    for match in _LANDLINE.finditer(text):
        if not _is_amount(text, *match.span()):
            yield match.span()
    for match in _LANDLINE_LOCAL.finditer(text):
        yield match.span(1)


# Papers, plates, mail

_PASSPORT: Final = re.compile(
    r"(?:护照|通行证|证件|passport|permit)[^\n]{0,20}?(?<![\w*])((?:[EGDSPHMCWT]\d{8}|E[A-HJ-NP-Z]\d{7}|[CSDP][A-Z]\d{7}|[HM]\d{10}))"
    r"(?![\w*])",
    re.ASCII | re.IGNORECASE,
)
_PLATE: Final = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ ·•・.-]?"
    r"(?:[A-HJ-NP-Z0-9]{5}|[A-HJ-NP-Z0-9]{4}[学警港澳挂领]|[DFABCEGHJK][A-HJ-NP-Z0-9]\d{4}|\d{5}[DFABCEGHJK])(?![\w*])",
    re.ASCII | re.IGNORECASE,
)
_EMAIL: Final = re.compile(
    r"(?<![\w.%+*@-])[\w.%+-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.){1,5}[A-Za-z]{2,24}(?![\w*])", re.ASCII
)


_ACCOUNT: Final = re.compile(
    r"""QQ(?:号码?)?[:. 是为]{0,3}([1-9]\d{4,10})(?![\w*@])
    | (?:微信|wechat)(?:(?:号码?|账号|[ ]?ID)[:. 是为]{0,3}|[:. 是为]{0,3}(?=[a-z_-]{0,19}[\d_-]))
      ([a-z][\w-]{5,19})(?![\w*@-])""",
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)


def accounts(text: str) -> Spans:
    """QQ and WeChat accounts, where a word says so."""
    for match in _ACCOUNT.finditer(text):
        yield match.span(1 if match[1] else 2)


def passports(text: str) -> Spans:
    """Passport and travel permit numbers, where a word says so: alone they look like any file number."""
    for match in _PASSPORT.finditer(text):
        yield match.span(1)


def plates(text: str) -> Spans:
    """Number plates, of cars with new energy too; not those of embassies and armed forces."""
    for match in _PLATE.finditer(text):
        if sum(character.isdigit() for character in match[0]) > 1:
            yield match.span()


def emails(text: str) -> Spans:
    """E-mail addresses."""
    for match in _EMAIL.finditer(text):
        yield match.span()


# Addresses

_HAN: Final = r"[\u4e00-\u9fff]"
_NUMBER: Final = r"(?:\d{1,5}|[〇零一二三四五六七八九十百]{1,5})(?:[-之]\d{1,4})?"
_BEFORE_PLACE: Final = re.compile(r"^.*[在住于址为是到往寄]")
_HOUSE: Final = rf"{_NUMBER}号(?!楼|令|线|桥|文|窗|门|公告)"
_DOOR: Final = rf"[A-Za-z]?{_NUMBER}(?:号楼|栋|幢|座|楼|层|单元|室|户|房|组)"
_ADDRESS: Final = re.compile(
    r"(?:路|街|大道|巷|弄|胡同|道|里|坊|湾|村|镇|乡|社区|小区|花园|苑|公寓|大厦|广场|新村|园区|[东南西北]区) ?"
    rf"(?:{_HOUSE}(?: ?{_HAN}{{0,8}}?{_DOOR}){{0,4}}|(?:{_DOOR} ?){{1,3}}{_DOOR}|{_NUMBER}(?:组|单元|室))",
    re.ASCII,
)
DOOR_NUMBER: Final = re.compile(rf"[A-Za-z]?{_NUMBER}(?=号|栋|幢|座|楼|层|单元|室|户|房|组)", re.ASCII)
"""What hides the door in an address."""
_PLACE: Final = re.compile(rf"{_HAN}{{1,24}}$")


def addresses(text: str) -> Spans:
    """Postal addresses down to a house number or a door; a street or place alone is not one."""
    done = 0
    for match in _ADDRESS.finditer(text):
        place = _PLACE.search(text, max(done, match.start() - 24), match.start())
        name = _BEFORE_PLACE.sub("", place[0]) if place else ""
        yield match.start() - len(name), (done := match.end())


# Names

_COMPOUND: Final = "|".join(sorted(COMPOUND))
_SURNAME: Final = rf"(?:(?:{_COMPOUND})(?!\*)|(?!(?:{_COMPOUND})\*)[{''.join(sorted(SINGLE))}])"
"""A surname; 欧阳** is one that is masked already, and not the name 欧阳."""
_NAME_LABELED: Final = re.compile(
    r"(?:姓名|申请人|联系人|收件人|法定代表人|负责人|户主|经办人|委托人|代理人|当事人|投诉人|举报人|信访人)"
    rf"[ \t]*[:\t|][ \t]*({_SURNAME}{_HAN}{{1,2}}?|{_HAN}{{1,10}}[·•]{_HAN}{{1,10}})"
    rf"(?=[^\u4e00-\u9fff]|$|性别|男|女|身份|电话|手机|联系|出生|地址|住址|民族|单位|职务)",
    re.MULTILINE,
)
_NAME_TOLD: Final = re.compile(
    rf"(?:我叫|名叫|姓名[是为]|名字[叫是])[ \t]*(?!车)({_SURNAME}{_HAN}{{1,2}}?)(?=[^\u4e00-\u9fff]|$)", re.MULTILINE
)
_NAME_BEFORE_FACTS: Final = re.compile(
    rf"({_SURNAME}{_HAN}{{1,2}})[,，、( ]{{1,2}}(?:[男女](?=[,，、。;) ]|$)|身份证|公民身份)"
)


def names(text: str) -> Spans:
    """Names of persons that a word announces ("姓名:…", "我叫…"), or that sex or identity number follow."""
    for pattern in (_NAME_LABELED, _NAME_TOLD, _NAME_BEFORE_FACTS):
        for match in pattern.finditer(text):
            if not is_organization(match[1]):
                yield match.span(1)


_ORGANIZATION: Final = re.compile(
    r"(?:公司|集团|合作社|事务所|银行|大学|学院|学校|中学|小学|医院|委员会|人民政府|办公室|中心|协会|学会|商会|基金会|"
    r"工作室|经营部|研究院|出版社|居委会|村委会|支队|大队)(?:[（(][^（）()]*[）)])?$"
)
_ORGANIZATION_EN: Final = re.compile(
    r"\b(?:Ltd|Limited|Inc|LLC|Co|Corp|Corporation|GmbH|Company|Bureau|Office|Committee|Cent(?:er|re)|University)\b"
)
_ORGANIZATION_SHORT: Final = re.compile(r"[局厂店院所社部队会处办村馆厅站]$")


def is_organization(name: str) -> bool:
    """Tell a company, office or association from a person by how its name ends; in doubt it is a person."""
    name = name.strip()
    if _ORGANIZATION_EN.search(name):
        return True
    if len(name) < 4:
        return False
    begins_like_a_person = name[0] in SINGLE or name[:2] in COMPOUND
    return bool(
        _ORGANIZATION.search(name)
        or (_ORGANIZATION_SHORT.search(name) and len(name) > (4 if begins_like_a_person else 3))
    )
