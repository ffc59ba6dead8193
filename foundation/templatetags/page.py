"""Small tools for public templates: language of content, phones, data blocks."""

import functools
import json
from typing import Any, Final

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from foundation import body_text
from foundation import phrases as wording
from foundation.phones import find_numbers

register = template.Library()

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


@register.simple_tag
def official_text(text: str) -> dict[str, Any]:
    """Return a text in the light format as ``html`` and its headings as ``contents``."""
    blocks = body_text.parse(text)
    return {"html": body_text.render(blocks), "contents": body_text.contents(blocks)}


@register.filter
def phrases(text: str) -> SafeString:
    """Mark in a long Chinese heading where its lines may end."""
    return format_html_join(SafeString("<wbr>"), "{}", ((piece,) for piece in wording.phrases(str(text or ""))))


@register.filter
@functools.lru_cache(maxsize=1024)  # a page names the same phones several times, in two languages
def phone_links(text: str) -> SafeString:
    """Turn the phone numbers of a text into links that a phone can call."""
    text, parts, last = text or "", [], 0
    for found in find_numbers(text):
        number = text[found.start : found.end]
        parts += [text[last : found.start], format_html('<a class="tel" href="tel:{}">{}</a>', found.dial, number)]
        last = found.end
    return format_html_join("", "{}", ((part,) for part in (*parts, text[last:])))


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
