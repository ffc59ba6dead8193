"""The sample's annual reports: the figures of 2018 as they were, later ones from the register."""

import datetime as dt
from decimal import Decimal

import pytest

from disclosure.actions.annual import review_draft
from disclosure.actions.report_record import COLUMN
from disclosure.models import AnnualReport
from portal.sample.reports import load_reports
from tests.cast import Cast
from tests.disclosure.annual.rows import make_request
from tests.disclosure.factories import make_body, make_column

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 26)

SEED = {
    "statistics.published": 240_000,
    "statistics.received": 1,
    "statistics.by_letter": 1,
    "statistics.reviews": 0,
    "statistics.complaints": 0,
    "statistics.reading_points": 1,
    "statistics.staff": 3,
    "statistics.full_time": 1,
    "statistics.part_time": 2,
    "statistics.budget": Decimal(5),
    "further.guides": 1_230,
    "further.brochures": 10_000,
    "further.consultations": 4_000,
    "further.hotline": 2_174,
    "further.hotline_consultations": 1_300,
    "further.hotline_callbacks": 874,
    "further.cases": 246_000,
    "further.problems_solved": 330,
    "further.platform_cases": 540_000,
    "further.daily_patrols": 8,
    "further.exposed": 10,
}
SENTENCES = (
    "24万余条", "办事指南信息1230项", "1万余本", "收到申请1件，以信函方式提出的1件", "行政复议0件，收到举报投诉0件",
    "查阅点1个，配备工作人员3名，其中专职1名、兼职2名，落实专项经费5万元", "54万余件", "4000余人次",
    "热线接通2174个，其中受理咨询1300个、电话回访874个", "24.6万余件，解决办证难题330余件", "不少于8次", "10起",
)  # fmt: skip


@pytest.fixture(autouse=True)
def register() -> None:
    """A register with a request in each year that it counts."""
    for year in (2023, 2024, 2025):
        make_request(dt.date(year, 5, 5), dt.date(year, 5, 20), "granted")


def load(cast: Cast, today: dt.date = TODAY) -> int:
    make_column(COLUMN, kind="yearly")
    return load_reports(make_body(cast.police), officer=cast.officer, manager=cast.manager, today=today)


def text_of(report: AnnualReport) -> str:
    return "".join(text for section in report.frozen.sections for part in section.parts for text in part.paragraphs)


def test_the_report_of_2018_tells_its_figures(cast: Cast) -> None:
    assert load(cast) == 4
    report = AnnualReport.objects.get(year=2018)
    values = report.frozen.values
    assert {address: values[address] for address in SEED} == SEED
    assert [sentence for sentence in SENTENCES if sentence not in text_of(report)] == []
    assert [value for _label, value in report.frozen.head_pairs][:2] == ["000014349/2019-01298", "市政府部门"]
    assert report.issued_on == dt.date(2019, 2, 11)


def test_no_figure_of_the_sample_is_typed(cast: Cast) -> None:
    load(cast)
    for report in AnnualReport.objects.select_related("body"):
        assert review_draft(report, today=TODAY).problems == {}


def test_later_reports_are_counted_from_the_register(cast: Cast) -> None:
    load(cast)
    for report in AnnualReport.objects.filter(year__gte=2023):
        document = report.frozen
        assert document.values["requests.new_received.total"] == 1
        assert {mark.address.partition(".")[0] for mark in document.manual} == {"proactive"}
    assert "新收政府信息公开申请1件" in text_of(AnnualReport.objects.get(year=2025))


@pytest.mark.parametrize(("today", "number"), [(dt.date(2025, 6, 1), 3), (dt.date(2026, 1, 2), 4)])
def test_nothing_of_the_future_is_loaded(cast: Cast, today: dt.date, number: int) -> None:
    assert load(cast, today) == number
    assert all(report.issued_on <= today for report in AnnualReport.objects.all())  # type: ignore[operator]
