"""Public rows are derived: thrown away or outdated, they come back the same."""

from typing import Any

from django.core.management import call_command
from django.forms.models import model_to_dict

from approvals.models import PublishedItem
from foundation.publishing.models import CatalogVersion
from guides.models import PublishedGuide
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide


def rows() -> list[dict[str, Any]]:
    found = [*PublishedItem.objects.order_by("pk"), *PublishedGuide.objects.order_by("pk")]
    return [{k: v for k, v in model_to_dict(row).items() if k != "id"} for row in found]


def make_catalog(cast: Cast) -> None:
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    publish(make_guide(item), editor=cast.editor, reviewer=cast.reviewer)


def test_rebuilding_makes_the_same_rows(cast: Cast) -> None:
    make_catalog(cast)
    before = rows()
    PublishedGuide.objects.update(body_zh="spoiled", theme_codes=["x"], gap_count=7)
    call_command("rebuild_published", verbosity=0)
    assert rows() == before


def test_only_rows_of_older_templates_are_stale(cast: Cast) -> None:
    make_catalog(cast)
    PublishedItem.objects.update(template_version="old", body_zh="old")
    PublishedGuide.objects.update(body_zh="untouched")
    version = CatalogVersion.current("approvals.item")
    call_command("rebuild_published", "--stale", verbosity=0)
    assert PublishedItem.objects.get().body_zh != "old"
    assert PublishedGuide.objects.get().body_zh == "untouched"
    assert CatalogVersion.current("approvals.item") == version + 1
