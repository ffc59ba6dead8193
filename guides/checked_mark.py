"""What the page of a guide says about its last check: the one thing on it that does not come with the release.

The page itself is stored as finished HTML; the mark is put into it for each reader, from two facts read along with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.db.models import OuterRef, Subquery
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guides.models import ErrorReport, GuideCheck

SLOT: Final = "<!--checked-->"
"""Where the mark stands in the stored body."""


def mark_facts() -> Mapping[str, Any]:
    """Return the two facts as columns of the public row: the day of the last check, the oldest report in doubt."""
    checks = GuideCheck.objects.filter(guide=OuterRef("record")).order_by("-checked_on").values("checked_on")[:1]
    reports = ErrorReport.objects.waiting().filter(guide=OuterRef("record")).order_by("received_on")
    return {"checked_on": Subquery(checks), "doubted_since": Subquery(reports.values("received_on")[:1])}


def mark(checked_on: dt.date | None, doubted_since: dt.date | None) -> SafeString | str:
    """Return the mark in words; nothing while a guide was never checked and nobody doubts it."""
    if doubted_since is not None:
        sentence = _("Being verified since %s: a reader reported a possible error. Ask by phone before you set out.")
        return format_html('<p class="notice notice-warn">{}</p>', _with_day(sentence, doubted_since))
    if checked_on is not None:
        return format_html('<p class="hush">{}</p>', _with_day(_("Last checked: %s"), checked_on))
    return ""


def put_into(body: str, checked_on: dt.date | None, doubted_since: dt.date | None) -> str:
    """Return the stored body with the mark in its place."""
    return body.replace(SLOT, mark(checked_on, doubted_since), 1)


def _with_day(sentence: str, day: dt.date) -> SafeString:
    before, _here, after = sentence.partition("%s")
    return format_html('{}<time datetime="{}">{}</time>{}', before, day.isoformat(), day.isoformat(), after)
