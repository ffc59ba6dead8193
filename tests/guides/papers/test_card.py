"""The card: everything a citizen asks, on one sheet, whatever was typed into the guide."""

import pytest
from django.test import Client

from approvals.models import Item
from foundation.publishing.actions import retire
from guides.models import Guide, GuideRevision, Material
from guides.papers.card import card, card_data
from guides.papers.codes import code_of, printed
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide
from tests.printed import fonts, pictures, read, runs, tags, text
from tests.qr import read_png, read_qr

HOSTILE = '#panic("x") $x$ *b* _i_ `c` @r \\ // <l> "q"'
A4, A5 = (595.28, 841.89), (419.53, 595.28)


@pytest.fixture
def item(cast: Cast) -> Item:
    """A public item."""
    made = make_item(cast.police)
    publish(made, editor=cast.editor, reviewer=cast.reviewer)
    return made


def live(guide: Guide, cast: Cast) -> GuideRevision:
    """Publish the guide and return its revision."""
    revision: GuideRevision = publish(guide, editor=cast.editor, reviewer=cast.reviewer)
    return revision


def stays_on_the_page(pdf: bytes, size: tuple[float, float]) -> None:
    """Check that all text stands between the edges, in letters of at least 9 pt."""
    for page in read(pdf).pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(size, abs=0.1)
        for run in runs(page):
            assert 20 < run.left <= run.right <= size[0] - 20, run
            assert 15 < run.baseline < size[1] - 15, run
            assert run.size >= 8.99, run


@pytest.mark.parametrize(("size", "measures"), [("a4", A4), ("a5", A5)])
def test_the_eight_contents_stand_on_one_sheet(item: Item, cast: Cast, size, measures):
    revision = live(make_guide(item, notes="请提前预约。"), cast)
    pdf = card(revision, size=size)
    document = read(pdf)
    said = text(document)
    for words in (
        "居民身份证补领",
        "身份证丢了，到任一派出所补办。",
        "居民户口簿",
        "20个工作日",
        "不收费",
        "江城市滨江大道168号",
        "0729-5550003",
        "申请",
        "中华人民共和国居民身份证法",
        "请提前预约。",
        f"第{revision.number}版",
        printed(code_of(revision.pk)),
    ):
        assert words in said, words
    assert len(document.pages) <= 2
    stays_on_the_page(pdf, measures)


def test_it_is_tagged_and_brings_its_fonts(item: Item, cast: Cast):
    document = read(card(live(make_guide(item), cast)))
    assert document.metadata.title == "居民身份证补领 办事明白卡"
    assert document.trailer["/Root"]["/Lang"] == "zh-CN"
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"} <= set(tags(document))
    assert all("+Noto" in font["/BaseFont"] for font in fonts(document))


def test_sixty_materials_with_endless_names_go_on_over_pages(item: Item, cast: Cast):
    guide = make_guide(item)
    Material.objects.bulk_create(
        Material(guide=guide, key=f"m{n}", name="申请材料名称" * 66, filling_notes="填写说明。" * 40, position=n)
        for n in range(60)
    )
    pdf = card(live(guide, cast))
    document = read(pdf)
    assert text(document).count("申请材料名称" * 66) == 60
    assert len(document.pages) > 2
    assert all("居民身份证补领办事明白卡（续）" in text_of for text_of in map(page_words, document.pages[1:]))
    stays_on_the_page(pdf, A4)


def page_words(page) -> str:
    """Return the words of a page without blanks."""
    return "".join(page.extract_text().split())


def test_whatever_was_typed_is_printed(item: Item, cast: Cast):
    guide = make_guide(item, title=f"𬱖㛃龘 {HOSTILE}", summary="笑\U0001f600\u202e脸", notes="0729-5550501转8023转6")
    guide.materials.update(name=HOSTILE, filling_notes="http://example.org/" + "a" * 300)
    guide.places.update(phone="0729-5550501转8023；0729-5550502转6", directions="٣ العربية")
    pdf = card(live(guide, cast))
    said = text(read(pdf))
    assert "𬱖㛃龘" in said
    assert said.count("".join(HOSTILE.split())) >= 2
    assert "笑〓脸" in said
    assert "0729-5550501转8023；0729-5550502转6" in said
    assert "\u202e" not in said
    stays_on_the_page(pdf, A4)


def test_the_qr_code_is_read_back_and_followed_through_replacement_and_withdrawal(
    item: Item, cast: Cast, client: Client
):
    """What a phone sees on the rendered card leads to what became of it."""
    guide = make_guide(item)
    first = live(guide, cast)
    page = pictures("guides/card.typ", {**card_data(first, size="a4"), "letters": 12})[0]
    address = read_qr(read_png(page, 0.25))
    assert address == f"https://www.jiangcheng.example/v/{code_of(first.pk)}/"
    path = address.removeprefix("https://www.jiangcheng.example")

    assert "印的是现行版本" in client.get(path).content.decode()

    guide.materials.update(name="居民户口簿或者户籍证明")
    guide.refresh_from_db()
    second = live(guide, cast)
    replaced = client.get(path).content.decode()
    assert "已经过时" in replaced
    assert "<ins>居民户口簿或者户籍证明</ins>" in replaced or "<ins>或者户籍证明</ins>" in replaced
    assert f'href="/guides/{guide.slug}/"' in replaced
    fresh = pictures("guides/card.typ", {**card_data(second, size="a5"), "letters": 10}, ppi=180)[0]
    assert read_qr(read_png(fresh, 0.25)).endswith(f"/v/{code_of(second.pk)}/")

    guide.refresh_from_db()
    retire(guide, actor=cast.reviewer, reason="事项已经取消。")
    gone = client.get(path).content.decode()
    assert "事项已经取消。" in gone
    assert "不再有效" in gone


def test_the_letters_are_as_large_as_the_sheet_allows(item: Item, cast: Cast):
    """A short card needs one page, a middling one both sides in smaller letters, a long one more in readable ones."""

    def letters_of(materials: int) -> tuple[int, float]:
        guide = make_guide(item)
        Material.objects.bulk_create(
            Material(guide=guide, key=f"m{n}", name="申请材料", filling_notes="填写说明。" * 9, position=n)
            for n in range(materials)
        )
        document = read(card(live(guide, cast)))
        sizes = [run.size for run in runs(document.pages[-1])]
        return len(document.pages), max(set(sizes), key=sizes.count)

    found = [letters_of(materials) for materials in (1, 9, 16, 60)]
    assert [pages for pages, _letters in found[:3]] == [1, 2, 2]
    assert found[3][0] > 2
    assert found[1][1] > found[2][1]
