"""Export: the drafts in the columns of the importer, back again without loss."""

import io
import json
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from approvals.models import Fee, IntermediaryService, Item, LegalBasis, Result, SpecialProcedure
from foundation.attachments import store
from foundation.audit import Act, AuditEntry
from foundation.tables.sources import Source
from guides.exchange.exporting import FORMATS, export_items
from guides.models import ChecklistQuestion, Faq, Guide, Material, Place, Step
from tests.approvals.factories import make_item, make_theme
from tests.guides.exchange_files import import_file
from tests.guides.factories import make_guide
from tests.guides.test_exchange_formats import NASTY, TEXT

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def exported(file_format: str, **options) -> Source:
    stream = io.BytesIO()
    export_items(stream, file_format, **{"actor": None, **options})
    return Source(f"items.{FORMATS[file_format][0]}", stream.getvalue())


def state() -> list[list[dict]]:
    kinds = (
        Item,
        Guide,
        LegalBasis,
        Fee,
        SpecialProcedure,
        Result,
        IntermediaryService,
        Material,
        Step,
        Place,
        Faq,
        ChecklistQuestion,
    )
    return [list(kind.objects.order_by("pk").values()) for kind in kinds]


@pytest.fixture
def everything(cast, settings, tmp_path):
    """An item and a guide with rows of every kind, in odd orders and with odd texts."""
    settings.PRIVATE_FILES_ROOT = tmp_path
    form = store(ContentFile(PNG), "申请表 =1.png", actor=cast.editor)
    item = make_item(cast.police, name="=SUM(A1)", accept_conditions="一\r\n二\n\t三", onsite_visits=0, is_fee=None)
    item.themes.add(make_theme("p-b"), make_theme("p-a"))
    item.service_objects, item.handle_forms = ["9", "1"], []
    item.save()
    Fee.objects.create(item=item, name="-工本费", standard="0040", reducible=True, position=9)
    Fee.objects.create(item=item, name="-工本费", standard="+1", position=3)
    SpecialProcedure.objects.create(item=item, name="听证", days=0, unit="day")
    Result.objects.create(item=item, name="@证", result_type="10", sample=form)
    IntermediaryService.objects.create(item=item, name="'翻译", basis="''某法")
    guide = make_guide(item, title="1.14400000069398E+30", notes=" ", no_materials=False)
    Material.objects.create(guide=guide, name="00123456789012345678", blank_form=form, sample_form=form, copies=2)
    ChecklistQuestion.objects.create(
        guide=guide, key="who", question="=谁？", answers="self=本人\nproxy=代办 | 带证；要原件"
    )
    Material.objects.create(guide=guide, name="委托书", applies_to=["who=proxy", "why=-1"])
    make_guide(item, rows=False)
    make_item(cast.market, statutory_days=0, promised_days=0, effective_on="1949-10-01")
    return item


@pytest.mark.parametrize("file_format", sorted(FORMATS))
def test_an_export_comes_back_unchanged(cast, everything, file_format):
    before = state()
    actor = cast.editor
    from guides.exchange.accounts import import_account

    actor = import_account()
    done = import_file(exported(file_format), actor=actor)
    assert str(done.report.counts) == "rows 2, created 0, changed 0, unchanged 2, refused 0", [
        row.messages for row in done.report.rows
    ]
    assert not done.report.notices
    assert state() == before


@pytest.mark.parametrize("file_format", sorted(FORMATS))
def test_an_export_restores_what_was_deleted(cast, everything, file_format):
    from guides.exchange.accounts import import_account

    source = exported(file_format)
    Guide.objects.all().delete()
    Item.objects.all().delete()
    assert import_file(source, actor=import_account()).report.counts.created == 2
    again = exported("json").data
    Guide.objects.all().delete()
    Item.objects.all().delete()
    import_file(source, actor=import_account())
    assert exported("json").data == again


@pytest.mark.parametrize("file_format", sorted(FORMATS))
def test_any_text_comes_back_unchanged(cast, file_format):
    make_theme()
    item = make_item(cast.police)
    guide = make_guide(item)

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(texts=st.lists(TEXT.filter(bool) | NASTY, min_size=5, max_size=5))
    def comes_back(texts):
        Item.objects.update(name=texts[0], accept_conditions=texts[1])
        Guide.objects.update(title=texts[2], notes=texts[3])
        Faq.objects.update(answer=texts[4])
        before = state()
        done = import_file(exported(file_format), actor=cast.editor)
        assert str(done.report.counts).endswith("unchanged 1, refused 0"), [r.messages for r in done.report.rows]
        assert state() == before

    comes_back()
    guide.refresh_from_db()
    assert guide.edit_version == 1


def test_json_nests_guides_below_their_items(everything):
    records = json.loads(exported("json").data)
    record = next(record for record in records if record["code"] == everything.code)
    assert record["themes"] == ["p-a", "p-b"]
    assert record["department"] == "gaj"
    assert [fee["standard"] for fee in record["fees"]] == ["+1", "0040"]
    assert len(record["guides"]) == 2
    assert {material["name"] for material in record["guides"][0]["materials"]} >= {"居民户口簿"}


def test_a_department_has_its_own_items_only(cast, everything):
    records = json.loads(exported("json", department=cast.market).data)
    assert [record["department"] for record in records] == ["scj"]


def test_an_editor_exports_what_the_own_department_has(cast, everything):
    records = json.loads(exported("json", actor=cast.editor).data)
    assert [record["code"] for record in records] == [everything.code]
    with pytest.raises(PermissionDenied):
        exported("json", actor=cast.nobody)


def test_an_export_is_recorded(cast, everything):
    exported("csv", actor=cast.editor, department=cast.police)
    entry = AuditEntry.objects.get(act=Act.EXPORTED)
    assert (entry.actor, entry.department, entry.detail["items"]) == (cast.editor, cast.police, 1)


def test_an_empty_catalog_exports_headings(db):
    for file_format in FORMATS:
        assert exported(file_format).data


def test_queries_do_not_grow_with_the_items(cast, everything, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as first:
        exported("json")
    for _ in range(10):
        make_guide(make_item(cast.police))
    with CaptureQueriesContext(connection) as second:
        exported("json")
    assert len(second) == len(first)


# The command


@pytest.mark.parametrize(
    ("name", "options"),
    [("a.json", {}), ("a.xlsx", {}), ("a.zip", {}), ("a.csv", {"format": "csv"}), ("a", {"format": "json"})],
)
def test_the_command_writes_what_the_importer_reads(cast, everything, tmp_path, capsys, name, options):
    path = tmp_path / name
    call_command("export_items", str(path), **options)
    assert "exported 2 items" in capsys.readouterr().out
    call_command("import_items", str(path))
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == "rows 2, created 0, changed 0, unchanged 2, refused 0"
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.doc", {}),
        ("a.csv", {}),
        ("nowhere/a.json", {}),
        (".", {"format": "json"}),
        ("a.json", {"department": "nowhere"}),
    ],
)
def test_the_command_refuses_in_a_sentence(cast, tmp_path, name, options):
    with pytest.raises(CommandError) as refused:
        call_command("export_items", str(tmp_path / name), **options)
    assert len(str(refused.value)) > 8
    assert [entry for entry in Path(tmp_path).iterdir() if entry.is_file()] == []
