"""Tools for the pages of publications."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from disclosure.addresses import attachment_url, document_url

register = template.Library()


@register.filter
def document_address(index_number: str) -> str:
    """Return the address of the publication with this index number."""
    return document_url(index_number)


@register.filter
def breakable(index_number: str) -> SafeString:
    """Return an index number that a narrow screen breaks after its slash, and nowhere else."""
    return format_html("{}/<wbr>{}", *index_number.split("/", 1))


@register.simple_tag
def attachment_address(index_number: str, key: str) -> str:
    """Return the address of an attachment."""
    return attachment_url(index_number, key)


@register.simple_tag
def due_mark(row: Any) -> SafeString:
    """Return the comment that the page replaces by “late” once the day of an open milestone has passed."""
    is_open = row.due_on is not None and row.done_on is None
    return SafeString(f"<!--due {row.due_on.isoformat()}-->" if is_open else "")


@register.filter
def done_count(milestones: Any) -> int:
    """Return how many milestones are reached."""
    return sum(1 for row in milestones if row.done_on is not None)
