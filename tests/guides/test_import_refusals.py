"""Rows that are refused: each by its column, in a sentence, and without harm to the others."""

import pytest

from approvals.models import Item
from foundation.publishing.actions import submit
from foundation.workflow import Conflict
from guides.exchange.accounts import import_account
from guides.models import Guide, ImportBatch, ImportRow
from tests.approvals.factories import make_item, make_item_code, make_theme
from tests.guides.exchange_files import (
    errors_of,
    full_record,
    guide_record,
    import_file,
    item_record,
    json_source,
    table_of,
    typed_xlsx,
)
from tests.guides.factories import make_guide

WRONG_CHECK = "114299000100424590"

# What is refused

REFUSED = {
    "long name": ({"name": "长" * 10_000}, "200"),
    "no name": ({"name": ""}, "name"),
    "NUL": ({"name": "有\x00空字符"}, "NUL"),
    "half a character": ({"name": "\ud800"}, "name"),
    "date for a number": ({"statutory_days": "2026-01-31"}, "statutory_days"),
    "number for a code": ({"code": 1.14400000069398e30}, "code"),
    "short code": ({"code": "1144"}, "31"),
    "wrong check character": ({"code": f"{WRONG_CHECK}3000109000001"}, "check character"),
    "level against code": ({"exercise_level": "2"}, "19"),
    "promised longer": (
        {"statutory_days": 5, "statutory_unit": "workday", "promised_days": 6, "promised_unit": "workday"},
        "promised",
    ),
    "limit without unit": ({"statutory_days": 5}, "unit"),
    "negative days": ({"statutory_days": -5, "statutory_unit": "workday"}, "0"),
    "huge days": ({"statutory_days": 99_999, "statutory_unit": "workday"}, "32767"),
    "unknown code": ({"item_type": "11"}, "20 "),
    "no service object": ({"service_objects": []}, "service_objects"),
    "unknown department": ({"department": "gajj"}, "gaj"),
    "no department": ({"department": None}, "department"),
    "unknown theme": ({"themes": ["p-certificate"]}, "p-certificates"),
    "bad address": ({"online_url": "javascript:alert(1)"}, "online_url"),
    "dates in the wrong order": ({"effective_on": "2026-02-01", "cancels_on": "2026-01-01"}, "cancels_on"),
    "fee without name": ({"fees": [{"standard": "10元"}]}, "fees"),
    "procedure without unit": ({"special_procedures": [{"name": "听证", "days": 5}]}, "special_procedures"),
    "service without basis": ({"intermediary_services": [{"name": "翻译", "basis": ""}]}, "basis"),
    "unknown file": ({"results": [{"name": "证", "sample": "0" * 64 + " a.pdf"}]}, "sample"),
    "key twice": ({"fees": [{"key": "a", "name": "一"}, {"key": "a", "name": "二"}]}, "key"),
    "bad key": ({"fees": [{"key": "../a", "name": "一"}]}, "key"),
    "guide without title": ({"guides": [{"slug": "a"}]}, "title"),
    "bad slug": ({"guides": [guide_record(slug="身份证")]}, "slug"),
    "no slug": ({"guides": [guide_record(slug="")]}, "slug"),
    "long summary": ({"guides": [guide_record(summary="长" * 161)]}, "160"),
    "unknown phase": ({"guides": [guide_record(steps=[{"phase": "wait", "name": "等"}])]}, "receive"),
}


@pytest.mark.parametrize(("values", "word"), REFUSED.values(), ids=REFUSED.keys())
def test_a_bad_value_is_refused_by_name(cast, settings, values, word):
    from django.utils import translation

    make_theme("p-certificates")
    with translation.override("en"):
        done = import_file(json_source(item_record(**values)), actor=cast.editor)
        said = " ".join(errors_of(done))
    assert str(done.report.counts) == "rows 1, created 0, changed 0, unchanged 0, refused 1"
    assert word in said
    assert len(said) < 600
    assert not Item.objects.exists()


def test_all_errors_of_a_row_are_told_at_once(cast):
    done = import_file(
        json_source(item_record(name="", item_type="11", department="nowhere", statutory_days="x")), actor=cast.editor
    )
    (row,) = done.report.rows
    assert {problem.column for problem in row.errors} == {"name", "item_type", "department", "statutory_days"}


def test_spreadsheet_cells_that_lost_their_value_are_refused(cast):
    import datetime as dt

    record = item_record(name="a", statutory_days=dt.datetime(2026, 1, 31))  # noqa: DTZ001  as spreadsheets have it
    done = import_file(typed_xlsx({"items": table_of(record)}), actor=cast.editor)
    assert [problem.column for problem in done.report.rows[0].errors] == ["statutory_days"]
    done = import_file(typed_xlsx({"items": table_of({**item_record(), "name": "=1+1"})}), actor=cast.editor)
    assert [problem.column for problem in done.report.rows[0].errors] == ["name"]
    done = import_file(
        typed_xlsx({"items": table_of({**item_record(), "code": 1.14400000069398e30})}), actor=cast.editor
    )
    assert [problem.column for problem in done.report.rows[0].errors] == ["code"]


def test_a_code_stands_in_a_file_once(cast):
    record = item_record()
    done = import_file(json_source(record, record), actor=cast.editor, skip_invalid=True)
    assert str(done.report.counts) == "rows 2, created 1, changed 0, unchanged 0, refused 1"
    assert done.report.rows[1].errors[0].column == "code"


