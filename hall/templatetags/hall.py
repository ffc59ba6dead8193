"""Small tools for the templates of the hall."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def window_address(pattern: str, number: str) -> str:
    """Return the address of a window: the pattern with its number in the place of NUMBER."""
    return pattern.replace("NUMBER", number)
