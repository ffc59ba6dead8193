"""What search engines should know about: every public page in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from approvals.models import PublishedFlow, PublishedItem
from disclosure.addresses import document_url
from disclosure.models import AnnualReport, Column, PublishedPublication
from feedback.models import PublishedAnswer, PublishedQuestionnaire, PublishedSolicitation
from foundation.organization import Department
from guides.models import PublishedGuide, PublishedJourney

Entry = tuple[str, dt.datetime]


class OwnSitemap(Sitemap):  # type: ignore[type-arg]
    """A site map whose addresses are the canonical ones, whatever host it was asked for by."""

    protocol = "https"

    def get_domain(self, site: object = None) -> str:
        """Return the domain of the site."""
        domain: str = settings.SITE.domain
        return domain


class PageSitemap(OwnSitemap):
    """Lists and texts that every site has."""

    i18n = True

    def items(self) -> list[str]:
        """Names of the addresses."""
        return [
            "home:index",
            "guides:guide_list",
            "guides:journey_list",
            "approvals:item_list",
            "approvals:department_list",
            "approvals:flow_list",
            "approvals:adjustment_list",
            "disclosure:reports",
            "disclosure:index",
            "disclosure:document_list",
            "disclosure:catalogue",
            "disclosure:guide",
            "feedback:index",
            "feedback:answer_list",
            "feedback:scoreboard",
            "consultations:index",
            "surveys:index",
            "ratings:index",
            "ratings:window_list",
            "hall:wall",
            "portal:about",
            "portal:accessibility",
            "portal:privacy",
            "portal:sitemap_page",
        ]

    def location(self, item: str) -> str:
        """The address."""
        return reverse(item)


class RecordSitemap(OwnSitemap):
    """Public records of one kind: their key and since when they are public."""

    i18n = True

    def __init__(self, url_name: str, rows: Any) -> None:
        self.url_name = url_name
        self.rows = rows

    def items(self) -> Iterable[Entry]:
        """All rows, read at each request."""
        return list(self.rows.all())

    def location(self, item: Entry) -> str:
        """The address."""
        return reverse(self.url_name, args=[item[0]])

    def lastmod(self, item: Entry) -> dt.datetime:
        """Since when this version is public."""
        return item[1]


class TextSitemap(RecordSitemap):
    """Publications, whose address is their index number."""

    def location(self, item: Entry) -> str:
        """The address."""
        return document_url(item[0])


class ColumnSitemap(OwnSitemap):
    """Columns of disclosure that are in use."""

    i18n = True

    def items(self) -> Iterable[str]:
        """Their codes."""
        return list(Column.objects.active().values_list("code", flat=True))

    def location(self, item: str) -> str:
        """The address."""
        return reverse("disclosure:column", args=[item])


class DepartmentSitemap(OwnSitemap):
    """Departments that the public sees."""

    i18n = True

    def items(self) -> Iterable[str]:
        """Their codes."""
        return list(Department.objects.public().values_list("code", flat=True))

    def location(self, item: str) -> str:
        """The address."""
        return reverse("approvals:department_detail", args=[item])


SITEMAPS: Final[dict[str, Any]] = {
    "pages": PageSitemap(),
    "guides": RecordSitemap(
        "guides:guide_detail", PublishedGuide.objects.order_by("slug").values_list("slug", "published_at")
    ),
    "journeys": RecordSitemap(
        "guides:journey_detail", PublishedJourney.objects.order_by("slug").values_list("slug", "published_at")
    ),
    "items": RecordSitemap(
        "approvals:item_detail", PublishedItem.objects.order_by("code").values_list("code", "published_at")
    ),
    "flows": RecordSitemap(
        "approvals:flow_detail", PublishedFlow.objects.order_by("slug").values_list("slug", "published_at")
    ),
    "columns": ColumnSitemap(),
    "texts": TextSitemap(
        "disclosure:document", PublishedPublication.objects.order_by("pk").values_list("index_text", "published_at")
    ),
    "answers": RecordSitemap(
        "feedback:answer_detail", PublishedAnswer.objects.order_by("pk").values_list("number", "published_at")
    ),
    "departments": DepartmentSitemap(),
    "reports": RecordSitemap(
        "disclosure:report", AnnualReport.objects.public().order_by("year").values_list("year", "signed_at")
    ),
    "consultations": RecordSitemap(
        "consultations:detail",
        PublishedSolicitation.objects.order_by("number").values_list("number", "published_at"),
    ),
    "surveys": RecordSitemap(
        "surveys:detail", PublishedQuestionnaire.objects.order_by("number").values_list("number", "published_at")
    ),
}
