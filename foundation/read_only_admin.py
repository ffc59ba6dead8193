"""Records that the back office only shows."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest

from foundation.scoped_admin import ScopedAdmin


class ReadOnlyAdmin(ScopedAdmin):
    """Records that only verbs write: seen by who holds ``view_capability``, added, changed and deleted by nobody."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds one by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody changes one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody deletes one."""
        return False
