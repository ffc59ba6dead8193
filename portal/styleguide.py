"""Invented values for the style guide, which shows all components to developers."""

from __future__ import annotations

from types import SimpleNamespace as Shape
from typing import Any, Final

from foundation.listings import Address, Chip, Facet, Label, facet_block, pages

_ADDRESS: Final = Address("/styleguide/", {"audience": ["person"]})
_FACET: Final = Facet("audience", "申请人", {"person": Label("个人"), "legal": Label("法人和其他组织")})

STYLEGUIDE: Final[dict[str, Any]] = {
    "chosen": [Chip("申请人", "个人", "", "/styleguide/")],
    "facets": [facet_block(_FACET, {"person": 41, "legal": 27}, _ADDRESS, show_all=False)],
    "pages": pages("3", 400, _ADDRESS),
    "gaps": [{"code": "fees", "label": "收费标准", "ask": "0729-5550100"}],
    "faqs": [Shape(question="可以请人代办吗？", answer="可以，代办人带委托书和双方身份证。")],
    "places": [
        Shape(
            name="政务服务中心二楼B区",
            address="江城市滨江大道168号",
            window_label="B17",
            office_hours="工作日 9:00—12:00，13:30—17:00",
            phone="0729-5550501",
            directions="公交3路到“政务中心”站",
        )
    ],
    "steps": [
        Shape(
            name="取号申请",
            duration="即时",
            description="到户籍窗口取号。",
            phase_label="收件",
            responsible="收件岗",
            standard="",
            result="登记表",
        ),
        Shape(
            name="审核",
            duration="3个工作日",
            description="",
            phase_label="审查",
            responsible="审核岗",
            standard="材料齐全",
            result="",
        ),
    ],
    "materials": [
        Shape(
            key="a",
            name="居民户口簿",
            necessity="1",
            necessity_label="必要",
            material_form_label="纸质",
            originals=1,
            copies=1,
            paper_size="A4",
            source_label="政府部门核发",
            source_note="",
            filling_notes="首页和本人页",
            acceptance_standard="在有效状态",
            remark="",
            basis="",
            blank_form=None,
            sample_form=None,
        )
    ],
}
