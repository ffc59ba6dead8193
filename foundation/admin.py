"""The back office of the ground floor: regions, departments, windows, accounts with their roles, audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from foundation.access import Capability
from foundation.audit import Act
from foundation.audit_admin import AuditEntryAdmin  # noqa: F401  (registers itself)
from foundation.calendar_admin import CalendarYearAdmin  # noqa: F401  (the calendars register themselves)
from foundation.login import second_factor
from foundation.organization import Department, Membership, Region, RegionLevel, Window
from foundation.people import User
from foundation.phone_forms import PhonesChecked
from foundation.quoted_columns import QuotedReferenceAdmin
from foundation.retention.admin import RetentionRuleAdmin  # noqa: F401  (registers itself)
from foundation.scoped_admin import (
    Acts,
    DeskEntry,
    ReferenceAdmin,
    ScopedAdmin,
    ScopedInline,
    user_of,
    yes_column,
)
from foundation.workflow import DomainError

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldsetSpec

    _UserAdmin = UserAdmin[Any]
    _UserChangeForm = UserChangeForm[Any]
    _UserCreationForm = UserCreationForm[Any]
    _PasswordForm = AdminPasswordChangeForm[Any]
    _ModelForm = forms.ModelForm[Membership]
else:
    _UserAdmin = UserAdmin
    _UserChangeForm = UserChangeForm
    _UserCreationForm = UserCreationForm
    _PasswordForm = AdminPasswordChangeForm
    _ModelForm = forms.ModelForm

admin.site.unregister(Group)  # roles are memberships; a second system of rights would only mislead


@admin.register(Region)
class RegionAdmin(ReferenceAdmin):
    """Administrative divisions."""

    list_display = ("code", "name", "level", "parent")
    list_filter = ("level",)
    list_select_related = ("parent",)
    search_fields = ("code", "name", "name_en")
    fields = (("code", "level"), ("name", "name_en"), "parent")

    def get_choices(self, request: HttpRequest, source: models.Field[Any, Any]) -> models.QuerySet[Any]:
        """Nothing lies below a village, so none is offered as a parent."""
        return super().get_choices(request, source).exclude(level=RegionLevel.VILLAGE)


class WindowInline(ScopedInline):
    """The windows of a department, shown on its page; they are changed on their own pages."""

    model = Window
    fields = (("number", "name"), ("floor", "is_active"))
    show_change_link = True

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Windows are added and changed on their own pages."""
        return False


