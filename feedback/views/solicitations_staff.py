"""The office's side of solicitations: list with figures, comments with their answers, entry from paper, who wrote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from feedback.actions.solicitations import (
    answer_comments,
    change_answer,
    change_quote,
    enter_comment,
    known_of,
    read_commenter,
)
from feedback.consultations import CommentChannel, CommentOutcome, SolicitationState
from feedback.forms.solicitations import AnswerFields, MarkForm, PaperCommentForm, QuoteForm
from feedback.masking import Masker
from feedback.models import Comment, CommentGroup, Solicitation
from feedback.reports.solicitations import solicitation_figures, view_conditions, with_comments
from foundation import access
from foundation.access import Capability, get_visible_or_404
from foundation.clock import local_today
from foundation.late import bring_up_to
from foundation.publishing.comparison import Pieces, word_diff
from foundation.readings import ReadForm
from foundation.staff_pages import attempt, back_to, staff_page, staff_view, user_of
from foundation.workflow import Conflict, DomainError

PAGE_SIZE: Final = 50
LIST: Final = "feedback_staff:solicitation_list"
DETAIL: Final = "feedback_staff:solicitation_detail"
OPEN: Final = "open"
"""The view of comments without an answer."""


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def solicitation_list(request: HttpRequest) -> HttpResponse:
    """The solicitations of one's departments, with their figures; each figure is a view of this list."""
    today = local_today()
    visible = access.scope_of(request.user, Capability.VIEW_CONTENT).limit(Solicitation.objects.all())
    conditions, view = view_conditions(today), request.GET.get("view", "")
    rows = with_comments(visible).select_related("department", "published")
    rows = rows.filter(conditions[view]) if view in conditions else rows
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_line(row, today) for row in page],
        "figures": solicitation_figures(visible, today),
        "query": f"view={view}" if view in conditions else "",
    }
    return staff_page(request, "feedback/staff/solicitation_list.html", context, title=_("Comments and results"))


def _line(row: Any, today: dt.date) -> dict[str, Any]:
    """Return what the list shows of a solicitation, drafts that were never public included."""
    public = getattr(row, "published", None)
    state = public.state_on(today) if public is not None else None
    due = public.result_due_on if public is not None and state == SolicitationState.AWAITING else None
    return {"record": row, "state": state, "due": due, "is_late": due is not None and due < today}


def _visible(request: HttpRequest, number: str) -> Solicitation:
    visible = Solicitation.objects.select_related("department", "published")
    return get_visible_or_404(visible, request.user, Capability.VIEW_CONTENT, number=number)


def _editable(request: HttpRequest, number: str) -> Solicitation:
    record = _visible(request, number)
    access.require(request.user, Capability.EDIT_CONTENT, record.department_id)
    return record


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def solicitation_detail(request: HttpRequest, number: str) -> HttpResponse:
    """The comments on one draft, personal data masked, and their answers."""
    record = _visible(request, number)
    return _show(request, record, MarkForm(record))


@back_to("feedback_staff:solicitation_detail", "number")
@staff_view(Capability.EDIT_CONTENT)
def solicitation_mark(request: HttpRequest, number: str) -> HttpResponse:
    """Give the ticked comments an answer."""
    record = _editable(request, number)
    form = MarkForm(record, request.POST)
    if not form.is_valid():
        return _show(request, record, form, status=422)
    keys = [comment.pk for comment in form.cleaned_data["comments"]]
    done = ngettext("%(n)d comment is answered.", "%(n)d comments are answered.", len(keys)) % {"n": len(keys)}
    answered = attempt(
        request, lambda: answer_comments(record, keys, answer=form.answer(), actor=user_of(request)), done
    )
    return redirect(f"{reverse(DETAIL, args=[number])}?{_query(request)}") if answered else _show(request, record, form)


