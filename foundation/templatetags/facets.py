"""The links of a facet. A list has a hundred of them, so they are written without a template each."""

from typing import Final

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

from foundation.listings import FacetBlock

register = template.Library()

_LINK: Final = (
    '<li><a href="{url}" rel="nofollow"{current}><span{lang}>{label}</span><span class="count">{count}</span></a></li>'
)


@register.simple_tag
def facet_values(facet: FacetBlock) -> SafeString:
    """Return the list entries of a facet: label, count and the link that chooses the value."""
    return SafeString(
        "".join(
            _LINK.format(
                url=escape(value.url),
                current=' aria-current="true"' if value.selected else "",
                lang=value.lang,
                label=escape(value.label),
                count=value.count,
            )
            for value in facet.values
        )
    )
