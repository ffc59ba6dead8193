"""Documents and differences in words."""

import datetime as dt
from typing import Any

import pytest

from approvals.documents import FlowDocument
from approvals.models import Fee, Flow, FlowPhase, Item, LegalBasis
from foundation.publishing.documents import as_json
from foundation.publishing.labels import NOTHING, Difference, Shape, describe, differences, marked
from guides.documents import GuideDocument
from guides.models import Guide, Material
from tests.approvals.factories import make_item, make_theme, publish
from tests.cast import Cast
from tests.guides.factories import make_guide

pytestmark = pytest.mark.django_db

GUIDE = Shape(GuideDocument, Guide)
ITEM = Shape(Item.revisions.rel.related_model.document_type, Item)  # type: ignore[attr-defined]


def changes(shape: Shape, before: dict[str, Any], record: Any) -> list[Difference]:
    return differences(shape, before, as_json(type(record).objects.get(pk=record.pk).make_document()))


def text(difference: Difference, kind: str) -> str:
    return "".join(piece for tag, piece in difference.pieces if tag in {kind, "same"})


@pytest.fixture
def item(cast: Cast) -> Item:
    return make_item(cast.police)


def test_codes_booleans_dates_and_lists_become_words(item: Item) -> None:
    before = as_json(item.make_document())
    Item.objects.filter(pk=item.pk).update(
        project_type="1", courier=True, effective_on=dt.date(2026, 7, 1), service_objects=["1", "2"], is_fee=None
    )

    found = {change.section: change for change in changes(ITEM, before, item)}

    assert (text(found["办件类型"], "removed"), text(found["办件类型"], "added")) == ("承诺件", "即办件")
    assert text(found["支持物流快递"], "added") == "是"
    assert text(found["计划生效日期"], "added") == "2026年7月1日"
    assert text(found["服务对象"], "added") == "自然人、企业法人"
    assert dict(found["是否收费"].pieces) == {"removed": "否"}


def test_rows_are_matched_by_key_and_shown_whole(cast: Cast, item: Item) -> None:
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    guide = make_guide(item)
    before = as_json(guide.make_document())
    first = guide.materials.get()
    Material.objects.create(guide=guide, name="照片", necessity="3", position=20)
    Material.objects.filter(pk=first.pk).update(position=30, name="户口簿", source="20")
    guide.faqs.all().delete()

    found = [(c.section, c.place, c.kind) for c in changes(GUIDE, before, guide)]

    assert ("申请材料", "照片", "added") in found
    assert ("常见问题", "能代办吗？", "removed") in found
    assert ("申请材料", "户口簿 › 来源渠道", "changed") in found
    added = next(c for c in changes(GUIDE, before, guide) if c.kind == "added")
    assert ("材料必要性", "容缺后补") in [(entry.label, entry.words) for entry in added.entries]


def test_a_new_order_is_one_change(cast: Cast, item: Item) -> None:
    LegalBasis.objects.create(item=item, title="居民身份证条例", position=5)
    before = as_json(item.make_document())
    LegalBasis.objects.filter(title="居民身份证条例").update(position=0)
    LegalBasis.objects.exclude(title="居民身份证条例").update(position=9)

    found = changes(ITEM, before, item)

    assert [(c.section, c.kind) for c in found] == [("设定依据", "moved")]
    names = [row.title for row in LegalBasis.objects.filter(item=item)]
    assert text(found[0], "added").split() == names
    assert {piece.strip() for _tag, piece in found[0].pieces} <= {*names}


def test_what_the_item_says_is_named_within_the_guide(cast: Cast, item: Item) -> None:
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    guide = make_guide(item)
    before = as_json(guide.make_document())
    Item.objects.filter(pk=item.pk).update(promised_days=10, is_fee=True)
    Fee.objects.create(item=item, name="工本费", standard="20 元")
    item.refresh_from_db()
    publish(item, editor=cast.editor, reviewer=cast.reviewer)

    found = {(c.section, c.place) for c in changes(GUIDE, before, guide)}

    assert ("事项", "承诺办结时限") in found
    assert ("事项", "收费项目 › 工本费") in found


def test_files_are_named(cast: Cast, item: Item) -> None:
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    before = as_json(make_guide(item).make_document())
    after = as_json(Guide.objects.get().make_document())
    quote = {"id": 1, "name": "表.pdf", "content_type": "application/pdf", "size": 3, "sha256": "ab" * 32}
    after["materials"][0]["blank_form"] = quote
    again = as_json(Guide.objects.get().make_document())
    again["materials"][0]["blank_form"] = {**quote, "sha256": "cd" * 32}

    first, second = differences(GUIDE, before, after), differences(GUIDE, after, again)

    assert [text(c, "added") for c in first] == ["表.pdf (abababab)"]
    assert [c.place for c in second] == ["居民户口簿 › 空白表格"]


def test_everything_has_a_chinese_label(cast: Cast, item: Item) -> None:
    item.themes.add(make_theme(name="证件办理"))
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    guide = make_guide(item)
    flow = Flow.objects.create(slug="f", kind="parallel", title="开办企业", department=cast.police)
    FlowPhase.objects.create(flow=flow, name="受理", lead_department="市监局", item_codes=[item.code])

    def labels(entries: Any) -> list[str]:
        return [label for entry in entries for label in (entry.label, *labels(entry.entries))]

    for shape, record in ((ITEM, item), (GUIDE, guide), (Shape(FlowDocument, Flow), flow)):
        named = labels(describe(shape, as_json(record.make_document())))
        assert [label for label in named if label.isascii()] == []


def test_empty_values_read_as_nothing() -> None:
    assert [ITEM.words("name", value) for value in (None, "", [])] == [NOTHING] * 3
    assert ITEM.words("onsite_visits", 0) == "0"
    assert ITEM.words("item_type", "99") == "99"


def test_long_texts_are_compared_as_wholes() -> None:
    long = "甲" * 3000
    assert marked(long, long + "乙") == (("removed", long), ("added", long + "乙"))
    assert marked("一、二", "一、三") == (("same", "一、"), ("removed", "二"), ("added", "三"))
    assert marked("英文姓名按汉语拼音填写", "用黑色签字笔填写") == (
        ("removed", "英文姓名按汉语拼音填写"),
        ("added", "用黑色签字笔填写"),
    )
