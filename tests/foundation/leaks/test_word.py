"""Word files, made with python-docx and then given what people leave in them."""

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor

from foundation.leaks.leak import LeakKind, Place
from foundation.privacy import Kind
from tests.foundation.leaks.made_files import ID, MASKED, WORD, change_parts, found, look, saved


@pytest.fixture
def document() -> WordDocument:
    """A clean document: what the template of python-docx leaves in it is taken out."""
    document = Document()
    for name in ("author", "comments", "last_modified_by"):
        setattr(document.core_properties, name, "")
    return document


def clean(document: WordDocument) -> bytes:
    return saved(document)


def test_a_plain_document_is_clean(document: WordDocument) -> None:
    document.add_heading("关于公开目录的说明", 1)
    document.add_paragraph("本目录自2026年1月1日起施行。")
    table = document.add_table(2, 2)
    table.cell(0, 0).paragraphs[0].add_run("项目").font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
    table.cell(1, 0).text = "数量"
    assert [leak for leak in look(clean(document), WORD) if leak.detail != "thumbnail"] == []


def test_personal_data_is_found_where_it_stands(document: WordDocument) -> None:
    document.add_paragraph("第一段")
    paragraph = document.add_paragraph("身份证号码：")
    paragraph.add_run(ID[:9]).bold = True
    paragraph.add_run(ID[9:])
    (leak,) = found(clean(document), WORD, LeakKind.PERSONAL)
    assert (leak.place, leak.detail, leak.personal) == (Place.PARAGRAPH, "2", Kind.ID_NUMBER)
    assert leak.excerpt == f"身份证号码：{MASKED}"


def test_a_label_in_one_cell_announces_the_name_in_the_next(document: WordDocument) -> None:
    row = document.add_table(1, 2).rows[0]
    row.cells[0].text, row.cells[1].text = "姓名", "张三"
    (leak,) = found(clean(document), WORD, LeakKind.PERSONAL)
    assert (leak.personal, leak.excerpt) == (Kind.NAME, "姓名 张*")


def test_header_and_footer_are_read(document: WordDocument) -> None:
    document.sections[0].header.paragraphs[0].text = f"经办人：李四 {ID}"
    document.sections[0].footer.paragraphs[0].text = "13812345678"
    leaks = found(clean(document), WORD, LeakKind.PERSONAL)
    assert {leak.personal for leak in leaks} == {Kind.NAME, Kind.ID_NUMBER, Kind.MOBILE}
    assert {leak.place for leak in leaks} == {Place.PART}


def hidden(document: WordDocument) -> None:
    document.add_paragraph().add_run("不宜公开").font.hidden = True


def white(document: WordDocument) -> None:
    document.add_paragraph().add_run("不宜公开").font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)


def tiny(document: WordDocument) -> None:
    document.add_paragraph().add_run("不宜公开").font.size = Pt(1)


def hidden_by_style(document: WordDocument) -> None:
    style = document.styles.add_style("Secret", 1)
    style.font.hidden = True
    document.add_paragraph("不宜公开", style="Secret")


@pytest.mark.parametrize("hide", [hidden, white, tiny, hidden_by_style])
def test_hidden_text(document: WordDocument, hide) -> None:
    document.add_paragraph("公开的内容")
    hide(document)
    (leak,) = found(clean(document), WORD, LeakKind.HIDDEN_TEXT)
    assert (leak.detail, leak.excerpt) == ("2", "不宜公开")


def test_text_that_is_shown_again_is_not_hidden(document: WordDocument) -> None:
    run = document.add_paragraph().add_run("公开")
    run.font.hidden = False
    assert found(clean(document), WORD, LeakKind.HIDDEN_TEXT) == []


@pytest.mark.parametrize(
    ("xml", "excerpt"),
    [
        ('<w:ins {0} w:author="张三"><w:r><w:t>增加</w:t></w:r></w:ins>', "张*: 增加"),
        ('<w:del {0} w:author="张三"><w:r><w:delText>原报价90万元</w:delText></w:r></w:del>', "张*: 原报价90万元"),
        ('<w:r {0}><w:rPr><w:rPrChange w:author="李四"><w:rPr/></w:rPrChange></w:rPr><w:t>字</w:t></w:r>', "李*:"),
    ],
)
def test_tracked_changes(document: WordDocument, xml: str, excerpt: str) -> None:
    document.add_paragraph("原文")._p.append(parse_xml(xml.format(nsdecls("w"))))
    (leak,) = found(clean(document), WORD, LeakKind.TRACKED_CHANGE)
    assert leak.excerpt == excerpt


