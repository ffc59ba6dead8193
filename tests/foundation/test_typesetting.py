"""Typesetting: what goes in comes out as text, tagged, with embedded fonts, the same bytes each time."""

import re

import pytest
from django.utils.translation import gettext_lazy
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from foundation.typesetting import TEMPLATES, MissingGlyphs, TypesettingFailed, qr_code, typeset
from tests.printed import A4, fonts, page_text, read, runs, tags, text

HOSTILE = '#panic("x") $x$ *b* _i_ `c` #read("/etc/passwd") <l> @r \\ // /* -- "q" \'q\' = h'


def letter(**changes):
    return {
        "title": "政府信息公开申请答复书",
        "number": "江政务公开答〔2026〕17号",
        "organ": "江城市政务服务中心管理办公室",
        "addressee": "张三",
        "paragraphs": [
            "你的申请收悉。",
            {"heading": "一、答复内容"},
            {"items": ["予以公开。", "不予公开。"], "numbering": "（一）"},
            "如不服本答复，可以申请行政复议。",
        ],
        "closing": {"organ": "江城市政务服务中心管理办公室", "date": "2026年11月24日"},
        **changes,
    }


def pdf(**changes):
    return read(typeset("disclosure/letter.typ", letter(**changes)))


def font_with(character):
    """Return a font with one glyph, a triangle."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((0, 900))
    pen.lineTo((900, 900))
    pen.closePath()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "own"])
    font.setupCharacterMap({ord(character): "own"})
    font.setupGlyf(dict.fromkeys([".notdef", "own"], pen.glyph()))
    font.setupHorizontalMetrics(dict.fromkeys([".notdef", "own"], (1000, 0)))
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": "Own", "styleName": "Regular", "psName": "Own-Regular"})
    font.setupOS2(usWeightClass=400)
    font.setupPost()
    return font


def stays_inside(document, left, right, bottom):
    """Check that every run keeps to the text area; lengths in millimeters."""
    point = 72 / 25.4
    for page in document.pages:
        for run in runs(page):
            blank = run.size / 2  # the empty half of a full stop hangs over the edge
            assert left * point - 1 <= run.left <= run.right <= A4[0] - right * point + blank, run
        # Below the text stands one line, the page number.
        assert len({run.baseline for run in runs(page) if run.baseline < bottom * point}) == 1


def test_a_letter_says_what_it_was_told_in_order():
    document = pdf(attachments=["办法全文", "汇总表"], notes=["联系人：信息公开科"])
    assert text(document) == (
        "江城市政务服务中心管理办公室江政务公开答〔2026〕17号政府信息公开申请答复书张三：你的申请收悉。一、答复内容"
        "（一）予以公开。（二）不予公开。如不服本答复，可以申请行政复议。附件：1.办法全文2.汇总表"
        "江城市政务服务中心管理办公室2026年11月24日联系人：信息公开科"
    )
    assert len(document.pages) == 1


def test_a_single_attachment_has_no_number():
    assert "附件：办法全文江城市" in text(pdf(attachments=["办法全文"]))


def test_a_typed_line_break_begins_a_paragraph():
    document = pdf(paragraphs=["　　第一段\r\n第二段\n\n 第三段\n"])
    indented = [run for run in runs(document.pages[0]) if run.left == pytest.approx(28 * 72 / 25.4 + 32, abs=0.1)]
    assert len(indented) == 3


def test_title_language_and_tags_are_there():
    document = pdf(qr=qr_code("https://www.example.org/", "扫码查询"))
    catalog = document.trailer["/Root"]
    assert document.metadata.title == "政府信息公开申请答复书"
    assert document.metadata.author == "江城市政务服务中心管理办公室"
    assert catalog["/Lang"] == "zh-CN"
    assert catalog["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in document.xmp_metadata.stream.get_data().decode()
    assert tags(document)[:4] == ["/Document", "/P", "/P", "/H1"]
    assert {"/H2", "/L", "/LI", "/Lbl", "/LBody", "/Figure"} <= set(tags(document))


def test_fonts_are_embedded_as_subsets():
    found = fonts(pdf())
    assert found
    for font in found:
        assert re.match(r"/[A-Z]{6}\+Noto(Serif|Sans)SC", font["/BaseFont"])
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/FontFile3" in descriptor


def test_hostile_text_is_printed_as_it_is():
    document = pdf(
        title=HOSTILE,
        number=HOSTILE,
        organ=HOSTILE,
        addressee=HOSTILE,
        paragraphs=[HOSTILE, {"heading": HOSTILE}, {"items": [HOSTILE]}, HOSTILE],
        closing={"organ": HOSTILE, "date": HOSTILE},
        attachments=[HOSTILE],
        notes=[HOSTILE],
    )
    assert text(document).count(re.sub(r"\s", "", HOSTILE)) == 12
    assert document.metadata.title == HOSTILE


@pytest.mark.parametrize("name", ["䶮", "㛃", "𬭚", "𫖯", "〇", "①", "〔", "·"])
def test_rare_characters_of_names_are_printed(name):
    assert f"王{name}" in text(pdf(addressee=f"王{name}"))


def test_characters_without_a_glyph_are_named_once_and_in_order():
    with pytest.raises(MissingGlyphs) as caught:
        pdf(addressee="吉𠮷", paragraphs=["一𠮷二😀三\x01四"])
    assert caught.value.characters == ["𠮷", "😀", "\x01"]
    assert "𠮷 (U+20BB7)" in str(caught.value)
    assert "U+0001" in str(caught.value)
    assert "\x01" not in str(caught.value)


def test_a_font_of_the_deployment_prints_what_the_package_lacks(settings, tmp_path):
    font_with("𠮷").save(tmp_path / "rare.ttf")
    settings.FONTS_DIR = tmp_path
    assert "吉𠮷：" in text(pdf(addressee="吉𠮷"))


def test_the_same_data_gives_the_same_bytes():
    once, again = (typeset("disclosure/letter.typ", letter(notes=["联系人"])) for _ in range(2))
    assert once == again
    assert b"CreationDate" not in once


def test_long_text_flows_over_pages_and_nothing_leaves_them():
    long = [
        "查阅档案资料需要时间。" * 80,
        "https://www.example.org/" + "attachment" * 30,
        {"items": ["0123456789" * 20, "汉" * 700]},
        "如不服本答复，可以申请行政复议。" * 60,
    ]
    document = pdf(
        title="关于延长答复期限的告知书" * 6, paragraphs=long, attachments=["9" * 200, "表" * 90], notes=["a" * 300]
    )
    found = text(document)
    assert len(document.pages) > 4
    assert all(part in found for part in (long[0], long[1], *long[2]["items"], long[3], "9" * 200, "a" * 300))
    stays_inside(document, left=28, right=26, bottom=35)


def test_the_signature_stands_with_text_and_in_one_piece():
    for lines in range(8, 24):
        document = pdf(paragraphs=[*["第一条理由。"] * lines, "如不服本答复，可以申请行政复议。"], notes=["联系人"])
        last = page_text(document.pages[-1])
        assert "可以申请行政复议。江城市政务服务中心管理办公室2026年11月24日联系人" in last


def test_lazy_words_and_other_values_of_django_are_taken():
    assert "发布：" in text(pdf(addressee=gettext_lazy("发布")))


@pytest.mark.parametrize("template", ["disclosure/nothing.typ", "../../manage.py", "/etc/passwd"])
def test_templates_lie_below_their_folder(template):
    with pytest.raises(RuntimeError, match=r"canonicalize|contained"):
        typeset(template, letter())


def test_a_missing_part_is_a_sentence_not_a_crash():
    with pytest.raises(TypesettingFailed, match="addressee"):
        typeset("disclosure/letter.typ", {name: part for name, part in letter().items() if name != "addressee"})


def test_half_a_character_is_refused():
    with pytest.raises(TypesettingFailed):
        typeset("disclosure/letter.typ", letter(addressee="\ud800"))


def test_templates_load_nothing_from_the_network():
    for template in TEMPLATES.rglob("*.typ"):
        imports = re.findall(r'#(?:import|include) "([^"]+)"', template.read_text())
        assert all((template.parent / name).is_file() for name in imports), template


def test_a_qr_code_speaks_its_address():
    code = qr_code("https://www.example.org/disclosure/status/", "扫码查询进度")
    assert code["svg"].startswith("<svg")
    assert code["alt"] == "扫码查询进度 https://www.example.org/disclosure/status/"
