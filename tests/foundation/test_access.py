"""Roles, capabilities and scopes."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from foundation import access
from foundation.access import CENTER_WIDE_ROLES, ROLE_CAPABILITIES, Capability, Role
from foundation.organization import Department, Membership
from foundation.people import User
from tests.cast import Cast, make_user

pytestmark = pytest.mark.django_db


def test_every_role_has_its_capabilities() -> None:
    assert set(ROLE_CAPABILITIES) == set(Role.values)
    assert set().union(*ROLE_CAPABILITIES.values()) == set(Capability.values)


def test_the_three_administrators_share_no_capability() -> None:
    """GB/T 22239-2019 asks for system, security and audit administrators with separate powers."""
    system, security, audit = (
        ROLE_CAPABILITIES[role] for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
    )
    assert not system & security
    assert not system & audit
    assert not security & audit


def test_nobody_both_edits_and_reviews_by_one_role() -> None:
    for capabilities in ROLE_CAPABILITIES.values():
        assert not {Capability.EDIT_CONTENT, Capability.REVIEW_CONTENT} <= capabilities


def test_scope_of_a_department(cast: Cast) -> None:
    scope = access.scope_of(cast.editor, Capability.EDIT_CONTENT)
    assert scope
    assert not scope.everywhere
    assert scope.covers(cast.police.pk)
    assert not scope.covers(cast.market.pk)
    assert not scope.covers(None)
    assert list(scope.limit(Department.objects.all(), "pk")) == [cast.police]


def test_scope_of_the_whole_center(cast: Cast) -> None:
    scope = access.scope_of(cast.manager, Capability.VIEW_CONTENT)
    assert scope.everywhere
    assert scope.covers(cast.market.pk)
    assert scope.limit(Department.objects.all(), "pk").count() == 2


def test_several_memberships_add_up(cast: Cast) -> None:
    user = make_user("two_hats", Role.EDITOR, cast.police)
    Membership.objects.create(user=user, role=Role.REVIEWER, department=cast.market)
    user = User.objects.get(pk=user.pk)
    assert access.may(user, Capability.EDIT_CONTENT, cast.police.pk)
    assert not access.may(user, Capability.EDIT_CONTENT, cast.market.pk)
    assert access.may(user, Capability.REVIEW_CONTENT, cast.market.pk)
    assert access.may(user, Capability.VIEW_CONTENT, cast.police.pk)
    assert access.may(user, Capability.VIEW_CONTENT, cast.market.pk)


def test_inactive_and_anonymous_people_hold_nothing(cast: Cast) -> None:
    cast.manager.is_active = False
    for user in (cast.manager, AnonymousUser(), cast.nobody):
        assert not access.scope_of(user, Capability.VIEW_CONTENT)
        assert not access.may(user, Capability.VIEW_CONTENT)


def test_require_and_fetch_refuse(cast: Cast) -> None:
    access.require(cast.editor, Capability.EDIT_CONTENT, cast.police.pk)
    with pytest.raises(PermissionDenied):
        access.require(cast.editor, Capability.EDIT_CONTENT, cast.market.pk)
    window = cast.market.windows.create(number="A1", name="综合")
    windows = type(window)._default_manager.all()
    assert access.get_visible_or_404(windows, cast.other_editor, Capability.VIEW_CONTENT, pk=window.pk) == window
    with pytest.raises(Http404):
        access.get_visible_or_404(windows, cast.editor, Capability.VIEW_CONTENT, pk=window.pk)


def test_permission_names(cast: Cast) -> None:
    assert cast.editor.has_perm("foundation.edit_content")
    assert cast.editor.has_perm("foundation.edit_content", cast.police.windows.model(department=cast.police))
    assert not cast.editor.has_perm("foundation.edit_content", cast.police.windows.model(department=cast.market))
    assert not cast.editor.has_perms(["foundation.edit_content", "foundation.review_content"])
    for stranger in ("guides.change_guide", "foundation.delete_user", "edit_content", ""):
        assert not cast.manager.has_perm(stranger)


def test_the_back_office_opens_with_a_role_only(cast: Cast) -> None:
    assert cast.editor.is_staff
    assert not cast.nobody.is_staff
    cast.editor.is_active = False
    assert not cast.editor.is_staff


def test_center_wide_roles_have_no_department() -> None:
    assert Role.EDITOR not in CENTER_WIDE_ROLES
    assert Role.MANAGER in CENTER_WIDE_ROLES


def test_role_labels_for_lists(cast: Cast) -> None:
    labels = access.roles_of([cast.editor, cast.nobody])
    assert labels == {cast.editor.pk: [str(Role.EDITOR.label)], cast.nobody.pk: []}
