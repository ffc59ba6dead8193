"""The question at the end of a guide, inside its stored page."""

from __future__ import annotations

from typing import Any

from django import template

from guides.models.use import VoteReason

register = template.Library()


@register.inclusion_tag("components/_guide_vote.html")
def guide_vote(slug: str) -> dict[str, Any]:
    """Show the form that asks whether a guide helped."""
    return {"slug": slug, "reasons": VoteReason.choices}
