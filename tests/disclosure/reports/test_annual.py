"""The annual figures are what a walk through the register row by row counts, in a fixed number of questions."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure.annual.formats import CATEGORIES, format_for, outcome_keys, outcome_row
from disclosure.annual.identities import check
from disclosure.models import EarlierDocument, FeeNotice, ManualFigure, PublishedPublication, Request
from disclosure.reports import annual
from tests.approvals.factories import publish
from tests.cast import Cast
from tests.disclosure.annual.rows import YEAR, make_remedy, make_request
from tests.disclosure.factories import make_body, make_publication

FIRST, LAST = dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31)
BEFORE, AFTER = FIRST - dt.timedelta(days=1), LAST + dt.timedelta(days=1)
pytestmark = pytest.mark.django_db


def rows_with(figures: dict[str, Any], column: str = "total") -> dict[str, int]:
    """Return the rows of the request table that are not 0."""
    found = {}
    for address, value in figures.items():
        table, row, own = address.split(".")
        if table == "requests" and own == column and value:
            found[row] = value
    return found


@pytest.mark.parametrize(
    ("received", "concluded", "rows"),
    [
        (FIRST, None, {"new_received", "carried_forward"}),
        (LAST, None, {"new_received", "carried_forward"}),
        (FIRST, FIRST, {"new_received", "granted", "total_processed"}),
        (FIRST, LAST, {"new_received", "granted", "total_processed"}),
        (FIRST, AFTER, {"new_received", "carried_forward"}),
        (BEFORE, None, {"carried_over", "carried_forward"}),
        (BEFORE, FIRST, {"carried_over", "granted", "total_processed"}),
        (BEFORE, AFTER, {"carried_over", "carried_forward"}),
        (BEFORE, BEFORE, set()),
        (AFTER, None, set()),
        (None, None, set()),
    ],
)
def test_where_a_request_counts(received: dt.date | None, concluded: dt.date | None, rows: set[str]) -> None:
    make_request(received, concluded, "granted" if concluded else "")
    assert rows_with(annual.count_requests(YEAR)) == dict.fromkeys(rows, 1)


def test_what_is_no_request_counts_nowhere() -> None:
    Request.objects.filter(pk=make_request(FIRST).pk).update(stage="dismissed", dismissal_reason="咨询")
    assert rows_with(annual.count_requests(YEAR)) == {}


@pytest.mark.parametrize("row", outcome_keys("2021"))
def test_every_outcome_counts_in_its_row_and_column(row: str) -> None:
    make_request(FIRST, LAST, row, "legal_service_org")
    figures = annual.count_requests(YEAR)
    assert rows_with(figures) == rows_with(figures, "legal_service_org") == {
        "new_received": 1, row: 1, "total_processed": 1,
    }  # fmt: skip
    assert rows_with(figures, "natural_person") == {}


def test_other_handling_is_one_row_in_the_format_of_2019() -> None:
    for row in ("other_no_correction", "other_fee_unpaid", "other_other"):
        make_request(dt.date(2020, 2, 1), dt.date(2020, 3, 1), row)
    assert rows_with(annual.count_requests(2020)) == {"new_received": 3, "other_handling": 3, "total_processed": 3}
    assert annual.cell_requests(2020, "other_handling", "total").count() == 3


days = st.one_of(st.none(), st.dates(min_value=dt.date(YEAR - 2, 6, 1), max_value=dt.date(YEAR + 1, 6, 30)))
one_request = st.tuples(days, days, st.sampled_from(outcome_keys("2021")), st.sampled_from(CATEGORIES))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(one_request, max_size=25))
def test_the_table_agrees_with_a_walk_through_the_register(rows: list[tuple[Any, Any, str, str]]) -> None:
    Request.objects.all().delete()
    for received, concluded, outcome, category in rows:
        done = concluded if received and concluded and received <= concluded else None
        make_request(received, done, outcome if done else "", category)
    figures = annual.count_requests(YEAR)
    expected = dict.fromkeys(figures, 0)
    for request in Request.objects.all():
        for row in walk(request):
            for column in (request.applicant_category, "total"):
                expected[f"requests.{row}.{column}"] += 1
    assert figures == expected
    for address, value in figures.items():
        _table, row, column = address.split(".")
        assert value == 0 or annual.cell_requests(YEAR, row, column).count() == value
    full = {**dict.fromkeys(format_for(YEAR).cells, 0), **figures}
    assert check(annual.Figures(YEAR, full)) == []


def walk(request: Request) -> list[str]:
    """Return the rows in which the law counts a request, told in plain Python."""
    if request.received_on is None or request.received_on > LAST:
        return []
    if request.concluded_on is not None and request.concluded_on < FIRST:
        return []
    rows = ["new_received" if request.received_on >= FIRST else "carried_over"]
    if request.concluded_on is None or request.concluded_on > LAST:
        return [*rows, "carried_forward"]
    return [*rows, outcome_row("2021", request.outcome_row), "total_processed"]


def test_what_is_carried_forward_is_carried_over_next_year() -> None:
    make_request(dt.date(YEAR, 12, 30), category="other_org")
    make_request(dt.date(YEAR - 1, 12, 30), dt.date(YEAR + 1, 1, 5), "granted")
    this, following = annual.count_requests(YEAR), annual.count_requests(YEAR + 1)
    for column in (*CATEGORIES, "total"):
        assert this[f"requests.carried_forward.{column}"] == following[f"requests.carried_over.{column}"]


@pytest.mark.parametrize(
    ("filed", "closed", "outcome", "results"),
    [
        (FIRST, None, "", {"pending", "total"}),
        (BEFORE, None, "", {"pending", "total"}),
        (FIRST, LAST, "upheld", {"upheld", "total"}),
        (BEFORE, FIRST, "corrected", {"corrected", "total"}),
        (LAST, AFTER, "other", {"pending", "total"}),
        (BEFORE, BEFORE, "other", set()),
        (AFTER, None, "", set()),
    ],
)
@pytest.mark.parametrize("kind", ["review", "direct_suit", "suit_after_review", "appeal", "complaint"])
def test_where_a_remedy_counts(
    kind: str, filed: dt.date, closed: dt.date | None, outcome: str, results: set[str]
) -> None:
    make_remedy(make_request(FIRST, FIRST, "granted"), filed, closed, outcome, kind)
    figures = annual.count_remedies(YEAR)
    counted = {f"remedies.{kind}.{result}" for result in results} if kind not in {"appeal", "complaint"} else set()
    assert {address for address, value in figures.items() if value} == counted
    for address, value in figures.items():
        _table, own, result = address.split(".")
        assert annual.cell_remedies(YEAR, own, result).count() == value


def published(cast: Cast, **values: Any) -> PublishedPublication:
    """Publish a document of the body."""
    draft = make_publication(cast.police, kind="normative", **values)
    draft.full_clean()
    publish(draft, editor=cast.editor, reviewer=cast.reviewer)
    return PublishedPublication.objects.get(record=draft)


def counted(cast: Cast, year: int = YEAR) -> dict[str, int]:
    """Return what section two counts of normative documents."""
    figures = annual.count_documents(year, make_body(cast.police))
    for address, value in figures.items():
        _table, row, column = address.split(".")
        assert len(annual.cell_documents(year, make_body(cast.police), row, column)) == value
    return {a.rpartition(".")[2]: int(v) for a, v in figures.items() if ".normative_documents." in a and v}


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"issued_on": FIRST}, {"made": 1, "valid": 1}),
        ({"issued_on": LAST}, {"made": 1, "valid": 1}),
        ({"issued_on": BEFORE}, {"valid": 1}),
        ({"issued_on": AFTER}, {}),
        ({"issued_on": BEFORE, "abolished_on": FIRST}, {"abolished": 1}),
        ({"issued_on": BEFORE, "abolished_on": LAST}, {"abolished": 1}),
        ({"issued_on": BEFORE, "abolished_on": AFTER}, {"valid": 1}),
        ({"issued_on": dt.date(YEAR - 2, 5, 1), "abolished_on": BEFORE}, {}),
        ({"issued_on": BEFORE, "expires_on": dt.date(YEAR, 6, 1)}, {}),
        ({"issued_on": BEFORE, "expires_on": LAST}, {"valid": 1}),
        ({"issued_on": LAST, "effective_on": AFTER}, {"made": 1}),
        ({"issued_on": FIRST, "abolished_on": LAST}, {"made": 1, "abolished": 1}),
    ],
)
def test_where_a_document_counts(cast: Cast, dates: dict[str, dt.date], expected: dict[str, int]) -> None:
    published(cast, **{"written_on": dates["issued_on"], **dates})
    assert counted(cast) == expected


def test_a_newer_document_abolishes_an_older_one_in_its_year(cast: Cast) -> None:
    older = published(cast, written_on=BEFORE, issued_on=BEFORE)
    newer = make_publication(cast.police, kind="normative", written_on=FIRST, issued_on=FIRST)
    EarlierDocument.objects.create(publication=newer, effect="abolishes", target=older.record)
    publish(newer, editor=cast.editor, reviewer=cast.reviewer)
    assert counted(cast) == {"made": 1, "abolished": 1, "valid": 1}
    assert counted(cast, YEAR - 1) == {"made": 1, "valid": 1}
    assert counted(cast, YEAR + 1) == {"valid": 1}


def test_documents_of_other_kinds_and_bodies_do_not_count(cast: Cast) -> None:
    published(cast, written_on=FIRST, issued_on=FIRST, body=make_body(cast.police, "214299000", name="另一机构"))
    draft = make_publication(cast.police, kind="news", written_on=FIRST, issued_on=FIRST)
    publish(draft, editor=cast.editor, reviewer=cast.reviewer)
    assert counted(cast) == {}


def test_documents_are_not_counted_for_the_format_of_2019(cast: Cast) -> None:
    assert annual.count_documents(2020, make_body(cast.police)) == {}


def test_fees_count_in_the_year_in_which_they_were_paid(cast: Cast) -> None:
    for paid, amount in ((BEFORE, 100), (FIRST, 200), (LAST, 300), (AFTER, 400), (None, 500)):
        FeeNotice.objects.create(
            request=make_request(dt.date(YEAR - 1, 6, 1)), basis="items", units=11, amount=amount, how_to_pay="窗口",
            noticed_on=dt.date(YEAR - 1, 7, 1), paid_on=paid, recorded_by=cast.officer,
        )  # fmt: skip
    assert annual.count_fees(YEAR) == {"further.processing_fee": Decimal(500)}
    assert (
        sum(notice.amount for notice in annual.cell_rows(YEAR, make_body(cast.police), "further.processing_fee")) == 500
    )


@pytest.mark.parametrize(
    "address",
    [
        "proactive.licensing.decisions",
        "requests.granted",
        "requests.nothing.total",
        "x.y.z",
        "requests.granted.total.x",
    ],
)
def test_a_cell_that_nothing_counts_does_not_open(cast: Cast, address: str) -> None:
    with pytest.raises(LookupError):
        annual.cell_rows(YEAR, make_body(cast.police), address)


def test_every_counted_cell_opens_as_many_rows_as_it_says(cast: Cast) -> None:
    make_remedy(make_request(FIRST, LAST, "granted"), FIRST)
    gathered = annual.gather(YEAR, make_body(cast.police))
    for address in gathered.counted - {"further.processing_fee"}:
        assert len(annual.cell_rows(YEAR, make_body(cast.police), address)) == gathered.figures[address], address


def test_the_register_begins_with_its_earliest_receipt_or_as_the_setting_says(settings: Any) -> None:
    assert annual.first_counted_year() is None
    make_request(None)
    assert annual.first_counted_year() is None
    make_request(dt.date(2024, 5, 1))
    make_request(dt.date(2022, 5, 1))
    assert annual.first_counted_year() == 2022
    settings.PORTAL_REGISTER_YEAR = 2024
    assert annual.first_counted_year() == 2024


def test_figures_of_a_register_year_are_counted_and_the_rest_is_entered(cast: Cast) -> None:
    make_request(FIRST, LAST, "granted")
    for address, value in (("proactive.licensing.decisions", 7), ("requests.granted.total", 99)):
        ManualFigure.objects.create(year=YEAR, address=address, value=value, note="台账", entered_by=cast.officer)
    gathered = annual.gather(YEAR, make_body(cast.police))
    assert gathered.figures["requests.granted.total"] == 1
    assert gathered.figures["proactive.licensing.decisions"] == 7
    assert gathered.figures["further.processing_fee"] == Decimal(0)
    assert gathered.figures["proactive.normative_documents.valid"] == 0
    assert gathered.notes == {"proactive.licensing.decisions": "台账"}
    assert gathered.by_hand == [
        "proactive.licensing.decisions", "proactive.penalty.decisions", "proactive.compulsion.decisions",
        "proactive.fees.amount",
    ]  # fmt: skip


def test_before_the_register_began_everything_is_entered(cast: Cast) -> None:
    make_request(FIRST, LAST, "granted")
    ManualFigure.objects.create(year=YEAR - 1, address="requests.granted.total", value=99, entered_by=cast.officer)
    gathered = annual.gather(YEAR - 1, make_body(cast.police))
    assert gathered.counted == frozenset()
    assert gathered.figures["requests.granted.total"] == 99
    assert gathered.by_hand == list(format_for(YEAR - 1).cells)


def test_the_old_sheet_is_never_counted(cast: Cast) -> None:
    make_request(dt.date(2018, 5, 1))
    assert annual.gather(2018, make_body(cast.police)).counted == frozenset()


def test_the_same_few_questions_for_any_number_of_requests(cast: Cast) -> None:
    body = make_body(cast.police)

    def ask() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as whole:
            annual.gather(YEAR, body)
        with CaptureQueriesContext(connection) as table:
            annual.count_requests(YEAR)
        return len(whole), len(table)

    def add() -> None:
        for category in CATEGORIES:
            for row in outcome_keys("2021"):
                make_remedy(make_request(FIRST, LAST, row, category), FIRST)

    add()
    few = ask()
    add()
    assert ask() == few
    assert few[1] == 1
    assert few[0] <= 7


def test_a_new_handling_counts_nowhere() -> None:
    first = make_request(FIRST, FIRST, "granted")
    Request.objects.filter(pk=make_request(LAST, LAST, "granted").pk).update(reopens=first)
    assert rows_with(annual.count_requests(YEAR)) == dict.fromkeys(("new_received", "granted", "total_processed"), 1)
