"""No page that lists things asks the database more often because there are more of them.

The catalog lists, the guide pages and the list of guides in the back office have tests of their own.
"""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from approvals.models import Flow, FlowPhase
from disclosure.models import (
    BrochureHandout,
    Consultation,
    EarlierDocument,
    Milestone,
    Outlet,
    Publication,
    Reminder,
    Request,
)
from feedback.actions.ratings import RatingEntry
from feedback.models import ReplyTemplate, RoutingRule
from feedback.reference import load_limits
from foundation.access import Role
from foundation.calendar_days import enter_year
from foundation.calendar_notices import NamedDay
from foundation.clock import local_today
from foundation.links.collecting import collect
from foundation.organization import Region, Window
from foundation.publishing.actions import submit
from foundation.search.log_models import QueryDay
from foundation.search.models import Synonym
from guides.actions.checks import mark_checked
from guides.models import ChangeNotice, Guide, GuideDay, ImpactTask, ImportBatch
from guides.use import give_vote
from hall.codelists import DutyDay
from tests.approvals.factories import make_item, make_theme, publish
from tests.cast import Cast, make_department, make_user
from tests.disclosure.annual.rows import make_remedy, make_request, signed_sheet
from tests.disclosure.annual.rows import start as start_report
from tests.disclosure.factories import (
    ISSUED_ON,
    make_body,
    make_column,
    make_office,
    make_publication,
    make_reading_point,
)
from tests.feedback.actions.test_calls import log as log_call
from tests.feedback.factories import comment, ended, sheet, survey
from tests.feedback.message_cases import bring_to
from tests.feedback.message_cases import publish as publish_answer
from tests.feedback.raters import give
from tests.guides.error_cases import report as report_guide
from tests.guides.factories import make_guide, make_journey
from tests.hall.factories import make_device, make_floor, make_layout, make_turn, put

PAGES = {
    "anonymous": [
        "/",
        "/search/?q=身份证",
        "/sitemap/",
        "/sitemap.xml",
        "/adjustments/feed/",
        "/journeys/",
        "/journeys/journey-0/",
        "/disclosure/",
        "/disclosure/documents/",
        "/disclosure/catalogue/",
        "/disclosure/guide/",
        "/disclosure/columns/news/",
        "/disclosure/feed/",
        "/disclosure/columns/news/feed/",
        "/disclosure/documents/114299000/2026-00001/",
        "/disclosure/reports/",
        "/feedback/",
        "/feedback/answers/",
        "/feedback/answers/?year=2020&q=窗口",
        "/feedback/answers/LY2020-000001/",
        "/feedback/answers/feed/",
        "/feedback/answers.csv",
        "/feedback/scoreboard/?year=2020",
        "/feedback/scoreboard/rows/?show=nine&period=2020",
        "/feedback/scoreboard/?year=2020&department=gaj",
        "/feedback/new/",
        "/consultations/",
        "/consultations/feed/",
        "/surveys/",
        "/feedback/ratings/",
        "/feedback/ratings/list/",
        "/feedback/ratings/list/?show=counted",
        "/feedback/ratings/windows/",
        "/wall/",
        "/kiosk/departments/",
        "/kiosk/guides/?department=gaj",
        "/kiosk/search/?q=SFZ",
        "/kiosk/windows/",
        "/kiosk/windows/B0/",
        "/kiosk/rating/",
    ],
    "editor": [
        "/admin/",
        "/admin/approvals/item/",
        "/admin/approvals/flow/",
        "/admin/guides/journey/",
        "/admin/guides/importbatch/",
        "/admin/disclosure/publication/",
        "/admin/disclosure/outlet/",
        "/admin/disclosure/brochurehandout/",
        "/admin/disclosure/indexnumber/",
        "/staff/disclosure/questions/",
        "/admin/feedback/solicitation/",
        "/admin/feedback/questionnaire/",
        "/staff/feedback/consultations/",
        "/staff/feedback/surveys/",
        "/staff/guides/booklets/",
        "/staff/guides/sheets/",
        "/staff/disclosure/board/",
        "/staff/guides/freshness/",
        "/staff/guides/freshness/guides/",
        "/staff/guides/freshness/guides/?state=overdue&whose=me&fault=links",
        "/staff/guides/freshness/guides/first-guide/",
        "/staff/guides/freshness/reports/",
        "/staff/guides/freshness/links/?show=all",
        "/staff/guides/freshness/tasks/",
        "/staff/guides/freshness/changes/",
        "/staff/guides/freshness/changes/new/?kind=phone&words=0729-5550003",
        "/staff/guides/freshness/changes/BG2026-0001/",
        "/staff/search/queries/",
        "/staff/use/",
        "/staff/use/departments/gaj/",
        "/staff/search/synonyms/",
    ],
    "chief_reviewer": ["/admin/", "/admin/guides/guide/?progress=waiting", "/admin/guides/importbatch/"],
    "auditor": ["/admin/", "/admin/foundation/auditentry/", "/admin/approvals/item/"],
    "system_admin": [
        "/admin/foundation/region/",
        "/admin/foundation/department/",
        "/admin/foundation/window/",
        "/admin/foundation/calendaryear/",
        "/admin/approvals/theme/",
        "/admin/disclosure/column/",
        "/admin/disclosure/issuingbody/",
        "/admin/disclosure/disclosureoffice/",
        "/admin/disclosure/readingpoint/",
        "/admin/feedback/routingrule/",
        "/admin/hall/layout/",
        "/admin/hall/floor/",
        "/admin/hall/dutyturn/",
        "/staff/hall/devices/",
    ],
    "security_admin": ["/admin/", "/admin/foundation/user/"],
    "officer": [
        "/admin/",
        "/admin/feedback/replytemplate/",
        "/staff/disclosure/requests/",
        "/staff/disclosure/requests/?letters=unsent",
        "/staff/feedback/",
        "/staff/feedback/?clock=open&sort=due",
        "/staff/feedback/figures/?year=2020",
        "/staff/feedback/LY2026-000001/",
        "/staff/disclosure/remedies/",
        "/staff/disclosure/reminders/",
        "/staff/disclosure/monitors/",
        "/staff/disclosure/reports/",
        "/staff/disclosure/reports/2026/",
        "/staff/disclosure/reports/2026/cells/requests.new_received.total/",
        "/staff/feedback/ratings/",
        "/staff/feedback/ratings/signs/",
        "/staff/feedback/calls/",
        "/staff/feedback/calls/new/",
        "/staff/feedback/calls/callbacks/",
    ],
    "manager": ["/admin/", "/staff/feedback/ratings/", "/staff/feedback/calls/figures/"],
}


