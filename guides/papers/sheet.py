"""The sheet for the notice board: what a department handles, each guide with its code, on A4 or A3."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from foundation.organization import Department
from foundation.pages import CHINESE, absolute
from foundation.printable import fit_for_print
from foundation.typesetting import qr_code, typeset, written_date
from guides.models import GuideRevision, PublishedGuide
from guides.papers.words import words_of

SIZES: Final = ("a4", "a3")


def department_sheet(department: Department, *, size: str, today: dt.date) -> bytes:
    """Return the sheet of a department as PDF, with all its public guides as they stand."""
    revisions = GuideRevision.objects.filter(
        pk__in=PublishedGuide.objects.filter(department=department).values("revision")
    )
    guides = sorted((_entry(revision) for revision in revisions), key=lambda entry: str(entry["slug"]))
    with override(CHINESE):
        windows = [window.number for window in department.windows.filter(is_active=True)]
    data: dict[str, Any] = {
        "size": size,
        "center": settings.SITE.name,
        "department": department.name,
        "facts": [
            [label, words]
            for label, words in (
                ("窗口", "、".join(windows)),
                ("时间", department.office_hours),
                ("电话", department.phone),
                ("地址", department.address),
            )
            if words
        ],
        "guides": guides,
        "on": written_date(today),
    }
    return typeset("guides/sheet.typ", fit_for_print(data))


def _entry(revision: GuideRevision) -> dict[str, Any]:
    words, slug = words_of(revision), revision.document["slug"]
    with override(CHINESE):
        address = absolute(reverse("guides:guide_detail", args=[slug]))
    kept = ("title", "limit", "fee", "visits")
    return {"slug": slug, **{name: words[name] for name in kept}, "qr": qr_code(address, words["title"])}  # type: ignore[literal-required]
