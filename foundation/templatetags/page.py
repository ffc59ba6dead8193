"""Small tools for public templates: language of content, phones, data blocks."""

import json
import re
from typing import Any, Final

from django import template
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

_PHONE: Final = re.compile(r"(?<![\d-])(0\d{2,3}-\d{7,8}(?:-\d{1,6})?|1\d{10}|12\d{3}|400-\d{3}-\d{4})(?![\d-])")
_SCRIPT_ESCAPES: Final = {
    ord("<"): "\\u003C",
    ord(">"): "\\u003E",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


@register.simple_tag
def content_lang() -> SafeString:
    """Return `` lang="zh-Hans"`` inside pages of another language: content is Chinese everywhere."""
    return SafeString("" if (get_language() or "").startswith("zh") else ' lang="zh-Hans"')


@register.filter
def phone_links(text: str) -> SafeString:
    """Turn the phone numbers of a text into links that a phone can call."""

    def link(match: re.Match[str]) -> str:
        number = match.group(1)
        return f'<a class="tel" href="tel:{number.replace("-", "")}">{number}</a>'

    return mark_safe(_PHONE.sub(link, escape(text or "")))  # noqa: S308 - escaped above


@register.filter
def json_ld(data: Any) -> SafeString:
    """Return a schema.org data block; no text in it can end the script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_SCRIPT_ESCAPES)
    return SafeString(f'<script type="application/ld+json">{text}</script>')


@register.filter
def lines(text: str) -> list[str]:
    """Return the lines of a text that are not empty."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


@register.filter
def file_type(name: str) -> str:
    """Return the ending of a file name in capitals: ``DOCX``."""
    return name.rpartition(".")[2].upper() if "." in name else ""


@register.filter
def in_language(record: Any, field: str) -> str:
    """Return ``<field>_en`` on English pages where it is given, otherwise ``<field>``."""
    english = getattr(record, f"{field}_en", "") if get_language() == "en" else ""
    return str(conditional_escape(english or getattr(record, field, "")))