def _show(request: HttpRequest, record: Solicitation, form: MarkForm, *, status: int = 200) -> HttpResponse:
    page = Paginator(_chosen(request, record), PAGE_SIZE).get_page(request.GET.get("page"))
    ticked = set(form.data.getlist("comments")) if form.is_bound else set()  # type: ignore[attr-defined]
    masker = Masker()
    context: dict[str, Any] = {
        "record": record,
        "row": getattr(record, "published", None),
        "form": form,
        "page": page,
        "lines": [
            {"comment": one, "text": masker.also(known_of(one)).mask(one.text), "ticked": str(one.pk) in ticked}
            for one in page
        ],
        "groups": record.groups.annotate(count=Count("comments")).order_by("id"),
        "figures": _figures(record),
        "query": _query(request),
        "may_edit": access.may(request.user, Capability.EDIT_CONTENT, record.department_id),
    }
    return staff_page(request, "feedback/staff/solicitation_detail.html", context, title=str(record), status=status)


def _query(request: HttpRequest) -> str:
    """Return the chosen view of the comments as it stands in the address."""
    for name, known in (("outcome", (*CommentOutcome.values, OPEN)), ("channel", CommentChannel.values)):
        if request.GET.get(name) in known:
            return f"{name}={request.GET[name]}"
    group = request.GET.get("group", "")
    return f"group={group}" if group.isascii() and group.isdecimal() and len(group) < 10 else ""


def _chosen(request: HttpRequest, record: Solicitation) -> QuerySet[Comment]:
    name, _sign, value = _query(request).partition("=")
    comments = record.comments.select_related("group")
    if value == OPEN:
        return comments.unanswered()
    lookups = {"outcome": "group__outcome", "channel": "channel", "group": "group"}
    return comments.filter(**{lookups[name]: value}) if name else comments


def _figures(record: Solicitation) -> list[dict[str, Any]]:
    """Return how many comments came and what became of them; each figure is a view of the list."""
    outcomes: dict[str | None, int] = dict(
        record.comments.order_by().values_list("group__outcome").annotate(n=Count("pk"))
    )
    channels: dict[str, int] = dict(record.comments.order_by().values_list("channel").annotate(n=Count("pk")))
    return [
        {"label": _("Comments"), "number": sum(channels.values()), "url": "?"},
        {"label": pgettext("comment", "Without an answer"), "number": outcomes.get(None, 0), "url": f"?outcome={OPEN}"},
        *(
            {"label": str(one.label), "number": outcomes.get(one.value, 0), "url": f"?outcome={one.value}"}
            for one in CommentOutcome
        ),
        *(
            {"label": str(one.label), "number": channels.get(one.value, 0), "url": f"?channel={one.value}"}
            for one in CommentChannel
        ),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Capability.EDIT_CONTENT)
def comment_add(request: HttpRequest, number: str) -> HttpResponse:
    """Enter a comment that came by post, by e-mail or at a meeting."""
    record, today = _editable(request, number), local_today()
    form = PaperCommentForm(request.POST or None, initial={"received_on": today})
    if form.is_valid():
        data = form.cleaned_data
        done = attempt(
            request,
            lambda: enter_comment(
                record,
                form.entry(),
                channel=data["channel"],
                received_on=data["received_on"],
                actor=user_of(request),
                today=today,
            ),
            _("The comment is entered."),
        )
        if done:
            return redirect("feedback_staff:comment_add" if "another" in request.POST else DETAIL, number)
    context = {"record": record, "form": form}
    status = 422 if form.is_bound else 200
    return staff_page(request, "feedback/staff/comment_form.html", context, title=_("Enter a comment"), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Capability.EDIT_CONTENT)