def add_rows(cast: Cast, turn: int) -> None:
    """Add two of everything: public, edited since, waiting for review and returned."""
    for number in range(2 * turn, 2 * turn + 2):
        theme = make_theme(f"p-{number}")
        item = make_item(cast.police, name=f"事项{number}")
        item.themes.add(theme)
        slug = f"guide-no-{number}" if number else "first-guide"
        guide = make_guide(item, slug=slug, title=f"身份证{number}", notes=f"见 https://{number}.example/ 。")
        other = make_guide(item, title=f"居住证{number}")
        flow = Flow.objects.create(
            slug=f"flow-{number}", kind="parallel", title=f"流程{number}", body="说明", department=cast.police
        )
        FlowPhase.objects.create(flow=flow, name="受理")
        text = make_publication(cast.police, column=make_column("news"))
        add_disclosure_rows(cast, text, number)
        add_feedback_rows(cast)
        journey = make_journey([guide, other], slug=f"journey-{number}")
        for record in (item, guide, other, flow, text, journey):
            publish(record, editor=cast.editor, reviewer=cast.reviewer)
        add_freshness(cast, guide)
        GuideDay.objects.create(guide=guide, on=local_today(), views=2)
        give_vote(guide.slug, helped=False, reason="other", remark="改进", today=local_today())
        waiting = make_item(cast.police, name=f"待审{number}")
        submit(waiting, actor=cast.editor)
        province = Region.objects.create(code=f"{number + 10}0000000000", name="省", level="province")
        Region.objects.create(code=f"{number + 10}9900000000", name="市", level="city", parent=province)
        department = make_department(f"d{number}", f"部门{number}")
        window = Window.objects.create(department=department, number=f"B{number}", name="窗口")
        add_hall_rows(cast, window, number)
        enter_year(2020 + number, [NamedDay(dt.date(2020 + number, 5, 1), is_workday=False)], source="通知", actor=None)
        make_user(f"user{number}", Role.EDITOR, department)
        QueryDay.objects.create(on=local_today(), key=f"{number}", text=f"词{number}", searches=3, misses=3, visits=3)
        Synonym.objects.create(word=f"话{number}", official=["身份证"], proposed_by=cast.editor)
        signed_sheet(cast, 2010 + number)
        add_messages(cast)
        add_ratings_and_calls(cast, number)
        request = make_request(dt.date(2026, 1, 2), dt.date(2026, 1, 9), "granted")
        make_remedy(request, dt.date(2026, 2, 2))
        Request.objects.filter(pk=request.pk).update(handler=cast.officer)
        Reminder.objects.create(request=request, kind="overdue", day=dt.date(2026, 1, 30))
        Consultation.objects.create(
            request=request, kind="internal", party="公安局", department=cast.police, question="问", asked_on=ISSUED_ON
        )
        bring_to("handling", cast, shares_contact=True)
        RoutingRule.objects.create(department=department, words="户籍", reason="户籍业务")
        ReplyTemplate.objects.create(department=cast.police, title="模板", text="您好")
        ImportBatch.objects.create(
            number=f"I-{number}", file_name="x.xlsx", sha256="0" * 64, profile="native", imported_by=cast.editor,
            rows=1, created=1, changed=0, unchanged=0, refused=0,
        )  # fmt: skip


