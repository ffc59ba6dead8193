"""The style guide shows every component with invented values."""

from pathlib import Path

from django.conf import settings
from django.test import RequestFactory

from portal.views import styleguide

OF_THE_FRAME = {
    "_breadcrumb", "_column", "_footer", "_head", "_listing", "_navigation", "_staff_checks", "_staff_filters",
    "_styles", "_trap",
}  # fmt: skip
"""Parts that every page, list or form has around it."""
OF_A_WHOLE = {
    "_flow_diagram",
    "_annual_report",
    "_statutory_table",
    "_statutory_slot",
    "_chart",
    "_wide_hint",
    "_pressure",
}
"""Parts that are drawn from a whole flow, report, series of figures or form under pressure."""


def test_every_component_is_shown() -> None:
    text = (Path(settings.BASE_DIR) / "templates/portal/styleguide.html").read_text(encoding="utf-8")
    components = {file.stem for file in (Path(settings.BASE_DIR) / "templates/components").glob("_*.html")}
    assert {name for name in components - OF_THE_FRAME - OF_A_WHOLE if f"components/{name}.html" not in text} == set()


def test_the_page_can_be_rendered() -> None:
    response = styleguide(RequestFactory().get("/styleguide/"))
    text = response.content.decode()
    for words in (
        "居民户口簿",
        "20个自然日",
        "取号申请",
        "40元/证",
        "新增",
        "结婚",
        "第十一条",
        "容缺受理",
        "白天能打通的号码",
    ):
        assert words in text
