"""Values of every shape in every place: each row is taken in or refused, and the report can be kept."""

import pytest

from foundation.tables.sources import Source
from guides.exchange.accounts import import_account
from guides.exchange.columns import TABLES
from guides.exchange.mapping import wanted_fields
from guides.exchange.profiles import load_profile
from tests.guides.exchange_files import guide_record, import_file, item_record, json_source

ODD = [
    None,
    True,
    False,
    0,
    -1,
    10**400,
    1e308,
    0.1,
    "",
    " ",
    "\x00",
    "\ud800",
    "长" * 10_000,
    [],
    {},
    [None],
    [[]],
    [{}],
    {"a": 1},
    "1;2;3",
    "9" * 300,
]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: ascii(odd)[:12])
def test_odd_values_anywhere_end_in_a_report(cast, odd):
    """Whatever stands in a cell, the row is taken in or refused in sentences that can be kept and printed."""
    records = [item_record(**{column.name: odd}) for column in TABLES["items"].columns]
    for name, table in TABLES.items():
        if name == "items":
            continue
        for column in (*table.columns, None):
            row = odd if column is None else {"name": "名", "title": "名", "question": "问", column.name: odd}
            rows = odd if column is None else [row]
            if table.parent == "items" or name == "guides":
                records.append(item_record(**{name: rows}))
            else:
                records.append(item_record(guides=[guide_record(slug=f"g{len(records)}", **{name: rows})]))
    done = import_file(json_source(*records), actor=cast.editor, skip_invalid=True)
    assert len(done.report.rows) == len(records)
    for row in done.report.rows:
        for message in row.messages:
            message.encode()
            assert len(message) <= 500


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: ascii(odd)[:12])
def test_odd_values_in_a_foreign_file_end_in_a_report(db, odd):
    profile = load_profile("guangdong")
    good = {"task_code": "1144000000694016742442109057153", "uscc": "114400000069401674", "department": "司法厅"}
    fields = sorted(wanted_fields(profile))
    records = [{**good, name: odd} for name in fields]
    done = import_file(json_source(*records), actor=import_account(), profile=profile, skip_invalid=True)
    assert len(done.report.rows) == len(fields)
    for row in done.report.rows:
        assert all(message.encode() for message in row.messages)


def test_nesting_that_a_reader_survives_does_not_break_the_report(cast):
    deep = 900 * "[" + 900 * "]"
    source = Source("items.json", b'[{"code": "1", "name": %s, "fees": %s}]' % (deep.encode(), deep.encode()))
    assert import_file(source, actor=cast.editor).report.tally.refused == 1


def test_names_that_no_screen_shows_do_not_break_the_report(cast):
    record = item_record(**{"a\x00b": 1, "\ud800": 2, "长" * 5000: 3})
    done = import_file(json_source(record), actor=cast.editor)
    assert done.batch.notices
    assert all(notice.encode() for notice in done.batch.notices)


def test_a_number_beyond_all_numbers_is_refused(cast):
    source = Source("items.json", b'[{"code": "1", "statutory_days": 1e999, "item_type": 1e999, "name": 1e999}]')
    assert import_file(source, actor=cast.editor).report.tally.refused == 1
