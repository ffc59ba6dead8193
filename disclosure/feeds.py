"""Feeds of what is published proactively, for readers and other channels."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.models import Column, PublishedPublication

SHOWN = 50
_READ = ("record_id", "index_text", "title", "title_en", "summary", "published_at", "first_public_at")


class PublicationFeed(Feed):  # type: ignore[type-arg]
    """The newest publications of all columns, as Atom."""

    feed_type = Atom1Feed
    title: Any = gettext_lazy("Published information")
    subtitle: Any = gettext_lazy("The newest texts of all columns")

    def link(self, column: Any = None) -> str:
        """The page that shows the same."""
        return reverse("disclosure:document_list")

    def author_name(self) -> str:
        """The body responsible for the site."""
        return str(settings.SITE.organiser)

    def items(self, column: Any = None) -> QuerySet[PublishedPublication]:
        """The newest fifty."""
        return PublishedPublication.objects.only(*_READ)[:SHOWN]

    def item_title(self, item: PublishedPublication) -> str:
        """The title."""
        return item.local_title

    def item_description(self, item: PublishedPublication) -> str:
        """The summary."""
        return item.summary

    def item_guid(self, item: PublishedPublication) -> str:
        """One address per text, however often it is corrected."""
        return f"tag:{settings.SITE.domain},2000:publication-{item.record_id}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: PublishedPublication) -> dt.datetime:
        """When it became public."""
        return item.first_public_at

    def item_updateddate(self, item: PublishedPublication) -> dt.datetime:
        """Since when it stands as it is."""
        return item.published_at


class ColumnFeed(PublicationFeed):
    """The newest publications of one column and its sub-columns."""

    def get_object(self, _request: HttpRequest, code: str) -> Column:
        """The column; 404 where there is none."""
        return get_object_or_404(Column.objects.active(), code=code)

    def title(self, column: Any = None) -> str:
        """The name of the column."""
        return str(column.local_name)

    def subtitle(self, column: Any = None) -> str:
        """What the column is about."""
        return str(column.local_description) or _("The newest texts of this column")

    def link(self, column: Any = None) -> str:
        """The page of the column."""
        return reverse("disclosure:column", args=[column.code])

    def items(self, column: Any = None) -> QuerySet[PublishedPublication]:
        """The newest fifty of the column."""
        return PublishedPublication.objects.in_columns([column, *column.children.active()]).only(*_READ)[:SHOWN]
