"""The one-time notice: exactly what one applicant has to bring, and nothing else."""

import datetime as dt

from guides.models import Material, PublishedGuide
from guides.papers.codes import code_of, printed
from guides.papers.notice import notice
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide
from tests.printed import read, text


def test_it_names_the_chosen_materials_in_the_order_of_the_guide(cast: Cast):
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    guide = make_guide(item)
    guide.materials.update(position=0)
    for position, (key, name) in enumerate((("photo", "近期照片"), ("proxy", "授权委托书")), start=1):
        Material.objects.create(guide=guide, key=key, name=name, copies=2, position=position)
    revision = publish(guide, editor=cast.editor, reviewer=cast.reviewer)
    made = notice(
        PublishedGuide.objects.select_related("revision").get(),
        materials={"proxy", guide.materials.get(name="居民户口簿").key, "unknown"},
        answers=[("为谁办理？", "代别人办")],
        for_whom="张𬱖😀",
        remarks="请带齐后到B17窗口。#panic()",
        today=dt.date(2026, 11, 26),
    )
    document = read(made)
    said = text(document)
    assert said.index("居民户口簿") < said.index("授权委托书")
    assert "近期照片" not in said
    for words in ("张𬱖〓：", "为谁办理？", "代别人办", "共2项", "请带齐后到B17窗口。#panic()", "2026年11月26日"):
        assert words in said, words
    assert printed(code_of(revision.pk)) in said
    assert document.metadata.title == "居民身份证补领 一次性告知书"
    assert "张" not in document.metadata.title