def answer_edit(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Word an answer anew."""
    record = _editable(request, number)
    group = get_object_or_404(record.groups.select_related("solicitation"), key=key)
    initial = {name: getattr(group, name) for name in ("title", "outcome", "reason", "edit_version")}
    form = AnswerFields(request.POST or None, initial=initial)
    if form.is_valid():
        version = form.cleaned_data["edit_version"]
        try:
            change_answer(group, form.entry(), edit_version=version, actor=user_of(request))
        except Conflict as conflict:
            return _stale_answer(request, record, get_object_or_404(record.groups, key=key), form, str(conflict))
        messages.success(request, _("The answer is changed for all its comments."))
        return redirect(DETAIL, number)
    return _ask_answer(request, record, group, form, status=422 if form.is_bound else 200)


def _stale_answer(
    request: HttpRequest, record: Solicitation, group: CommentGroup, form: AnswerFields, sentence: str
) -> HttpResponse:
    """Show both answers; the next save goes over the one that is stored now, knowingly."""
    bring_up_to(form, group.edit_version, sentence)
    words = {name: (getattr(group, name), form[name].value() or "") for name in ("title", "reason")}
    words["outcome"] = (group.get_outcome_display(), str(CommentOutcome(form["outcome"].value()).label))
    stored = [(str(form[name].label), word_diff(*words[name])) for name in ("title", "outcome", "reason")]
    return _ask_answer(request, record, group, form, stored, status=409)


def _ask_answer(
    request: HttpRequest,
    record: Solicitation,
    group: CommentGroup,
    form: AnswerFields,
    stored: Sequence[tuple[str, Pieces]] = (),
    *,
    status: int,
) -> HttpResponse:
    context = {"record": record, "group": group, "form": form, "stored": stored}
    return staff_page(request, "feedback/staff/answer_form.html", context, title=_("Change the answer"), status=status)


def _comment(request: HttpRequest, number: str, key: str) -> Comment:
    comments = _visible(request, number).comments.select_related("solicitation__department", "group", "made_by")
    return get_object_or_404(comments, number=key)


@require_safe
@staff_view(Capability.VIEW_CONTENT)
def comment_detail(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """One comment, personal data masked."""
    return _show_comment(request, _comment(request, number, key))


@back_to("feedback_staff:comment_detail", "number", "key")
@staff_view(Capability.EDIT_CONTENT)
def comment_quote(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Set what the result quotes of it."""
    one = _comment(request, number, key)
    access.require(request.user, Capability.EDIT_CONTENT, one.solicitation.department_id)
    form = QuoteForm(request.POST)
    if not form.is_valid():
        return _show_comment(request, one, form=form, status=422)
    text, version = form.cleaned_data["public_text"], form.cleaned_data["edit_version"]
    try:
        change_quote(one, text, edit_version=version, actor=user_of(request))
    except Conflict as conflict:
        one = _comment(request, number, key)
        bring_up_to(form, one.edit_version, str(conflict))
        stored = [(str(form["public_text"].label), word_diff(one.public_text or "", text))]
        return _show_comment(request, one, form=form, stored=stored, status=409)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return _show_comment(request, one, status=409)
    messages.success(request, _("The quotation is saved."))
    return redirect("feedback_staff:comment_detail", number, key)


@back_to("feedback_staff:comment_detail", "number", "key")
@staff_view(Capability.EDIT_CONTENT)
def comment_reveal(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Show who wrote and the unmasked text, once, after the occasion was stated; the reading is recorded."""
    one = _comment(request, number, key)
    verb = partial(read_commenter, one, occasion=ReadForm(request.POST).stated, actor=user_of(request))
    if not attempt(request, verb):
        return redirect("feedback_staff:comment_detail", number, key)
    return _show_comment(request, one, revealed=True)


def _show_comment(
    request: HttpRequest,
    one: Comment,
    *,
    form: QuoteForm | None = None,
    stored: Sequence[tuple[str, Pieces]] = (),
    revealed: bool = False,
    status: int = 200,
) -> HttpResponse:
    masker = Masker(known_of(one))
    context: dict[str, Any] = {
        "comment": one,
        "record": one.solicitation,
        "text": one.text if revealed else masker.mask(one.text),
        "part": one.part if revealed else masker.mask(one.part),
        "has_contact": bool(one.name or one.contact),
        "read_form": ReadForm(),
        "revealed": revealed,
        "form": form or QuoteForm(initial={"public_text": one.public_text or "", "edit_version": one.edit_version}),
        "stored": stored,
        "may_edit": access.may(request.user, Capability.EDIT_CONTENT, one.solicitation.department_id),
    }
    return staff_page(request, "feedback/staff/comment_detail.html", context, title=one.number, status=status)
