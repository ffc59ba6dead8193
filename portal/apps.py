"""Registers the portal app, which carries the site-wide commands and system checks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The roof over all other apps."""

    name = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        """Register the system checks of this app, and tell the back office which pages it has."""
        from foundation import staff_pages
        from portal import checks, self_check  # noqa: F401  (importing the checks registers them)
        from portal.search import desk

        staff_pages.register(self_check.LINKS, self_check.desk)
        staff_pages.register(desk.LINKS, desk.desk)
