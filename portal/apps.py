"""Registers the portal app, which carries the site-wide commands and system checks."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The roof over all other apps."""

    name = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        """Register the system checks, watch the queries, and tell the back office which pages it has."""
        from foundation import staff_pages
        from portal import checks, logs, self_check  # noqa: F401  (importing the checks registers them)
        from portal.search import desk

        connection_created.connect(logs.watch_queries, dispatch_uid="portal.logs")
        staff_pages.register(self_check.LINKS, self_check.desk)
        staff_pages.register(desk.LINKS, desk.desk)