def test_an_address_stands_in_a_file_once_and_belongs_to_one_item(cast):
    records = item_record(guides=[guide_record()]), item_record(guides=[guide_record()])
    done = import_file(json_source(*records), actor=cast.editor, skip_invalid=True)
    assert done.report.counts.refused == 1
    done = import_file(json_source(records[1]), actor=cast.editor)
    assert done.report.counts.refused == 1


def test_all_or_nothing_unless_the_bad_rows_are_skipped(cast):
    source = json_source(item_record(), item_record(name=""), item_record())
    done = import_file(source, actor=cast.editor)
    assert str(done.report.counts) == "rows 3, created 0, changed 0, unchanged 0, refused 3"
    assert str(done.report.tally) == "rows 3, created 2, changed 0, unchanged 0, refused 1"
    assert not Item.objects.exists()
    assert not ImportBatch.objects.exists()
    done = import_file(source, actor=cast.editor, skip_invalid=True)
    assert str(done.report.counts) == "rows 3, created 2, changed 0, unchanged 0, refused 1"
    assert Item.objects.count() == 2
    refused = ImportRow.objects.get(outcome="refused")
    assert (refused.row_number, refused.item) == (2, None)
    assert "name" in refused.messages[0]


def test_a_dry_run_says_the_same_and_writes_nothing(cast):
    source = json_source(full_record(), item_record(name=""))
    dry = import_file(source, actor=cast.editor, dry_run=True, skip_invalid=True)
    assert not Item.objects.exists()
    assert dry.batch is None
    wet = import_file(source, actor=cast.editor, skip_invalid=True)
    assert dry.report.counts == wet.report.counts
    assert [row.messages for row in dry.report.rows] == [row.messages for row in wet.report.rows]


def test_a_draft_in_review_is_refused_unless_the_file_says_the_same(cast):
    item = make_item(cast.police)
    submit(item, actor=cast.editor)
    assert import_file(json_source({"code": item.code, "name": item.name}), actor=cast.editor).report.counts.unchanged
    done = import_file(json_source({"code": item.code, "name": "新名称"}), actor=cast.editor)
    assert done.report.counts.refused == 1


def test_a_wrong_check_character_that_is_known_does_not_block_other_changes(cast):
    item = make_item(cast.police, code=f"{WRONG_CHECK}3000109000001", code_verified=False)
    done = import_file(json_source({"code": item.code, "name": "新名称"}), actor=cast.editor)
    assert done.report.counts.changed == 1
    assert [problem.column for problem in done.report.rows[0].warnings] == ["code"]


# Who may


def test_records_of_other_departments_are_refused(cast):
    theirs = make_item(cast.market)
    done = import_file(
        json_source(item_record(), item_record(department="scj"), {"code": theirs.code, "department": "gaj"}),
        actor=cast.editor,
        skip_invalid=True,
    )
    assert [row.outcome for row in done.report.rows] == ["created", "refused", "refused"]
    theirs.refresh_from_db()
    assert theirs.department == cast.market


def test_guides_follow_their_item_into_another_department(cast):
    item = make_item(cast.police)
    named, other = make_guide(item, rows=False), make_guide(item, rows=False)
    record = {"code": item.code, "department": "scj", "guides": [{"slug": named.slug, "title": "新标题"}]}
    assert import_file(json_source(record), actor=cast.editor).report.counts.refused == 1
    assert import_file(json_source(record), actor=import_account()).report.counts.changed == 1
    for guide in (named, other):
        guide.refresh_from_db()
        assert guide.department == cast.market
        assert guide.edit_version == 2


def test_an_item_does_not_move_while_a_guide_is_in_review(cast):
    item = make_item(cast.police)
    guide = make_guide(item)
    Guide.objects.filter(pk=guide.pk).update(stage="in_review")
    record = {"code": item.code, "department": "scj"}
    assert import_file(json_source(record), actor=import_account()).report.counts.refused == 1


def test_a_new_guide_is_in_the_department_of_its_item(cast):
    item = make_item(cast.police)
    record = {"code": item.code, "guides": [guide_record(department="scj")]}
    done = import_file(json_source(record), actor=cast.editor)
    assert done.report.counts.changed == 1
    assert "department" in done.report.notices[0]
    assert item.guides.get().department == cast.police


@pytest.mark.parametrize("who", ["reviewer", "officer", "auditor", "system_admin", "nobody"])
def test_who_may_not_edit_may_not_import(cast, who):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        import_file(json_source(item_record()), actor=getattr(cast, who), dry_run=True)


def test_the_import_account_edits_everywhere_and_cannot_log_in(cast, client):
    account = import_account()
    assert import_account() == account
    assert not account.has_usable_password()
    assert not client.login(username="import", password="")
    assert account.display_name == "数据导入"
    done = import_file(json_source(item_record(), item_record(department="scj")), actor=account)
    assert done.report.counts.created == 2


def test_a_code_that_somebody_else_adds_meanwhile_stops_the_whole_import(cast, monkeypatch):
    """The database has the last word; its refusal is a sentence too."""
    from guides.exchange import writing

    code = make_item_code()
    real = writing._write

    def late(model, drafts):
        make_item(cast.police, code=code)
        real(model, drafts)

    monkeypatch.setattr(writing, "_write", late)
    with pytest.raises(Conflict):
        import_file(json_source(item_record(code=code)), actor=cast.editor)
    assert not ImportBatch.objects.exists()
