"""Requests for tests: entries as officers and applicants make them, and the ways to every stage."""

import dataclasses
import datetime as dt
import uuid

from django.core.files.base import ContentFile

from disclosure.actions import clock, decisions, letters, register, service
from disclosure.actions.decisions import DecisionEntry, GivenFile, ItemDecision
from disclosure.entries import ApplicantEntry, RequestEntry
from disclosure.letters.paper import compose
from disclosure.models import Decision, DisclosureOffice, Letter, Request, Service
from disclosure.reference import load_letter_templates
from foundation.attachments import StoredFile
from foundation.workdays import WorkCalendar
from tests.cast import Cast

TODAY = dt.date(2026, 3, 20)
ARRIVED = dt.date(2026, 3, 2)
NAME, PHONE = "钱小样", "13900000000"
APPLICANT = ApplicantEntry(
    name=NAME, category="natural_person", paper="id_card", paper_number="11010519491231002X", phone=PHONE
)
ENTRY = RequestEntry(
    channel="in_person",
    arrived_on=ARRIVED,
    applicant=APPLICANT,
    subject="2025年窗口办件量统计",
    description="申请公开2025年度各窗口月度办件量统计表。",
    evidence="当面递交，窗口签收",
)


def load_calendars() -> WorkCalendar:
    """Enter the calendars of 2025 and 2026 with weekends only, so that days can be counted by hand."""
    from foundation.calendar_days import CalendarYear
    from foundation.clock import local_now

    for year in (2025, 2026):
        CalendarYear.objects.get_or_create(year=year, defaults={"source": "test", "entered_at": local_now()})
    from foundation.calendar_days import load_calendar

    return load_calendar()


def load_letters() -> DisclosureOffice:
    """Enter the office that signs letters, and load their texts."""
    load_letter_templates()
    return DisclosureOffice.objects.get_or_create(
        name="江城市政务服务中心政务公开科",
        defaults={
            "address": "江城市滨江大道168号3楼306室",
            "office_hours": "工作日9:00—17:00",
            "phone": "0729-5550106",
            "fax": "0729-5550107",
            "internet_contact": "政务公开专栏",
            "letter_code": "江政务公开",
            "review_organ": "江城市人民政府",
            "review_filing": "江城市司法局行政复议受理室（滨江大道1号）",
            "review_link": "https://review.jiangcheng.example/",
            "court": "江城市江东区人民法院",
        },
    )[0]


def entry(**changes) -> RequestEntry:
    """Return the usual entry with some values changed."""
    return dataclasses.replace(ENTRY, **changes)


def logged(cast: Cast, **changes) -> Request:
    """Log a request; by default it was handed in and is being handled."""
    load_calendars()
    load_letters()
    made, _code = register.log_request(entry(**changes), actor=cast.officer, today=TODAY, token=uuid.uuid4())
    return made


def waiting(cast: Cast) -> Request:
    """A letter whose receipt is not confirmed."""
    return logged(cast, channel="letter", evidence="")


def granting(request: Request, **changes) -> DecisionEntry:
    """Return a decision that grants everything."""
    items = {item.pk: ItemDecision("granted", answer="统计表一份，请查收") for item in request.items.all()}
    return dataclasses.replace(DecisionEntry(items=items, secrecy_review="cleared"), **changes)


def drafted(request: Request, cast: Cast, *files: StoredFile) -> Decision:
    """Draft a decision that grants everything and gives these files out."""
    given = [GivenFile(file, file.name) for file in files]
    return decisions.save_decision(request, granting(request), actor=cast.officer, files=given)


def submitted(cast: Cast, **changes) -> Request:
    """A request whose decision waits for the second person."""
    request = logged(cast)
    decisions.save_decision(request, granting(request, **changes), actor=cast.officer)
    return decisions.submit_decision(request, today=TODAY, actor=cast.officer)


def concluded(cast: Cast, **changes) -> Request:
    """A request that was answered."""
    request = submitted(cast, **changes)
    version = request.decisions.get().edit_version
    return decisions.release_decision(request, expected_version=version, on=TODAY, actor=cast.manager)


def concluded_online(cast: Cast) -> Request:
    """A request that was answered, and whose decision was put on the status page."""
    request = concluded(cast)
    letter = request.letters.get(kind="decision")
    service.send_letter(letter, way="online", sent_on=TODAY, actor=cast.officer, today=TODAY)
    return request


def correcting(cast: Cast) -> Request:
    """A request that waits for its correction."""
    return clock.ask_correction(
        logged(cast),
        on=dt.date(2026, 3, 5),
        until=dt.date(2026, 3, 18),
        what="请写明统计口径",
        actor=cast.officer,
        today=TODAY,
    )


def awaiting_fee(cast: Cast) -> Request:
    """A request that waits for payment."""
    request = logged(cast)
    clock.assess_fee(request, basis="pages", units=120, before=0, how_to_pay="非税收入一般缴款书", actor=cast.officer)
    return clock.notice_fee(request, on=dt.date(2026, 3, 10), actor=cast.officer, today=TODAY)


def dismissed(cast: Cast) -> Request:
    """What was no request."""
    return register.dismiss(waiting(cast), reason="空白信函", actor=cast.officer)


def acknowledged(request: Request, cast: Cast) -> Letter:
    """Issue the acknowledgement of a request."""
    occasion = next(letters.occasions(request, TODAY))
    expected = compose(occasion).digest
    return letters.issue_letter(
        occasion, expected=expected, earlier=letters.issued_before(occasion), actor=cast.officer
    )


def handed_over(letter: Letter, cast: Cast) -> Service:
    """Hand a letter over against a signed slip."""
    slip = ContentFile(b"%PDF-1.7\n%%EOF\n", "回执.pdf")
    return service.send_letter(
        letter, way="in_person", sent_on=TODAY, proof="本人签名", upload=slip, actor=cast.officer, today=TODAY
    )


STAGES = {
    "submitted": waiting,
    "handling": logged,
    "correcting": correcting,
    "fee": awaiting_fee,
    "releasing": submitted,
    "concluded": concluded,
    "dismissed": dismissed,
}
"""A way to each stage."""
