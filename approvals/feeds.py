"""Feeds of the catalog for readers and other channels."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from approvals.adjustments import field_label
from approvals.models import Adjustment


class AdjustmentFeed(Feed):  # type: ignore[type-arg]
    """The newest adjustments of items, as Atom."""

    feed_type = Atom1Feed
    title = _("Item adjustments")
    subtitle = _("Items that were added, changed, delegated or cancelled")

    def link(self) -> str:
        """The page that shows the same."""
        return reverse("approvals:adjustment_list")

    def author_name(self) -> str:
        """The body responsible for the site."""
        return str(settings.SITE.organiser)

    def items(self) -> QuerySet[Adjustment]:
        """The newest fifty."""
        return Adjustment.objects.select_related("department")[:50]

    def item_title(self, item: Adjustment) -> str:
        """Kind and name."""
        return pgettext("feed", "%(kind)s: %(name)s") % {"kind": item.get_kind_display(), "name": item.local_name}

    def item_description(self, item: Adjustment) -> str:
        """Department, what changed, note."""
        changed = dict.fromkeys(map(field_label, item.changed_fields))
        return " · ".join(filter(None, (item.department.local_name, ", ".join(changed), item.note)))

    def item_link(self, item: Adjustment) -> str:
        """The page of the item; a cancelled one has none any more, its entry in the log stays."""
        if item.kind == "cancelled":
            return f"{reverse('approvals:adjustment_list')}?kind=cancelled"
        return reverse("approvals:item_detail", args=[item.code])

    def item_guid(self, item: Adjustment) -> str:
        """One address per log line, however often an item changes."""
        return f"tag:{settings.SITE.domain},2000:adjustment-{item.pk}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: Adjustment) -> dt.datetime:
        """When it happened."""
        return item.at

    def item_updateddate(self, item: Adjustment) -> dt.datetime:
        """When it happened; log lines never change."""
        return item.at
