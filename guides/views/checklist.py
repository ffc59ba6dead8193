"""The personal checklist of a guide: on the page, on the phone, and as the one-time notice. Nothing is kept here.

The answers stand in the address by their keys, so a list can be sent on, printed as a QR code and opened years later.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import segno
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.clock import local_today
from foundation.pages import CHINESE, absolute, html_language, page
from foundation.publishing.reading import document_of
from guides.checklist import Selection, select
from guides.documents import GuideDocument, QuestionDocument
from guides.models import PublishedGuide
from guides.papers.notice import notice
from guides.situations import RESERVED
from guides.views.guides import gone_or_404

SECTION = "guides:checklist"
_SAVED_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""A saved list carries its own style and nothing else; phones that open it before saving it show it all the same."""


@dataclass(frozen=True)
class Request:
    """What an address asks for: a public guide, its document, and the answers that it knows."""

    guide: PublishedGuide
    document: GuideDocument
    selection: Selection
    asked_of: int | None
    """The revision for which the answers were given, if the address names another one than the present."""
    dropped: int
    """How many answers do not exist any more."""

    @property
    def query(self) -> str:
        """The answers that count, with the revision, as the query of an address."""
        return urlencode({**self.selection.answers, "v": self.guide.revision_number})

    @property
    def address(self) -> str:
        """The whole address of this list."""
        return absolute(f"{reverse('guides:checklist', args=[self.guide.slug])}?{self.query}")

    @property
    def asked(self) -> list[tuple[QuestionDocument, str]]:
        """The questions, each with the key of its answer or nothing."""
        answers = self.selection.answers
        return [(question, answers.get(question.key, "")) for question in self.document.questions]


@require_safe
def checklist(request: HttpRequest, slug: str) -> HttpResponse:
    """The questions, and the list that follows from the answers; with ``save`` as a file for the phone."""
    wanted = _read(slug, request.GET)
    if wanted is None:
        return gone_or_404(request, slug)
    context = {
        "wanted": wanted,
        "doc": wanted.document,
        "selection": wanted.selection,
        "qr": segno.make(wanted.address, micro=False, error="m").svg_data_uri(border=2, scale=4),
        "today": local_today(),
    }
    if "save" in request.GET:
        return _saved(wanted, context)
    return page(
        request,
        "guides/checklist.html",
        context,
        section=SECTION,
        title=_("Checklist: %s") % wanted.document.local_title,
        description=wanted.document.summary,
        robots="noindex, follow" if request.GET else "",
    )


@require_safe
def notice_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The one-time notice (一次性告知书) with the materials that these answers leave."""
    wanted = _read(slug, request.GET)
    if wanted is None:
        return gone_or_404(request, slug)
    selection = wanted.selection
    possible = _("; ").join(material.name for material in selection.possible)
    remarks = _("Not everything was answered, so these may not be needed: %s") % possible if possible else ""
    content = notice(
        wanted.guide, materials=selection.keys, answers=selection.pairs, remarks=remarks, today=local_today()
    )
    response = HttpResponse(content, content_type="application/pdf")
    name = f"{wanted.document.title}（一次性告知书）.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or ""
    response["X-Robots-Tag"] = "noindex"
    return response


def _read(slug: str, query: QueryDict) -> Request | None:
    """Return what an address asks for, or None where no such guide is public."""
    guide = PublishedGuide.objects.select_related("revision").filter(slug=slug).first()
    if guide is None:
        return None
    document: GuideDocument = document_of(guide.revision)
    known = {question.key for question in document.questions}
    given = {name: str(value) for name, value in query.items() if name in known and value}
    selection = select(document, given)
    version = query.get("v", "")
    is_other = version.isdecimal() and len(version) < 7 and int(version) != guide.revision_number
    # Messengers add names of their own to an address, so unknown names mean something in older lists only.
    unknown = len([name for name in query if name not in known | RESERVED]) if is_other else 0
    return Request(guide, document, selection, int(version) if is_other else None, selection.dropped + unknown)


def _saved(wanted: Request, context: dict[str, object]) -> HttpResponse:
    """Return the list as one file that needs no network: its style and its QR code lie inside."""
    language = html_language(get_language() or CHINESE)
    response = HttpResponse(render_to_string("guides/checklist_saved.html", {**context, "html_lang": language}))
    name = _("Checklist: %s") % wanted.document.local_title
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{name}.html") or ""
    response["Content-Security-Policy"] = _SAVED_POLICY
    response["X-Robots-Tag"] = "noindex"
    return response