def test_a_deleted_number_is_still_there(document: WordDocument) -> None:
    xml = f'<w:del {nsdecls("w")} w:author="a"><w:r><w:delText>{ID}</w:delText></w:r></w:del>'
    document.add_paragraph()._p.append(parse_xml(xml))
    content = clean(document)
    assert found(content, WORD, LeakKind.TRACKED_CHANGE)[0].excerpt == f"a: {MASKED}"
    assert found(content, WORD, LeakKind.PERSONAL)[0].personal == Kind.ID_NUMBER


def test_comments(document: WordDocument) -> None:
    paragraph = document.add_paragraph("批注在此")
    document.add_comment(paragraph.runs, text="领导电话13812345678", author="王小五")
    content = clean(document)
    (leak,) = found(content, WORD, LeakKind.COMMENT)
    assert leak.excerpt == "王**: 领导电话138****5678"
    assert found(content, WORD, LeakKind.PERSONAL)[0].personal == Kind.MOBILE


def test_properties_are_named_and_masked(document: WordDocument) -> None:
    document.core_properties.author = "张三"
    document.core_properties.last_modified_by = "administrator"
    document.core_properties.comments = "内部讨论稿"
    app = b"<Properties><Company>\xe6\xb1\x9f\xe5\x9f\x8e\xe5\xb8\x82\xe6\x9f\x90\xe5\xb1\x80</Company></Properties>"
    custom = '<Properties><property name="审核人"><lpwstr>李四</lpwstr></property></Properties>'.encode()
    content = change_parts(clean(document), docProps__app_DOT_xml=app, docProps__custom_DOT_xml=custom)
    shown = {leak.detail: leak.excerpt for leak in found(content, WORD, LeakKind.PROPERTY)}
    assert shown == {
        "creator": "张*",
        "lastModifiedBy": "a************",
        "description": "内部讨论稿",
        "Company": "江城市某局",
        "审核人": "李*",
        "thumbnail": "",
    }


def test_embedded_workbooks_and_remote_templates(document: WordDocument) -> None:
    relations = (
        b'<Relationships><Relationship Id="r1" Type="x/attachedTemplate" Target="file:///C:/Users/lisi/t.dotx"'
        b' TargetMode="External"/><Relationship Id="r2" Type="x/hyperlink" Target="https://a.example/"'
        b' TargetMode="External"/><Relationship Id="r3" Type="x/hyperlink" Target="file://server/share/a.docx"'
        b' TargetMode="External"/></Relationships>'
    )
    content = change_parts(
        clean(document),
        word__embeddings__Sheet1_DOT_xlsx=b"PK",
        word___rels__settings_DOT_xml_DOT_rels=relations,
    )
    assert [leak.detail for leak in found(content, WORD, LeakKind.EMBEDDED)] == ["word/embeddings/Sheet1.xlsx"]
    links = [leak.excerpt for leak in found(content, WORD, LeakKind.EXTERNAL_LINK)]
    assert links == ["file:///C:/Users/lisi/t.dotx", "file://server/share/a.docx"]


def test_fields_that_fetch_from_elsewhere(document: WordDocument) -> None:
    xml = "<w:r {0}><w:instrText> {1} </w:instrText></w:r>"
    for code in ('INCLUDETEXT "D:\\\\内部\\\\a.docx"', "PAGE", 'HYPERLINK "https://a.example"'):
        document.add_paragraph()._p.append(parse_xml(xml.format(nsdecls("w"), code)))
    assert len(found(clean(document), WORD, LeakKind.EXTERNAL_LINK)) == 1


def test_a_cropped_picture(document: WordDocument) -> None:
    drawing = f'<w:r {nsdecls("w", "a")}><w:drawing><a:srcRect l="0" t="{{}}"/></w:drawing></w:r>'
    document.add_paragraph()._p.append(parse_xml(drawing.format("25000")))
    document.add_paragraph()._p.append(parse_xml(drawing.format("0")))
    assert len(found(clean(document), WORD, LeakKind.CROPPED)) == 1


def test_a_text_box_is_read_once(document: WordDocument) -> None:
    box = (
        f'<w:r {nsdecls("w")} xmlns:mc="urn:mc"><mc:AlternateContent><mc:Choice><w:p><w:r><w:t>{ID}</w:t></w:r></w:p>'
        f"</mc:Choice><mc:Fallback><w:p><w:r><w:t>{ID}</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document.add_paragraph()._p.append(parse_xml(box))
    assert len(found(clean(document), WORD, LeakKind.PERSONAL)) == 1


def test_custom_data_is_read(document: WordDocument) -> None:
    content = change_parts(clean(document), customXml__item1_DOT_xml=f"<data><id>{ID}</id></data>".encode())
    (leak,) = found(content, WORD, LeakKind.PERSONAL)
    assert leak.detail == "customXml/item1.xml"
