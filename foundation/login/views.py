"""The pages of the log-in: password, code, setting the second factor up, recovery codes, ending all sessions.

Nobody is logged in before both factors were given: between the two steps the session holds who passed the first one,
for five minutes.
"""

from __future__ import annotations

import time
from typing import Any, Final

import segno
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from foundation.login.forms import CodeForm, PasswordForm, SetUpForm
from foundation.login.limits import remember_device
from foundation.login.second_factor import (
    address_for_app,
    end_sessions,
    has_second_factor,
    new_secret,
    renew_recovery_codes,
    set_up,
)
from foundation.login.sessions import SEEN, SINCE
from foundation.login.trail import record_login
from foundation.people import User
from foundation.scoped_admin import user_of

PENDING: Final = "login"
"""Key of the session: who passed the first step, when, and where they wanted to go."""
NEW_SECRET: Final = "new_secret"  # noqa: S105  (a key of the session)
PATIENCE: Final = 300
"""Seconds between the two steps."""


@never_cache
@csrf_protect
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The first step; who is logged in already goes on."""
    wanted = _wanted(request)
    if request.method == "GET" and request.user.is_authenticated and user_of(request).is_staff:
        return HttpResponseRedirect(wanted)
    form = PasswordForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        user: User = form.get_user()
        request.session.cycle_key()
        request.session[PENDING] = {"user": user.pk, "at": int(time.time()), "next": wanted}
        return HttpResponseRedirect(reverse("admin:login_code" if has_second_factor(user) else "admin:login_set_up"))
    context = {
        **context,
        "title": _("Log in"),
        "form": form,
        "app_path": request.get_full_path(),
        "username": request.user.get_username(),
        REDIRECT_FIELD_NAME: wanted,
    }
    return TemplateResponse(request, "admin/login.html", context, status=_status(form))


@never_cache
@csrf_protect
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The second step: with the right code the session begins."""
    user = _pending(request)
    if user is None:
        return _begin_again(request)
    if not has_second_factor(user):
        return HttpResponseRedirect(reverse("admin:login_set_up"))
    form = CodeForm(request.POST or None, request=request, user=user)
    if request.method == "POST" and form.is_valid():
        return _enter(request, user)
    context = {**context, "title": _("Second factor"), "form": form}
    return TemplateResponse(request, "admin/login_code.html", context, status=_status(form))


@never_cache
@csrf_protect
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def set_up_factor(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Set the second factor up: at the first log-in, or later with a new phone."""
    user = user_of(request) if request.user.is_authenticated else _pending(request)
    if user is None or (not request.user.is_authenticated and has_second_factor(user)):
        return _begin_again(request)
    secret = request.session.setdefault(NEW_SECRET, new_secret())
    form = SetUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        codes = set_up(user, secret, form.cleaned_data["code"])
        if codes is not None:
            del request.session[NEW_SECRET]
            response = _codes_page(request, context, codes, _next(request))
            if not request.user.is_authenticated:
                _begin_session(request, user)
            remember_device(request, response, user)
            return response
        form.add_error("code", _("This is not the code of this picture. Is the clock of the phone right?"))
    address = address_for_app(user, secret)
    context = {
        **context,
        "title": _("Set up the second factor"),
        "form": form,
        "picture": segno.make(address, micro=False, error="m").svg_data_uri(border=4, scale=5),
        "secret": " ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
        "account": user,
    }
    return TemplateResponse(request, "admin/login_set_up.html", context, status=_status(form))


@require_POST
@csrf_protect
@never_cache
@login_required(login_url="admin:login")
def recovery_codes(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Give ten new recovery codes; the older ones are void."""
    return _codes_page(request, context, renew_recovery_codes(user_of(request)), reverse("admin:index"))


@require_POST
@csrf_protect
@login_required(login_url="admin:login")
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all sessions of the own account, this one too."""
    user = user_of(request)
    end_sessions(user, actor=user)
    request.session.flush()
    messages.success(request, _("You are logged out on all devices."))
    return HttpResponseRedirect(reverse("admin:login"))


def still_here(request: HttpRequest) -> HttpResponse:
    """Somebody is typing: a script says so every few minutes, and the session does not end as idle."""
    return HttpResponse(status=204 if request.user.is_authenticated else 401, headers={"Cache-Control": "no-store"})


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    response = HttpResponseRedirect(_next(request))
    _begin_session(request, user)
    remember_device(request, response, user)
    return response


def _begin_session(request: HttpRequest, user: User) -> None:
    del request.session[PENDING]
    login(request, user, backend="foundation.login.backend.MembershipBackend")
    request.session[SINCE] = request.session[SEEN] = int(time.time())
    record_login(user)


def _codes_page(request: HttpRequest, context: dict[str, Any], codes: list[str], onwards: str) -> HttpResponse:
    context = {**context, "title": _("Recovery codes"), "codes": codes, "onwards": onwards}
    return TemplateResponse(request, "admin/recovery_codes.html", context)


def _pending(request: HttpRequest) -> User | None:
    """Return who passed the first step less than five minutes ago."""
    held = request.session.get(PENDING)
    if not held or time.time() - held["at"] > PATIENCE:
        return None
    return User.objects.filter(pk=held["user"], is_active=True).first()


def _begin_again(request: HttpRequest) -> HttpResponse:
    wanted = request.session.pop(PENDING, {}).get("next", "")
    messages.warning(request, _("Please begin again with name and password."))
    query = f"?{REDIRECT_FIELD_NAME}={wanted}" if wanted else ""
    return HttpResponseRedirect(reverse("admin:login") + query)


def _wanted(request: HttpRequest) -> str:
    """Return the page of this site that the log-in was asked for; the work desk for every other address."""
    wanted = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if own and not wanted.startswith(reverse("admin:login")) else reverse("admin:index")


def _next(request: HttpRequest) -> str:
    held = request.session.get(PENDING) or {}
    return str(held.get("next") or reverse("admin:index"))


def _status(form: Any) -> int:
    """Return 429 where somebody tried too often, as machines understand it."""
    fields = ("__all__", "code")
    return 429 if form.is_bound and any(form.has_error(name, "too_many") for name in fields) else 200
