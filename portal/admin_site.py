"""The back office as a site: its names, the work desk on its first page, and choices limited by rights."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import update_wrapper
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.clock import local_today

if TYPE_CHECKING:
    from django.contrib.admin.sites import _ViewType
    from django.db.models import QuerySet

    from foundation.staff_pages import StaffLink

ORDER = (
    *("guides", "guides.guide", "guides.journey", "guides.importbatch"),
    *("approvals", "approvals.item", "approvals.flow", "approvals.theme"),
    *("disclosure", "disclosure.publication", "disclosure.outlet", "disclosure.brochurehandout"),
    *("disclosure.indexnumber", "disclosure.column", "disclosure.issuingbody"),
    *("disclosure.disclosureoffice", "disclosure.readingpoint"),
    *("feedback", "feedback.solicitation", "feedback.questionnaire"),
    *("feedback.replytemplate", "feedback.routingrule", "feedback.limitrule", "feedback.ratingrule"),
    *("hall", "hall.layout", "hall.dutyturn", "hall.floor"),
    *("foundation", "foundation.user", "foundation.department", "foundation.window", "foundation.region"),
    *("foundation.calendaryear", "foundation.retentionrule", "foundation.tombstone"),
)
"""Apps and records as side bar and work desk show them: what is worked on most comes first, unknown ones last."""


def _place(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)


@dataclass
class SideBarGroup:
    """A heading of the side bar: the pages of an app, and below them its records."""

    name: str
    pages: list[StaffLink] = field(default_factory=list)
    app: Mapping[str, Any] = field(default_factory=dict)
    """The app as the admin describes it: its address and its records."""


def _side_bar(links: Iterable[StaffLink], apps: Iterable[Mapping[str, Any]]) -> list[SideBarGroup]:
    """Return the groups in their order: those with pages first; an app and pages of the same name are one group."""
    groups: dict[str, SideBarGroup] = {}
    for link in links:
        name = str(link.group)
        groups.setdefault(name, SideBarGroup(name)).pages.append(link)
    for app in apps:
        name = str(app["name"])
        groups.setdefault(name, SideBarGroup(name)).app = app
    return list(groups.values())


class PortalAdminConfig(AdminConfig):
    """Django's admin with our site."""

    default_site = "portal.admin_site.PortalAdminSite"


class ScopedAutocomplete(AutocompleteJsonView):
    """Search while typing, within what the account may choose in that very field."""

    source_field: Any

    def has_perm(self, request: HttpRequest, obj: Any = None) -> bool:
        """The choices themselves are limited; who may choose nothing gets an empty list."""
        from foundation.scoped_admin import ScopedAdmin

        return isinstance(self.model_admin, ScopedAdmin) and request.user.is_active

    def get_queryset(self) -> QuerySet[Any]:
        """Return the choices that fit the typed term."""
        model_admin: Any = self.model_admin
        choices = model_admin.get_choices(self.request, self.source_field)
        found, may_repeat = self.model_admin.get_search_results(self.request, choices, self.term)
        return found.distinct() if may_repeat else found


class PortalAdminSite(AdminSite):
    """The back office."""

    index_title = gettext_lazy("Work desk")
    empty_value_display = "—"

    @property
    def site_header(self) -> str:  # type: ignore[override]
        """The name at the top of every page."""
        return _("%(site)s: back office") % {"site": settings.SITE.name}

    @property
    def site_title(self) -> str:  # type: ignore[override]
        """The last part of every page title."""
        return self.site_header

    def admin_view(self, view: _ViewType, cacheable: bool = False) -> _ViewType:
        """Answer a refusal with a page that says so and leads back."""
        inner: Callable[..., Any] = super().admin_view(view, cacheable)

        def polite(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            try:
                return inner(request, *args, **kwargs)
            except PermissionDenied as refusal:
                context = {**self.each_context(request), "title": _("Not allowed"), "reason": str(refusal)}
                return TemplateResponse(request, "admin/403.html", context, status=403)

        return update_wrapper(polite, inner)  # type: ignore[return-value]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Every page of the frame knows its side bar."""
        from foundation.staff_pages import links_for

        context = super().each_context(request)
        return {**context, "side_bar": _side_bar(links_for(request.user), context["available_apps"])}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return apps and records in the order of the work."""
        apps = sorted(self._build_app_dict(request, app_label).values(), key=lambda app: _place(app["app_label"]))
        for app in apps:
            app["models"].sort(key=lambda model: _place(f"{app['app_label']}.{model['object_name'].lower()}"))
        return apps

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The work desk: what waits for this person, each figure a link to the rows behind it."""
        from foundation.access import roles_of
        from foundation.scoped_admin import ScopedAdmin, user_of
        from foundation.staff_pages import desk_entries_for

        user = user_of(request)
        admins = sorted(
            (model_admin for model_admin in self._registry.values() if isinstance(model_admin, ScopedAdmin)),
            key=lambda model_admin: (_place(model_admin.opts.app_label), _place(model_admin.opts.label_lower)),
        )
        entries = desk_entries_for(user, local_today())
        entries += [entry for model_admin in admins for entry in model_admin.get_desk_entries(request)]
        notes = [note for model_admin in admins for note in model_admin.get_desk_notes(request)]
        context = {
            "desk_urgent": [entry for entry in entries if entry.urgent],
            "desk_entries": [entry for entry in entries if not entry.urgent],
            "desk_notes": notes,
            "roles": roles_of([user])[user.pk],
            **(extra_context or {}),
        }
        return super().index(request, context)

    def get_urls(self) -> list[Any]:
        """Add the steps of the log-in."""
        from foundation.login import views

        own = self.each_context
        return [
            path("login/code/", lambda request: views.code(request, own(request)), name="login_code"),
            path("login/set-up/", lambda request: views.set_up_factor(request, own(request)), name="login_set_up"),
            path("login/single-sign-on/", views.single_sign_on, name="single_sign_on"),
            path("login/single-sign-on/return/", views.single_sign_on_return, name="single_sign_on_return"),
            path("security/", self.admin_view(self.security), name="security"),
            path("security/codes/", lambda request: views.recovery_codes(request, own(request)), name="recovery_codes"),
            path("security/sign-out/", views.sign_out_everywhere, name="sign_out_everywhere"),
            path("still-here/", views.still_here, name="still_here"),
            *super().get_urls(),
        ]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The first step of the log-in; the second factor follows."""
        from foundation.login import views

        request.current_app = self.name
        return views.password(request, {**self.each_context(request), **(extra_context or {})})

    def security(self, request: HttpRequest) -> TemplateResponse:
        """What the own account is secured by."""
        from foundation.login.second_factor import state_of
        from foundation.scoped_admin import user_of

        context = {**self.each_context(request), "title": _("Security of my account"), **state_of(user_of(request))}
        return TemplateResponse(request, "admin/security.html", context)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Change the own password; the audit trail says that it happened."""
        from django.contrib.auth.views import PasswordChangeView
        from django.urls import reverse

        from foundation.own_password import OwnPasswordForm

        request.current_app = self.name
        return PasswordChangeView.as_view(
            form_class=OwnPasswordForm,
            success_url=reverse("admin:password_change_done", current_app=self.name),
            template_name="registration/password_change_form.html",
            extra_context={**self.each_context(request), **(extra_context or {})},
        )(request)

    def autocomplete_view(self, request: HttpRequest) -> Any:
        """Search while typing, within one's rights."""
        return ScopedAutocomplete.as_view(admin_site=self)(request)