def add_freshness(cast: Cast, guide: Guide) -> None:
    """Add a check, a report, a link and a task of a change to a public guide; all of one change, the first."""
    mark_checked([guide], seen={guide.pk: 1}, note="", actor=cast.editor, today=local_today())
    report_guide(guide)
    collect()
    notice = ChangeNotice.objects.first() or ChangeNotice.objects.create(
        number="BG2026-0001", kind="phone", words="电话", change="换了", due_on=local_today(), opened_by=cast.editor
    )
    ImpactTask.objects.create(notice=notice, guide=guide, department=cast.police, revision_number=1, places=["places"])


def add_hall_rows(cast: Cast, window: Window, number: int) -> None:
    """Add a floor with the window and who is on duty there, a layout and a display of it."""
    put(window, make_floor(number, f"{number}楼"))
    for day in DutyDay:
        make_turn(window, day)
    make_device(cast, make_layout("notices", name=f"版面{number}"), f"屏{number}")


def add_messages(cast: Cast) -> None:
    """Add messages of the first year that has a calendar: published, withdrawn, handled."""
    load_limits()
    day = dt.date(2020, 3, 2)
    for stage in ("answered", "withdrawn", "handling"):
        message = bring_to(stage, cast, today=day)
        if stage == "answered":
            publish_answer(message, cast)


def add_feedback_rows(cast: Cast) -> None:
    """Add a solicitation with a comment and a questionnaire with a sheet."""
    comment(ended(cast, today=local_today()))
    sheet(survey(cast, start=-40, today=local_today()))


def add_ratings_and_calls(cast: Cast, number: int) -> None:
    """Add a bad rating of a new window, a good one, and an enquiry that waits for its call-back."""
    window = Window.objects.create(department=cast.police, number=f"A{number}", name="窗口")
    give(window, RatingEntry("dissatisfied", ["speed"], "等太久", phone="13900000000"), today=dt.date(2020, 1, 2))
    give(window, RatingEntry("satisfied"), today=dt.date(2020, 2, 3))
    log_call(cast, phone="13900000000", result="to_call_back", department=cast.police)


def add_disclosure_rows(cast: Cast, text: Publication, number: int) -> None:
    """Add what stands around a text: a sub-column, an effect on the first text, another channel, a place to read."""
    make_column(f"part-{number}", parent=text.column)
    Milestone.objects.create(publication=text, title="节点")
    first = Publication.objects.order_by("pk")[0]
    if text != first:
        EarlierDocument.objects.create(publication=text, target=first, effect="amends")
    Outlet.objects.create(department=cast.police, publication=text, channel="weibo", on=ISSUED_ON, title="转发")
    BrochureHandout.objects.create(department=cast.police, title="明白卡", copies=3, on=ISSUED_ON)
    make_body(cast.police, f"{number:09d}", name=f"机构{number}")
    make_office(name=f"办公室{number}")
    make_reading_point(name=f"查阅点{number}")


def count(client: Client, address: str) -> int:
    """Return how many queries the page needs; the first visit fills caches and is not counted."""
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(address)
    return len(asked)


@pytest.mark.parametrize("who", PAGES)
def test_twice_the_rows_need_no_more_queries(who: str, cast: Cast) -> None:
    client: Any = Client()
    if who != "anonymous":
        client.force_login(getattr(cast, who))
    start_report(cast, 2026, today=dt.date(2026, 3, 1))
    load_limits()
    add_rows(cast, 0)
    before = {address: count(client, address) for address in PAGES[who]}
    add_rows(cast, 1)
    assert {address: count(client, address) for address in PAGES[who]} == before
