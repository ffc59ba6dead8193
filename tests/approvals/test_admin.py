"""The back office of the catalog: items, flows, themes."""

from typing import Any

import pytest
from django.urls import reverse

from approvals.draft_gaps import flow_gap_count, item_gap_count
from approvals.models import Fee, Flow, FlowPhase, Item, Theme
from foundation.audit import Act, AuditEntry
from foundation.publishing.actions import release, submit
from foundation.workflow import Refused
from tests.approvals.factories import make_item, make_item_code, make_theme, publish
from tests.back_office import client_of, form_data, listing, messages_of, page
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(cast: Cast) -> Item:
    return make_item(cast.police)


def opened(client: Any, record: Item | Flow) -> dict[str, Any]:
    return form_data(client.get(page(record, "change")), f"{record._meta.model_name}_form")


def errors(response: Any) -> dict[str, Any]:
    return dict(response.context["adminform"].form.errors)


def test_codes_and_themes_are_check_boxes(cast: Cast, item: Item) -> None:
    theme = make_theme(name="证件办理")
    client = client_of(cast.editor)
    data = {**opened(client, item), "service_objects": ["1", "2"], "handle_forms": ["1"], "themes": [theme.pk]}

    response = client.post(page(item, "change"), {**data, "_continue": "1"})

    assert response.status_code == 302
    item.refresh_from_db()
    assert (item.service_objects, item.handle_forms) == (["1", "2"], ["1"])
    assert list(item.themes.all()) == [theme]
    detail = AuditEntry.objects.get(act=Act.DRAFT_SAVED).detail
    assert set(detail["changed"]) == {"service_objects", "handle_forms", "themes"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"promised_days": "90"}, "promised_days"),
        ({"promised_unit": ""}, "promised_unit"),
        ({"code": "123"}, "code"),
        ({"code": "114299000100424500" + "3000109000001"}, "code"),
        ({"exercise_level": "4"}, "exercise_level"),
        ({"effective_on": "2026-07-01", "cancels_on": "2026-06-01"}, "cancels_on"),
        ({"service_objects": []}, "service_objects"),
        ({"consult_url": "kein link"}, "consult_url"),
    ],
)
def test_mistakes_are_told_at_the_field(cast: Cast, item: Item, values: dict[str, Any], field: str) -> None:
    client = client_of(cast.editor)
    response = client.post(page(item, "change"), {**opened(client, item), **values, "_continue": "1"})
    assert response.status_code == 200
    assert field in errors(response)
    assert not str(errors(response)[field]).isascii()


def test_warnings_follow_a_save(cast: Cast, item: Item) -> None:
    client = client_of(cast.editor)
    data = {**opened(client, item), "onsite_visits": "1", "_continue": "1"}
    response = client.post(page(item, "change"), data, follow=True)
    assert len(messages_of(response)) == 2


def test_an_item_with_a_wrong_code_is_worked_on_and_released_with_a_reason(cast: Cast) -> None:
    """It was taken over so; editor and reviewer are told, and a wrong code of one's own is refused."""
    item = make_item(cast.police, code="1142990001004245903000109000001", code_verified=False)
    client = client_of(cast.editor)
    data = {**opened(client, item), "short_name": "补证"}

    refused = client.post(page(item, "change"), {**data, "code": f"{item.code[:-1]}2", "_continue": "1"})
    saved = client.post(page(item, "change"), {**data, "_submit": "1"}, follow=True)

    assert set(errors(refused)) == {"code"}
    assert any("校验码" in message for message in messages_of(saved))
    item.refresh_from_db()
    assert (item.short_name, item.stage) == ("补证", "in_review")
    review = client_of(cast.reviewer).get(page(item, "review"))
    assert review.context["gaps"] == ["事项编码校验"]
    candidate = item.pending_revision
    with pytest.raises(Refused):
        release(candidate, actor=cast.reviewer)
    release(candidate, actor=cast.reviewer, reason="编码待上级部门核实")
    assert item.published.gap_count == 1


def test_a_duplicate_code_is_refused(cast: Cast, item: Item) -> None:
    other = make_item(cast.police, code=make_item_code())
    client = client_of(cast.editor)
    response = client.post(page(item, "change"), {**opened(client, item), "code": other.code, "_continue": "1"})
    assert "code" in errors(response)


def test_fees_can_be_left_unstated(cast: Cast, item: Item) -> None:
    client = client_of(cast.editor)
    client.post(page(item, "change"), {**opened(client, item), "is_fee": "unknown", "_continue": "1"})
    item.refresh_from_db()
    assert item.is_fee is None


