"""The back office of times for replies, routing rules and texts of replies."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from feedback.models import LimitRule, ReplyTemplate, RoutingRule
from feedback.reports.routing import fitting_messages
from foundation.audit import Act, AuditEntry
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, bring_to, load_rules, send
from tests.feedback.views.staff import browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules(settings: Any) -> None:
    load_rules()
    settings.PORTAL_TODAY = MONDAY


def test_a_new_time_begins_tomorrow_at_the_earliest_and_is_recorded(cast: Cast) -> None:
    client, page = browser(cast.system_admin), reverse("admin:feedback_limitrule_add")
    data = {"kind": "help", "days": 3, "unit": "working", "extension_days": 3, "source": "规定"}
    assert client.post(page, {**data, "in_force_from": "2026-03-02"}).status_code == 200
    assert client.post(page, {**data, "in_force_from": "2026-03-03"}).status_code == 302
    assert AuditEntry.objects.filter(act=Act.REFERENCE_CHANGED, actor=cast.system_admin).count() == 1


def test_a_time_in_force_is_not_touched(cast: Cast) -> None:
    rule = LimitRule.objects.get(kind="help")
    client = browser(cast.system_admin)
    change = client.get(reverse("admin:feedback_limitrule_change", args=[rule.pk]))
    assert change.status_code == 200
    assert b'name="_save"' not in change.content
    assert client.post(reverse("admin:feedback_limitrule_change", args=[rule.pk]), {"days": 1}).status_code == 403
    assert client.post(reverse("admin:feedback_limitrule_delete", args=[rule.pk]), {"post": "yes"}).status_code == 403


def test_what_a_rule_would_fit(cast: Cast) -> None:
    rule = RoutingRule.objects.create(department=cast.police, words="排队\n叫号", reason="大厅秩序")
    fits = bring_to("handling", cast)
    elsewhere = send(subject="叫号太快", text="听不清")
    send(subject="别的", text="无关")
    accused = send(kind="report", about=cast.police, subject="排队收费", text="插队")
    send(today=MONDAY - dt.timedelta(91), text="排队，很久以前")
    found = fitting_messages(rule, since=MONDAY - dt.timedelta(90))
    assert {m.number for m in found.messages} == {fits.number, elsewhere.number}
    assert accused not in found.messages
    assert dict(found.went_to) == {cast.police.name: 1, "—": 1}
    assert found.looked_at == 4


def test_the_system_administrator_is_told_how_many_but_not_which(cast: Cast) -> None:
    rule = RoutingRule.objects.create(department=cast.police, words="排队", reason="大厅秩序")
    message = bring_to("handling", cast)
    shown = browser(cast.system_admin).get(reverse("admin:feedback_routingrule_fits", args=[rule.pk]))
    assert cast.police.name in shown.content.decode()
    assert message.number not in shown.content.decode()


def test_a_department_edits_its_own_texts_and_sees_those_for_all(cast: Cast) -> None:
    own = ReplyTemplate.objects.create(title="本局", department=cast.police, text="您好")
    everybody = ReplyTemplate.objects.create(title="全中心", text="您好")
    foreign = ReplyTemplate.objects.create(title="他局", department=cast.market, text="您好")
    data = {"title": "改过", "department": cast.police.pk, "text": "您好！", "position": 10, "is_active": "on"}
    for who in (cast.officer, cast.editor):
        listed = browser(who).get(reverse("admin:feedback_replytemplate_changelist")).content.decode()
        assert ("本局" in listed, "全中心" in listed, "他局" in listed) == (True, True, False)
        pages = [reverse("admin:feedback_replytemplate_change", args=[t.pk]) for t in (own, everybody, foreign)]
        assert [browser(who).get(page).status_code for page in pages] == [200, 200, 404]
        assert [browser(who).post(page, data).status_code for page in pages] == [302, 403, 404]
        own.title = "本局"
        own.save()
    assert ReplyTemplate.objects.get(pk=everybody.pk).title == "全中心"


@pytest.mark.parametrize(("who", "status"), [("officer", 200), ("chief_officer", 302)])
def test_only_the_center_writes_for_all(cast: Cast, who: str, status: int) -> None:
    data = {"title": "新的", "department": "", "text": "您好！", "position": 10, "is_active": "on"}
    page = reverse("admin:feedback_replytemplate_add")
    assert browser(getattr(cast, who)).post(page, data).status_code == status
    assert ReplyTemplate.objects.filter(department=None).exists() == (status == 302)
