"""Guides that are complete unless a test says otherwise."""

import itertools
from collections.abc import Sequence
from typing import Any

from approvals.models import Item
from guides.models import Faq, Guide, Journey, JourneyStep, Material, Place, Step

_numbers = itertools.count(1)


def make_guide(item: Item, *, rows: bool = True, **values: Any) -> Guide:
    """Create a guide draft, with one row of each kind unless ``rows`` is False."""
    fields: dict[str, Any] = {
        "slug": f"guide-{next(_numbers)}",
        "title": "居民身份证补领",
        "summary": "身份证丢了，到任一派出所补办。",
        "department": item.department,
    }
    guide = Guide.objects.create(item=item, **{**fields, **values})
    if rows:
        Material.objects.create(guide=guide, name="居民户口簿")
        Step.objects.create(guide=guide, phase="receive", name="申请")
        Place.objects.create(guide=guide, name="政务服务中心", address="江城市滨江大道168号", phone="0729-5550003")
        Faq.objects.create(guide=guide, question="能代办吗？", answer="不能，需本人采集指纹。")
    return guide


def make_journey(guides: Sequence[Guide], **values: Any) -> Journey:
    """Create the draft of a journey through these guides, each waiting for the one before."""
    fields: dict[str, Any] = {
        "slug": f"journey-{next(_numbers)}",
        "title": "开一家餐馆",
        "summary": "从执照到开门迎客。",
        "department": guides[0].department,
        "contact_phone": "0729-5550100",
    }
    journey = Journey.objects.create(**{**fields, **values})
    for place, guide in enumerate(guides):
        after = [guides[place - 1].slug] if place else []
        JourneyStep.objects.create(journey=journey, guide=guide, key=guide.slug, after=after, position=place)
    return journey
