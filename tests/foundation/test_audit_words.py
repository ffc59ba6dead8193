"""Audit entries in words."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from foundation.audit import Act, AuditEntry
from foundation.audit_words import detail_in_words, facts_of
from tests.back_office import client_of, form_data, page
from tests.cast import Cast


@pytest.mark.parametrize(
    ("detail", "target_type", "words"),
    [
        ({}, "foundation.department", ""),
        ({"what": "changed", "changed": ["phone", "name"]}, "foundation.department", "联系电话、名称"),
        ({"changed": ["title"], "rows": {"materials": {"added": 1}}}, "guides.guide", "标题、申请材料"),
        ({"revision": 3, "note": "补充材料"}, "guides.guide", "第3版；补充材料"),
        ({"roles_given": ["editor@gaj"]}, "foundation.user", "授予 editor@gaj"),
        ({"changed": ["unknown"]}, "foundation.department", "Unknown"),
        ({"changed": ["phone"]}, "gone.model", "Phone"),
        ({"changed": ["phone"]}, "", "Phone"),
        ({"department": "gaj", "final": True}, "feedback.message", "部门 江城市公安局；争议裁定 是"),
        ({"kind": "callback"}, "feedback.call", "类别 回访"),
        (
            {"letter": "江政务公开答〔2026〕6号", "step": "served", "way": "online"},
            "disclosure.request",
            "文书 江政务公开答〔2026〕6号；办理步骤 已送达；方式 网上查询页送达",
        ),
        ({"before": None, "after": 3, "day": "2026-11-21"}, "feedback.switchboardday", "变更后 3；日期 2026-11-21"),
        ({"size": 5, "sha256": "ab", "strange": [1, 2]}, "", "strange 1、2"),
    ],
)
def test_details(detail: dict[str, Any], target_type: str, words: str) -> None:
    entry = AuditEntry(act=Act.DRAFT_SAVED, target_type=target_type, detail=detail)
    with override("zh-hans"):
        said = detail_in_words(entry, {"gaj": "江城市公安局"})
        facts = facts_of(entry, {"gaj": "江城市公安局"})
    assert said == words
    assert len(facts) >= bool(detail)


@pytest.mark.django_db
def test_list_and_page_of_an_entry_say_it_in_words(cast: Cast) -> None:
    client = client_of(cast.system_admin)
    data = form_data(client.get(page(cast.police, "change")), "department_form")
    client.post(page(cast.police, "change"), {**data, "phone": "0729-5550123", "_save": "1"})
    entry = AuditEntry.objects.get(act=Act.REFERENCE_CHANGED)

    response = client_of(cast.auditor).get(reverse("admin:foundation_auditentry_change", args=[entry.pk]))

    text = response.content.decode()
    assert "<dd>联系电话</dd>" in text
    assert "&quot;" not in text.split('<dl class="audit-facts">')[1].split("</dl>")[0]
    listed = client_of(cast.auditor).get(reverse("admin:foundation_auditentry_changelist")).content.decode()
    assert '<td class="field-noted">联系电话</td>' in listed
