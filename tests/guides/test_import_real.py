"""The real records of a province, all of them."""

import pytest

from approvals.models import Item
from approvals.reference import load_themes
from foundation.organization import Department
from foundation.tables.sources import open_source
from guides.exchange.accounts import import_account
from guides.exchange.importing import import_file
from guides.exchange.profiles import load_profile
from guides.models import Guide, Material, Place
from tests.real_data import real_data

ROWS = 2262


@pytest.mark.slow
@pytest.mark.django_db
def test_every_real_record_is_created_and_then_unchanged():
    source = open_source(real_data("items/guangdong_items.json"))
    load_themes()
    profile = load_profile("guangdong")
    done = import_file(source, actor=import_account(), profile=profile)
    assert str(done.report.counts) == f"rows {ROWS}, created {ROWS}, changed 0, unchanged 0, refused 0"
    assert Item.objects.count() == Guide.objects.count() == done.batch.outcomes.count() == ROWS
    assert Item.objects.filter(code_verified=False).count() == 6
    assert Department.objects.count() == 177
    assert Department.objects.filter(uscc_verified=False).count() == 2
    assert set(Department.objects.values_list("region__name", flat=True)) == {"广东省", "广州市"}
    assert {kind: Item.objects.filter(item_type=kind).count() for kind in ("01", "10", "20", "21")} == {
        "01": 510,
        "10": 77,
        "20": 1586,
        "21": 0,
    }
    assert Material.objects.count() == 3434
    assert Place.objects.count() == 1438
    assert not Item.objects.exclude(project_type="").exists()
    assert not Item.objects.filter(themes=None).exists()
    again = import_file(source, actor=import_account(), profile=profile)
    assert str(again.report.counts) == f"rows {ROWS}, created 0, changed 0, unchanged {ROWS}, refused 0"
    assert again.batch is None
