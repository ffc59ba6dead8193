"""Rows: what is taken in, what is refused and why, and that a second time changes nothing."""

import pytest

from approvals.models import Fee, Item, LegalBasis
from foundation.audit import Act, AuditEntry
from foundation.publishing.actions import submit
from guides.models import Guide, ImportBatch, ImportRow, Material
from tests.approvals.factories import make_item, make_theme
from tests.guides.exchange_files import (
    csv_source,
    full_record,
    guide_record,
    import_file,
    item_record,
    json_source,
    table_of,
)

WRONG_CHECK = "114299000100424590"


# What is taken in


def test_an_item_with_everything_below_it_becomes_drafts(cast):
    make_theme("p-certificates")
    done = import_file(json_source(full_record(themes=["p-certificates"])), actor=cast.editor)
    assert str(done.report.counts) == "rows 1, created 1, changed 0, unchanged 0, refused 0"
    item = Item.objects.get()
    assert item.department == cast.police
    assert item.updated_by == cast.editor
    assert [theme.code for theme in item.themes.all()] == ["p-certificates"]
    for name in Item.children:
        assert getattr(item, name).count() == 1
    guide = item.guides.get()
    assert guide.department == cast.police
    assert [material.name for material in guide.materials.all()] == ["户口簿", "申请表"]
    assert item.live_revision is None
    assert item.pending_revision is None


def test_the_batch_accounts_for_every_row(cast):
    record = full_record()
    done = import_file(json_source(record, name="清单.json"), actor=cast.editor)
    batch = ImportBatch.objects.get()
    assert done.batch == batch
    assert batch.number.endswith("-0001")
    assert batch.file_name == "清单.json"
    row = ImportRow.objects.get()
    assert (row.row_number, row.outcome, row.item) == (1, "created", Item.objects.get())
    assert list(row.guides.all()) == list(Guide.objects.all())
    assert row.label.startswith(record["code"])
    entry = AuditEntry.objects.get(act=Act.IMPORTED)
    assert entry.actor == cast.editor
    assert entry.detail["created"] == 1
    assert len(entry.detail["sha256"]) == 64


def test_defaults_fill_what_the_file_does_not_say(cast):
    import_file(json_source(item_record(guides=[guide_record(materials=[{"name": "户口簿"}])])), actor=cast.editor)
    item, material = Item.objects.get(), Material.objects.get()
    assert (item.body_nature, item.exercise_level, item.in_hall, item.is_fee) == ("1", "3", True, None)
    assert (material.necessity, material.originals, material.copies) == ("1", 1, 0)


# A second time


@pytest.mark.parametrize("again", [1, 2])
def test_importing_the_same_file_again_writes_nothing(cast, again, django_assert_max_num_queries):
    source = json_source(full_record(), full_record(guides=[]))
    import_file(source, actor=cast.editor)
    before = list(Item.objects.values()), list(Guide.objects.values()), list(Material.objects.values())
    for _ in range(again):
        done = import_file(source, actor=cast.editor)
        assert str(done.report.counts) == "rows 2, created 0, changed 0, unchanged 2, refused 0"
        assert done.batch is None
    assert (list(Item.objects.values()), list(Guide.objects.values()), list(Material.objects.values())) == before
    assert ImportBatch.objects.count() == AuditEntry.objects.filter(act=Act.IMPORTED).count() == 1


def test_a_changed_row_overwrites_the_draft_and_nothing_public(cast):
    item = make_item(cast.police)
    revision = submit(item, actor=cast.editor)
    from foundation.publishing.actions import release

    release(revision, actor=cast.reviewer, reason="按期公开")
    done = import_file(json_source({"code": item.code, "name": "新名称"}), actor=cast.second_editor)
    assert str(done.report.counts) == "rows 1, created 0, changed 1, unchanged 0, refused 0"
    item.refresh_from_db()
    assert (item.name, item.edit_version, item.updated_by) == ("新名称", 2, cast.second_editor)
    assert item.consult_phone == "0729-5550001"
    assert item.live_revision.document["name"] == "居民身份证补领"


def test_only_what_differs_is_written(cast):
    source = full_record()
    import_file(json_source(source), actor=cast.editor)
    source["guides"][0]["faqs"][0]["answer"] = "可以。"
    done = import_file(json_source(source), actor=cast.editor)
    assert done.report.counts.changed == 1
    assert Item.objects.get().edit_version == 1
    assert Guide.objects.get().edit_version == 2


def test_rows_keep_their_keys_by_what_names_them(cast):
    source = full_record()
    import_file(json_source(source), actor=cast.editor)
    keys = dict(Material.objects.values_list("name", "key"))
    source["guides"][0]["materials"] = [
        {"name": "申请表", "copies": 2},
        {"name": "照片"},
        {"name": "户口簿"},
    ]
    import_file(json_source(source), actor=cast.editor)
    found = list(Material.objects.values_list("name", "key", "copies"))
    assert [name for name, _key, _copies in found] == ["申请表", "照片", "户口簿"]
    assert keys.items() <= {name: key for name, key, _copies in found}.items()
    assert found[0][2] == 2
    import_file(json_source({**source, "guides": [guide_record(materials=[{"name": "照片"}])]}), actor=cast.editor)
    assert [m.name for m in Material.objects.all()] == ["照片"]


def test_a_given_key_finds_a_renamed_row(cast):
    item = make_item(cast.police, bases=2)
    first, second = item.legal_bases.all()
    rows = [{"key": second.key, "title": "改名后的法律"}, {"key": first.key}, {"key": "new-key", "title": "新法"}]
    import_file(json_source({"code": item.code, "legal_bases": rows}), actor=cast.editor)
    found = list(item.legal_bases.values_list("key", "title"))
    assert found == [(second.key, "改名后的法律"), (first.key, first.title), ("new-key", "新法")]


def test_rows_of_equal_names_stay_apart(cast):
    source = json_source(item_record(fees=[{"name": "工本费", "standard": s} for s in ("10元", "20元", "30元")]))
    import_file(source, actor=cast.editor)
    keys = list(Fee.objects.values_list("key", flat=True))
    assert import_file(source, actor=cast.editor).report.counts.unchanged == 1
    assert list(Fee.objects.values_list("key", flat=True)) == keys


def test_missing_stays_and_empty_clears(cast):
    item = make_item(cast.police)
    import_file(json_source({"code": item.code, "accept_conditions": "", "is_fee": None}), actor=cast.editor)
    item.refresh_from_db()
    assert (item.accept_conditions, item.is_fee, item.statutory_days) == ("", None, 60)
    assert item.legal_bases.count() == 1
    import_file(json_source({"code": item.code, "legal_bases": []}), actor=cast.editor)
    assert not LegalBasis.objects.exists()


def test_an_empty_cell_of_a_table_clears_and_a_table_without_rows_empties(cast):
    item = make_item(cast.police)
    tables = {
        "items": [["code", "statutory_days", "promised_days"], [item.code, "", ""]],
        "legal_bases": [["item_code"]],
    }
    import_file(csv_source(tables), actor=cast.editor)
    item.refresh_from_db()
    assert (item.statutory_days, item.promised_days, item.name) == (None, None, "居民身份证补领")
    assert not LegalBasis.objects.exists()


def test_tables_take_labels_for_headings_and_codes(cast):
    record = item_record(item_type="行政确认", service_objects="自然人")
    heading, row = table_of(record)
    heading[heading.index("name")] = "Item name"
    import_file(csv_source({"items": [heading, row]}), actor=cast.editor)
    item = Item.objects.get()
    assert (item.name, item.item_type, item.service_objects) == (record["name"], "07", ["1"])
