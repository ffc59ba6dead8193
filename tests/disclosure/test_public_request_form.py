"""The applicant's form: what the law asks for, nothing that does not apply, and every wrong input with its sentence."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from disclosure.forms.public import FilesForm, PublicRequestForm, visible
from tests.disclosure.applicants import ORGANIZATION, PERSON

PDF = b"%PDF-1.7\n%%EOF\n"


def form(base=PERSON, **changes: str) -> PublicRequestForm:
    data = QueryDict(mutable=True)
    data.update({**base, **changes})
    return PublicRequestForm(data)


def errors(base=PERSON, **changes: str) -> set[str]:
    return set(form(base, **changes).errors)


def entry_of(tried: PublicRequestForm):
    assert tried.is_valid(), tried.errors
    import datetime as dt

    return tried.public_entry([], arrived_on=dt.date(2026, 3, 2))


def test_a_person_asks():
    entry = entry_of(form())
    assert entry.applicant.name == "钱小样"
    assert (entry.applicant.category, entry.applicant.paper) == ("natural_person", "id_card")
    assert entry.applicant.mask == "钱**"
    assert entry.channel == "online"
    assert entry.description == "申请公开2025年度各窗口\n月度办件量统计表。"
    assert entry.purpose == ""


def test_an_organization_asks():
    entry = entry_of(form(ORGANIZATION))
    applicant = entry.applicant
    assert (applicant.name, applicant.category) == ("江城市样例科技有限公司", "commercial_enterprise")
    assert (applicant.paper, applicant.paper_number) == ("credit_code", "91350100M000100Y43")
    assert applicant.contact_person == "钱小样"


def test_fields_of_the_other_kind_count_for_nothing():
    entry = entry_of(form(organization="忘在这里的公司", organization_number="错", applicant_category="other_org"))
    assert entry.applicant.name == "钱小样"
    assert "organization" not in entry.typed
    other = entry_of(form(ORGANIZATION, name="钱小样\x00", paper_number="错"))
    assert other.applicant.name == "江城市样例科技有限公司"
    assert "name" not in other.typed


def test_what_was_typed_is_kept_to_the_letter():
    typed = entry_of(form(subject="  ２０２５年办件量 ", items="一\r\n\r\n 二 ")).typed
    assert typed["subject"] == "  ２０２５年办件量 "
    assert typed["items"] == "一\r\n\r\n 二 "
    assert typed["description"] == PERSON["description"]
    assert typed["privacy_notice"]
    assert "stamp" not in typed
    assert "website" not in typed


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"subject": ""}, {"subject"}),
        ({"description": " \r\n "}, {"description"}),
        ({"name": ""}, {"name"}),
        ({"paper_number": ""}, {"paper_number"}),
        ({"paper_number": "110105194912310021"}, {"paper_number"}),
        ({"paper": "passport", "paper_number": "E00000000"}, set()),
        ({"paper": "credit_code"}, {"paper"}),
        ({"phone": "", "email": ""}, {"phone", "email"}),
        ({"phone": "", "email": "", "address": "滨江大道168号", "delivery_way": "pick_up"}, set()),
        ({"phone": "打我"}, {"phone"}),
        ({"phone": "0729－5550100"}, set()),
        ({"phone": "５５５０１００"}, set()),
        ({"email": "没有"}, {"email"}),
        ({"delivery_way": "post"}, {"address"}),
        ({"delivery_way": "fax"}, {"fax"}),
        ({"delivery_way": "pigeon"}, {"delivery_way"}),
        ({"medium": ""}, {"medium"}),
        ({"kind": ""}, {"kind"}),
        ({"kind": "robot"}, {"kind"}),
        ({"subject": "字" * 201}, {"subject"}),
        ({"subject": "我的身份证11010519491231002X"}, {"subject"}),
        ({"description": "字" * 5001}, {"description"}),
        ({"description": "字" * 5000}, set()),
        ({"description": "一\r\n" * 2500}, set()),
        ({"description": "字" * 10_000}, {"description"}),
        ({"items": "\n".join(f"第{n}项" for n in range(31))}, {"items"}),
        ({"items": "字" * 501}, {"items"}),
        ({"subject": "办件\x00量"}, {"subject"}),
        ({"description": "办件\x00量"}, {"description"}),
        ({"name": "钱\x00"}, {"name"}),
    ],
)  # fmt: skip
def test_each_wrong_input_is_named_at_its_field(changes: dict[str, str], wrong: set[str]):
    assert errors(**changes) == wrong


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"organization": ""}, {"organization"}),
        ({"applicant_category": ""}, {"applicant_category"}),
        ({"applicant_category": "natural_person"}, {"applicant_category"}),
        ({"organization_number": ""}, {"organization_number"}),
        ({"organization_number": "91350100M000100Y44"}, {"organization_number"}),
        ({"organization_number": "９１350100m000100y43"}, set()),
        ({"organization_paper": "other", "organization_number": "登字第0001号"}, set()),
    ],
)
def test_organizations_too(changes: dict[str, str], wrong: set[str]):
    assert errors(ORGANIZATION, **changes) == wrong


def test_one_number_however_it_is_typed():
    for typed in ("11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002X"):
        assert entry_of(form(paper_number=typed)).applicant.paper_number == "11010519491231002X"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("办件\u202e量\u202c统计", "办件量统计"),
        ("\u2067办件量\u2069", "办件量"),
        ("办\t件\u0085量", "办 件 量"),
        ("𠮷林路👨‍👩‍👧办件量", "𠮷林路👨‍👩‍👧办件量"),
        ("“办件量”，2025", "“办件量”，2025"),
    ],
)
def test_lines_keep_their_letters_but_not_what_turns_them_around(typed: str, kept: str):
    assert visible(typed) == kept
    assert entry_of(form(subject=f"统计{typed}")).subject == f"统计{kept}"


def test_what_will_be_sent_is_shown_in_words():
    shown = form(items="甲\n乙", accepts_other_way="")
    assert shown.is_valid()
    rows = dict(shown.rows())
    assert rows["获取信息的方式"] == "电子邮件"
    assert rows["分项（每行一项）"] == "甲\n乙"
    assert rows["若无法按指定方式提供，接受其他方式"] == "否"
    assert rows["证件号码"] == "11010519491231002X"
    assert not any(label in rows for label in ("单位名称", "邮政编码"))


def test_the_browser_cuts_nothing_off():
    opened = PublicRequestForm()
    for name in ("description", "items"):
        assert "maxlength" not in str(opened[name])


def pdf(name: str = "扫描.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


class Uploads(dict):
    """Uploads as a request holds them."""

    def getlist(self, name: str):
        return self.get(name, [])


def test_files_are_told_apart():
    tried = FilesForm({}, Uploads(identity=[pdf()], attachments=[pdf("一.pdf"), pdf("二.pdf")]))
    assert tried.is_valid()
    assert [(upload.name, label) for upload, label in tried.chosen()] == [
        ("扫描.pdf", "身份证明照片或扫描件"),
        ("一.pdf", "其他文件"),
        ("二.pdf", "其他文件"),
    ]


def test_no_files_are_fine():
    tried = FilesForm({}, Uploads())
    assert tried.is_valid()
    assert tried.chosen() == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("网页.pdf", b"<!doctype html><script>alert(1)</script>"),
        ("空.pdf", b""),
        ("程序.exe", b"MZ"),
        ("改名.jpg", PDF),
        ("压缩.pdf", b"PK\x03\x04"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_named(name: str, content: bytes):
    tried = FilesForm({}, Uploads(attachments=[pdf(), pdf(name, content)]))
    assert not tried.is_valid()
    assert name in tried.errors["attachments"][0]


def test_not_more_files_than_somebody_reads():
    assert FilesForm({}, Uploads(attachments=[pdf() for _number in range(5)])).is_valid()
    assert not FilesForm({}, Uploads(identity=[pdf()], attachments=[pdf() for _number in range(5)])).is_valid()
