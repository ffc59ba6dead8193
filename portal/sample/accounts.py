"""The sample logins, one per role, and how production keeps them out.

They are printed at the end of `make run` and meant to be known to everyone. No production site accepts them:
there, `RefuseSampleLogins` stands before all other backends and ends the attempt.
"""

import base64
import hashlib
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

PASSWORD_PREFIX = "sample-only-"  # noqa: S105  (the mark of a password that is no secret)


class SampleAccount(NamedTuple):
    """One login: how its role is called, and what to type."""

    label: str
    username: str
    password: str


class SampleMembership(NamedTuple):
    """A role (a value of `foundation.access.Role`) and the key of its department; empty means everywhere."""

    role: str
    department: str


SAMPLE_ACCOUNTS = [
    SampleAccount(label, username, PASSWORD_PREFIX + username)
    for label, username in (
        ("编辑（公安局） Editor", "editor"),
        ("编辑（市场监管局） Editor, second department", "editor2"),
        ("编辑（政务服务中心） Editor, the center itself", "editor3"),
        ("审核员 Reviewer", "reviewer"),
        ("信息公开专员 Disclosure officer", "officer"),
        ("热线和留言专员（全中心） Hotline and message officer", "hotline"),
        ("留言承办员（公安局） Message officer of a department", "officer2"),
        ("中心负责人 Center manager", "manager"),
        ("监督审计员 Auditor", "auditor"),
        ("系统管理员 System administrator", "sysadmin"),
        ("安全管理员 Security administrator", "secadmin"),
        ("审计管理员 Audit administrator", "auditadmin"),
    )
]

SAMPLE_MEMBERSHIPS = {
    "editor": SampleMembership("editor", "gaj"),
    "editor2": SampleMembership("editor", "scj"),
    "editor3": SampleMembership("editor", "center"),
    "reviewer": SampleMembership("reviewer", ""),
    "officer": SampleMembership("officer", "center"),
    "hotline": SampleMembership("handler", ""),
    "officer2": SampleMembership("handler", "gaj"),
    "manager": SampleMembership("manager", ""),
    "auditor": SampleMembership("auditor", ""),
    "sysadmin": SampleMembership("system_admin", ""),
    "secadmin": SampleMembership("security_admin", ""),
    "auditadmin": SampleMembership("audit_admin", ""),
}


def sample_secret_of(username: str) -> str:
    """Return the secret of a sample login's second factor, the same on every sample site: base32, 160 bits."""
    return base64.b32encode(hashlib.sha1(f"{PASSWORD_PREFIX}{username}".encode()).digest()).decode()  # noqa: S324


class RefuseSampleLogins:
    """The first authentication backend in production: whoever brings a sample password is turned away."""

    def authenticate(self, _request: HttpRequest | None, password: str | None = None, **_credentials: Any) -> None:
        """End the attempt when the password is a printed one; leave every other to the next backend."""
        if password and password.startswith(PASSWORD_PREFIX):
            raise PermissionDenied
