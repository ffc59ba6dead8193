"""Something that public records quote has changed: finding them, and a task for each."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from foundation.access import Scope
from foundation.organization import Window
from foundation.workflow import Conflict, Refused
from guides.actions.impact import ChangeEntry, close_task, open_notice
from guides.impact import find_quoting, matcher
from guides.models import Guide, ImpactTask
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide

TODAY = dt.date(2026, 3, 2)
EVERYWHERE = Scope(everywhere=True, department_ids=frozenset())
ENTRY = ChangeEntry("law", "《中华人民共和国居民身份证法》", "已修改", TODAY + dt.timedelta(days=10))


@pytest.mark.parametrize(
    ("kind", "words", "text", "quotes"),
    [
        ("phone", "0729-5550003", "电话：0729 5550003转8", True),
        ("phone", "（0729）5550003", "0729-5550003", True),
        ("phone", "0729-5550003", "0729-55500031", False),
        ("law", "国办发〔2019〕51号", "见国办发[2019]51号。", True),
        ("law", "《婚姻登记 条例》", "依据婚姻登记条例第五条", True),
        ("law", "国办发〔2019〕5号", "国办发〔2019〕51号", False),
        ("window", "B1", "请到Ｂ1号窗口", True),
        ("window", "B1", "请到B17号窗口", False),
        ("form", "申请表.docx", "申请表.docx", True),
        ("form", "申请表.docx", "旧申请表.docx", False),
    ],
)
def test_what_counts_as_a_quote(kind: str, words: str, text: str, quotes: bool) -> None:
    assert matcher(kind, words)(text) is quotes


@pytest.fixture
def guide(cast: Cast) -> Guide:
    """A public guide of the police, which quotes its law through its item."""
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    made = make_guide(item)
    publish(made, editor=cast.editor, reviewer=cast.reviewer)
    return made


def notice_tasks(guide: Guide, cast: Cast) -> list[ImpactTask]:
    chosen = {f"guide:{guide.pk}", f"item:{guide.item_id}"}
    return list(open_notice(ENTRY, chosen=chosen, actor=cast.editor, today=TODAY).tasks.order_by("pk"))


def test_only_what_is_public_is_found_with_its_place(guide: Guide, cast: Cast) -> None:
    make_guide(guide.item, notes="中华人民共和国居民身份证法")
    hits = {hit.kind: hit for hit in find_quoting(ENTRY.kind, ENTRY.words, EVERYWHERE)}
    assert set(hits) == {"guide", "item"}
    assert hits["guide"].is_only_through_item
    assert hits["item"].parts == ("legal_bases",)
    nowhere = Scope(everywhere=False, department_ids=frozenset({cast.market.pk}))
    assert find_quoting(ENTRY.kind, ENTRY.words, nowhere) == []


def test_a_task_ends_with_a_newer_revision_or_with_a_reason(guide: Guide, cast: Cast) -> None:
    of_guide, of_item = notice_tasks(guide, cast)
    close_task(of_item, reason="只引用名称", actor=cast.editor)
    guide.summary = "换了说法。"
    guide.save()
    publish(guide, editor=cast.editor, reviewer=cast.reviewer)
    states = dict(ImpactTask.objects.with_state().values_list("pk", "state"))
    assert states == {of_guide.pk: "released", of_item.pk: "not_affected"}
    for done in (of_guide, of_item):
        with pytest.raises(Conflict):
            close_task(done, reason="不受影响", actor=cast.editor)


def test_rights_and_reasons(guide: Guide, cast: Cast) -> None:
    task, _other = notice_tasks(guide, cast)
    with pytest.raises(PermissionDenied):
        close_task(task, reason="不受影响", actor=cast.other_editor)
    with pytest.raises(Refused):
        close_task(task, reason=" ", actor=cast.editor)
    with pytest.raises(PermissionDenied):
        open_notice(ENTRY, chosen=set(), actor=cast.manager, today=TODAY)
    with pytest.raises(Refused):
        open_notice(ENTRY, chosen={f"guide:{guide.pk}"}, actor=cast.other_editor, today=TODAY)


def test_a_changed_window_leads_to_what_quotes_it(cast: Cast, client: Client) -> None:
    window = Window.objects.create(department=cast.police, number="B17", name="户籍")
    client.force_login(cast.system_admin)
    sent = {"number": "A03", "name": "户籍", "floor": "", "department": cast.police.pk, "is_active": "on"}
    page = client.post(f"/admin/foundation/window/{window.pk}/change/", sent, follow=True)
    assert "/staff/guides/freshness/changes/new/?kind=window&amp;words=B17" in page.content.decode()
