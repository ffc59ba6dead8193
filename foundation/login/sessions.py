"""How long a log-in lasts: until nobody has worked for a while, and never longer than a working day."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.clock import local_today
from foundation.login.passwords import is_too_old
from foundation.scoped_admin import user_of

SINCE: Final = "since"
"""Key of the session: when it began, in seconds since 1970."""
SEEN: Final = "seen"
"""Key of the session: when somebody last worked with it; written once a minute at most."""
_NOTED_EVERY: Final = 60


class SessionLimitsMiddleware:
    """Ends sessions that are idle or old, and says so; the real clock counts, whatever day the site stands on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through, or lead to the log-in page; public pages are the same for everybody."""
        if not _is_for_staff(request) or not request.user.is_authenticated:
            return self.get_response(request)
        now = int(time.time())
        since = request.session.setdefault(SINCE, now)
        seen = request.session.setdefault(SEEN, now)
        if now - since > settings.SESSION_COOKIE_AGE:
            return self._ended(request, _("A log-in lasts one working day; please log in again."))
        if now - seen > settings.SESSION_IDLE_SECONDS:
            minutes = settings.SESSION_IDLE_SECONDS // 60
            return self._ended(
                request, _("Nobody worked here for %(minutes)s minutes; please log in again.") % {"minutes": minutes}
            )
        if now - seen >= _NOTED_EVERY:
            request.session[SEEN] = now
        if is_too_old(user_of(request), local_today()) and request.path not in _open_paths():
            messages.warning(request, _("Your password has to be changed before you go on."))
            return HttpResponseRedirect(reverse("admin:password_change"))
        return self.get_response(request)

    def _ended(self, request: HttpRequest, sentence: str) -> HttpResponse:
        logout(request)
        messages.warning(request, sentence)
        back = request.get_full_path() if request.method == "GET" else request.path
        return redirect_to_login(back, reverse("admin:login"))


def _is_for_staff(request: HttpRequest) -> bool:
    return request.path.startswith(("/admin/", "/staff/"))


def _open_paths() -> set[str]:
    """Return where somebody with an old password may go."""
    return {reverse(f"admin:{name}") for name in ("password_change", "password_change_done", "logout", "jsi18n")}
