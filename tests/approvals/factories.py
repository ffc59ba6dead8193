"""Items that are complete unless a test says otherwise."""

import itertools
from typing import Any

from approvals.codelists import LimitUnit
from approvals.models import Item, LegalBasis, Theme
from foundation.credit_codes import check_character
from foundation.organization import Department
from foundation.people import User
from foundation.publishing.actions import release, submit

_numbers = itertools.count(1)
_BODY = "11429900010042450"


def make_item_code(number: int | None = None) -> str:
    """Return a valid implementing code of a fictional body."""
    serial = next(_numbers) if number is None else number
    return f"{_BODY}{check_character(_BODY)}3000109{serial:06d}"


def make_item(department: Department, *, bases: int = 1, **values: Any) -> Item:
    """Create a complete item draft."""
    fields: dict[str, Any] = {
        "code": make_item_code(),
        "code_verified": True,
        "name": "居民身份证补领",
        "item_type": "07",
        "service_objects": ["1"],
        "project_type": "2",
        "statutory_days": 60,
        "statutory_unit": LimitUnit.WORKING_DAY,
        "promised_days": 20,
        "promised_unit": LimitUnit.WORKING_DAY,
        "accept_conditions": "居民身份证丢失的公民。",
        "is_fee": False,
        "consult_phone": "0729-5550001",
        "complaint_phone": "0729-5550002",
    }
    item = Item.objects.create(department=department, **{**fields, **values})
    for number in range(bases):
        LegalBasis.objects.create(
            item=item, title="中华人民共和国居民身份证法", article=f"第{number + 1}条", position=number
        )
    return item


def make_theme(code: str = "p-certificates", **values: Any) -> Theme:
    """Create a theme."""
    fields: dict[str, Any] = {"kind": "personal", "name": code}
    return Theme.objects.create(code=code, **{**fields, **values})


def publish(record: Any, *, editor: User, reviewer: User, reason: str = "按期公开") -> Any:
    """Take a draft to the public and return its live revision."""
    revision = submit(record, actor=editor)
    release(revision, actor=reviewer, reason=reason)
    return record.live_revision