def test_gaps_are_counted_in_sql_as_in_python(cast: Cast) -> None:
    make_item(cast.police)
    make_item(cast.police, bases=0, accept_conditions="", project_type="", statutory_days=None, statutory_unit="")
    make_item(cast.police, is_fee=None, promised_days=None, promised_unit="", consult_phone="", complaint_phone="")
    make_item(cast.police, code_verified=False, service_objects=[])
    make_item(cast.police, is_fee=True)
    make_item(cast.police, accept_conditions=" \u3000\n", consult_phone=" ")
    make_item(cast.police, project_type="1", promised_days=None, statutory_days=None)
    make_item(cast.police, statutory_days=None, statutory_note="法律未作规定")
    Fee.objects.create(item=make_item(cast.police, is_fee=True), name="工本费")
    counted = dict(Item.objects.annotate(gap_count=item_gap_count()).values_list("pk", "gap_count"))
    for item in Item.objects.all():
        assert counted[item.pk] == len(item.find_gaps(item.make_document()))
    assert {0, 1, 2, 4} <= set(counted.values())


def test_gaps_of_flows_are_counted_in_sql_as_in_python(cast: Cast) -> None:
    Flow.objects.create(slug="a", kind="agent", title="代办", department=cast.police)
    full = Flow.objects.create(
        slug="b", kind="agent", title="代办", department=cast.police, body="说明", contact_phone="0729-5550001"
    )
    FlowPhase.objects.create(flow=full, name="一", lead_department="局")
    counted = dict(Flow.objects.annotate(gap_count=flow_gap_count()).values_list("slug", "gap_count"))
    assert counted == {"a": 3, "b": 0}
    for flow in Flow.objects.all():
        assert counted[flow.slug] == len(flow.find_gaps(flow.make_document()))


def test_phases_name_items_by_their_codes(cast: Cast, item: Item) -> None:
    flow = Flow.objects.create(slug="f", kind="parallel", title="开办企业", department=cast.police)
    phase = FlowPhase.objects.create(flow=flow, name="受理", lead_department="市监局")
    client = client_of(cast.editor)
    data = opened(client, flow)
    row = {"phases-0-item_codes": f"{item.code}，{item.code}"}

    wrong = client.post(page(flow, "change"), {**data, "phases-0-item_codes": "4711", "_continue": "1"})
    right = client.post(page(flow, "change"), {**data, **row, "_continue": "1"})

    assert "4711" in str(wrong.context["inline_admin_formsets"][0].formset.errors)
    assert right.status_code == 302
    phase.refresh_from_db()
    assert phase.item_codes == [item.code]
    assert opened(client, flow)["phases-0-item_codes"] == [item.code]


def test_items_are_not_copied(cast: Cast, item: Item) -> None:
    client = client_of(cast.editor)
    assert client.post(page(item, "copy")).status_code == 404
    assert not client.get(page(item, "change")).context["copy_url"]


def test_comparison_of_two_revisions(cast: Cast, item: Item) -> None:
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    Item.objects.filter(pk=item.pk).update(accept_conditions="居民身份证丢失或者损坏的公民。")
    item.refresh_from_db()
    submit(item, actor=cast.editor)
    client = client_of(cast.reviewer)

    response = client.get(page(item, "compare"), {"before": "1", "after": "2"})

    text = response.content.decode()
    assert "<ins>或者损坏</ins>" in text
    assert [change.section for change in response.context["differences"]] == ["受理条件"]
    assert client.get(page(item, "compare"), {"before": "9"}).status_code == 404
    assert client.get(page(item, "compare")).context["before"] == "1"


def test_marks_do_not_let_markup_through(cast: Cast, item: Item) -> None:
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    Item.objects.filter(pk=item.pk).update(accept_conditions="<script>alert(1)</script>")
    text = client_of(cast.reviewer).get(page(item, "compare")).content.decode()
    assert "<script>alert" not in text


def test_themes_are_reference_data(cast: Cast) -> None:
    client = client_of(cast.system_admin)
    data = {"kind": "personal", "code": "p-new", "name": "新主题", "position": "1", "_save": "1"}
    assert client.post(reverse("admin:approvals_theme_add"), data).status_code == 302
    assert Theme.objects.get().name == "新主题"
    assert AuditEntry.objects.filter(act=Act.REFERENCE_CHANGED).count() == 1
    assert client_of(cast.editor).get(listing(Theme)).status_code == 403


def test_a_theme_in_use_is_not_deleted(cast: Cast, item: Item) -> None:
    theme, unused = make_theme(), make_theme("p-unused")
    item.themes.add(theme)
    client = client_of(cast.system_admin)

    response = client.post(page(theme, "delete"), {"post": "yes"})

    assert item.name in response.content.decode()
    assert client.post(page(unused, "delete"), {"post": "yes"}).status_code == 302
    assert list(Theme.objects.all()) == list(item.themes.all()) == [theme]


def test_history_tells_revisions_and_acts(cast: Cast, item: Item) -> None:
    client = client_of(cast.editor)
    client.post(page(item, "change"), {**opened(client, item), "short_name": "补证", "_continue": "1"})
    publish(Item.objects.get(), editor=cast.editor, reviewer=cast.reviewer, reason="内容已核对")

    response = client_of(cast.reviewer).get(page(item, "history"))

    text = response.content.decode()
    assert "内容已核对" in text
    assert "简称" in text
    assert [revision.number for revision in response.context["revisions"]] == [1]
    assert len(response.context["entries"]) == 3
