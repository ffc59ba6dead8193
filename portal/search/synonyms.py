"""The synonym table of the search for staff: propose, see what a pair changes, decide, take out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Case, Q, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation import access
from foundation.access import Capability
from foundation.audit import AuditEntry
from foundation.clock import local_today
from foundation.filters import normalize
from foundation.search import synonyms
from foundation.search.folding import fold
from foundation.search.models import TERM_LENGTH, Synonym, SynonymState
from foundation.staff_pages import attempt, staff_page, staff_view, user_of
from portal.search.forms import SynonymForm
from portal.search.previews import compare

PAGE_SIZE: Final = 50


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def synonym_list(request: HttpRequest) -> HttpResponse:
    """All pairs, those that wait for a second person first; ``?state=`` and ``?q=`` narrow them."""
    state, words = request.GET.get("state", ""), normalize(request.GET.get("q", ""))[:TERM_LENGTH]
    rows = _narrowed(state, words).select_related("proposed_by", "decided_by")
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "state": state if state in SynonymState.values else "",
        "states": SynonymState.choices,
        "words": words,
        "query": kept.urlencode(),
        "may_propose": access.may(request.user, Capability.EDIT_CONTENT),
    }
    return staff_page(request, "portal/staff/synonym_list.html", context, title=_("Synonyms of the search"))


def _narrowed(state: str, words: str) -> QuerySet[Synonym]:
    waits_first = Case(When(state=SynonymState.PROPOSED, then=0), default=1)
    rows = Synonym.objects.order_by(waits_first, "word")
    if state in SynonymState.values:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(Q(word__contains=fold(words)) | Q(official__icontains=words))
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Capability.EDIT_CONTENT)
def synonym_new(request: HttpRequest) -> HttpResponse:
    """Propose a pair; ``step=preview`` shows what it would change and keeps what was typed."""
    form = SynonymForm(request.POST or None, initial={"word": normalize(request.GET.get("word", ""))[:TERM_LENGTH]})
    if request.method != "POST":
        return _write(request, form)
    if not form.is_valid():
        return _write(request, form, status=422)
    data = form.cleaned_data
    if request.POST.get("step") == "preview":
        return _write(request, form, data)
    verb = partial(synonyms.propose, data["word"], data["official"], note=data["note"], actor=user_of(request))
    if attempt(request, verb, _("Proposed. A second person decides.")):
        return redirect("search_staff:synonym_detail", Synonym.objects.get(word=fold(data["word"]).strip()).pk)
    return _write(request, form, status=409)


def _write(
    request: HttpRequest, form: SynonymForm, data: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    known = Synonym.objects.filter(word=fold(data["word"]).strip()).first() if data else None
    context = {
        "form": form,
        "known": known,
        "comparisons": compare(data["word"], data["official"], trial=data["trial"], today=local_today())
        if data
        else None,
    }
    return staff_page(request, "portal/staff/synonym_new.html", context, title=_("Propose a synonym"), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Capability.VIEW_CONTENT)
def synonym_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One pair: what is in force, what is proposed and what that changes, its history, and a form for other words."""
    pair = get_object_or_404(Synonym.objects.select_related("proposed_by", "decided_by"), pk=pk)
    initial = {"official": "\n".join(pair.official)}
    form = SynonymForm(request.POST or None, pair=pair, initial=initial)
    if request.method != "POST":
        return _show(request, pair, form)
    access.require(request.user, Capability.EDIT_CONTENT)
    if not form.is_valid():
        return _show(request, pair, form, status=422)
    data = form.cleaned_data
    if request.POST.get("step") == "preview":
        return _show(request, pair, form, data)
    verb = partial(synonyms.propose, pair.word, data["official"], note=data["note"], actor=user_of(request))
    if attempt(request, verb, _("Proposed. A second person decides.")):
        return redirect("search_staff:synonym_detail", pair.pk)
    return _show(request, pair, form, status=409)


def _show(
    request: HttpRequest,
    pair: Synonym,
    form: SynonymForm,
    data: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    user, waits = user_of(request), pair.state == SynonymState.PROPOSED
    official = data["official"] if data else pair.official if waits else []
    trial = data["trial"] if data else normalize(request.GET.get("trial", ""))
    may_decide = access.may(user, Capability.REVIEW_CONTENT)
    context = {
        "pair": pair,
        "form": form,
        "waits": waits,
        "is_typed": data is not None,
        "comparisons": compare(pair.word, official, trial=trial, today=local_today())
        if official or pair.applied
        else [],
        "trial": trial,
        "may_propose": access.may(user, Capability.EDIT_CONTENT),
        "may_decide": may_decide and waits and pair.proposed_by_id != user.pk,
        "is_own": may_decide and waits and pair.proposed_by_id == user.pk,
        "may_take_out": may_decide and bool(pair.applied),
        "history": list(_history(pair)),
    }
    title = _("Synonym: %s") % pair.word
    return staff_page(request, "portal/staff/synonym_detail.html", context, title=title, status=status)


def _history(pair: Synonym) -> Iterator[tuple[AuditEntry, str]]:
    """Yield what was done about a pair with its words, the newest first."""
    words = {
        SynonymState.PROPOSED: pgettext("synonym", "proposed"),
        SynonymState.APPROVED: pgettext("synonym", "approved"),
        SynonymState.REFUSED: pgettext("synonym", "refused"),
        synonyms.TAKEN_OUT: _("taken out of use"),
    }
    entries = AuditEntry.objects.filter(target_type=pair._meta.label_lower, target_id=str(pair.pk))
    for entry in entries.select_related("actor")[:PAGE_SIZE]:
        yield entry, str(words.get(entry.detail.get("what", ""), entry.get_act_display()))


@require_POST
@staff_view(Capability.REVIEW_CONTENT)
def synonym_verb(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Approve or refuse what was read on the page, or take the pair out."""
    pair, actor = get_object_or_404(Synonym, pk=pk), user_of(request)
    seen = request.POST.getlist("seen")
    verbs = {
        "approve": (partial(synonyms.decide, pair, approved=True, seen=seen, actor=actor), _("In use from now on.")),
        "refuse": (partial(synonyms.decide, pair, approved=False, seen=seen, actor=actor), _("Refused.")),
        "take-out": (partial(synonyms.take_out, pair, actor=actor), _("Out of use from now on.")),
    }
    if verb not in verbs:
        raise Http404
    attempt(request, *verbs[verb])
    return redirect("search_staff:synonym_detail", pk)
