"""Personal data on the officers' pages."""

from django import template

from foundation.privacy import mask_text

register = template.Library()


@register.filter
def masked(text: str) -> str:
    """Return a text with the numbers, addresses and announced names in it masked."""
    return mask_text(text)