@admin.register(Department)
class DepartmentAdmin(QuotedReferenceAdmin):
    """Bodies that exercise powers or serve in the hall."""

    quoted: ClassVar[dict[str, str]] = {"phone": "phone", "address": "window", "name": "window"}
    form = PhonesChecked
    list_display = (
        "name",
        "code",
        "uscc",
        "phone",
        yes_column("in_hall", _("stationed in the hall")),
        yes_column("is_active", _("shown to the public")),
        "position",
    )
    list_filter = ("in_hall", "is_active", "region")
    search_fields = ("name", "short_name", "code", "uscc")
    inlines = (WindowInline,)
    fieldsets: ClassVar[_FieldsetSpec] = (
        (None, {"fields": (("name", "short_name"), ("name_en", "code"), ("uscc", "region"))}),
        (_("For the public"), {"fields": (("phone", "office_hours"), ("address", "website"), "functions")}),
        (_("In the service center"), {"fields": (("in_hall", "is_active", "position"),)}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """The code stands in public addresses, on printed papers and in stored pages: once given, it stays."""
        return (*super().get_readonly_fields(request, obj), *(("code",) if obj else ()))

    def get_choices(self, request: HttpRequest, source: models.Field[Any, Any]) -> models.QuerySet[Any]:
        """For records of a department: those where the account may write such records; else: what it maintains."""
        departments = Department.objects.all()
        owner = self.admin_site.get_model_admin(source.model) if self.admin_site.is_registered(source.model) else None
        if isinstance(owner, ScopedAdmin) and owner.department_field == source.name:
            return owner.scope(request, owner.edit_capability).limit(departments, "pk")
        maintains = (Capability.MANAGE_REFERENCE, Capability.MANAGE_ACCOUNTS)
        return departments if any(self.scope(request, c) for c in maintains) else departments.none()


@admin.register(Window)
class WindowAdmin(QuotedReferenceAdmin):
    """Windows of the hall."""

    quoted: ClassVar[dict[str, str]] = {"number": "window", "name": "window"}
    list_display = ("number", "name", "floor", "department", yes_column("is_active", _("in use")))
    list_filter = ("is_active", "department")
    list_select_related = ("department",)
    search_fields = ("number", "name", "department__name")
    autocomplete_fields = ("department",)
    fields = (("number", "name"), ("floor", "department"), "is_active")


class AccountCreationForm(_UserCreationForm):
    """A new account with its first password."""

    class Meta:
        model = User
        fields = ("username", "display_name")


class AccountForm(_UserChangeForm):
    """An account; its password is set on a page of its own."""

    password = None  # type: ignore[assignment]  # takes the hash out of the form

    class Meta:
        model = User
        fields = ("username", "display_name", "is_active")


class NewPasswordForm(_PasswordForm):
    """A new password for somebody else's account, or none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["usable_password"].help_text = _("Without a password nobody can log in with this account.")


class MembershipForm(_ModelForm):
    """One role in one department or in the whole center."""

    class Meta:
        model = Membership
        fields = ("role", "department")


class MembershipInline(ScopedInline):
    """The roles of an account; nobody gives roles to the own account."""

    model = Membership
    form = MembershipForm
    fields = (("role", "department"),)
    verbose_name = _("role")
    verbose_name_plural = _("roles")

    def row_name(self, row: Membership) -> str:
        """The role and where it holds."""
        return _role_words(row)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Read the departments of all roles at once."""
        return super().get_queryset(request).select_related("department")

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """The own roles are another administrator's business."""
        return super().has_change_permission(request, obj) and (obj is None or obj.pk != request.user.pk)


@admin.register(User)
class AccountAdmin(ScopedAdmin, _UserAdmin):
    """Accounts: made and closed by security administrators, never deleted, for the audit trail names them."""

    view_capability = edit_capability = Capability.MANAGE_ACCOUNTS
    acts = Acts(Act.ACCOUNT_CHANGED, Act.ACCOUNT_CHANGED, Act.ACCOUNT_CHANGED)

    form = AccountForm
    add_form = AccountCreationForm
    add_form_template = None
    change_password_form = NewPasswordForm
    inlines = (MembershipInline,)
    list_display = (
        *("username", "display_name", "roles", yes_column("is_active", _("may log in"))),
        *("has_second_factor", "last_login"),
    )
    actions = ("reset_second_factor",)
    list_filter = ("is_active", "memberships__role", "memberships__department")
    search_fields = ("username", "display_name")
    filter_horizontal = ()
    readonly_fields = ("password_state", "last_login", "date_joined")
    fieldsets: ClassVar[_FieldsetSpec] = (
        (None, {"fields": (("username", "display_name"), ("password_state", "is_active"))}),
        (_("Dates"), {"fields": (("last_login", "date_joined"),)}),
    )
    add_fieldsets: _FieldsetSpec = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (("username", "display_name"), "password1", "password2"),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Read the roles of all accounts of a page at once."""
        return super().get_queryset(request).select_related("second_factor").prefetch_related("memberships__department")

    @admin.action(description=_("Reset the second factor"))
    def reset_second_factor(self, request: HttpRequest, queryset: models.QuerySet[User]) -> None:
        """Let people set their second factor up anew, who lost phone and recovery codes and said so in person."""
        for user in queryset:
            try:
                second_factor.reset(user, actor=user_of(request))
            except DomainError as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                self.message_user(request, _("The second factor of %(name)s is reset.") % {"name": user})

    @admin.display(description=_("second factor"), boolean=True)
    def has_second_factor(self, obj: User) -> bool:
        """Whether it is set up."""
        return hasattr(obj, "second_factor")

    @admin.display(description=_("roles"))
    def roles(self, obj: User) -> str:
        """The roles of an account, with their departments."""
        return "、".join(_role_words(membership) for membership in obj.memberships.all())

    @admin.display(description=_("password"))
    def password_state(self, obj: User) -> SafeString:
        """Whether a password is set, and the way to set another one; never the hash."""
        state = _("set") if obj.has_usable_password() else _("none, nobody can log in")
        url = reverse("admin:auth_user_password_change", args=[obj.pk])
        return format_html('{} · <a href="{}">{}</a>', state, url, _("Set a new password"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Nobody locks the own account out by accident."""
        own = obj is not None and obj.pk == request.user.pk
        return ("is_active", *self.readonly_fields) if own else self.readonly_fields

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Accounts are closed, not deleted."""
        return False

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """Set a password, in one transaction with its audit entry."""
        with transaction.atomic():
            return super().user_change_password(request, id, form_url)

    def construct_change_message(  # type: ignore[override]
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> dict[str, Any]:
        """Name the roles that were given and taken."""
        detail = super().construct_change_message(request, form, formsets, add)
        for formset in formsets or ():
            detail.pop("rows", None)
            changes = {
                "given": [_role_name(m) for m in formset.new_objects],
                "changed": [_role_name(m) for m, _fields in formset.changed_objects],
                "taken": [_role_name(m) for m in formset.deleted_objects],
            }
            detail.update({f"roles_{what}": names for what, names in changes.items() if names})
        return detail

    def get_desk_entries(self, request: HttpRequest) -> list[DeskEntry]:
        """Accounts that can log in but may do nothing."""
        if not self.has_view_permission(request):
            return []
        counts = User.objects.aggregate(
            active=Count("pk", filter=models.Q(is_active=True), distinct=True),
            idle=Count("pk", filter=models.Q(is_active=True, memberships=None), distinct=True),
        )
        url = reverse("admin:foundation_user_changelist")
        return [
            DeskEntry(
                str(self.opts.verbose_name_plural),
                str(_("Active accounts")),
                counts["active"],
                f"{url}?is_active__exact=1",
            ),
            DeskEntry(
                str(self.opts.verbose_name_plural),
                str(_("Active accounts without a role")),
                counts["idle"],
                f"{url}?is_active__exact=1&memberships__isnull=True",
            ),
        ]


def _role_words(membership: Membership) -> str:
    role, department = membership.get_role_display(), membership.department
    return f"{role}（{department.short_name or department.name}）" if department else str(role)


def _role_name(membership: Membership) -> str:
    return f"{membership.role}@{membership.department.code if membership.department else '*'}"
