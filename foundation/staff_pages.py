"""Ordinary pages for staff under ``/staff/``: frame of the back office, rights by capability, links, desk figures.

An app says in its ``AppConfig.ready`` which of its pages the side bar and the work desk lead to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec

from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from foundation import access
from foundation.scoped_admin import DeskEntry, user_of
from foundation.workflow import DomainError

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from foundation.people import User

P = ParamSpec("P")
StaffView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


@dataclass(frozen=True)
class StaffLink:
    """An entry of the side bar: under which heading, its words, where it leads, and who sees it."""

    group: StrOrPromise
    label: StrOrPromise
    url_name: str
    capabilities: tuple[str, ...]

    @property
    def url(self) -> str:
        """The address of the page."""
        return reverse(self.url_name)


Desk = Callable[["User", dt.date], Iterable[DeskEntry]]
_links: Final[list[StaffLink]] = []
_desks: Final[list[Desk]] = []


def register(links: Iterable[StaffLink], desk: Desk | None = None) -> None:
    """Add the staff pages of an app, and the function that gives its figures for the work desk."""
    _links.extend(links)
    if desk is not None:
        _desks.append(desk)


def links_for(user: Any) -> list[StaffLink]:
    """Return the staff pages that somebody may open."""
    return [link for link in _links if any(access.may(user, capability) for capability in link.capabilities)]


def desk_entries_for(user: User, today: dt.date) -> list[DeskEntry]:
    """Return the figures of all staff pages for somebody's work desk."""
    return [entry for desk in _desks for entry in desk(user, today)]


def staff_view(*capabilities: str) -> Callable[[StaffView[P]], StaffView[P]]:
    """Let in who holds one of the capabilities anywhere; others get the log-in page, or a page that says no.

    Pages for staff are never cached.
    """

    def decorate(view: StaffView[P]) -> StaffView[P]:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), reverse("admin:login"))
            try:
                access.require_any(request.user, capabilities)
                return view(request, *args, **kwargs)
            except PermissionDenied as refusal:
                return staff_page(
                    request, "admin/403.html", {"reason": str(refusal)}, title=_("Not allowed"), status=403
                )

        return guarded

    return decorate


def back_to(url_name: str, *names: str) -> Callable[[StaffView[P]], StaffView[P]]:
    """Let an address take forms only; whoever opens it anew (reload, history) is led back to the page of the form.

    ``names`` are the parts of the address that the page has too.
    """

    def decorate(view: StaffView[P]) -> StaffView[P]:
        @wraps(view)
        def posted(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method == "POST":
                return view(request, *args, **kwargs)
            if request.user.is_authenticated:
                messages.info(request, _("Nothing was sent again. This is how it stands now."))
            return HttpResponseRedirect(reverse(url_name, kwargs={name: kwargs[name] for name in names}))

        return posted

    return decorate


def staff_page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, title: str, status: int = 200
) -> TemplateResponse:
    """Render a page in the frame of the back office."""
    full = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, template, full, status=status)


def attempt(request: HttpRequest, verb: Callable[[], Any], done: str = "") -> bool:
    """Carry out a verb and tell the person how it went; returns whether it was done.

    Without ``done`` the page itself shows that it was.

    What a rule or a colleague prevented is shown as a sentence; everything else is a defect and is raised.
    """
    try:
        verb()
    except DomainError as refusal:
        messages.error(request, str(refusal))
    except ValidationError as invalid:
        for sentence in invalid.messages:
            messages.error(request, sentence)
    else:
        if done:
            messages.success(request, done)
        return True
    return False


def attempt_form(request: HttpRequest, form: BaseForm, verb: Callable[[], Any], done: str) -> bool:
    """Carry out the verb of a form; what is incomplete is said at the top of the page, too, not only at its field."""
    if form.is_valid():
        return attempt(request, verb, done)
    messages.error(request, _("Not done: something in the form is missing or wrong. It is marked below, and kept."))
    return False


__all__ = [
    "StaffLink",
    "attempt",
    "attempt_form",
    "back_to",
    "desk_entries_for",
    "links_for",
    "register",
    "staff_page",
    "staff_view",
    "user_of",
]
