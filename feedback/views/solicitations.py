"""Public pages of opinion solicitations: list, one solicitation with its result, comment, receipt."""

from __future__ import annotations

from typing import Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from feedback.actions.solicitations import send_comment
from feedback.filters.solicitations import SolicitationFilterSet
from feedback.forms.solicitations import CommentForm
from feedback.models import Comment, PublishedSolicitation
from feedback.solicitation_shelf import SOLICITATION_INDEX, list_kind, read_facets
from foundation import pressure
from foundation.attachments import StoredFile
from foundation.clock import local_today
from foundation.listings import make_listing
from foundation.pages import page, private_page, stored_page, stored_parts
from foundation.publishing.reading import document_of
from foundation.visits import Visit
from foundation.workflow import Conflict, DomainError

SECTION: Final = "feedback:consultations"
RECEIPT: Final = Visit("consultation_receipt", seconds=15 * 60)
LIMIT: Final = pressure.Limit("feedback.comment", 60, 3600)
"""Comments in an hour from one address before the ticket is asked for: a whole meeting may sit behind one."""
_READ: Final = ("record_id", "number", "title", "title_en", "starts_on", "ends_on", "takes_online", "result_at")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All solicitations, narrowed by facets and words."""
    today = local_today()
    snapshot = SOLICITATION_INDEX.current(today)
    filters = SolicitationFilterSet(request.GET, PublishedSolicitation.objects.order_by(), read_facets(snapshot))
    return page(
        request,
        "feedback/solicitation_list.html",
        {"listing": make_listing(request, filters, snapshot, list_kind(today))},
        section=SECTION,
        title=_("Opinion solicitations"),
        description=_("Drafts on which the public is asked, and what became of its comments"),
        feed_url=reverse("consultations:feed"),
        robots="noindex, follow" if request.GET else "",
    )


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """One solicitation: its stored body, with where it stands today."""
    key, (head, body) = stored_parts(PublishedSolicitation, "number", number)
    row = PublishedSolicitation.objects.only(*_READ).get(pk=key)
    today = local_today()
    state = {"row": row, "state": row.state_on(today), "takes_comments": row.takes_comments_on(today), "today": today}
    body = body.replace("<!--state-->", render_to_string("feedback/_solicitation_state.html", state), 1)
    return stored_page(request, section=SECTION, head=head, body=body)


@require_safe
def attachment(request: HttpRequest, number: str, key: str) -> FileResponse:
    """An attachment of the live revision."""
    row = get_object_or_404(PublishedSolicitation.objects.select_related("revision"), number=number)
    quote = next((one.file for one in document_of(row.revision).attachments if one.key == key), None)
    if quote is None:
        raise Http404(_("This attachment is not published."))
    return get_object_or_404(StoredFile, pk=quote.id).response()


@csrf_exempt  # the guarded form checks it and keeps what was typed
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, number: str) -> HttpResponse:
    """Write, look through, send.  Nothing is kept before it is sent."""
    row = get_object_or_404(PublishedSolicitation.objects.defer("body_zh", "body_en"), number=number)
    if request.method != "POST":
        closed = not row.takes_comments_on(local_today())
        return redirect(row) if closed else _write(request, row, CommentForm())
    form, step = CommentForm(request.POST), request.POST.get("step")
    if not form.is_valid():
        return _write(request, row, form, status=422)
    if step == "edit":
        return _write(request, row, form)
    return _send(request, row, form) if step == "send" else _preview(request, row, form)


def _send(request: HttpRequest, row: PublishedSolicitation, form: CommentForm) -> HttpResponse:
    if problem := form.doubts(request):
        return _preview(request, row, form, problem, status=422)
    if problem := form.held_up(request, LIMIT):
        return pressure.ask_to_wait(_preview(request, row, form, problem, status=429))
    try:
        send_comment(row, form.entry(), token=form.token, today=local_today())
    except Conflict as conflict:
        return _preview(request, row, form, form.sent_before(conflict), status=422)
    except DomainError as refusal:
        return _preview(request, row, form, str(refusal), status=422)
    response = redirect("consultations:receipt")
    RECEIPT.open(request, response, form.token.hex)
    return response


def _write(request: HttpRequest, row: PublishedSolicitation, form: CommentForm, *, status: int = 200) -> HttpResponse:
    title = _("Comment on the draft")
    context = {"row": row, "form": form}
    return private_page(request, "feedback/comment_form.html", context, section=SECTION, title=title, status=status)


def _preview(
    request: HttpRequest, row: PublishedSolicitation, form: CommentForm, problem: str = "", *, status: int = 200
) -> HttpResponse:
    title = _("Look through and send")
    context = {"row": row, "form": form, "rows": form.rows(), "public": form.public_words(), "problem": problem}
    return private_page(request, "feedback/comment_preview.html", context, section=SECTION, title=title, status=status)


@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """The number, shown for a short while to the browser that sent the comment."""
    token = RECEIPT.key(request)
    made = Comment.objects.select_related("solicitation__published").filter(token=token).first() if token else None
    row = getattr(made.solicitation, "published", None) if made is not None else None
    if made is None or row is None:
        return redirect("consultations:index")
    context = {"record": made, "row": row}
    title = pgettext("comment", "Your receipt")
    return private_page(request, "feedback/comment_receipt.html", context, section=SECTION, title=title)
