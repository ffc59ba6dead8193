"""Who may do what: roles, their capabilities, and the departments in which they hold.

A membership gives a role in one department or in the whole center.  ``ROLE_CAPABILITIES`` is the only
place that says what a role may do; no flag on an account adds to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from foundation.organization import Membership
    from foundation.people import User

ModelT = TypeVar("ModelT", bound=models.Model)


class Role(models.TextChoices):
    """What somebody is in the back office."""

    EDITOR = "editor", _("Editor")
    REVIEWER = "reviewer", _("Reviewer")
    OFFICER = "officer", _("Disclosure officer")
    HANDLER = "handler", _("Message officer")
    MANAGER = "manager", _("Center manager")
    AUDITOR = "auditor", _("Auditor")
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDIT_ADMIN = "audit_admin", _("Audit administrator")


CENTER_WIDE_ROLES: Final = (
    Role.MANAGER.value,
    Role.AUDITOR.value,
    Role.SYSTEM_ADMIN.value,
    Role.SECURITY_ADMIN.value,
    Role.AUDIT_ADMIN.value,
)


ADMINISTRATOR_ROLES: Final = (Role.SYSTEM_ADMIN.value, Role.SECURITY_ADMIN.value, Role.AUDIT_ADMIN.value)
"""Nobody holds two of these: system, security and audit administration are separate (GB/T 22239-2019)."""


class Capability(models.TextChoices):
    """One thing that a role allows."""

    VIEW_CONTENT = "view_content", _("see drafts and revisions")
    EDIT_CONTENT = "edit_content", _("edit, import and submit drafts")
    REVIEW_CONTENT = "review_content", _("return, release, schedule and retire")
    MANAGE_REFERENCE = "manage_reference", _("maintain regions, departments, windows, themes and calendars")
    MANAGE_ACCOUNTS = "manage_accounts", _("maintain accounts and roles")
    READ_AUDIT = "read_audit", _("read the audit trail")
    VIEW_FIGURES = "view_figures", _("see supervision figures")
    VIEW_REQUESTS = "view_requests", _("see the register of disclosure requests, applicants masked")
    HANDLE_REQUESTS = "handle_requests", _("log and handle disclosure requests, read applicants")
    APPROVE_REQUESTS = "approve_requests", _("approve extensions, release decisions, sign annual reports")
    ASSIST_REQUESTS = "assist_requests", _("answer questions of the disclosure office, without knowing who asked")
    VIEW_MESSAGES = "view_messages", _("see messages of the own departments, writers masked")
    HANDLE_MESSAGES = "handle_messages", _("handle messages, draft replies, log calls")
    ROUTE_MESSAGES = "route_messages", _("assign messages to departments (held for the whole center)")
    APPROVE_MESSAGES = "approve_messages", _("send replies, approve extensions, publish answers, decide appeals")
    SUPERVISE_MESSAGES = "supervise_messages", _("press for late matters")
    RUN_HALL = "run_hall", _("put notices on all screens of the hall, see its devices")


ROLE_CAPABILITIES: Final[dict[str, frozenset[str]]] = {
    Role.EDITOR: frozenset({Capability.VIEW_CONTENT, Capability.EDIT_CONTENT, Capability.ASSIST_REQUESTS}),
    Role.REVIEWER: frozenset(
        {
            Capability.VIEW_CONTENT,
            Capability.REVIEW_CONTENT,
            Capability.ASSIST_REQUESTS,
            Capability.VIEW_MESSAGES,
            Capability.APPROVE_MESSAGES,
        }
    ),
    Role.OFFICER: frozenset(
        {
            Capability.VIEW_CONTENT,
            Capability.VIEW_REQUESTS,
            Capability.HANDLE_REQUESTS,
            Capability.VIEW_MESSAGES,
            Capability.HANDLE_MESSAGES,
            Capability.ROUTE_MESSAGES,
        }
    ),
    # Whoever answers messages has no business with who asked for information.
    Role.HANDLER: frozenset(
        {
            Capability.VIEW_CONTENT,
            Capability.VIEW_MESSAGES,
            Capability.HANDLE_MESSAGES,
            Capability.ROUTE_MESSAGES,
        }
    ),
    Role.MANAGER: frozenset(
        {
            Capability.VIEW_CONTENT,
            Capability.VIEW_FIGURES,
            Capability.VIEW_REQUESTS,
            Capability.APPROVE_REQUESTS,
            Capability.VIEW_MESSAGES,
            Capability.APPROVE_MESSAGES,
            Capability.SUPERVISE_MESSAGES,
            Capability.RUN_HALL,
        }
    ),
    Role.AUDITOR: frozenset(
        {
            Capability.VIEW_CONTENT,
            Capability.VIEW_FIGURES,
            Capability.READ_AUDIT,
            Capability.VIEW_REQUESTS,
            Capability.VIEW_MESSAGES,
        }
    ),
    Role.SYSTEM_ADMIN: frozenset({Capability.MANAGE_REFERENCE, Capability.VIEW_FIGURES}),
    Role.SECURITY_ADMIN: frozenset({Capability.MANAGE_ACCOUNTS}),
    Role.AUDIT_ADMIN: frozenset({Capability.READ_AUDIT}),
}


@dataclass(frozen=True)
class Scope:
    """The departments in which somebody holds a capability."""

    everywhere: bool
    department_ids: frozenset[int]

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.department_ids)

    def covers(self, department_id: int | None) -> bool:
        """Tell whether the department lies within the scope."""
        return self.everywhere or department_id in self.department_ids

    def limit(self, queryset: models.QuerySet[ModelT], field: str = "department") -> models.QuerySet[ModelT]:
        """Narrow a queryset to the rows of these departments."""
        if self.everywhere:
            return queryset
        return queryset.filter(**{f"{field}__in": self.department_ids})


NOWHERE: Final = Scope(everywhere=False, department_ids=frozenset())


def memberships_of(user: User) -> list[Membership]:
    """Return the memberships of an account, read once per user object (that is, per request)."""
    cached: list[Membership] | None = getattr(user, "_memberships", None)
    if cached is None:
        cached = list(user.memberships.all()) if user.pk else []
        user._memberships = cached  # type: ignore[attr-defined]
    return cached


def scope_of(user: User | AnonymousUser, capability: str) -> Scope:
    """Return where the account holds the capability."""
    if not user.is_authenticated or not user.is_active:
        return NOWHERE
    held = [m for m in memberships_of(user) if capability in ROLE_CAPABILITIES[m.role]]
    return Scope(
        everywhere=any(m.department_id is None for m in held),
        department_ids=frozenset(m.department_id for m in held if m.department_id is not None),
    )


def holders(capability: str, department_id: int | None) -> models.QuerySet[Membership]:
    """Return the memberships of accounts in use that give a capability in just this department."""
    roles = [role for role, capabilities in ROLE_CAPABILITIES.items() if capability in capabilities]
    memberships: models.QuerySet[Membership] = apps.get_model("foundation", "Membership")._default_manager.all()
    return memberships.filter(role__in=roles, department=department_id, user__is_active=True)


def may(user: User | AnonymousUser, capability: str, department_id: int | None = None) -> bool:
    """Tell whether the account holds the capability, in the department if one is named."""
    scope = scope_of(user, capability)
    return bool(scope) if department_id is None else scope.covers(department_id)


def require(user: User | AnonymousUser, capability: str, department_id: int | None = None) -> None:
    """Raise PermissionDenied unless ``may`` says yes."""
    if not may(user, capability, department_id):
        raise PermissionDenied(_("Your role does not allow this here."))


def require_everywhere(user: User | AnonymousUser, capability: str) -> None:
    """Raise PermissionDenied unless the account holds the capability for the whole center."""
    if not scope_of(user, capability).everywhere:
        raise PermissionDenied(_("Only the center itself can do this."))


def require_any(user: User | AnonymousUser, capabilities: Iterable[str]) -> None:
    """Raise PermissionDenied unless the account holds one of the capabilities anywhere."""
    if not any(may(user, capability) for capability in capabilities):
        raise PermissionDenied(_("Your role does not allow this here."))


def has_permission(user: User, perm: str, obj: models.Model | None = None) -> bool:
    """Answer Django's permission question ``foundation.<capability>`` from the memberships.

    Other permission names are nobody's: admin classes ask for capabilities (``ScopedAdmin``).
    """
    app_label, _dot, name = perm.partition(".")
    if app_label != "foundation" or name not in Capability.values:
        return False
    return may(user, name, getattr(obj, "department_id", None) if obj is not None else None)


def get_visible_or_404(
    queryset: models.QuerySet[ModelT], user: User | AnonymousUser, capability: str, **lookup: Any
) -> ModelT:
    """Fetch one row within the scope of the capability; strangers get 404, not a hint that it exists."""
    found = scope_of(user, capability).limit(queryset).filter(**lookup).first()
    if found is None:
        raise Http404
    return found


def roles_of(users: Iterable[User]) -> dict[int, list[str]]:
    """Return the role labels of several accounts by their id, for lists."""
    return {user.pk: [str(Role(m.role).label) for m in memberships_of(user)] for user in users}
