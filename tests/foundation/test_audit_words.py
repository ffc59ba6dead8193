"""Audit entries in words."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from foundation.audit import Act, AuditEntry
from foundation.audit_words import detail_in_words
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
    ],
)
def test_details(detail: dict[str, Any], target_type: str, words: str) -> None:
    with override("zh-hans"):
        assert detail_in_words(AuditEntry(act=Act.DRAFT_SAVED, target_type=target_type, detail=detail)) == words


@pytest.mark.django_db
def test_the_page_of_an_entry_says_it_in_words_and_as_stored(cast: Cast) -> None:
    client = client_of(cast.system_admin)
    data = form_data(client.get(page(cast.police, "change")), "department_form")
    client.post(page(cast.police, "change"), {**data, "phone": "0729-5550123", "_save": "1"})
    entry = AuditEntry.objects.get(act=Act.REFERENCE_CHANGED)

    response = client_of(cast.auditor).get(reverse("admin:foundation_auditentry_change", args=[entry.pk]))

    text = response.content.decode()
    assert "联系电话<pre>" in text
    assert "&quot;changed&quot;" in text
