"""The verbs of the annual report, and what the database itself refuses."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from disclosure.actions import annual
from disclosure.actions.annual import NotInOrder
from disclosure.annual.word import report_word
from disclosure.annual.workbook import report_workbook
from disclosure.models import AnnualReport, IndexNumber, ManualFigure
from disclosure.models.annual import ReportStage
from foundation.audit import Act, AuditEntry
from foundation.typesetting import MissingGlyphs
from foundation.workflow import Conflict, Refused
from tests.cast import Cast, make_user
from tests.disclosure.annual import rows
from tests.disclosure.annual.rows import TODAY
from tests.disclosure.factories import make_body

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(cast: Cast) -> None:
    """A small register."""
    rows.add_register()


def acts(report: AnnualReport) -> list[str]:
    return list(
        AuditEntry.objects.filter(target_type="disclosure.annualreport", target_id=str(report.pk))
        .order_by("pk")
        .values_list("act", flat=True)
    )


def test_a_report_from_start_to_signature(cast: Cast, register: None) -> None:
    report = rows.signed(cast)
    assert (report.stage, report.signed_by, report.issued_on) == (ReportStage.SIGNED, cast.manager, TODAY)
    assert report.index_number is not None
    assert report.index_number.text == "114299000/2026-00001"
    document = report.frozen
    assert document.index_number == "114299000/2026-00001"
    assert document.values["requests.new_received.total"] == 3
    assert document.values["requests.carried_forward.natural_person"] == 1
    assert document.values["proactive.licensing.decisions"] == 246000
    assert {mark.address: mark.note for mark in document.manual} == dict.fromkeys(rows.SECTION_TWO, "审批系统")
    text = "".join(p for section in document.sections for part in section.parts for p in part.paragraphs)
    assert "新收政府信息公开申请3件，其中自然人提出2件" in text
    assert report.is_intact
    assert acts(report) == [
        Act.REPORT_STARTED, Act.REPORT_FIGURES_ENTERED, Act.REPORT_SUBMITTED, Act.REPORT_SIGNED,
    ]  # fmt: skip


def test_a_signed_report_keeps_its_figures_when_the_register_moves_on(cast: Cast, register: None) -> None:
    report = rows.signed(cast)
    rows.make_request(dt.date(2025, 5, 5))
    ManualFigure.objects.all().delete()
    assert AnnualReport.objects.get(pk=report.pk).frozen.values["requests.new_received.total"] == 3


@pytest.mark.parametrize("year", [2007, 2027, -1, 100_000])
def test_there_are_no_reports_on_years_without_the_law_or_to_come(cast: Cast, year: int) -> None:
    with pytest.raises(Refused):
        rows.start(cast, year)
    assert not AnnualReport.objects.exists()


def test_a_year_has_one_report(cast: Cast) -> None:
    rows.start(cast)
    with pytest.raises(Conflict):
        rows.start(cast)
    assert AnnualReport.objects.count() == 1


def save(report: AnnualReport, cast: Cast, **changes: Any) -> None:
    given = {"values": {}, "texts": {}, "edit_version": report.edit_version, "actor": cast.officer}
    annual.save_report(report, **{**given, **changes})


def test_text_is_saved_and_unknown_parts_are_left_out(cast: Cast) -> None:
    report = rows.start(cast)
    save(report, cast, texts={"problems": "无。", "nonsense": "x"}, values={"document_number": "江政务〔2026〕1号"})
    report.refresh_from_db()
    assert report.texts["problems"] == "无。"
    assert "nonsense" not in report.texts
    assert report.texts["other"]
    assert report.document_number == "江政务〔2026〕1号"
    assert acts(report)[-1] == Act.REPORT_SAVED


def test_a_stale_save_is_refused(cast: Cast) -> None:
    report = rows.start(cast)
    save(report, cast, texts={"problems": "一"})
    with pytest.raises(Conflict):
        save(report, cast, texts={"problems": "二"})
    assert AnnualReport.objects.get().texts["problems"] == "一"


def test_counted_cells_cannot_be_typed(cast: Cast, register: None) -> None:
    report = rows.start(cast)
    with override("en"), pytest.raises(Refused, match="予以公开"):
        annual.enter_figures(report, figures={"requests.granted.total": 5}, note="", actor=cast.officer)
    assert not ManualFigure.objects.exists()


def test_only_changed_figures_get_the_note(cast: Cast) -> None:
    report = rows.start(cast, 2018)
    enter = annual.enter_figures
    enter(report, figures={"statistics.staff": 3, "statistics.full_time": 1}, note="年报", actor=cast.officer)
    enter(report, figures={"statistics.staff": 3, "statistics.full_time": 2}, note="更正", actor=cast.officer)
    notes = dict(ManualFigure.objects.values_list("address", "note"))
    assert notes == {"statistics.staff": "年报", "statistics.full_time": "更正"}
    enter(report, figures={"statistics.staff": None}, note="", actor=cast.officer)
    assert list(ManualFigure.objects.values_list("address", flat=True)) == ["statistics.full_time"]


@pytest.mark.parametrize(
    ("address", "value"),
    [
        ("statistics.staff", -1),
        ("statistics.staff", Decimal("1.5")),
        ("statistics.budget", Decimal("0.1234567")),
        ("statistics.staff", 10**13),
        ("requests.granted.total", 1),
    ],
)
def test_a_figure_that_its_cell_cannot_hold_is_refused(cast: Cast, address: str, value: Any) -> None:
    report = rows.start(cast, 2018)
    with pytest.raises((ValidationError, Refused)):
        annual.enter_figures(report, figures={address: value}, note="", actor=cast.officer)
    assert not ManualFigure.objects.exists()


def test_amounts_and_changes_are_kept_as_they_are(cast: Cast) -> None:
    report = rows.start(cast, 2020)
    figures = {"proactive.procurement.amount": Decimal("12.50"), "proactive.licensing.change": -3}
    annual.enter_figures(report, figures=figures, note="", actor=cast.officer)
    assert {row.address: row.figure for row in ManualFigure.objects.all()} == figures


def test_a_violated_identity_blocks_the_signature_and_names_the_cells(cast: Cast) -> None:
    report = rows.start(cast, 2023)
    figures = dict.fromkeys(report.format.cells, 0) | {"requests.new_received.natural_person": 5}
    annual.enter_figures(report, figures=figures, note="", actor=cast.officer)
    annual.submit_report(report, actor=cast.officer)
    with override("zh-hans"), pytest.raises(NotInOrder) as refusal:
        rows.sign(report, actor=cast.manager, today=TODAY)
    assert len(refusal.value.reasons) == 2
    assert "“一、本年新收政府信息公开申请数量·自然人”5" in str(refusal.value)
    assert AnnualReport.objects.get().stage == ReportStage.IN_REVIEW


def test_the_carry_over_is_compared_with_the_signed_report_of_the_year_before(cast: Cast, register: None) -> None:
    rows.signed(cast)
    # A request of 2025 that turns up after the report was signed.
    rows.make_request(dt.date(2025, 6, 1))
    later = dt.date(2027, 1, 10)
    report = rows.start(cast, 2026, today=later)
    annual.enter_figures(report, figures=dict(rows.SECTION_TWO), note="", actor=cast.officer)
    draft = annual.review_draft(AnnualReport.objects.get(pk=report.pk), today=later)
    assert {finding.code for finding in draft.findings} == {"carried"}
    assert len(draft.blockers) == 2


def test_unbound_text_and_blank_cells_block_the_signature(cast: Cast, register: None) -> None:
    report = rows.start(cast)
    save(report, cast, texts={"problems": "共{{ granted.totl }}件"})
    annual.submit_report(report, actor=cast.officer)
    with override("en"), pytest.raises(NotInOrder) as refusal:
        rows.sign(report, actor=cast.manager, today=TODAY)
    sentences = " ".join(refusal.value.reasons)
    assert "“granted.totl”" in sentences
    assert "行政许可·本年处理决定数量" in sentences


@pytest.mark.parametrize(
    ("year", "part", "blocks"),
    [
        (2025, "management", True),
        (2025, "overall", False),
        (2025, "requests_note", False),
        (2025, "problems", True),
        (2020, "management", False),
        (2020, "other", True),
        (2018, "problems", False),
    ],
)
def test_what_the_format_demands_must_be_written(cast: Cast, year: int, part: str, blocks: bool) -> None:
    report = rows.start(cast, year)
    texts = {each.key: "有内容。" for each in report.format.parts}
    save(report, cast, texts={**texts, part: " \n"})
    draft = annual.review_draft(AnnualReport.objects.get(), today=TODAY)
    assert ("empty" in {finding.code for finding in draft.findings}) is blocks


def test_a_report_that_no_font_can_print_is_not_signed(cast: Cast, register: None) -> None:
    report = rows.complete(cast)
    save(report, cast, texts={"problems": "有一个\ue123字。"})
    annual.submit_report(report, actor=cast.officer)
    with pytest.raises(MissingGlyphs):
        rows.sign(report, actor=cast.manager, today=TODAY)
    assert AnnualReport.objects.get().stage == ReportStage.IN_REVIEW


def test_control_characters_reach_no_file(cast: Cast, register: None) -> None:
    report = rows.complete(cast)
    save(report, cast, texts={"problems": "一\x01二\x1b三\ufffe"}, values={"category": "甲\x02乙"})
    annual.submit_report(report, actor=cast.officer)
    rows.sign(report, actor=cast.manager, today=TODAY)
    document = AnnualReport.objects.get().frozen
    assert document.sections[4].parts[0].paragraphs == ("一二三",)
    assert document.category == "甲乙"
    assert report_word(document)
    assert report_workbook(document)


def test_a_whole_table_is_entered_in_few_questions(cast: Cast) -> None:
    report = rows.start(cast, 2023)
    with CaptureQueriesContext(connection) as asked:
        annual.enter_figures(report, figures=dict.fromkeys(report.format.cells, 1), note="台账", actor=cast.officer)
    assert ManualFigure.objects.count() == len(report.format.cells)
    assert len(asked) <= 15


@pytest.mark.parametrize("today", [dt.date(2025, 11, 1), dt.date(2025, 12, 31)])
def test_the_year_must_be_over(cast: Cast, register: None, today: dt.date) -> None:
    report = rows.submitted(cast)
    with pytest.raises(NotInOrder):
        rows.sign(report, actor=cast.manager, today=today)


@pytest.mark.parametrize(("issued", "fine"), [
    (dt.date(2025, 12, 31), False), (dt.date(2026, 1, 1), True), (TODAY, True), (TODAY + dt.timedelta(days=1), False),
])  # fmt: skip
def test_a_report_is_issued_after_its_year_and_not_in_the_future(
    cast: Cast, register: None, issued: dt.date, fine: bool
) -> None:
    report = rows.complete(cast)
    save(report, cast, values={"issued_on": issued})
    annual.submit_report(report, actor=cast.officer)
    if not fine:
        with pytest.raises(NotInOrder):
            rows.sign(report, actor=cast.manager, today=TODAY)
        return
    rows.sign(report, actor=cast.manager, today=TODAY)
    assert AnnualReport.objects.get().frozen.issued_on == issued


def test_a_number_given_elsewhere_is_taken_over(cast: Cast, register: None) -> None:
    report = rows.complete(cast)
    save(report, cast, values={"given_index": "000014349/2026-00298"})
    annual.submit_report(report, actor=cast.officer)
    rows.sign(report, actor=cast.manager, today=TODAY)
    number = IndexNumber.objects.get()
    assert (number.text, number.is_imported) == ("000014349/2026-00298", True)
    assert AnnualReport.objects.get().frozen.index_number == number.text


def test_a_bad_number_leaves_the_report_unsigned(cast: Cast, register: None) -> None:
    report = rows.complete(cast)
    save(report, cast, values={"given_index": "nonsense"})
    annual.submit_report(report, actor=cast.officer)
    with pytest.raises(Refused):
        rows.sign(report, actor=cast.manager, today=TODAY)
    assert AnnualReport.objects.get().stage == ReportStage.IN_REVIEW


def test_who_wrote_or_submitted_does_not_sign(cast: Cast, register: None) -> None:
    both = make_user("both")
    both.memberships.create(role="officer", department=cast.police)
    both.memberships.create(role="manager")
    for writer, submitter in ((both, cast.officer), (cast.officer, both)):
        report = rows.start(cast, actor=cast.officer)
        annual.enter_figures(report, figures=dict(rows.SECTION_TWO), note="", actor=writer)
        annual.submit_report(report, actor=submitter)
        with override("en"), pytest.raises(Refused, match="second person"):
            rows.sign(report, actor=both, today=TODAY)
        assert AnnualReport.objects.get().stage == ReportStage.IN_REVIEW
        AnnualReport.objects.all().delete()


def test_returning_needs_a_comment_that_the_author_sees(cast: Cast) -> None:
    report = rows.start(cast)
    annual.submit_report(report, actor=cast.officer)
    with pytest.raises(Refused):
        annual.return_report(report, comment="  ", actor=cast.manager)
    annual.return_report(report, comment="第五部分太短", actor=cast.manager)
    report = AnnualReport.objects.get()
    assert (report.stage, report.return_note) == (ReportStage.DRAFTING, "第五部分太短")
    annual.submit_report(report, actor=cast.officer)
    assert AnnualReport.objects.get().return_note == ""


def test_an_amendment_is_a_new_version_and_the_old_one_stays(cast: Cast, register: None) -> None:
    first = rows.signed(cast)
    again = annual.amend_report(first, reason="更正表三", actor=cast.officer)
    assert (again.version, again.amendment, again.index_number) == (2, "更正表三", first.index_number)
    assert list(AnnualReport.objects.public()) == [first]
    annual.submit_report(again, actor=cast.officer)
    rows.sign(again, actor=cast.manager, today=TODAY)
    assert [report.version for report in AnnualReport.objects.public()] == [2]
    assert AnnualReport.objects.get(version=2).frozen.amendment == "更正表三"
    assert AnnualReport.objects.get(version=1).checksum == first.checksum


def test_only_the_newest_signed_version_is_amended(cast: Cast, register: None) -> None:
    first = rows.signed(cast)
    with pytest.raises(Refused):
        annual.amend_report(first, reason=" ", actor=cast.officer)
    second = annual.amend_report(first, reason="更正", actor=cast.officer)
    for report in (first, second):
        with pytest.raises(Conflict):
            annual.amend_report(report, reason="再更正", actor=cast.officer)


VERBS: dict[str, Callable[[AnnualReport, Any], object]] = {
    "start": lambda report, actor: annual.start_report(2024, body=report.body, actor=actor, today=TODAY),
    "save": lambda report, actor: annual.save_report(
        report, values={}, texts={}, edit_version=report.edit_version, actor=actor
    ),
    "enter": lambda report, actor: annual.enter_figures(report, figures={}, note="", actor=actor),
    "submit": lambda report, actor: annual.submit_report(report, actor=actor),
    "return": lambda report, actor: annual.return_report(report, comment="改", actor=actor),
    "sign": lambda report, actor: rows.sign(report, actor=actor, today=TODAY),
    "amend": lambda report, actor: annual.amend_report(report, reason="改", actor=actor),
}
OFFICERS_VERBS = {"start", "save", "enter", "submit", "amend"}
POSSIBLE = {
    ReportStage.DRAFTING: {"start", "save", "enter", "submit"},
    ReportStage.IN_REVIEW: {"start", "return", "sign"},
    ReportStage.SIGNED: {"start", "amend"},
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("stage", list(ReportStage))
def test_every_role_stage_and_verb(verb: str, stage: ReportStage, cast: Cast, register: None) -> None:
    make = {"drafting": rows.complete, "in_review": rows.submitted, "signed": rows.signed}
    report = make[stage](cast)
    allowed = cast.officer if verb in OFFICERS_VERBS else cast.manager
    others = [cast.officer, cast.manager, cast.auditor, cast.editor, cast.reviewer, cast.system_admin, cast.nobody]
    for person in others:
        if person != allowed:
            with pytest.raises(PermissionDenied), transaction.atomic():
                VERBS[verb](report, person)
    if verb in POSSIBLE[stage]:
        VERBS[verb](report, allowed)
    else:
        with pytest.raises(Conflict):
            VERBS[verb](report, allowed)


# What the database refuses, whoever is connected


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE disclosure_annualreport SET checksum = repeat('0', 64)",
        "UPDATE disclosure_annualreport SET document = '{}'",
        "UPDATE disclosure_annualreport SET stage = 'drafting'",
        "UPDATE disclosure_annualreport SET texts = '{}'",
        "DELETE FROM disclosure_annualreport",
        "TRUNCATE disclosure_annualreport CASCADE",
    ],
)
def test_a_signed_report_never_changes(cast: Cast, register: None, statement: str) -> None:
    report = rows.signed(cast)
    with connection.cursor() as cursor:
        # Nothing pending, and no licence of the test run: a TRUNCATE gets as far as its trigger and is refused there.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL portal.allow_truncate = 'off'")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(statement)
    assert AnnualReport.objects.get() == report


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"stage": "public"}, "stage_known"),
        ({"submitted_by": None, "stage": "in_review"}, "reviewed_was_submitted"),
        ({"stage": "signed"}, "signed_is_frozen"),
        ({"document": {}}, "signed_is_frozen"),
        ({"checksum": "0" * 64}, "signed_is_frozen"),
        ({"version": 2}, "amended_with_reason"),
        ({"amendment": "x"}, "amended_with_reason"),
        ({"year": 1999}, "year_in_range"),
    ],
)
def test_the_database_holds_the_rules_of_a_draft(cast: Cast, values: dict[str, Any], constraint: str) -> None:
    report = rows.start(cast)
    annual.submit_report(report, actor=cast.officer)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        AnnualReport.objects.filter(pk=report.pk).update(**values)


def test_the_database_wants_a_second_person(cast: Cast, register: None) -> None:
    report = rows.submitted(cast)
    frozen = {
        "stage": "signed", "signed_at": report.edited_at, "document": {}, "checksum": "0" * 64, "issued_on": TODAY,
        "index_number": IndexNumber.objects.create(
            text="114299000/2026-00009", body=make_body(cast.police), year=2026, serial=9
        ),
    }  # fmt: skip
    for person in (report.submitted_by, report.edited_by):
        with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
            AnnualReport.objects.filter(pk=report.pk).update(**frozen, signed_by=person)
    AnnualReport.objects.filter(pk=report.pk).update(**frozen, signed_by=cast.manager)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"value": -1}, "not_negative"),
        ({"year": 1999}, "year_in_range"),
    ],
)
def test_the_database_holds_the_rules_of_figures(cast: Cast, values: dict[str, Any], constraint: str) -> None:
    row = ManualFigure.objects.create(year=2018, address="statistics.staff", value=3, entered_by=cast.officer)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ManualFigure.objects.filter(pk=row.pk).update(**values)
    with pytest.raises(IntegrityError, match="cell_once"), transaction.atomic():
        ManualFigure.objects.create(year=2018, address="statistics.staff", value=4, entered_by=cast.officer)


def test_a_tampered_document_is_noticed(cast: Cast, register: None) -> None:
    report = rows.signed(cast)
    assert report.document is not None
    report.document = {**report.document, "year": 2024}
    assert not report.is_intact
