"""Guides on paper: the card, and the code by which a printed guide is checked."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.kept_papers import kept, papers_version
from foundation.pages import page
from guides.forms.drafts import PaperCodeForm
from guides.models import GuideRevision, PublishedGuide
from guides.papers.card import SIZES, card
from guides.papers.standing import standing_of
from guides.views.guides import gone_or_404


@require_safe
def card_file(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The card of the live revision as PDF; ``?size=a5`` gives the small one."""
    size = request.GET.get("size", SIZES[0]).lower()
    if size not in SIZES:
        raise Http404(_("Cards are printed on A4 or A5."))
    found = PublishedGuide.objects.filter(slug=slug).values_list("revision_id", "title").first()
    if found is None:
        return gone_or_404(request, slug)
    key, title = found
    name = f"{key}-{size}-{papers_version()}"
    if request.headers.get("If-None-Match", "").removeprefix("W/") == f'"{name}"':
        response: HttpResponse = HttpResponseNotModified()
    else:
        content = kept(f"cards/{name}.pdf", lambda: card(GuideRevision.objects.get(pk=key), size=size))
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = content_disposition_header(False, f"{title}（办事明白卡）.pdf")  # type: ignore[assignment]
    response["ETag"] = f'"{name}"'
    response["Cache-Control"] = "public, max-age=0, s-maxage=60"
    return response


@require_safe
def code_lookup(request: HttpRequest) -> HttpResponse:
    """Where the code of a printed guide is typed."""
    form = PaperCodeForm(request.GET if "code" in request.GET else None)
    return redirect("guides:code", code=form.cleaned_data["code"]) if form.is_valid() else _ask(request, form)


@require_safe
def code(request: HttpRequest, code: str) -> HttpResponse:
    """What became of the printed guide with this code: where the QR code leads."""
    form = PaperCodeForm({"code": code})
    if not form.is_valid():
        return _ask(request, form, status=404)
    if code != form.cleaned_data["code"]:
        return redirect("guides:code", code=form.cleaned_data["code"])
    standing = standing_of(code)
    if standing is None:
        form.add_error("code", form.unknown)
        return _ask(request, form, status=404)
    title = _("Is my paper still right?")
    context = {"standing": standing, "document": standing.document, "changes": standing.changes}
    return page(request, "guides/code.html", context, section="guides", title=title, robots="noindex, nofollow")


def _ask(request: HttpRequest, form: PaperCodeForm, *, status: int = 200) -> HttpResponse:
    title, robots = _("Is my paper still right?"), "noindex, follow"
    return page(
        request, "guides/code_lookup.html", {"form": form}, section="guides", title=title, status=status, robots=robots
    )
