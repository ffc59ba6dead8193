"""The approval-item catalog: what the law says about each item."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    """Items of the implementing list, parallel approval flows and agent services."""

    name = "approvals"
    verbose_name = _("Approval items")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the search which kinds of things this app has."""
        from approvals.search import KINDS
        from foundation.search.kinds import register

        register(*KINDS)
