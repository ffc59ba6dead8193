"""The cast: people of two departments, by the name of their role."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.hashers import make_password

from foundation.access import Role
from foundation.organization import Department, Membership
from foundation.people import User


@dataclass
class Cast:
    """Everybody who appears in tests. ``other_`` people belong to the second department."""

    police: Department
    market: Department
    editor: User
    second_editor: User
    reviewer: User
    other_editor: User
    other_reviewer: User
    chief_reviewer: User
    officer: User
    other_officer: User
    chief_officer: User
    handler: User
    manager: User
    auditor: User
    system_admin: User
    security_admin: User
    audit_admin: User
    nobody: User


def make_department(code: str, name: str, uscc: str | None = None) -> Department:
    """Create a department."""
    return Department.objects.create(
        code=code, name=name, uscc=uscc, phone="0729-5550000", address="江城市滨江大道168号"
    )


def make_user(username: str, role: Role | None = None, department: Department | None = None) -> User:
    """Create an account with at most one role; its password is its name, reversed."""
    user = User.objects.create_user(username, username[::-1], display_name=username)
    if role is not None:
        Membership.objects.create(user=user, role=role, department=department)
    return user


@pytest.fixture
def cast(db: None) -> Cast:
    """Create the cast, set-wise: most tests begin with it."""
    police = make_department("gaj", "江城市公安局", "114299000100424508")
    market = make_department("scj", "江城市市场监督管理局")
    roles: dict[str, tuple[Role, Department | None]] = {
        "editor": (Role.EDITOR, police),
        "second_editor": (Role.EDITOR, police),
        "reviewer": (Role.REVIEWER, police),
        "other_editor": (Role.EDITOR, market),
        "other_reviewer": (Role.REVIEWER, market),
        "chief_reviewer": (Role.REVIEWER, None),
        "officer": (Role.OFFICER, police),
        "other_officer": (Role.OFFICER, market),
        "chief_officer": (Role.OFFICER, None),
        "handler": (Role.HANDLER, police),
        "manager": (Role.MANAGER, None),
        "auditor": (Role.AUDITOR, None),
        "system_admin": (Role.SYSTEM_ADMIN, None),
        "security_admin": (Role.SECURITY_ADMIN, None),
        "audit_admin": (Role.AUDIT_ADMIN, None),
    }
    people = {
        name: User(username=name, password=make_password(name[::-1]), display_name=name) for name in [*roles, "nobody"]
    }
    User.objects.bulk_create(people.values())
    Membership.objects.bulk_create(
        Membership(user=people[name], role=role, department=department) for name, (role, department) in roles.items()
    )
    return Cast(police=police, market=market, **people)
