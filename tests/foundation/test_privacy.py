"""Personal data in text: what is found, what is left alone, and how it is masked."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.personal_patterns import id_check_character, is_id_number, is_organization, passes_luhn
from foundation.privacy import (
    Finding,
    Kind,
    find_personal,
    mask_address,
    mask_bank_card,
    mask_email,
    mask_id_number,
    mask_name,
    mask_passport,
    mask_phone,
    mask_plate,
    mask_text,
)
from tests.real_data import real_data


def id_number(region: str = "420202", born: str = "19900101", serial: str = "123") -> str:
    """A made-up number that passes every check."""
    return region + born + serial + id_check_character(region + born + serial)


ID = id_number()
FULL_WIDTH = str.maketrans({str(digit): chr(0xFF10 + digit) for digit in range(10)})


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        (f"身份证{ID}。", Kind.ID_NUMBER, ID),
        (f"ID{ID}", Kind.ID_NUMBER, ID),
        (ID.translate(FULL_WIDTH), Kind.ID_NUMBER, ID.translate(FULL_WIDTH)),
        (" ".join(ID), Kind.ID_NUMBER, " ".join(ID)),
        (f"{ID[:6]}-{ID[6:14]}-{ID[14:]}", Kind.ID_NUMBER, f"{ID[:6]}-{ID[6:14]}-{ID[14:]}"),
        (f"号码{ID[:10]}\n{ID[10:]}，", Kind.ID_NUMBER, f"{ID[:10]}\n{ID[10:]}"),
        (f"2018 {ID}", Kind.ID_NUMBER, ID),
        ("老证420202900101123", Kind.ID_NUMBER, "420202900101123"),
        (id_number("830000"), Kind.ID_NUMBER, id_number("830000")),
        ("打13812345678吧", Kind.MOBILE, "13812345678"),
        ("138 1234 5678", Kind.MOBILE, "138 1234 5678"),
        ("138-1234-5678", Kind.MOBILE, "138-1234-5678"),
        ("138—1234—5678", Kind.MOBILE, "138—1234—5678"),
        ("138 1234-5678", Kind.MOBILE, "138 1234-5678"),
        ("1381234 5678", Kind.MOBILE, "1381234 5678"),
        ("138·1234·5678", Kind.MOBILE, "138·1234·5678"),
        ("138\u20601234\u20605678", Kind.MOBILE, "138\u20601234\u20605678"),
        ("QQ：88667700", Kind.ACCOUNT, "88667700"),
        ("qq号是1234567890", Kind.ACCOUNT, "1234567890"),
        ("微信号：sample_one", Kind.ACCOUNT, "sample_one"),
        ("微信sample-88", Kind.ACCOUNT, "sample-88"),
        ("我叫许小样。", Kind.NAME, "许小样"),
        ("名字是欧阳小样，", Kind.NAME, "欧阳小样"),
        ("1 3 8 1 2 3 4 5 6 7 9", Kind.MOBILE, "1 3 8 1 2 3 4 5 6 7 9"),
        ("+86 13812345678", Kind.MOBILE, "+86 13812345678"),
        ("(+86)138 1234 5678", Kind.MOBILE, "(+86)138 1234 5678"),
        ("0086-13812345678", Kind.MOBILE, "0086-13812345678"),
        ("１３８１２３４５６７８", Kind.MOBILE, "１３８１２３４５６７８"),
        ("0714-6512345", Kind.LANDLINE, "0714-6512345"),
        ("（0714）6512345", Kind.LANDLINE, "（0714）6512345"),
        ("010 87654321转801", Kind.LANDLINE, "010 87654321转801"),
        ("0714-6512345/6512346", Kind.LANDLINE, "0714-6512345/6512346"),
        ("+86 714 6512345", Kind.LANDLINE, "+86 714 6512345"),
        ("电话：6512345", Kind.LANDLINE, "6512345"),
        ("6222021234567890128", Kind.BANK_CARD, "6222021234567890128"),
        ("6222 0212 3456 7890 128", Kind.BANK_CARD, "6222 0212 3456 7890 128"),
        ("4111 1111 1111 1111", Kind.BANK_CARD, "4111 1111 1111 1111"),
        ("银行卡号：100000000008", Kind.BANK_CARD, "100000000008"),
        ("护照号码E12345678", Kind.PASSPORT, "E12345678"),
        ("港澳通行证：C12345678", Kind.PASSPORT, "C12345678"),
        ("车牌鄂B·12345", Kind.PLATE, "鄂B·12345"),
        ("鄂BD12345", Kind.PLATE, "鄂BD12345"),
        ("鄂B12345F", Kind.PLATE, "鄂B12345F"),
        ("京A1234警", Kind.PLATE, "京A1234警"),
        ("写信到zhang.san@mail.example.com。", Kind.EMAIL, "zhang.san@mail.example.com"),
        ("13812345678@example.com", Kind.EMAIL, "13812345678@example.com"),
        ("ａｂ＠ｅｘａｍｐｌｅ．ｃｏｍ", Kind.EMAIL, "ａｂ＠ｅｘａｍｐｌｅ．ｃｏｍ"),
        ("他住在江城市东湖区杭州西路18号3栋2单元501室。", Kind.ADDRESS, "江城市东湖区杭州西路18号3栋2单元501室"),
        ("地址：磁湖小区3栋501室", Kind.ADDRESS, "磁湖小区3栋501室"),
        ("八一路十八号", Kind.ADDRESS, "八一路十八号"),
        ("住址：红星村5组", Kind.ADDRESS, "红星村5组"),
        ("姓名：张三", Kind.NAME, "张三"),
        ("姓名\t欧阳修远\t男", Kind.NAME, "欧阳修远"),
        ("申请人：李四性别：男", Kind.NAME, "李四"),
        ("由王小五，女，1990年生", Kind.NAME, "王小五"),
        ("联系人：阿依古丽·买买提", Kind.NAME, "阿依古丽·买买提"),
    ],
)
def test_found(text: str, kind: Kind, found: str) -> None:
    assert [(finding.kind, finding.text) for finding in find_personal(text)] == [(kind, found)]


@pytest.mark.parametrize(
    "text",
    [
        "420202199001011232",  # wrong check character
        id_number(born="19901301"),  # no such month
        id_number(born="20230229"),  # no such day
        id_number(born="18990101"),
        id_number("990202") + "0",  # nineteen digits
        id_number("170202"),  # no such province
        "0." + ID,
        "420202901301123",
        "000014349/2019-01298",
        "11330800MB0R57773W/2021-130444",
        "035210000/2025-00016",
        "11440000006939756B2440101007000",
        "440101007000",
        "91420200MA4912345X",
        "国办发〔2017〕47号",
        "国务院令第711号",
        "2018-12-31 15:30:00",
        "20181231153000",
        "2018年12月31日",
        "13812345678元",
        "13800000000 元",
        "¥13812345678",
        "共13812345678.00",
        "6222021234567890128元",
        "6222021234567890129",  # fails the Luhn check
        "1000000000000008",  # passes it, but from no known issuer
        "1 3 0 0 0 0 0 0 0 0 0",  # a row of the annual table
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "23812345678",
        "138123456789",
        "A13812345678",
        "电话：12345",
        "编号E12345678",
        "《新闻A版》",
        "GB/T 32169.1-2015",
        "user@localhost",
        "大厅里5号窗口",
        "滨江大道",
        "三楼5号窗口",
        "申请人应当如实填写",
        "申请人：江城公司",
        "负责人：主任",
        "当事人男方年满22周岁，女方年满20周岁",
        "微信公众号jiangcheng2026",
        "微信WeChat支付",
        "微信小程序",
        "QQ群里说，QQ 2026年改版",
        "我叫了半天",
        "我叫车来的",
        "申请人:欧阳**，姓名是张**",
        "",
    ],
)
def test_left_alone(text: str) -> None:
    assert find_personal(text) == []


def test_a_credit_code_of_digits_only_is_no_identity_number() -> None:
    """Some eighteen-digit credit codes pass the checks of an identity number as well."""
    numbers = (id_number("913302", "19900101", f"{serial:03}") for serial in range(1000))
    verdicts = {number: is_id_number(number) for number in numbers}
    assert 0 < sum(not verdict for verdict in verdicts.values()) < 100


def test_findings_stand_in_the_order_of_the_text() -> None:
    text = f"张三，男，身份证{ID}，电话13812345678，邮箱a@example.com"
    findings = find_personal(text)
    assert [finding.kind for finding in findings] == [Kind.NAME, Kind.ID_NUMBER, Kind.MOBILE, Kind.EMAIL]
    assert mask_text(text) == "张*，男，身份证420*************31，电话138****5678，邮箱*@example.com"


def test_a_finding_keeps_its_secret_in_logs() -> None:
    assert ID not in repr(Finding(0, 18, Kind.ID_NUMBER, ID))


@pytest.mark.parametrize(
    ("mask", "plain", "masked"),
    [
        (mask_id_number, ID, "420*************31"),
        (mask_id_number, "420202 19900101 1231", "420*** ******** **31"),
        (mask_id_number, "1234", "****"),
        (mask_phone, "13812345678", "138****5678"),
        (mask_phone, "+86-138-1234-5678", "+86-138-****-5678"),
        (mask_phone, "0714-6512345", "0714-***2345"),
        (mask_phone, "(0714)6512345", "(0714)***2345"),
        (mask_phone, "010-87654321", "010-****4321"),
        (mask_phone, "+86 714 6512345", "+86 714 ***2345"),
        (mask_phone, "6512345", "***2345"),
        (mask_phone, "110", "***"),
        (mask_bank_card, "6222 0212 3456 7890 128", "6222 **** **** ***0 128"),
        (mask_passport, "E12345678", "E******78"),
        (mask_plate, "鄂B·12345", "鄂B·***45"),
        (mask_plate, "鄂BD12345", "鄂B****45"),
        (mask_email, "zhangsan@example.com", "z*******@example.com"),
        (mask_email, "a@example.com", "*@example.com"),
        (mask_email, "张三＠example.com", "张*＠example.com"),
        (mask_email, "none", "****"),
        (mask_address, "杭州西路１８号3栋二单元501室", "杭州西路**号*栋*单元***室"),
        (mask_address, "八一路十八号", "八一路**号"),
        (mask_name, "张三", "张*"),
        (mask_name, "张三丰", "张**"),
        (mask_name, "欧阳修远", "欧阳**"),
        (mask_name, "欧阳", "欧*"),
        (mask_name, "阿依古丽·买买提", "阿***·***"),
        (mask_name, "John Smith", "J*** S****"),
        (mask_name, "江城市滨江建材有限公司", "江城市滨江建材有限公司"),
        (mask_name, "江城建材（集团）公司", "江城建材（集团）公司"),
        (mask_name, "Riverside Trading Co., Ltd.", "Riverside Trading Co., Ltd."),
        (mask_name, "市公安局", "市公安局"),
        (mask_name, "", ""),
    ],
)
def test_masks(mask, plain: str, masked: str) -> None:
    assert mask(plain) == masked


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("王学会", False),
        ("江中厂", False),
        ("陈建社", False),
        ("欧阳建社", False),
        ("江城第二印刷厂", True),
        ("市档案馆", True),
    ],
)
def test_in_doubt_it_is_a_person(name: str, verdict: bool) -> None:
    assert is_organization(name) is verdict


@given(st.integers(0, 10**17 - 1))
def test_every_identity_number_has_exactly_one_check_character(number: int) -> None:
    first = f"{number:017}"
    right = id_check_character(first)
    assert right in "0123456789X"
    one_digit_wrong = str((int(first[3]) + 1) % 10)
    assert id_check_character(first[:3] + one_digit_wrong + first[4:]) != right


@given(st.integers(0, 10**18))
def test_luhn_notices_one_wrong_digit(number: int) -> None:
    digits = str(number)
    completed = next(digits + str(check) for check in range(10) if passes_luhn(digits + str(check)))
    wrong = str((int(completed[0]) + 1) % 10) + completed[1:]
    assert not passes_luhn(wrong)


PIECES = st.sampled_from(
    f"{ID}|13812345678|138 1234 5678|0714-6512345|6222 0212 3456 7890 128|鄂B·12345|a.b@example.com"
    "|杭州西路18号3栋501室|姓名：张三|，| |\n|公告|/|-|2018|１２|A|*|元|（|转8".split("|")
)
TEXTS = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60)


@settings(max_examples=300)
@given(TEXTS)
def test_findings_fit_the_text_and_masking_leaves_nothing_to_find(text: str) -> None:
    findings = find_personal(text)
    assert all(text[finding.start : finding.end] == finding.text for finding in findings)
    assert all(one.end <= other.start for one, other in pairwise(findings))
    masked = mask_text(text)
    assert len(masked) == len(text)
    assert find_personal(masked) == []
    outside = set(range(len(text))) - {i for finding in findings for i in range(finding.start, finding.end)}
    assert all(masked[place] == text[place] for place in outside)


@given(st.text(alphabet="张三阿·公司局 abZ", max_size=12))
def test_a_masked_name_shows_at_most_its_head(name: str) -> None:
    masked = mask_name(name)
    assert len(masked) == len(name)
    assert masked == name or "*" in masked


def test_long_text_is_read_in_one_pass() -> None:
    """Neither digits nor street words without end lead into endless backtracking."""
    for piece in ("1", "1 ", "路1号", "a@", "a.", "六", "张", "6222 ", "鄂B"):
        find_personal(piece * 20_000)


def test_no_false_alarm_in_real_law_texts() -> None:
    folder = real_data("laws")
    texts = {file.name: file.read_text(encoding="utf-8") for file in Path(folder).glob("*.md")}
    assert texts
    assert {name: found for name, text in texts.items() if (found := find_personal(text))} == {}


def test_real_item_codes_are_no_personal_data() -> None:
    text = real_data("items/guangdong_items.json").read_text(encoding="utf-8")
    codes = set(re.findall(r'"[a-z_]*code": "([^"]+)"', text))
    assert len(codes) > 100
    assert [code for code in codes if find_personal(code)] == []
