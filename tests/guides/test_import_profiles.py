"""Files of foreign systems: profiles, and the departments that they add."""

import pytest

from approvals.models import Item
from foundation.access import Role
from foundation.organization import Department, Membership
from guides.exchange.accounts import import_account
from guides.models import Guide, Material
from tests.approvals.factories import make_item_code, make_theme
from tests.guides.exchange_files import csv_source, import_file, json_source, table_of

WRONG_CHECK = "114299000100424590"


PROFILE = """
title = "样例"
create_departments = true
unverified_codes = "keep"
[department]
uscc = "uscc"
name = "dept"
region = "area"
[[regions]]
code = "420000"
name = "某省"
level = "province"
[[regions]]
code = "420900"
name = "某市"
level = "city"
parent = "420000"
[lists.objects]
"自然人" = "1"
[lists.themes]
"证件" = ["p-certificates", "p-household"]
[item]
code = "code"
name = "name"
item_type = { value = "20" }
service_objects = { from = "who", list = "objects" }
themes = { from = "themes", list = "themes", unlisted = "p-other" }
[guide]
slug = { from = "code", lower = true }
title = "name"
situation = { from = "situation", longest = 4 }
[guide_rows.materials]
each = "papers"
[guide_rows.materials.fields]
name = "."
[guide_rows.places]
when = "where"
[guide_rows.places.fields]
name = "dept"
address = "where"
"""


def foreign_record(**values):
    return {
        "code": make_item_code(),
        "uscc": "11429900010042458E",
        "dept": "某市公安局",
        "area": "420900",
        "name": " 补领 ",
        "who": ["自然人"],
        "themes": ["证件", "别的"],
        "situation": "太长的情形",
        "papers": ["户口簿", "照片"],
        "where": None,
        **values,
    }


@pytest.fixture
def profile(tmp_path):
    from guides.exchange.profiles import load_profile

    path = tmp_path / "own.toml"
    path.write_text(PROFILE, encoding="utf-8")
    return load_profile(str(path))


def test_a_profile_maps_rows_and_adds_departments(db, profile):
    for code in ("p-certificates", "p-household", "p-other"):
        make_theme(code)
    record = foreign_record(where="滨江大道")
    done = import_file(json_source(record), actor=import_account(), profile=profile)
    assert done.report.counts.created == 1
    item, guide = Item.objects.get(), Guide.objects.get()
    assert (item.name, item.item_type, item.service_objects) == ("补领", "20", ["1"])
    assert {theme.code for theme in item.themes.all()} == {"p-certificates", "p-household", "p-other"}
    assert (guide.slug, guide.situation) == (record["code"].lower(), "")
    assert [m.name for m in guide.materials.all()] == ["户口簿", "照片"]
    assert guide.places.get().address == "滨江大道"
    department = Department.objects.get()
    assert (department.name, department.region.name, department.region.parent.code) == ("某市公安局", "某市", "420000")
    assert import_file(json_source(record), actor=import_account(), profile=profile).report.counts.unchanged == 1


def test_a_profile_reads_tables_too(cast, profile):
    for code in ("p-certificates", "p-household", "p-other"):
        make_theme(code)
    record = foreign_record(dept=cast.police.name, themes=["证件"])
    record["papers"] = "户口簿\n照片"
    done = import_file(csv_source({"表": table_of(record)}), actor=import_account(), profile=profile)
    assert done.report.counts.created == 1
    assert [m.name for m in Material.objects.all()] == ["户口簿", "照片"]


def test_adding_departments_needs_its_own_right(cast, profile):
    make_theme("p-other")
    Membership.objects.create(user=cast.editor, role=Role.EDITOR)
    source = json_source(foreign_record(uscc="11429900MB004728X1", dept="江城市新局", themes=[]))
    assert import_file(source, actor=cast.editor, profile=profile, dry_run=True).report.counts.refused == 1
    Membership.objects.create(user=cast.editor, role=Role.SYSTEM_ADMIN)
    from foundation.people import User

    assert import_file(source, actor=User.objects.get(pk=cast.editor.pk), profile=profile).report.counts.created == 1


def test_a_department_of_rows_that_are_skipped_is_not_added(db, profile):
    source = json_source(
        foreign_record(themes=[]), foreign_record(dept="坏局", uscc="11429900MB004728X1", name="", themes=[])
    )
    done = import_file(source, actor=import_account(), profile=profile, skip_invalid=True)
    assert done.report.counts.created == 1
    assert [d.name for d in Department.objects.all()] == ["某市公安局"]


def test_a_kept_code_is_a_warning_and_a_gap(db, profile):
    record = foreign_record(uscc=WRONG_CHECK, code=f"{WRONG_CHECK}3000109000001", themes=[])
    done = import_file(json_source(record), actor=import_account(), profile=profile)
    assert done.report.counts.created == 1
    assert done.report.rows[0].warnings[0].column == "code"
    item = Item.objects.get()
    assert item.code_verified is False
    assert not item.department.uscc_verified
    assert "code" in {gap.code for gap in item.find_gaps(item.make_document())}


@pytest.mark.parametrize(
    ("values", "column"),
    [({"who": ["机器人"]}, "who"), ({"uscc": "短", "dept": "新局"}, "dept"), ({"dept": "", "uscc": ""}, "dept")],
)
def test_bad_foreign_values_are_named_by_their_own_columns(db, profile, values, column):
    done = import_file(json_source(foreign_record(themes=[], **values)), actor=import_account(), profile=profile)
    assert column in {problem.column for problem in done.report.rows[0].errors}
