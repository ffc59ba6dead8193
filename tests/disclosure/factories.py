"""Publications that are complete unless a test says otherwise."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from typing import Any

from disclosure.actions.drafts import number_draft
from disclosure.actions.suggestions import SuggestionEntry, send_suggestion
from disclosure.models import (
    BrochureHandout,
    Column,
    DisclosureOffice,
    IssuingBody,
    Outlet,
    Publication,
    ReadingPoint,
    Suggestion,
)
from foundation.organization import Department

_numbers = itertools.count(1)
PREFIX = "114299000"
ISSUED_ON = dt.date(2026, 3, 2)


def make_column(code: str = "news", **values: Any) -> Column:
    """Return the column with this code; make it where there is none."""
    fields: dict[str, Any] = {"name": f"栏目{code}", "kind": "news"}
    return Column.objects.get_or_create(code=code, defaults={**fields, **values})[0]


def make_body(department: Department, prefix: str = PREFIX, **values: Any) -> IssuingBody:
    """Return the body with this prefix; make it where there is none."""
    fields: dict[str, Any] = {"name": f"{department.name}办公室", "department": department}
    return IssuingBody.objects.get_or_create(prefix=prefix, defaults={**fields, **values})[0]


def make_publication(department: Department, *, column: Column | None = None, **values: Any) -> Publication:
    """Create a complete draft with an index number of its own."""
    fields: dict[str, Any] = {
        "title": f"窗口动态{next(_numbers)}",
        "kind": "news",
        "written_on": ISSUED_ON,
        "issued_on": ISSUED_ON,
        "summary": "一句话概述。",
        "text": "正文第一段。",
    }
    body = values.pop("body", None) or make_body(department)
    publication = Publication(column=column or make_column(), **{**fields, **values})
    number_draft(publication, body, on=publication.issued_on)
    publication.save()
    return publication


def make_office(**values: Any) -> DisclosureOffice:
    """Create the disclosure office with all facts that the guide must state."""
    fields: dict[str, Any] = {
        "name": "江城市政务服务中心办公室",
        "address": "江城市滨江大道168号五楼501室",
        "office_hours": "工作日9:00—12:00，13:30—17:00",
        "phone": "0729-5550105",
        "fax": "0729-5550106",
        "email": "gongkai@zwzx.jiangcheng.example",
        "post_code": "435000",
        "internet_contact": "本网站“依申请公开”栏目",
    }
    return DisclosureOffice.objects.create(**{**fields, **values})


def make_reading_point(**values: Any) -> ReadingPoint:
    """Create a reading point."""
    fields: dict[str, Any] = {
        "name": "政务大厅信息查阅点",
        "address": "江城市滨江大道168号一楼",
        "office_hours": "工作日9:00—17:00",
        "phone": "0729-5550107",
    }
    return ReadingPoint.objects.create(**{**fields, **values})


def make_suggestion(**values: Any) -> Suggestion:
    """Create a suggestion that waits for its answer."""
    entry = SuggestionEntry(**{"kind": "publish", "about": "", "text": "建议公开停车位数量", **values})
    return send_suggestion(entry, token=uuid.uuid4(), today=ISSUED_ON)[0]


def make_disclosure_facts(department: Department) -> dict[str, Any]:
    """Create one of each fact beside the texts, by the name of its page in the back office."""
    return {
        "disclosure_outlet": Outlet.objects.create(
            department=department, channel="wechat", on=ISSUED_ON, title="一图读懂窗口调整"
        ),
        "disclosure_brochurehandout": BrochureHandout.objects.create(
            department=department, on=ISSUED_ON, title="办事明白卡", copies=200
        ),
        "disclosure_disclosureoffice": make_office(),
        "disclosure_readingpoint": make_reading_point(),
    }
