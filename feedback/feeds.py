"""The feed of published answers, for readers and other channels."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy

from feedback.models import PublishedAnswer

SHOWN = 50


class AnswerFeed(Feed):  # type: ignore[type-arg]
    """The newest published answers, as Atom."""

    feed_type = Atom1Feed
    title: Any = gettext_lazy("Published answers")
    subtitle: Any = gettext_lazy("The newest replies to messages")

    def link(self) -> str:
        """The page that shows the same."""
        return reverse("feedback:answer_list")

    def author_name(self) -> str:
        """The body responsible for the site."""
        return str(settings.SITE.organiser)

    def items(self) -> QuerySet[PublishedAnswer]:
        """The newest fifty."""
        return PublishedAnswer.objects.newest()[:SHOWN]

    def item_title(self, item: PublishedAnswer) -> str:
        """The subject."""
        return item.subject

    def item_description(self, item: PublishedAnswer) -> str:
        """The reply."""
        return item.answer

    def item_guid(self, item: PublishedAnswer) -> str:
        """One address per message."""
        return f"tag:{settings.SITE.domain},2000:answer-{item.number}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: PublishedAnswer) -> dt.datetime:
        """When it became public."""
        return item.published_at
