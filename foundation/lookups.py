"""The page on which number and code open what somebody sent without an account: the same for every kind of record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from foundation import pressure
from foundation.lookup_forms import CodeForm
from foundation.pages import private_page
from foundation.public_forms import is_forged
from foundation.visits import Visit
from foundation.workflow import DomainError

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_TRIES: Final = 30
PER_SECONDS: Final = 600
"""Look-ups in ten minutes from one address before they wait.  The codes are too long to be guessed; this only keeps
the noise down."""


@dataclass(frozen=True)
class LookUp:
    """One kind of look-up: what it opens, the page that asks for number and code, the page behind it."""

    purpose: str
    form: type[CodeForm]
    visit: Visit
    url_name: str
    """The address both of the question and of what is behind it."""
    template: str
    section: str
    title: StrOrPromise
    context: Callable[[], Mapping[str, Any]] = dict

    @property
    def limit(self) -> pressure.Limit:
        """How often one address looks up before it waits."""
        return pressure.Limit(self.purpose, MOST_TRIES, PER_SECONDS)

    def ask(
        self, request: HttpRequest, form: CodeForm | None = None, problem: str = "", *, status: int = 200
    ) -> HttpResponse:
        """Return the page that asks for number and code."""
        context = {**self.context(), "form": form or self.form(), "problem": problem}
        return private_page(request, self.template, context, section=self.section, title=str(self.title), status=status)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Open the record for the browser that sent number and code, or say what is wrong, with both kept.

        Only complete tries are counted.
        """
        form = self.form(request.POST)
        if is_forged(request):
            sentence = _("Please send once more; your browser must allow cookies for this site.")
            return self.ask(request, form, sentence, status=422)
        if not form.is_valid():
            return self.ask(request, form, status=422)
        if problem := form.held_up(request, self.limit):
            return pressure.ask_to_wait(self.ask(request, form, problem, status=429))
        if not form.opens():
            return self.ask(request, form, status=422)
        response = redirect(self.url_name)
        self.visit.open(request, response, str(form.found.pk))
        return response

    def confirm(
        self, request: HttpRequest, act: Callable[[], object], *, template: str, title: str, **context: Any
    ) -> HttpResponse:
        """Ask whether it is meant; carried out, it leads back to what was looked up."""
        problem = _("Please press once more.") if is_forged(request) else ""
        if request.method == "POST" and not problem:
            try:
                act()
            except DomainError as refusal:
                problem = str(refusal)
            else:
                return redirect(self.url_name)
        status = 422 if problem else 200
        own = {**context, "problem": problem}
        return private_page(request, template, own, section=self.section, title=title, status=status)

    def leave(self) -> HttpResponse:
        """Forget the record on this device."""
        response = redirect(self.url_name)
        self.visit.close(response)
        return response
