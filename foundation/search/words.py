"""Words of everyday queries that say nothing about the matter, and words that stand in nearly every title. Data."""

from __future__ import annotations

from typing import Final

STOP_PHRASES: Final = tuple(
    sorted(
        (
            "怎么办理", "怎么办手续", "怎么补办", "怎么办", "怎么弄", "怎么做", "怎么申请", "怎么交", "怎么查",
            "怎么", "怎样", "如何办理", "如何申请", "如何", "需要什么材料", "需要哪些材料", "要什么材料",
            "要哪些材料", "需要带什么", "要带什么", "什么材料", "哪些材料", "需要什么手续", "要什么手续",
            "需要什么证件", "要什么证", "要办什么证", "要办哪些证", "需要什么", "需要哪些", "办理流程", "流程是什么",
            "流程", "申请条件", "办理条件", "条件是什么", "有什么条件", "什么条件", "多少钱", "多久", "多长时间",
            "几天", "收费吗", "要钱吗", "在哪里办", "在哪办", "去哪里办", "去哪办", "哪里办", "哪里可以办", "在哪里",
            "哪里", "去哪", "什么时候", "我想问一下", "请问一下", "我想问", "我想要", "我想办", "我想", "我要办",
            "我要", "请问", "想问", "能不能", "可不可以", "是否可以", "可以吗", "需要预约吗", "要预约吗", "需要吗",
            "有哪些", "是什么", "怎么回事", "手续", "办理指南", "办事指南",
        ),
        key=len,
        reverse=True,
    )
)  # fmt: skip
"""Longest first.  Two characters and more only: a single one would be cut out of words."""

WEAK: Final = frozenset(
    {
            "a", "an", "the", "of", "to", "for", "in", "on", "how", "do", "i", "my", "and",
            "or", "get", "apply", "open",
            "办理", "申请", "登记", "许可", "备案", "办", "开", "领", "买", "卖", "换", "补", "补办", "交", "查",
            "查询", "个", "的", "了", "吗", "呢", "要", "和", "与", "及", "在", "给", "去", "证", "证明", "业务",
            "服务", "相关", "激活", "丢", "丢了", "丢失", "一下", "什么", "需要", "预约", "人员", "新", "老", "区",
            "市", "县", "我", "想", "家", "可以", "能",
    }
)  # fmt: skip
"""Words that need not be found; where they are, they lift the rank."""
