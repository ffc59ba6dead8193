"""Filters of staff pages: form fields by name, in the order of the page."""

from django import template
from django.forms import BaseForm, BoundField

register = template.Library()


@register.filter
def split_words(text: str) -> list[str]:
    """Return the words of a text."""
    return text.split()


@register.filter
def field(form: BaseForm, name: str) -> BoundField:
    """Return a field of a form by its name."""
    return form[name]
