"""The feed of opinion solicitations, for readers and other channels."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy

from feedback.models import PublishedSolicitation

SHOWN = 50
_READ = ("record_id", "number", "title", "title_en", "lead", "published_at", "first_public_at", "starts_on")


class SolicitationFeed(Feed):  # type: ignore[type-arg]
    """The newest solicitations; an entry moves on when its result is published."""

    feed_type = Atom1Feed
    title: Any = gettext_lazy("Opinion solicitations")
    subtitle: Any = gettext_lazy("Drafts on which the public is asked, and what became of its comments")

    def link(self) -> str:
        """The page that shows the same."""
        return reverse("consultations:index")

    def author_name(self) -> str:
        """The body responsible for the site."""
        return str(settings.SITE.organiser)

    def items(self) -> QuerySet[PublishedSolicitation]:
        """The newest fifty."""
        return PublishedSolicitation.objects.only(*_READ)[:SHOWN]

    def item_title(self, item: PublishedSolicitation) -> str:
        """The title."""
        return item.local_title

    def item_description(self, item: PublishedSolicitation) -> str:
        """How the explanation begins."""
        return item.lead

    def item_guid(self, item: PublishedSolicitation) -> str:
        """One address per solicitation, with and without its result."""
        return f"tag:{settings.SITE.domain},2000:solicitation-{item.record_id}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: PublishedSolicitation) -> dt.datetime:
        """When it became public."""
        return item.first_public_at

    def item_updateddate(self, item: PublishedSolicitation) -> dt.datetime:
        """Since when it stands as it is."""
        return item.published_at
