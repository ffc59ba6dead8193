"""Filters of staff pages: form fields by name, in the order of the page."""

from django import template
from django.forms import BaseForm, BoundField

from foundation.retention.models import Tombstone

register = template.Library()


@register.filter
def split_words(text: str) -> list[str]:
    """Return the words of a text."""
    return text.split()


@register.filter
def field(form: BaseForm, name: str) -> BoundField:
    """Return a field of a form by its name."""
    return form[name]


@register.inclusion_tag("personal/_removed.html")
def removed_data(kind: str, number: object) -> dict[str, Tombstone | None]:
    """Say of a record whose personal data was removed when that was, and why; nothing of others."""
    return {"stone": Tombstone.objects.filter(kind=kind, number=str(number)).first()}
