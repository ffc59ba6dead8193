"""The record of a signed annual report: the catalogue, lists, feeds and the freshness of its column know of it."""

import pytest
from django.test import Client

from disclosure.actions import annual
from disclosure.actions.report_record import COLUMN
from disclosure.models import AnnualReport, Column, Publication, PublishedPublication
from disclosure.reports.monitors import check_columns
from foundation.audit import Act, AuditEntry
from foundation.clock import local_today
from foundation.workflow import Conflict, Refused
from tests.cast import Cast
from tests.disclosure.annual import rows
from tests.disclosure.factories import make_column

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(cast: Cast) -> AnnualReport:
    rows.add_register()
    return rows.signed(cast)


def test_a_signed_report_stands_in_catalogue_list_feed_and_column(report: AnnualReport, client: Client) -> None:
    row = PublishedPublication.objects.get()
    assert (row.index_text, row.title, row.issued_on) == (
        report.frozen.index_number,
        report.frozen.title,
        report.issued_on,
    )
    assert row.title_en == "Annual report on information disclosure of the year 2025"
    for address in (
        "catalogue/",
        "catalogue/catalogue.csv",
        "documents/",
        "feed/",
        f"columns/{COLUMN}/",
        f"columns/{COLUMN}/feed/",
    ):
        response = client.get(f"/disclosure/{address}")
        text = b"".join(response.streaming_content).decode() if response.streaming else response.text
        assert report.frozen.title in text, address


def test_its_address_leads_to_the_report(report: AnnualReport, client: Client) -> None:
    response = client.get(PublishedPublication.objects.get().get_absolute_url())
    assert (response.status_code, response["Location"]) == (302, "/disclosure/reports/2025/")


def test_the_column_is_fresh_by_it(report: AnnualReport) -> None:
    (check,) = (check for check in check_columns() if check.column.code == COLUMN)
    assert (check.count, check.updated_on) == (1, local_today())
    assert not check.is_stale(local_today())


def test_the_signature_is_the_release_and_recorded_as_such(cast: Cast, report: AnnualReport) -> None:
    revision = PublishedPublication.objects.get().revision
    assert (revision.submitted_by, revision.decided_by) == (cast.officer, cast.manager)
    assert AuditEntry.objects.get(act=Act.RELEASED).actor == cast.manager


def test_an_amended_report_renews_its_record(cast: Cast, report: AnnualReport) -> None:
    again = annual.amend_report(report, reason="更正表三", actor=cast.officer)
    annual.submit_report(again, actor=cast.officer)
    rows.sign(again, actor=cast.manager)
    record = Publication.objects.get()
    assert [revision.number for revision in record.revisions.order_by("number")] == [1, 2]
    assert "更正说明：更正表三" in PublishedPublication.objects.get().summary


def test_without_its_column_nothing_is_signed(cast: Cast) -> None:
    rows.add_register()
    report = rows.submitted(cast)
    make_column(COLUMN, kind="yearly")
    Column.objects.update(is_active=False)
    with pytest.raises(Refused, match="年报栏目"):
        rows.sign(report, actor=cast.manager)
    assert AnnualReport.objects.get().stage == "in_review"
    assert not Publication.objects.exists()


def test_a_record_in_review_is_decided_first(cast: Cast, report: AnnualReport) -> None:
    again = annual.amend_report(report, reason="更正表三", actor=cast.officer)
    annual.submit_report(again, actor=cast.officer)
    Publication.objects.update(stage="in_review")
    with pytest.raises(Conflict, match="正在审核"):
        rows.sign(again, actor=cast.manager)
    assert AnnualReport.objects.get(version=2).stage == "in_review"
