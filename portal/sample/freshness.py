"""Sample of what keeps guides fresh: checks, some of them due or overdue, reports of errors, a law that changed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.utils.timezone import localdate

from foundation.calendar_days import load_calendar
from foundation.organization import Membership
from foundation.people import User
from guides.actions.checks import mark_checked, set_care
from guides.actions.error_reports import ErrorEntry, answer_reports, report_error
from guides.actions.impact import ChangeEntry, open_notice, scope_for_changes
from guides.actions.reminders import remind_all
from guides.impact import find_quoting
from guides.models import Guide
from guides.models.impact import QuotedKind
from portal.sample.days import SampleDays, clock_set_to

_NAMESPACE = uuid.UUID("6d1f2c62-7c3e-4a58-9b0e-5a3e1f0c7d41")
_NOTES = ("与窗口逐项核对", "对照收费目录和窗口告知单核对", "电话、地址和办公时间已核实")
_EVERY = 7
"""Of so many guides one is overdue, one is due soon, and one was never checked."""

_REPORTS = (
    # guide, part, where it was read, working days ago, the words, the answer
    (
        "id-card-first-issue",
        "place",
        "paper",
        2,
        "卡片上写窗口B17，今天到大厅，志愿者说户籍窗口现在在一楼，麻烦核实一下。",
        "",
    ),
    ("id-card-first-issue", "place", "kiosk", 1, "自助机上的窗口号和现场指示牌不一样。", ""),
    ("company-registration", "materials", "web", 8, "指南要求交租赁合同复印件，窗口说系统能查到，不用交。", ""),
    (
        "id-card-renewal",
        "fees",
        "web",
        15,
        "网上写换证20元，邻居说免费，到底收不收？",
        "经核对，到期换领每证收工本费20元；首次申领和城市低保对象初次换领免收，指南所列标准无误。",
    ),
)
_LAW = ("江城市户口迁移规定", "规定已修订，夫妻投靠和合法稳定住所落户的条件有调整。请核对所引条款和所需材料。")


def load(*, writer: User, keeper: User, reviewer: User, today: dt.date) -> dict[str, int]:
    """Load everything and return the counts by kind."""
    guides = Guide.objects.filter(published__isnull=False).select_related("published").order_by("slug")
    by_slug = {guide.slug: guide for guide in guides}
    checks = _load_checks(guides, writer=writer, today=today)
    membership = Membership.objects.get(user=keeper)
    set_care(by_slug["id-card-first-issue"], keeper=membership, months=3, actor=reviewer)
    reports = _load_reports(by_slug, writer=writer, today=today)
    words, change = _LAW
    entry = ChangeEntry(QuotedKind.LAW, words, change, today + dt.timedelta(days=9))
    chosen = [hit.key for hit in find_quoting(entry.kind, words, scope_for_changes(writer))]
    open_notice(entry, chosen=chosen, actor=writer, today=today)
    remind_all(load_calendar(), today=today)
    return {"checks": checks, "error reports": reports, "tasks of a change": len(chosen)}


def _load_checks(guides: Iterable[Guide], *, writer: User, today: dt.date) -> int:
    """Take down the last check of most guides, those of one day together."""
    by_day: dict[dt.date, list[Guide]] = defaultdict(list)
    for number, guide in enumerate(guides):
        if localdate(guide.published.published_at) == today:
            continue  # public since today
        match number % _EVERY:
            case 0:
                by_day[today - dt.timedelta(days=200)].append(guide)
            case 1:
                by_day[today - dt.timedelta(days=175)].append(guide)
            case 2:
                continue
            case kind:
                by_day[today - dt.timedelta(days=20 * kind + 3)].append(guide)
    for number, (day, checked) in enumerate(sorted(by_day.items())):
        with clock_set_to(day):
            seen = {guide.pk: guide.published.revision_number for guide in checked}
            mark_checked(checked, seen=seen, note=_NOTES[number % len(_NOTES)], actor=writer, today=day)
    return sum(map(len, by_day.values()))


def _load_reports(guides: dict[str, Guide], *, writer: User, today: dt.date) -> int:
    """Keep what was reported, and answer what has an answer."""
    days, calendar = SampleDays(today), load_calendar()
    known = [row for row in _REPORTS if row[0] in guides]
    for number, (slug, part, source, ago, text, answer) in enumerate(known):
        day = days.date(ago)
        with clock_set_to(day):
            token = uuid.uuid5(_NAMESPACE, str(number))
            entry = ErrorEntry(part, text, source)
            made, _code = report_error(guides[slug].published, entry, token=token, calendar=calendar, today=day)
        if answer:
            with clock_set_to(days.date(ago - 3)):
                answer_reports([made], outcome="right", answer=answer, actor=writer)
    return len(known)
